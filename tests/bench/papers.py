"""The papers: a session record and a week's register, as bytes of a PDF. The floor is a bare ReportLab page.

Must not read records: what goes in is made up front.
"""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from app.reports.register_pdf import week_register_pdf
from app.reports.session_record import session_record_pdf
from tests.bench.figures import Aim, Bench, Figure, milliseconds
from tests.reports.examples import FULL
from tests.reports.registers import WEEK


def papers(bench: Bench) -> list[Figure]:
    """Both papers of ordinary length."""
    floor = "a bare ReportLab page of 60 lines", lambda: milliseconds(_bare_page)
    return [
        bench.figure(
            "session-pdf", "ms", lambda: milliseconds(lambda: session_record_pdf(FULL)), floor, aim=Aim(300), quick=True
        ),
        bench.figure("register-pdf", "ms", lambda: milliseconds(lambda: week_register_pdf(WEEK)), floor, quick=True),
    ]


def _bare_page() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for line in range(60):
        canvas.drawString(50, 800 - 12 * line, "Equivalent fractions with fraction strips, then eight questions.")
    canvas.save()
    return out.getvalue()
