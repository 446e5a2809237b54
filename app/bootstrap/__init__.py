"""Start-up: the one place that wires real parts together. Must not hold rules, words or widgets.

Nothing here may be imported by another room. What is slow to import is imported where it is first needed, so that
the unlock screen is painted before it.
"""
