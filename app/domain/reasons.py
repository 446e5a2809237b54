"""Reasons a visit did not happen, as the tutor picks them. Must not judge: none of them blames anybody."""

from __future__ import annotations

NOT_ENTERED: dict[str, str] = {
    "no_adult": "No responsible adult was there, or would stay",
    "nobody_answered": "Nobody answered the door",
    "smoking": "Somebody was smoking",
    "animals": "Animals could not be kept out of the room",
    "way_out": "The way out was not clear",
    "room": "There was no suitable open room",
    "illness": "Somebody in the house was ill",
    "felt_unsafe": "It did not feel safe",
    "other": "Something else",
}

ABSENT: dict[str, str] = {
    "ill": "Too ill today",
    "appointment": "Medical or dental appointment",
    "refused": "Did not want to take part",
    "not_home": "Not at home",
    "no_reason": "No reason given",
    "other": "Another reason",
}

CANCELLED: dict[str, str] = {
    "pupil": "The pupil asked",
    "parent": "The family asked",
    "provider": "The tutor or the service cannot come",
    "venue": "The place cannot be used",
    "technical": "A technical problem",
}
