"""Reads another program's windows as a screen reader does, and presses its buttons, over AT-SPI on D-Bus.

Must not know our program: what it sees is all that a blind person's software would see.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.atspi_states import names_of
from tests.support.waiting import wait_until

_A11Y = "org.a11y.atspi."
_PROPERTIES = "org.freedesktop.DBus.Properties"
_LAUNCHER = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
_STATUS = DBusAddress("/org/a11y/bus", "org.a11y.Bus", _PROPERTIES)
_PRESSING = ("Press", "Toggle", "Click")

Name = str | re.Pattern[str]


class AccessibilityError(RuntimeError):
    """The program answered a question about its windows with an error, often because the control is gone."""


class AccessibilityBus:
    """A connection to the accessibility bus behind a session bus; a context manager."""

    def __init__(self, session_address: str) -> None:
        """Ask the session bus for the accessibility bus and switch accessibility on, so that Qt joins by itself."""
        self._session: DBusConnection = open_dbus_connection(bus=session_address)
        answer = self._session.send_and_get_reply(new_method_call(_LAUNCHER, "GetAddress"), timeout=20)
        on = ("org.a11y.Status", "IsEnabled", ("b", True))
        self._session.send_and_get_reply(new_method_call(_STATUS, "Set", "ssv", on), timeout=20)
        self._bus: DBusConnection = open_dbus_connection(bus=answer.body[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bus.close()
        self._session.close()

    def call(self, owner: str, path: str, interface: str, method: str, signature: str = "", *values: object) -> Any:
        """Call a method of an object on the bus; the body of the answer."""
        message = new_method_call(DBusAddress(path, owner, interface), method, signature or None, values)
        answer = self._bus.send_and_get_reply(message, timeout=20)
        if answer.header.message_type.name == "error":
            raise AccessibilityError(f"{method}: {answer.body}")
        return answer.body

    def application(self, name: str, *, pid: int | None = None, seconds: float = 30.0) -> Control:
        """The running program of that name (and with that process id, where one is given), once it shows something."""
        desktop = Control(self, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")

        def fits(app: Control) -> bool:
            try:
                return app.name == name and pid in (None, app.pid) and bool(app.children())
            except AccessibilityError:
                return False

        def look() -> Control | None:
            return next((app for app in desktop.children() if fits(app)), None)

        return wait_until(look, f"a program called {name!r} on the accessibility bus", seconds=seconds)

    def announcements(self) -> Announcements:
        """Start to listen for what the program asks a screen reader to say aloud."""
        return Announcements(self, self._bus)

    def focus_moves(self) -> FocusMoves:
        """Start to follow the keyboard focus."""
        return FocusMoves(self, self._bus)


class Control:
    """One thing on the screen, as assistive software sees it."""

    def __init__(self, bus: AccessibilityBus, owner: str, path: str) -> None:
        self._bus, self._owner, self._path = bus, owner, path

    @property
    def pid(self) -> int:
        """The process that shows it."""
        dbus = "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus"
        return int(self._bus.call(*dbus, "GetConnectionUnixProcessID", "s", self._owner)[0])

    @property
    def place(self) -> tuple[str, str]:
        """Where it is on the bus: the same for the same control, and another for every other."""
        return self._owner, self._path

    @property
    def name(self) -> str:
        """What a screen reader calls it."""
        return str(self._property("Accessible", "Name"))

    @property
    def description(self) -> str:
        """What a screen reader adds after the name."""
        return str(self._property("Accessible", "Description"))

    @property
    def identifier(self) -> str:
        """The program's own id for it."""
        return str(self._property("Accessible", "AccessibleId"))

    @property
    def role(self) -> str:
        """What kind of thing it is: "push button", "check box", "label" …."""
        return str(self._ask("Accessible", "GetRoleName")[0])

    @property
    def states(self) -> set[str]:
        """What is true of it now: "showing", "focused", "checked" …."""
        low, high = self._ask("Accessible", "GetState")[0]
        return names_of(low | high << 32)

    @property
    def text(self) -> str:
        """Its text, for a field or a label that lets itself be read letter by letter."""
        return str(self._ask("Text", "GetText", "ii", 0, -1)[0])

    @property
    def value(self) -> float:
        """Its value, for a progress bar or a spin box."""
        return float(self._property("Value", "CurrentValue"))

    @property
    def extents(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in pixels of the screen."""
        left, top, width, height = self._ask("Component", "GetExtents", "u", 0)[0]
        return int(left), int(top), int(width), int(height)

    def safe_name(self) -> str:
        """The name, or nothing for a control that went away while it was asked."""
        try:
            return self.name
        except AccessibilityError:
            return ""

    def children(self) -> list[Control]:
        """What is inside it, in order."""
        return [Control(self._bus, owner, path) for owner, path in self._ask("Accessible", "GetChildren")[0]]

    def walk(self) -> Iterator[Control]:
        """Itself and everything inside it, top down; what goes away meanwhile is left out."""
        yield self
        try:
            inside = self.children()
        except AccessibilityError:
            return
        for child in inside:
            yield from child.walk()

    def find_all(
        self, *, role: str | None = None, name: Name | None = None, identifier: str | None = None, showing: bool = True
    ) -> list[Control]:
        """Everything inside it that fits all that is asked, on pages that show."""

        def fits(control: Control) -> bool:
            try:
                return (
                    (role is None or control.role == role)
                    and (name is None or _same(name, control.name))
                    and (identifier is None or control.identifier == identifier)
                    and (not showing or "showing" in control.states)
                )
            except AccessibilityError:
                return False

        return [control for control in self.walk() if fits(control)]

    def find(
        self, *, role: str | None = None, name: Name | None = None, identifier: str | None = None, showing: bool = True,
        seconds: float = 20.0,
    ) -> Control:  # fmt: skip
        """The first that fits, once there is one."""

        def look() -> Control | None:
            found = self.find_all(role=role, name=name, identifier=identifier, showing=showing)
            return found[0] if found else None

        return wait_until(look, f"role={role!r} name={name!r} identifier={identifier!r}", seconds=seconds)

    def press(self) -> None:
        """Press, toggle or click it, whichever it offers."""
        offered = [action[0] for action in self._ask("Action", "GetActions")[0]]
        index = next(offered.index(action) for action in _PRESSING if action in offered)
        self._ask("Action", "DoAction", "i", index)

    def focus(self) -> None:
        """Put the keyboard there."""
        self._ask("Component", "GrabFocus")

    def write(self, text: str) -> None:
        """Replace its text."""
        self._ask("EditableText", "SetTextContents", "s", text)

    def __str__(self) -> str:
        return f"{self.role} {self.name!r} id={self.identifier!r} {sorted(self.states)}"

    def _ask(self, interface: str, method: str, signature: str = "", *values: object) -> Any:
        return self._bus.call(self._owner, self._path, _A11Y + interface, method, signature, *values)

    def _property(self, interface: str, name: str) -> Any:
        body = self._bus.call(self._owner, self._path, _PROPERTIES, "Get", "ss", _A11Y + interface, name)
        return body[0][1]


class Announcements:
    """What was announced since listening began, oldest first."""

    def __init__(self, bus: AccessibilityBus, connection: DBusConnection) -> None:
        registry = "org.a11y.atspi.Registry", "/org/a11y/atspi/registry", f"{_A11Y}Registry"
        bus.call(*registry, "RegisterEvent", "s", "object:announcement")
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="Announcement")
        connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=20)
        self._connection = connection
        self._queue = connection.filter(rule, bufsize=500).__enter__()
        self._heard: list[str] = []

    def wait_for(self, pattern: str, *, seconds: float = 20.0) -> str:
        """The first announcement that the pattern finds."""
        return wait_until(lambda: self._look(re.compile(pattern)), f"the announcement {pattern!r}", seconds=seconds)

    def _look(self, pattern: re.Pattern[str]) -> str | None:
        with contextlib.suppress(TimeoutError):
            self._connection.recv_messages(timeout=0.05)
        while self._queue:
            self._heard.append(str(self._queue.popleft().body[3][1]))
        return next((text for text in self._heard if pattern.search(text)), None)


class FocusMoves:
    """Where the keyboard focus went since listening began, one control after the other."""

    def __init__(self, bus: AccessibilityBus, connection: DBusConnection) -> None:
        registry = "org.a11y.atspi.Registry", "/org/a11y/atspi/registry", f"{_A11Y}Registry"
        bus.call(*registry, "RegisterEvent", "s", "object:state-changed:focused")
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member="StateChanged")
        connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=20)
        self._bus, self._connection = bus, connection
        self._queue = connection.filter(rule, bufsize=5000).__enter__()

    def forget(self) -> None:
        """Count from here."""
        self._look()
        self._queue.clear()

    def next(self, *, seconds: float = 20.0) -> Control:
        """The control that the focus goes to next."""
        return wait_until(self._look, "the keyboard focus to move", seconds=seconds)

    def _look(self) -> Control | None:
        with contextlib.suppress(TimeoutError):
            self._connection.recv_messages(timeout=0.05)
        while self._queue:
            message = self._queue.popleft()
            if message.body[:2] == ("focused", 1):
                fields = message.header.fields
                return Control(self._bus, fields[HeaderFields.sender], fields[HeaderFields.path])
        return None


def _same(wanted: Name, found: str) -> bool:
    return bool(wanted.search(found)) if isinstance(wanted, re.Pattern) else wanted == found
