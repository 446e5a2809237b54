"""Asks a window to close, as the frame around it does when its cross is pressed: there is no window manager to do it.

Must not kill or unmap anything: the program decides what to do about it.
"""

from __future__ import annotations

import ctypes

_CLIENT_MESSAGE, _ENDING = 33, b"WM_DELETE_WINDOW"


class _Message(ctypes.Structure):
    """XClientMessageEvent, as long as any event."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),
    )


def ask_to_close(display: str, window: int) -> None:
    """Send WM_DELETE_WINDOW to a window of a display such as ":7"."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype = ctypes.c_void_p
    x.XInternAtom.restype = ctypes.c_ulong
    opened = x.XOpenDisplay(display.encode())
    assert opened, f"no display {display}"
    shown = ctypes.c_void_p(opened)
    try:
        message = _Message(type=_CLIENT_MESSAGE, window=window, format=32)
        message.message_type = x.XInternAtom(shown, b"WM_PROTOCOLS", 0)
        message.data[0] = x.XInternAtom(shown, _ENDING, 0)
        x.XSendEvent(shown, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    finally:
        x.XCloseDisplay(shown)
