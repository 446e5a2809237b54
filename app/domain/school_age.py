"""Compulsory school age in England (Education Act 1996, section 8). Must not know pupils: dates in, answer out."""

from __future__ import annotations

from datetime import date, timedelta

_PRESCRIBED = ((3, 31), (8, 31), (12, 31))
_FRIDAY = 4
_SEPTEMBER = 9
_STARTS_AT, _ENDS_AT = 5, 16


def is_compulsory_school_age(born: date, day: date) -> bool:
    """Whether somebody born on `born` is of compulsory school age on `day`; first and last day both count."""
    return first_compulsory_day(born) <= day <= last_compulsory_day(born)


def first_compulsory_day(born: date) -> date:
    """The prescribed day (31 March, 31 August, 31 December) on or next after the fifth birthday."""
    birthday = _birthday(born, _STARTS_AT)
    return min(day for day in (date(birthday.year, m, d) for m, d in _PRESCRIBED) if day >= birthday)


def last_compulsory_day(born: date) -> date:
    """The last Friday in June of the school year (September to August) in which they turn 16."""
    birthday = _birthday(born, _ENDS_AT)
    year = birthday.year + 1 if birthday.month >= _SEPTEMBER else birthday.year
    last_of_june = date(year, 6, 30)
    return last_of_june - timedelta(days=(last_of_june.weekday() - _FRIDAY) % 7)


def _birthday(born: date, age: int) -> date:
    """The birthday; 1 March stands for 29 February in a common year."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)
