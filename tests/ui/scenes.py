"""Every state of every screen, set up in the real window on fakes. Used by the pictures and by the page tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from app.casework.views import Kept, StartBlocked, VisitCard
from app.domain.visit import VisitState
from app.ui.ports import Handover, PhoneLine, Preferences, SosResult, SyncState
from app.ui.visit.doorstep import DoorstepStep
from app.ui.visit.finish import FinishStep
from app.ui.visit.turning_away import TurningAwayStep
from tests.support.clock import FakeClock
from tests.ui import samples
from tests.ui.fake_desk import Said
from tests.ui.fakes import FakeServices
from tests.ui.samples import at
from tests.ui.stage import Stage

OFFLINE = SyncState(reachable=False, unsent=3, last_contact_at=at(8, 55))
HANDOVER = Handover(at(9, 33), at(10, 30), at(10, 40), True, (PhoneLine("School, duty line", "0113 496 0811"),))


Scene = Callable[[Stage], None]
"""Called after the window is open at the unlock page."""


def _door(stage: Stage) -> DoorstepStep:
    step = stage.visit(arrive=True).step
    assert isinstance(step, DoorstepStep)
    return step


def doorstep_half(stage: Stage) -> None:
    """Some answers given."""
    stage.unlock()
    step = _door(stage)
    step.answer("adult_name", "Samira Hassan")
    step.answer("adult_relation", "Parent")
    for key in ("adult_over_18", "check:adult_awake", "check:adult_staying", "check:no_smoking"):
        step.answer(key, "yes")
    stage.window.shell.rebuilt()  # type: ignore[union-attr]  # unlocked above
    stage.settle()


def doorstep_error(stage: Stage) -> None:
    """Start pressed too early."""
    doorstep_half(stage)
    page = stage.window.shell.page  # type: ignore[union-attr]  # unlocked above
    page.step.start()
    stage.settle()


def doorstep_leave(stage: Stage) -> None:
    """Casework says that one must not stay."""
    stage.services.desk.blocked = StartBlocked((), ("no_smoking",), must_leave=True)
    stage.unlock()
    step = _door(stage)
    step.answer("adult_name", "Samira Hassan")
    step.answer("adult_relation", "Parent")
    step.answer("adult_over_18", "yes")
    for question in samples.START:
        step.answer(f"check:{question.check_id}", "yes")
    step.start()
    stage.settle()


def _session(kept: Kept, minute: int, hour: int = 10, second: int = 0) -> Scene:
    def scene(stage: Stage) -> None:
        stage.services.clock.jump_to(at(hour, minute, second))
        stage.services.desk.page = samples.visit_page(
            samples.running(kept), draft={"notes": "Fractions: confident with halves and quarters."}
        )
        stage.unlock()
        stage.visit(samples.running(kept))
        if kept is not Kept.SCHOOL_HOLDS:
            stage.services.desk.say_sync(OFFLINE)
        stage.settle()

    return scene


def finish_form(stage: Stage) -> None:
    """The log, half filled."""
    _session(Kept.SCHOOL_HOLDS, 28)(stage)
    presenter = stage.window.shell.page  # type: ignore[union-attr]  # unlocked above
    presenter.go_to("finish")
    step = presenter.step
    assert isinstance(step, FinishStep)
    step.answer("engagement", "4")
    step.answer("work_covered", "Fractions: halves, quarters, eighths on a number line")
    stage.window.shell.rebuilt()  # type: ignore[union-attr]  # unlocked above
    stage.settle()


def finish_empty(stage: Stage) -> None:
    """Finish pressed with parts empty."""
    finish_form(stage)
    stage.window.shell.page.step.finish()  # type: ignore[union-attr]  # unlocked above
    stage.settle()


def _ended(card: VisitCard, **page: object) -> Scene:
    def scene(stage: Stage) -> None:
        stage.services.clock.jump_to(at(10, 31))
        stage.services.desk.page = samples.visit_page(card, **page)
        stage.unlock()
        stage.visit(card)

    return scene


def _amend(stage: Stage) -> None:
    _ended(samples.finished(Kept.SCHOOL_HOLDS), log=samples.LOG)(stage)
    stage.window.shell.page.go_to("amend")  # type: ignore[union-attr]  # unlocked above
    stage.settle()


def _reason(kind: str, chosen: str) -> Scene:
    def scene(stage: Stage) -> None:
        stage.unlock()
        presenter = stage.visit(arrive=True)
        presenter.go_to(kind)
        step = presenter.step
        assert isinstance(step, TurningAwayStep)
        step.choose(chosen)
        if kind == "absent":
            step.answer("notice", "yes")
        stage.window.shell.rebuilt()  # type: ignore[union-attr]  # unlocked above
        stage.settle()

    return scene


def _today(*visits: VisitCard, now: tuple[int, int] = (9, 6), **more: object) -> Scene:
    def scene(stage: Stage) -> None:
        stage.services.clock.jump_to(at(*now))
        shown = samples.today(*visits, **more)
        stage.services.desk.day = shown if visits or "visits" not in more else replace(shown, visits=())
        stage.unlock()

    return scene


def _page(key: str) -> Scene:
    def scene(stage: Stage) -> None:
        stage.unlock()
        stage.go(key)

    return scene


def _wrong_passphrase(stage: Stage) -> None:
    stage.services.wait_seconds = 4
    assert stage.window.unlock is not None
    for _ in range(2):
        stage.window.unlock.unlock("not the right words")
        stage.settle()
        stage.services.clock.advance(seconds=0)
        stage.window.unlock._wait_until = None
    stage.window.unlock.unlock("not the right words")
    stage.settle()


def _problem(code: str, sentence: str, next_step: str) -> Scene:
    def scene(stage: Stage) -> None:
        stage.services.error = Said(code, sentence, next_step)
        assert stage.window.unlock is not None
        stage.window.unlock.unlock("some words that are typed")
        stage.settle()

    return scene


def _first_use(steps: int) -> Scene:
    def scene(stage: Stage) -> None:
        unlock = stage.window.unlock
        assert unlock is not None
        unlock.typed_new("maple orbit lantern quilt")
        if steps > 0:
            unlock.create("maple orbit lantern quilt", "maple orbit lantern quilt")
            stage.settle()
        if steps > 1:
            unlock.key_noted()
        if steps > 2:
            unlock.confirm("P6EA", "5NRC")
        stage.settle()

    return scene


def _sos(seconds: int, *, reached: bool = False, back: bool = False) -> Scene:
    def scene(stage: Stage) -> None:
        stage.unlock()
        if reached:
            stage.services.sos = SosResult(reached=True, at=at(9, 6, 5))
        stage.window.start_sos()
        if back:
            stage.window.sos.take_back()  # type: ignore[union-attr]  # started above
        for _ in range(seconds):
            stage.services.clock.advance(seconds=1)
            stage.tick()
        stage.settle()

    return scene


def _busy_unlock(stage: Stage) -> None:
    assert stage.window.unlock is not None
    stage.window.unlock.show(replace(stage.window.unlock.state, busy="Opening your records"))
    stage.settle()


def _recover(stage: Stage) -> None:
    assert stage.window.unlock is not None
    stage.window.unlock.to_recovery()
    stage.settle()


def _pupil(stage: Stage) -> None:
    stage.unlock()
    stage.window.shell.open_pupil(samples.AMIRA.pupil_id)  # type: ignore[union-attr]  # unlocked above
    stage.settle()


def _running_elsewhere(minute: int, hour: int = 10) -> Scene:
    def scene(stage: Stage) -> None:
        _session(Kept.SCHOOL_HOLDS, minute, hour)(stage)
        stage.go("pupils")
        stage.tick()

    return scene


def _lock_soon(stage: Stage) -> None:
    stage.unlock()
    stage.services.clock.advance(timedelta(minutes=4, seconds=40))
    stage.tick()


def _nothing_found(stage: Stage) -> None:
    _page("pupils")(stage)
    stage.window.shell.page.find("zz")  # type: ignore[union-attr]  # unlocked above
    stage.settle()


def _offline(scene: Scene) -> Scene:
    def offline(stage: Stage) -> None:
        scene(stage)
        stage.services.desk.say_sync(OFFLINE)
        stage.settle()

    return offline


def _join_missing(stage: Stage) -> None:
    stage.services.desk.is_joined = False
    _page("settings")(stage)


DONE = (samples.NOAH, samples.finished(Kept.SCHOOL_HOLDS))
ABSENT_CARD = replace(samples.AMIRA, state=VisitState.ABSENT, ended_at=at(9, 40), end_kept=Kept.SENT)
NOT_ENTERED = replace(samples.AMIRA, state=VisitState.NOT_ENTERED, ended_at=at(9, 35), end_kept=Kept.LAPTOP)

SCENES: dict[str, Scene] = {
    "unlock": lambda _stage: None,
    "unlock-opening": _busy_unlock,
    "unlock-wrong": _wrong_passphrase,
    "unlock-damaged": _problem("database-damaged", "Part of your records file is damaged.", "Restore your backup."),
    "unlock-newer": _problem("vault-newer", "These records were saved by a newer version.", "Update Doorstep."),
    "unlock-second": _problem("vault-in-use", "Doorstep is already open on these records.", "Switch to that window."),
    "unlock-keyring": _problem("keyring-item-missing", "The keyring has lost its secret.", "Use your recovery key."),
    "unlock-recover": _recover,
    "unlock-visit": lambda _stage: None,
    "unlock-visit-late": lambda _stage: None,
    "setup-passphrase": _first_use(0),
    "setup-key": _first_use(1),
    "setup-confirm": _first_use(2),
    "setup-join": _first_use(3),
    "today": _today(),
    "today-offline": _offline(_today()),
    "today-start-due": _today(now=(9, 41)),
    "today-running": _today(samples.NOAH, samples.running(Kept.LAPTOP), samples.ELLIE, samples.JOSEF, now=(9, 50)),
    "today-empty": _today(visits=()),
    "today-finished": _today(*DONE, now=(12, 0)),
    "today-stale": _today(as_of=at(9) - timedelta(days=1)),
    "today-mixed": _today(
        samples.NOAH, NOT_ENTERED, replace(samples.ELLIE, state=VisitState.CANCELLED, plan_withdrawn=True),
        samples.JOSEF, now=(13, 50),
    ),
    "today-lock-soon": _lock_soon,
    "doorstep": doorstep_half,
    "doorstep-error": doorstep_error,
    "doorstep-leave": doorstep_leave,
    "not-going-in": _reason("not_enter", "felt_unsafe"),
    "absent": _reason("absent", "ill"),
    "cancel": _reason("cancel", "parent"),
    "session": _session(Kept.SCHOOL_HOLDS, 5, second=10),
    "session-unsent": _session(Kept.LAPTOP, 41, 9, 7),
    "session-last-minutes": _session(Kept.SCHOOL_HOLDS, 27),
    "session-late": _session(Kept.SCHOOL_HOLDS, 34, second=2),
    "session-late-unsent": _session(Kept.LAPTOP, 44, second=2),
    "visit-bar": _running_elsewhere(0),
    "late-banner": _running_elsewhere(36),
    "finish": finish_form,
    "finish-empty": finish_empty,
    "finished": _ended(samples.finished(), log=samples.LOG, adult=samples.ADULT),
    "finished-held": _ended(
        samples.finished(Kept.SCHOOL_HOLDS), log=samples.LOG, adult=samples.ADULT, amendments=(samples.AMENDED,)
    ),
    "amend": _amend,
    "not-entered": _ended(NOT_ENTERED, end_reason="It did not feel safe"),
    "was-absent": _ended(ABSENT_CARD, end_reason="Too ill today"),
    "pupils": _page("pupils"),
    "pupils-none-found": _nothing_found,
    "pupil": _pupil,
    "outbox": _page("outbox"),
    "reports": _page("reports"),
    "settings": _page("settings"),
    "settings-join": _join_missing,
    "sos-counting": _sos(1),
    "sos-sent": _sos(6, reached=True),
    "sos-not-sent": _sos(6),
    "sos-taken-back": _sos(0, back=True),
}  # fmt: skip


def before(name: str, services: FakeServices) -> None:
    """What must be so before the window is made."""
    if name.startswith("setup"):
        services.records = False
    if name.startswith("unlock-visit"):
        services.handover = HANDOVER
        services.clock.jump_to(at(10, 36) if name.endswith("late") else at(10, 5, 10))


def stage_for(name: str, theme: str = "light", zoom: int = 100, size: tuple[int, int] = (1366, 768)) -> Stage:
    """The scene set up and settled."""
    stage = Stage(FakeServices(clock=FakeClock(at(9, 6)), preferences=Preferences()))
    before(name, stage.services)
    stage.open(theme, zoom, size)
    SCENES[name](stage)
    stage.settle()
    return stage
