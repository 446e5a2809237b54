"""Pupils, Outbox, reports, settings: the same truthfulness in fewer words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.ui.outbox.presenter import OutboxPresenter
from app.ui.outbox.presenter import make_state as outbox_state
from app.ui.ports import Preferences, SyncState
from app.ui.pupils.presenter import PupilPresenter, PupilsPresenter, make_pupil
from app.ui.reports.presenter import ReportsPresenter
from app.ui.settings.presenter import SettingsPresenter
from app.ui.shell.connection import connection_words
from tests.ui import samples
from tests.ui.fake_desk import Said
from tests.ui.fakes import Bench
from tests.ui.samples import AMIRA, at

IN_CONTACT = SyncState(reachable=True, last_contact_at=at(9, 34))


# --- pupils -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Noah Clarke", "Amira Hassan", "Josef Novák", "Ellie-Mae Watts"]),
        ("HASSAN", ["Amira Hassan"]),
        ("am", ["Amira Hassan"]),
        ("year 6", ["Josef Novák"]),
        ("watts ellie", ["Ellie-Mae Watts"]),
        ("zz", []),
    ],
)
def test_the_finder_narrows_to_all_words_typed(bench: Bench, typed: str, names: list[str]) -> None:
    presenter = PupilsPresenter(bench.context())
    presenter.find(typed)
    assert [row.name for row in presenter.state.rows] == names
    assert (presenter.state.empty is not None) == (not names)


def test_a_list_without_pupils_says_where_they_come_from(bench: Bench) -> None:
    bench.desk.lines = ()
    state = PupilsPresenter(bench.context()).state
    assert state.empty is not None
    assert state.empty[0] == "No pupils yet"


def test_a_pupil_row_tells_the_next_visit_and_warnings(bench: Bench) -> None:
    rows = PupilsPresenter(bench.context()).state.rows
    assert rows[1].detail == "Year 8 · 8C · Next visit today 09:30"
    assert rows[1].tags == (("2 warnings", "warn", "triangle-alert"),)
    assert rows[0].detail.endswith("Next visit Wednesday 25 November, 08:00")


def test_a_pupils_page_goes_from_warnings_to_history(bench: Bench) -> None:
    presenter = PupilPresenter(bench.context(), AMIRA.pupil_id)
    state = presenter.state
    assert state.attendance == ("10 of 12 sessions attended", 83)
    assert [row.when for row in state.upcoming] == ["Today 09:30"]
    assert state.history[0].detail == "Maths · 58 min · Engagement 4 of 5"
    assert dict(state.facts)["UPN"] == "•••••••••4821"
    presenter.visit_pressed(AMIRA.visit_id)
    assert bench.go.places[-1] == ("visit", AMIRA.visit_id, False)


def test_a_planned_visit_of_the_past_is_called_not_recorded() -> None:
    old = replace(samples.overview().upcoming[0], starts_at=at(9, 30) - timedelta(days=4))
    state = make_pupil(replace(samples.overview(), history=(old,)), samples.DAY)
    assert state.history[0].tag[0] == "Not recorded"


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(samples.overview(), date_of_birth=None, upn_masked="", packs=(), sessions_planned=0)
    state = make_pupil(bare, samples.DAY)
    assert [label for label, _ in state.facts] == ["Address", "Year and form"]
    assert state.attendance is None


def test_a_pupil_who_is_gone_says_so(bench: Bench) -> None:
    bench.desk.raises["pupil"] = Said("not-here", "That pupil is not on this laptop.", "Sync, then look again.")
    state = PupilPresenter(bench.context(), AMIRA.pupil_id).state
    assert state.error == ("That pupil is not on this laptop.", "Sync, then look again.")


# --- outbox -----------------------------------------------------------------------------------------------------


def test_each_thing_says_where_it_is_and_never_more() -> None:
    state = outbox_state(samples.outbox(), IN_CONTACT, at(10, 40))
    assert [item.tag[0] for item in state.waiting] == ["On this laptop", "Sent, no receipt yet"]
    assert [item.tag[0] for item in state.recent] == ["School holds it", "School holds it"]
    assert state.refused[0].problem.startswith("The school closed this log")
    assert state.line == "Last contact with the school 09:34"


@pytest.mark.parametrize(
    ("sync", "tone", "title"),
    [
        (SyncState(joined=False), "warn", "This laptop has not joined a school"),
        (SyncState(reachable=False), "neutral", "The school cannot be reached now"),
        (SyncState(reachable=False, problem="No network."), "neutral", "The school cannot be reached now"),
        (
            SyncState(reachable=True, problem="The school's answer could not be read."),
            "warn",
            "The school's answer could not be read.",
        ),
        (SyncState(reachable=True, problem="Removed.", needs_person=True), "danger", "Removed."),
    ],
)
def test_what_stands_in_the_way_is_on_top(sync: SyncState, tone: str, title: str) -> None:
    notice = outbox_state(samples.outbox(), sync, at(10, 40)).notice
    assert notice is not None
    assert notice[:2] == (tone, title)


def test_an_empty_outbox_says_that_the_school_holds_everything() -> None:
    notice = outbox_state(samples.outbox(waiting=(), refused=(), unsent=0), IN_CONTACT, at(10, 40)).notice
    assert notice is not None
    assert notice[1] == "Nothing is waiting"


def test_more_than_can_be_shown_is_counted() -> None:
    item = samples.outbox().waiting[0]
    state = outbox_state(samples.outbox(waiting=(item,) * 130, unsent=420), IN_CONTACT, at(10, 40))
    assert len(state.waiting) == 100
    assert state.more_waiting == "and 320 more"


def test_sync_now_asks_and_the_end_of_a_sync_is_read(bench: Bench) -> None:
    presenter = OutboxPresenter(bench.context(), IN_CONTACT)
    presenter.sync_now()
    assert bench.desk.named("sync_now")
    presenter.sync_changed(replace(IN_CONTACT, working=True))
    assert presenter.state.working
    presenter.sync_changed(IN_CONTACT)
    assert len(bench.desk.named("outbox")) == 2


def test_an_outbox_that_cannot_be_read_says_why(bench: Bench) -> None:
    bench.desk.raises["outbox"] = Said("storage-failed")
    assert OutboxPresenter(bench.context(), IN_CONTACT).state.error is not None


@pytest.mark.parametrize(
    ("sync", "title", "short"),
    [
        (SyncState(joined=False), "No school yet", "No school"),
        (SyncState(), "Not in contact yet", "No contact"),
        (SyncState(unsent=3), "Not in contact yet", "3 to send"),
        (SyncState(reachable=False), "School not reached", "Offline"),
        (SyncState(reachable=False, unsent=3), "School not reached", "3 to send"),
        (SyncState(reachable=True), "Up to date", "Up to date"),
        (SyncState(reachable=True, unsent=1), "1 to send", "1 to send"),
        (SyncState(reachable=True, working=True), "Sending and fetching", "Working"),
        (SyncState(reachable=True, refused=1), "1 item not accepted", "Needs you"),
        (SyncState(reachable=True, problem="x"), "Trying again later", "Waiting"),
        (SyncState(reachable=True, problem="x", needs_person=True), "Needs you", "Needs you"),
    ],
)
def test_the_connection_box(sync: SyncState, title: str, short: str) -> None:
    words = connection_words(sync)
    assert (words.title, words.short) == (title, short)
    if sync.unsent or not sync.joined:
        assert "holds all" not in words.detail


# --- reports ----------------------------------------------------------------------------------------------------


def test_the_register_is_of_this_week_unless_another_is_chosen(bench: Bench) -> None:
    presenter = ReportsPresenter(bench.context())
    assert presenter.state.week == "Monday 23 November to Friday 27 November 2026"
    assert presenter.state.note == "This week"
    presenter.move(-1)
    assert presenter.state.note == "Last week"
    presenter.open_register()
    assert bench.desk.named("register_pdf") == [("register_pdf", date(2026, 11, 16))]
    assert list(bench.services.files) == ["register-week-2026-11-16.pdf"]
    presenter.move(0)
    assert presenter.state.note == "This week"


def test_the_register_is_saved_where_the_person_says(bench: Bench) -> None:
    bench.where = Path("/chosen/register.pdf")
    presenter = ReportsPresenter(bench.context())
    presenter.save_register()
    assert bench.services.files == {"/chosen/register.pdf": b"%PDF register"}
    assert presenter.state.message is not None


def test_a_register_that_cannot_be_made_says_why(bench: Bench) -> None:
    bench.desk.raises["register_pdf"] = Said("not-here", "Your school's list has not arrived yet.", "Sync first.")
    presenter = ReportsPresenter(bench.context())
    presenter.open_register()
    assert presenter.state.message == ("danger", "Your school's list has not arrived yet.", "Sync first.")


# --- settings ---------------------------------------------------------------------------------------------------


def settings(bench: Bench, kept: list[Preferences] | None = None) -> SettingsPresenter:
    return SettingsPresenter(bench.context(), Preferences(), (kept if kept is not None else []).append)


@pytest.mark.parametrize(
    ("what", "value", "then"),
    [
        ("theme", "dark", Preferences(theme="dark")),
        ("zoom", "150", Preferences(zoom=150)),
        ("lock_after_minutes", "1", Preferences(lock_after_minutes=1)),
    ],
)
def test_choices_are_taken_at_once(bench: Bench, what: str, value: str, then: Preferences) -> None:
    kept: list[Preferences] = []
    presenter = settings(bench, kept)
    presenter.choose(what, value)
    assert kept == [then]
    assert presenter.state.preferences == then


NEW = "feather maple orbit quilt"


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [("", NEW, NEW, "old"), ("old", "", "", "new"), ("old", NEW, "x", "again"), ("old", "short", "short", "new")],
)
def test_what_is_wrong_with_a_passphrase_is_said_at_its_field(
    bench: Bench, old: str, new: str, again: str, field: str
) -> None:
    presenter = settings(bench)
    presenter.change_passphrase(old, new, again)
    assert [name for name, _ in presenter.state.wrong] == [field]
    assert not bench.desk.named("change_passphrase")


def test_a_changed_passphrase_empties_the_fields(bench: Bench) -> None:
    presenter = settings(bench)
    presenter.change_passphrase("old", NEW, NEW)
    assert presenter.state.done == 1
    assert presenter.state.message is not None


def test_a_wrong_old_passphrase_is_said_at_the_old_one(bench: Bench) -> None:
    bench.desk.raises["change_passphrase"] = Said("wrong-passphrase", "That passphrase is not right.", "Try again.")
    presenter = settings(bench)
    presenter.change_passphrase("old", NEW, NEW)
    assert presenter.state.wrong == (("old", "That passphrase is not right. Try again."),)


def test_joining_later_works_from_settings(bench: Bench) -> None:
    bench.desk.is_joined = False
    presenter = settings(bench)
    presenter.join("", "")
    assert [name for name, _ in presenter.state.wrong] == ["address", "code"]
    presenter.join("https://school.example", "ABCD")
    assert presenter.state.joined
    assert bench.desk.named("sync_now")
