"""Bytes of a text file that somebody's program wrote, as text. Must not guess silently past what can be read.

MIS exports come as UTF-8, UTF-8 with BOM, windows-1252 (SIMS and most of Excel) or UTF-16 ("Unicode text").
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from app.casework.intake.problems import FileIsEmpty, FileTooBig, NotCsv

MAX_BYTES = 5_000_000
"""Ten times a caseload of 2,000 pupils."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_BINARY_STARTS = {
    b"PK\x03\x04": "This is a spreadsheet or a zip file, not CSV.",
    b"\xd0\xcf\x11\xe0": "This is an Excel workbook, not CSV.",
    b"%PDF": "This is a PDF, not CSV.",
}
_TEXT_STARTS = {
    "begin:vcalendar": "This is a calendar file, not CSV.",
    "<": "This is a web page or an XML file, not CSV.",
    "{": "This is a JSON file, not CSV.",
}
_SAVE_AS = "Open it in the program it came from and save or export it as CSV."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text without its byte order mark, and the encoding it was in."""

    text: str
    encoding: str


def decode_table(data: bytes) -> Decoded:
    """Text of a CSV file; FileIsEmpty, FileTooBig or NotCsv, each with what to do, when it is none."""
    if len(data) > MAX_BYTES:
        sentence = f"The file is larger than {MAX_BYTES // 1_000_000} MB, more than any caseload needs."
        raise FileTooBig(sentence, "Check that it is the right file, or split it.")
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise FileIsEmpty("There is nothing in the file.", "Export it again.")
    for start, sentence in _BINARY_STARTS.items():
        if data.startswith(start):
            raise NotCsv(sentence, _SAVE_AS)
    decoded = _decoded(data)
    _refuse_other_text(decoded.text)
    return decoded


def _decoded(data: bytes) -> Decoded:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tries = [("utf-16", "utf-16")]
    elif data.startswith(codecs.BOM_UTF8):
        tries = [("utf-8-sig", "utf-8-sig")]
    else:
        tries = [("utf-8", "utf-8"), ("cp1252", "cp1252")]
    for codec, name in tries:
        try:
            return Decoded(data.decode(codec), name)
        except UnicodeDecodeError:
            continue
    raise NotCsv("The letters of this file cannot be read.", "Export it again as CSV in UTF-8.")


def _refuse_other_text(text: str) -> None:
    opening = text[:200].lstrip().casefold()
    for start, sentence in _TEXT_STARTS.items():
        if opening.startswith(start):
            raise NotCsv(sentence, _SAVE_AS)
    if _CONTROL.search(text):
        raise NotCsv("This is not a text file.", _SAVE_AS)
