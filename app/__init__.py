"""Doorstep: a home tutor's encrypted records on a laptop, and the school's end of the line."""

__version__ = "0.1.0"
