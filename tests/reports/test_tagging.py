"""Reports are tagged: a screen reader finds headings, paragraphs and tables, and passes over lines and footers."""

from __future__ import annotations

import pytest

from app.reports.register_pdf import week_register_pdf
from app.reports.session_record import session_record_pdf
from tests.reports.examples import ALL, AMENDED, FULL
from tests.reports.reading import catalog, elements, kinds, loose_marks
from tests.reports.registers import WEEK


def test_a_record_is_a_marked_document_with_headings_in_order() -> None:
    pdf = session_record_pdf(AMENDED)
    assert catalog(pdf)["/MarkInfo"]["/Marked"]
    found = kinds(pdf)
    assert found[0] == "/Document"
    assert found[1] == "/H1"
    assert found.count("/H1") == 1
    assert found.count("/H2") == 5


def test_tables_have_rows_of_header_and_data_cells() -> None:
    depths = list(elements(session_record_pdf(FULL)))
    inside = {"/TR": "/Table", "/TH": "/TR", "/TD": "/TR"}
    path: list[str] = []
    for kind, depth in depths:
        path = [*path[:depth], kind]
        if kind in inside:
            assert path[depth - 1] == inside[kind]
    assert {"/Table", "/TR", "/TH", "/TD", "/P"} <= {kind for kind, _ in depths}


@pytest.mark.parametrize("name", ALL)
def test_nothing_on_a_record_stands_outside_the_marks(name: str) -> None:
    assert loose_marks(session_record_pdf(ALL[name])) == []


def test_nothing_on_a_register_stands_outside_the_marks() -> None:
    assert loose_marks(week_register_pdf(WEEK)) == []


def test_each_marked_text_is_found_from_its_page() -> None:
    pdf = week_register_pdf(WEEK)
    numbers = catalog(pdf)["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    by_page = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert sorted(by_page) == [1, 2]
    leaves = [kind for kind in kinds(pdf) if kind in {"/P", "/H1", "/H2"}]
    assert sum(len(refs.get_object()) for refs in by_page.values()) == len(leaves)
