"""Numbers and names of the wire that both ends hold to (sync.md 2). Must not hold behaviour."""

from __future__ import annotations

from datetime import timedelta

PROTOCOL = 1
"""Raised when an old laptop and a new school could no longer understand each other."""

MAX_FACTS = 1_000
MAX_BATCH_BYTES = 1 << 20
"""Of NDJSON before compression."""
MAX_LINE_BYTES = 256 << 10
MAX_MESSAGE_BYTES = 64 << 10
"""Of a hello, an enrolment or a call for help."""
MAX_PAGE = 1_000

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far a request's `created` may be from the school's clock, after the device's known drift."""
ENROL_CODE_LIFE = timedelta(hours=24)

NDJSON = "application/x-ndjson"
JSON = "application/json"
PROBLEM = "application/problem+json"

HEAD_FIRST = "Doorstep-First"
HEAD_COUNT = "Doorstep-Count"
HEAD_HASH = "Doorstep-Head"
HEAD_EPOCH = "Doorstep-Epoch"
HEAD_POSITION = "Doorstep-Position"
HEAD_SIGNATURE = "Doorstep-Signature"
"""On a push: the device's word for the chain's head after the batch. On an answer: the school's word for the answer."""
