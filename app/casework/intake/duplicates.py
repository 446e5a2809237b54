"""Finds pupils that stand in one file twice. Must not merge them: a person decides which line is right."""

from __future__ import annotations

from app.casework.intake.results import CaseloadRow


class Seen:
    """Remembers the rows read so far."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}
        self._named: dict[tuple[str, str, object], list[CaseloadRow]] = {}

    def other_line(self, row: CaseloadRow) -> int | None:
        """The line of an earlier row for the same pupil, if there is one; remembers `row` either way."""
        keys = [f"{kind}:{value}" for kind, value in (("upn", row.upn), ("adm", row.admission_number)) if value]
        found = next((self._lines[key] for key in keys if key in self._lines), None)
        namesakes = self._named.setdefault((row.surname.casefold(), row.forename.casefold(), row.date_of_birth), [])
        if found is None and row.surname:
            found = next((other.line for other in namesakes if not _proven_apart(row, other)), None)
        for key in keys:
            self._lines.setdefault(key, row.line)
        namesakes.append(row)
        return found


def _proven_apart(one: CaseloadRow, other: CaseloadRow) -> bool:
    """Two pupils may share name and birthday; different numbers of the same kind say that they are two."""
    pairs = ((one.upn, other.upn), (one.admission_number, other.admission_number))
    return any(first and second and first != second for first, second in pairs)
