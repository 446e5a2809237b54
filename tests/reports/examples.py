"""Records for the report tests and for looking at pages: every state a visit can end in, short and long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.records import AmendmentRecord, CheckLine, ContactMark, FieldChange, SessionRecord


def at(hour: int, minute: int = 0, day: int = 9) -> datetime:
    """An instant of November 2026, UTC (which is London's time then)."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


MINIMAL = SessionRecord(
    school_name="Merebridge High School",
    tutor_name="Siân Probert",
    pupil_name="A. H.",
    visit_id="019a7000-0000-7000-8000-0000deadbeef",
    fact_hash="",
    made_at=at(17, 5),
    planned_start=at(9, 30),
    planned_finish=at(10, 30),
    state="finished",
)

FULL = replace(
    MINIMAL,
    fact_hash="9f2c41d07be35a66" + "0" * 48,
    provider_name="Merebridge Home Tuition",
    upn="B801200005001",
    year_group="Year 8",
    subject="Maths",
    mode="in_person",
    venue="pupil_home",
    packs=("What is 1 to 1 provision and how does it work? (BHES)", "One-to-One Working Policy (King Edward VI)"),
    arrived_at=at(9, 28),
    actual_start=at(9, 34),
    actual_finish=at(10, 31),
    check_in=ContactMark(at(9, 34), "school_holds", at(9, 35)),
    check_out=ContactMark(at(10, 31), "on_this_laptop"),
    adult_name="Samira Hassan",
    adult_relation="mother",
    adult_over_18=True,
    start_checks=(
        CheckLine("A named adult over 18 is at home, awake and staying", "Samira Hassan", ("BHES-18", "KES-28")),
        CheckLine("Nobody is smoking", "yes", ("BHES-17",)),
        CheckLine("Animals are out of the room", "no", ("BHES-21",), note="Asked twice; the dog was then taken out."),
        CheckLine("The way out is clear and the door is not closed on us", "yes", ("KES-29", "KES-30")),
        CheckLine("The pupil is up, dressed and ready", "na", ("BHES-16",)),
    ),
    finish_checks=(CheckLine("The adult was available for the whole session", "yes", ("BHES-18",)),),
    attended="yes",
    seen="in_person",
    late_minutes=4,
    minutes=57,
    suggested_code="K",
    code_meaning="Attending provision arranged by the local authority away from the school",
    code_rule="home tuition arranged by the local authority, in person, attended (table of 19 August 2024)",
    ready=True,
    equipment=False,
    engagement=4,
    targets="Add and subtract fractions with different denominators.\nStay with one task for 15 minutes.",
    work_covered="Equivalent fractions with fraction strips, then eight questions on adding. The last four alone.",
    work_set="Sheet 12, questions 1 to 6, before Thursday.",
    outcome="Can add fractions where one denominator is a multiple of the other.",
    outcome_category="learning",
    notes="Tired at first after a poor night. A short break at 10:00 helped.",
)

LONG = replace(
    FULL,
    pupil_name="Llŷr Ŵyn-Žižka Příhodová-Featherstonehaugh of the Upper Merebridge Valley",
    notes="\n\n".join(["Ŵyth o ŷd. Příliš žluťoučký kůň úpěl ďábelské ódy; a long day with much to say. " * 9] * 9),
    work_covered="unbrokenword" * 90,
    start_checks=(
        *FULL.start_checks,
        CheckLine("A question with a very long note", "no", ("KES-30",), "so it goes " * 900),
    ),
)

AMENDED = replace(
    FULL,
    amendments=(
        AmendmentRecord(
            at(18, 4, 10),
            "Siân Probert",
            "I wrote the wrong sheet and rounded the lateness.",
            (
                FieldChange("work_set", FULL.work_set, "Sheet 13, questions 1 to 6, before Thursday."),
                FieldChange("late_minutes", "4", "7"),
                FieldChange("engagement", "4", "3"),
            ),
            "school_holds",
        ),
        AmendmentRecord(
            at(8, 15, 12),
            "Siân Probert",
            "The mother rang to say when the medicine was changed.",
            (
                FieldChange("notes", FULL.notes, FULL.notes + " New medicine since Friday."),
                FieldChange("ready", "true", "false"),
            ),
            "on_this_laptop",
        ),
    ),
)

NOT_ENTERED = replace(
    MINIMAL,
    state="not_entered",
    subject="English",
    mode="in_person",
    venue="pupil_home",
    arrived_at=at(9, 29),
    end_reason="Only an older brother of 16 was at home.",
    check_in=ContactMark(at(9, 31), "school_holds", at(9, 31)),
    start_checks=(CheckLine("A named adult over 18 is at home, awake and staying", "no", ("BHES-18", "KES-28")),),
    suggested_code="I",
    code_meaning="Illness, physical or mental",
    code_rule="tuition did not take place; the pupil is out of school because of illness",
)

ABSENT = replace(
    NOT_ENTERED,
    state="absent",
    attended="no",
    seen="no",
    end_reason="Hospital appointment moved to today; father rang at 09:05.",
    suggested_code="M",
    code_meaning="Leave: medical or dental appointment",
    code_rule="planned tuition missed because of an appointment",
    start_checks=(),
)

CANCELLED = replace(MINIMAL, state="cancelled", subject="Science", end_reason="Tutor ill.")
RUNNING = replace(FULL, state="in_session", actual_finish=None, attended="", seen="", late_minutes=None, minutes=None)
HOSTILE = replace(
    FULL,
    pupil_name="<b>Ŵ & Co</b> \x00\x07\ud800",
    notes="<para>&amp; </font> 😀 שלום\tend\r\nnew line",
    adult_name="x" * 400,
    school_name="Merebridge " * 60,
    suggested_code="",
    code_meaning="",
    code_rule="",
)

ALL = {
    "minimal": MINIMAL,
    "full": FULL,
    "long": LONG,
    "amended": AMENDED,
    "not_entered": NOT_ENTERED,
    "absent": ABSENT,
    "cancelled": CANCELLED,
    "running": RUNNING,
    "hostile": HOSTILE,
}
