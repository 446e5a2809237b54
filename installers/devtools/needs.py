"""What the system has to bring: shared libraries and programs, each with its Debian package and its reason.

Must not install anything: it only looks. The names on the left are what a loader or a shell asks for.
"""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """One thing that must be there: how to see it, the Debian and Fedora packages that bring it, and what for."""

    probe: Callable[[], bool]
    debian: str
    fedora: str
    reason: str


def _library(name: str) -> Callable[[], bool]:
    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads


def _program(name: str, *elsewhere: str) -> Callable[[], bool]:
    def found() -> bool:
        return shutil.which(name) is not None or any(Path(folder, name).is_file() for folder in elsewhere)

    return found


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


_TEXT = "Qt draws text with it"
_X11 = "Qt's windows under X need it"

VENV_NEEDS = (Need(_module("ensurepip"), "python3-venv", "python3", "makes the environment in .venv"),)

QT_NEEDS = (
    Need(_library("libglib-2.0.so.0"), "libglib2.0-0", "glib2", "Qt's event loop runs on it"),
    Need(_library("libGL.so.1"), "libgl1", "mesa-libGL", "Qt's painting links to it"),
    Need(_library("libEGL.so.1"), "libegl1", "mesa-libEGL", "Qt's painting links to it"),
    Need(_library("libxkbcommon.so.0"), "libxkbcommon0", "libxkbcommon", "Qt reads keyboards with it"),
    Need(_library("libfreetype.so.6"), "libfreetype6", "freetype", _TEXT),
    Need(_library("libfontconfig.so.1"), "libfontconfig1", "fontconfig", _TEXT),
    Need(_library("libdbus-1.so.3"), "libdbus-1-3", "dbus-libs", "Qt tells screen readers what it shows through it"),
)

X11_NEEDS = (
    Need(_library("libxcb-cursor.so.0"), "libxcb-cursor0", "xcb-util-cursor", _X11),
    Need(_library("libxkbcommon-x11.so.0"), "libxkbcommon-x11-0", "libxkbcommon-x11", _X11),
    Need(_library("libxcb-icccm.so.4"), "libxcb-icccm4", "xcb-util-wm", _X11),
    Need(_library("libxcb-image.so.0"), "libxcb-image0", "xcb-util-image", _X11),
    Need(_library("libxcb-keysyms.so.1"), "libxcb-keysyms1", "xcb-util-keysyms", _X11),
    Need(_library("libxcb-render-util.so.0"), "libxcb-render-util0", "xcb-util-renderutil", _X11),
    Need(_library("libxcb-shape.so.0"), "libxcb-shape0", "libxcb", _X11),
    Need(_library("libxcb-xkb.so.1"), "libxcb-xkb1", "libxcb", _X11),
    Need(_library("libX11-xcb.so.1"), "libx11-xcb1", "libX11-xcb", _X11),
)

WAYLAND_NEEDS = (
    Need(_library("libwayland-cursor.so.0"), "libwayland-cursor0", "libwayland-cursor", "Qt's windows under Wayland"),
    Need(_library("libwayland-egl.so.1"), "libwayland-egl1", "libwayland-egl", "Qt's windows under Wayland"),
)

TEST_NEEDS = (
    Need(_program("git"), "git", "git", "the repository checks ask it which files are committed"),
    Need(_program("Xvfb"), "xvfb", "xorg-x11-server-Xvfb", "tests open real windows on a screen nobody sees"),
    Need(_program("xdotool"), "xdotool", "xdotool", "tests press real keys in those windows"),
    Need(_program("dbus-daemon"), "dbus", "dbus-daemon", "tests run on a message bus of their own"),
    Need(
        _program("at-spi-bus-launcher", "/usr/libexec", "/usr/lib/at-spi2-core", "/usr/libexec/at-spi2-core"),
        "at-spi2-core", "at-spi2-core", "tests read the windows as a screen reader does",
    ),
    Need(_program("gnome-keyring-daemon"), "gnome-keyring", "gnome-keyring", "tests keep a secret in a real keyring"),
)  # fmt: skip


def missing(needs: Iterable[Need]) -> list[Need]:
    """Those that are not there, in the order given."""
    return [need for need in needs if not need.probe()]
