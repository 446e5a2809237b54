"""Everything a tutor does with a visit, in one place to import from. Must not hold code of its own."""

from app.casework.doorstep import arrive, not_enter, start_visit
from app.casework.session import EXTENSIONS, amend_log, cancel_visit, extend_visit, finish_visit, mark_absent
from app.casework.visit_pages import open_visit

__all__ = [
    "EXTENSIONS",
    "amend_log",
    "arrive",
    "cancel_visit",
    "extend_visit",
    "finish_visit",
    "mark_absent",
    "not_enter",
    "open_visit",
    "start_visit",
]
