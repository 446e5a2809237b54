"""Paper and files for people: a frozen value in, bytes out. Must not open files, read clocks or ask a database.

Nothing is imported here, so that ReportLab loads when the first page is made and not when the program starts.
"""

from __future__ import annotations
