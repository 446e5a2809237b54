"""The names of AT-SPI's states, in the order of their bits (AtspiStateType). Must not be reordered."""

from __future__ import annotations

_STATES = (
    "invalid active armed busy checked collapsed defunct editable enabled expandable expanded focusable focused "
    "has-tooltip horizontal iconified modal multi-line multiselectable opaque pressed resizable selectable selected "
    "sensitive showing single-line stale transient vertical visible manages-descendants indeterminate required "
    "truncated animated invalid-entry supports-autocompletion selectable-text is-default visited checkable has-popup "
    "read-only"
)


def names_of(bits: int) -> set[str]:
    """The names of the states whose bits are set; newer states than these are left out."""
    return {name for index, name in enumerate(_STATES.split()) if bits >> index & 1}
