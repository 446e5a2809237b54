"""The sections a pack has once: session, online, recording, lone working, contact, charge. Must not act on them.

`cite` on [session], [online], [lone_working], [contact] and [charge] is an addition to domain.md 2.5.2.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from app.policy.schema.base import Cite, Id, Part, RoleId, Words
from app.policy.schema.shared import Period


class Session(Part):
    """[session]: what a session log must hold, and what counts as having seen the pupil."""

    require_target: bool
    require_outcome: bool
    outcome_categories: tuple[Id, ...]
    warn_categories: tuple[Id, ...]
    seen_definition: Words
    minutes_types: tuple[Id, ...]
    cite: Cite | None = None

    @model_validator(mode="after")
    def _warned_categories_exist(self) -> Self:
        if unknown := sorted(set(self.warn_categories) - set(self.outcome_categories)):
            raise ValueError(f"warn_categories names {', '.join(unknown)}, which outcome_categories does not have")
        return self


class Online(Part):
    """[online]: with what and from where an online session may be held."""

    platforms: tuple[Words, ...]
    accounts: Literal["school", "provider", "any"]
    devices: Literal["school", "provider", "any"]
    staff_location: Literal["on_site", "any"]
    invite: tuple[RoleId, ...]
    cite: Cite | None = None


class Recording(Part):
    """[recording]: whether sessions are recorded, and for how long. The product keeps the register, never the video."""

    required: bool
    keep: Period
    hold_allowed: bool
    store: Literal["register_only"]
    cite: Cite


class LoneWorking(Part):
    """[lone_working]: what somebody alone on a visit must do and who knows. `overdue_minutes` after the agreed end."""

    named_contact: bool
    check_in: bool
    check_out: bool
    overdue_minutes: int = Field(ge=0)
    aware_roles: tuple[RoleId, ...]
    cite: Cite | None = None


class Contact(Part):
    """[contact]: whom the tutor may contact outside sessions."""

    pupil_direct: bool
    allowed: tuple[RoleId, ...]
    cite: Cite | None = None


class Charge(Part):
    """[charge]: how tuition is charged, when it is."""

    unit: Literal["week", "hour", "session", "none"]
    part_unit: Literal["counts_full", "pro_rata"]
    within: Literal["term", "any"]
    condition: Words
    cite: Cite | None = None
