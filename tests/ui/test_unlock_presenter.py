"""Getting in: every refusal has its words and a way out, and a locked screen never shows a name."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from app.ui.ports import DeskCalls, Handover, PhoneLine
from app.ui.unlock.presenter import UnlockPresenter, running_visit
from app.ui.unlock.states import Way
from tests.ui.fake_desk import RECOVERY_KEY, Inline, Said
from tests.ui.fakes import Bench
from tests.ui.samples import at

HANDOVER = Handover(at(9, 33), at(10, 30), at(10, 40), True, (PhoneLine("School, duty line", "0113 496 0811"),))
GOOD = "maple orbit lantern quilt"


def presenter(bench: Bench, opened: list[DeskCalls] | None = None) -> UnlockPresenter:
    return UnlockPresenter(bench.services.port(), bench.background, (opened if opened is not None else []).append)


def wrong(shown: UnlockPresenter) -> dict[str, str]:
    return dict(shown.state.wrong)


def test_the_right_passphrase_opens_the_desk(bench: Bench) -> None:
    opened: list[DeskCalls] = []
    presenter(bench, opened).unlock(GOOD)
    assert len(opened) == 1


def test_unlocking_says_that_it_opens_the_records_meanwhile(bench: Bench) -> None:
    bench.background.hold = True
    shown = presenter(bench)
    shown.unlock(GOOD)
    assert shown.state.busy == "Opening your records"
    shown.unlock(GOOD)
    bench.background.release()
    assert bench.services.calls == [("unlock",)]


def test_nothing_typed_is_said_without_a_try(bench: Bench) -> None:
    shown = presenter(bench)
    shown.unlock("")
    assert wrong(shown) == {"passphrase": "Type your passphrase"}
    assert bench.services.calls == []


def test_wrong_tries_are_counted(bench: Bench) -> None:
    shown = presenter(bench)
    shown.unlock("no")
    assert wrong(shown)["passphrase"] == "That passphrase is not right. Check Caps Lock and try again."
    shown.unlock("no")
    assert wrong(shown)["passphrase"].startswith("That passphrase is not right. 2 tries so far.")


def test_the_wait_counts_down_and_a_try_within_it_is_not_made(bench: Bench) -> None:
    bench.services.wait_seconds = 3
    shown = presenter(bench)
    shown.unlock("no")
    assert "Wait 3 seconds" in wrong(shown)["passphrase"]
    bench.clock.advance(seconds=1)
    shown.tick()
    assert "Wait 2 seconds" in wrong(shown)["passphrase"]
    shown.unlock(GOOD)
    assert len(bench.services.calls) == 1
    bench.clock.advance(seconds=2)
    shown.tick()
    assert "Wait" not in wrong(shown)["passphrase"]
    shown.unlock(GOOD)
    assert len(bench.services.calls) == 2


@pytest.mark.parametrize(
    ("code", "title", "offers"),
    [
        ("vault-in-use", "Doorstep is already open", ("again",)),
        ("vault-newer", "Doorstep needs an update", ("again",)),
        ("vault-header-damaged", "Your records cannot be opened", ("again",)),
        ("vault-header-tampered", "Your records cannot be opened", ("again",)),
        ("database-damaged", "Your records are damaged", ("again",)),
        ("storage-full", "Your records cannot be opened", ("again",)),
        ("keyring-item-missing", "The keyring did not open your records", ("again", "recover")),
        ("keyring-locked", "The keyring did not open your records", ("again", "recover")),
    ],
)
def test_each_refusal_has_a_page_and_a_way_out(bench: Bench, code: str, title: str, offers: tuple[str, ...]) -> None:
    bench.services.error = Said(code, "What happened.", "What to do.")
    shown = presenter(bench)
    shown.unlock(GOOD)
    assert (shown.state.way, shown.state.title) == (Way.PROBLEM, title)
    assert shown.state.problem == ("What happened.", "What to do.")
    assert shown.state.offers == offers
    shown.again()
    assert shown.state.way is Way.UNLOCK


# --- recovery ---------------------------------------------------------------------------------------------------


def test_the_recovery_key_opens_and_a_new_one_is_shown_and_checked(bench: Bench) -> None:
    opened: list[DeskCalls] = []
    shown = presenter(bench, opened)
    shown.to_recovery()
    shown.recover(RECOVERY_KEY, GOOD, GOOD)
    assert shown.state.way is Way.KEY
    shown.key_noted()
    shown.confirm("f9oj", "A1EJ")
    assert ("confirm_recovery",) in bench.services.calls
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("key", "new", "again", "field"),
    [("", GOOD, GOOD, "key"), ("K", "", "", "new"), ("K", GOOD, "other", "again"), ("K", "short", "short", "new")],
)
def test_what_is_wrong_with_a_recovery_is_said_at_its_field(
    bench: Bench, key: str, new: str, again: str, field: str
) -> None:
    shown = presenter(bench)
    shown.to_recovery()
    shown.recover(key, new, again)
    assert list(wrong(shown)) == [field]
    assert shown.state.way is Way.RECOVER


def test_a_wrong_recovery_key_is_said_at_the_key(bench: Bench) -> None:
    bench.services.error = Said(
        "wrong-recovery-key", "That recovery key does not open these records.", "Check the sheet."
    )
    shown = presenter(bench)
    shown.to_recovery()
    shown.recover("K", GOOD, GOOD)
    assert wrong(shown) == {"key": "That recovery key does not open these records. Check the sheet."}


# --- first set-up -----------------------------------------------------------------------------------------------


def setting_up(bench: Bench, opened: list[DeskCalls] | None = None) -> UnlockPresenter:
    bench.services.records = False
    return presenter(bench, opened)


def test_the_first_use_goes_from_passphrase_to_school(bench: Bench) -> None:
    opened: list[DeskCalls] = []
    shown = setting_up(bench, opened)
    assert shown.state.way is Way.CREATE
    shown.create(GOOD, GOOD)
    assert shown.state.key == tuple(RECOVERY_KEY.split("-"))
    shown.key_noted()
    shown.confirm("P6EA", "5nrc")
    assert not opened
    shown.join(" https://school.example ", "ABCD-EFGH")
    assert bench.desk.named("join_school") == [("join_school", "https://school.example", "ABCD-EFGH")]
    assert bench.desk.named("sync_now")
    assert len(opened) == 1


def test_the_school_can_be_joined_later(bench: Bench) -> None:
    opened: list[DeskCalls] = []
    shown = setting_up(bench, opened)
    shown.create(GOOD, GOOD)
    shown.key_noted()
    shown.confirm("P6EA", "5NRC")
    shown.join_later()
    assert len(opened) == 1


@pytest.mark.parametrize(("name", "rule"), [("Secret Service", "At least 12"), ("", "There is no keyring")])
def test_the_rule_depends_on_the_keyring(bench: Bench, name: str, rule: str) -> None:
    bench.services.keyring = name
    assert setting_up(bench).state.rule.startswith(rule)


def test_a_slow_keyring_does_not_hold_up_the_page(bench: Bench) -> None:
    bench.background.hold = True
    bench.services.keyring = ""
    shown = setting_up(bench)
    assert shown.state.way is Way.CREATE
    bench.background.release()
    assert shown.state.rule.startswith("There is no keyring")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", ("", "")),
        ("short", ("That passphrase has fewer than 12 characters.", "warn")),
        ("maple orbit lantern", ("Strong enough", "ok")),
        ("maple orbit lantern quilt feather", ("Very strong", "ok")),
    ],
)
def test_the_strength_is_said_while_typing(bench: Bench, typed: str, hint: tuple[str, str]) -> None:
    shown = setting_up(bench)
    shown.typed_new(typed)
    assert shown.state.hint == hint


def test_only_the_newest_typing_is_judged(bench: Bench) -> None:
    shown = setting_up(bench)
    bench.background.hold = True
    shown.typed_new("short")
    shown.typed_new("maple orbit lantern")
    bench.background.release()
    assert shown.state.hint == ("Strong enough", "ok")


@pytest.mark.parametrize(
    ("new", "again", "field"), [("", "", "new"), ("short", "short", "new"), (GOOD, "other", "again")]
)
def test_a_passphrase_that_will_not_do_is_said(bench: Bench, new: str, again: str, field: str) -> None:
    shown = setting_up(bench)
    shown.create(new, again)
    assert list(wrong(shown)) == [field]
    assert ("create",) not in bench.services.calls


@pytest.mark.parametrize(("first", "second", "fields"), [("XXXX", "5NRC", ["first"]), ("", "", ["first", "second"])])
def test_groups_that_do_not_match_are_named(bench: Bench, first: str, second: str, fields: list[str]) -> None:
    shown = setting_up(bench)
    shown.create(GOOD, GOOD)
    shown.key_noted()
    shown.confirm(first, second)
    assert list(wrong(shown)) == fields
    shown.show_key_again()
    assert shown.state.way is Way.KEY


def test_a_used_code_or_no_network_is_said_at_the_code(bench: Bench) -> None:
    bench.desk.raises["join_school"] = Said("enrol-code", "That code was used before.", "Ask the office for a new one.")
    shown = setting_up(bench)
    shown.create(GOOD, GOOD)
    shown.key_noted()
    shown.confirm("P6EA", "5NRC")
    shown.join("https://school.example", "ABCD")
    assert wrong(shown) == {"code": "That code was used before. Ask the office for a new one."}
    shown.join("", "")
    assert list(wrong(shown)) == ["address", "code"]


# --- behind the lock --------------------------------------------------------------------------------------------


def test_a_running_visit_goes_on_behind_the_lock(bench: Bench) -> None:
    bench.services.handover = HANDOVER
    bench.clock.jump_to(at(10, 5, 10))
    shown = presenter(bench)
    assert shown.state.visit is not None
    assert (shown.state.visit.timer, shown.state.visit.left) == ("0:32:10", "25 min left")
    bench.clock.advance(seconds=1)
    shown.tick()
    assert shown.state.visit.timer == "0:32:11"


@pytest.mark.parametrize(
    ("now", "left", "tone", "late"),
    [
        (at(10, 5), "25 min left", "", False),
        (at(10, 26), "4 min left", "warn", False),
        (at(10, 36), "6 min late", "danger", True),
    ],
)
def test_the_locked_screen_says_how_long(now: Any, left: str, tone: str, late: bool) -> None:
    visit = running_visit(HANDOVER, now)
    assert (visit.left, visit.tone, visit.late) == (left, tone, late)


def test_the_locked_screen_promises_only_what_was_receipted() -> None:
    told = running_visit(HANDOVER, at(10, 5)).told
    assert told[0] == "The school's board shows this visit as late from 10:40"
    untold = running_visit(replace(HANDOVER, school_knows=False), at(10, 5)).told
    assert untold[0].startswith("The school does not know you are in a visit.")


def test_the_locked_screen_names_numbers_and_no_person(bench: Bench) -> None:
    bench.services.handover = HANDOVER
    text = repr(asdict(presenter(bench).state))
    assert "0113 496 0811" in text
    assert "999" in text
    for name in ("Amira", "Hassan", "Larch", "Maths"):
        assert name not in text


def test_no_passphrase_is_kept(bench: Bench) -> None:
    shown = presenter(bench)
    shown.unlock("a secret that was typed")
    assert "a secret that was typed" not in repr(vars(shown))
    assert isinstance(bench.background, Inline)
