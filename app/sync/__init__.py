"""The laptop's line to the school: enrolment, push, pull, and the messages both ends speak.

Must not decide what a fact means, nor block a screen; must not treat anything but the school's own answer as success.
"""
