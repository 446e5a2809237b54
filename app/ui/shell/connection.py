"""What the connection box says. Must not import Qt, and never claims more than sync knows."""

from __future__ import annotations

from app.ui import words
from app.ui.ports import SyncState
from app.ui.shell.states import Connection


def connection_words(sync: SyncState) -> Connection:
    """The box for a state of sync: first what needs a person, then how it goes by itself."""
    if not sync.joined:
        saved = "All saved on this laptop. Join your school in Settings."
        return Connection("cloud-off", "No school yet", saved, "No school")
    if sync.needs_person:
        return Connection("cloud-alert", "Needs you", "Sending has stopped. See Outbox for why.", "Needs you")
    if sync.refused:
        title = f"{words.count(sync.refused, 'item')} not accepted"
        return Connection("cloud-alert", title, "See Outbox for what to do.", "Needs you")
    return _by_itself(sync)


def _by_itself(sync: SyncState) -> Connection:
    short = f"{sync.unsent} to send" if sync.unsent else ""
    if sync.working:
        return Connection("refresh-cw", "Sending and fetching", "You can go on working.", short or "Working")
    if sync.reachable:
        return _in_contact(sync, short)
    waiting = words.count(sync.unsent, "item")
    if sync.reachable is None:
        detail = f"All saved on this laptop. {waiting} to send." if sync.unsent else "All saved on this laptop."
        return Connection("cloud-off", "Not in contact yet", detail, short or "No contact")
    later = f"All saved on this laptop. {waiting} will send later."
    held = "The school holds all you saved."
    return Connection("cloud-off", "School not reached", later if sync.unsent else held, short or "Offline")


def _in_contact(sync: SyncState, short: str) -> Connection:
    if sync.problem:
        return Connection("cloud-alert", "Trying again later", "See Outbox for why.", short or "Waiting")
    if sync.unsent:
        return Connection("refresh-cw", short, "Saved on this laptop, not at the school yet.", short)
    return Connection("cloud-check", "Up to date", "The school holds all you saved.", "Up to date")
