"""The SOS button: asks the school for help at once, locked or not. Must not wait for anything that may not come.

The call itself needs only the alarm-only token; a record of it goes into the journal when that is open.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING
from uuid import UUID

from app.ui.ports import SosResult

if TYPE_CHECKING:
    from app.bootstrap.services import Laptop
    from app.sync.sos import SosCaller

_LOG = logging.getLogger(__name__)


class SosButton:
    """Presses and takings-back of one laptop."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def press(self) -> SosResult:
        """Send the call; `reached` only when the school answered."""
        return self._call(cancelled=False)

    def take_back(self) -> bool:
        """Tell the school that the button was pressed and taken back; whether it will hear of it."""
        result = self._call(cancelled=True)
        return result.reached or self._laptop.opened is not None

    def _call(self, *, cancelled: bool) -> SosResult:
        from app.domain.ids import new_id
        from app.sync.sos import SosNotConfirmed, send_sos

        now = self._laptop.clock.now()
        sos_id = new_id(now, self._laptop.random)
        self._record(sos_id, cancelled=cancelled)
        caller = self._caller()
        if caller is None:
            return SosResult(reached=False, at=now)
        try:
            at = send_sos(
                caller, sos_id, now, cancelled=cancelled, clock=self._laptop.clock, random=self._laptop.random
            )
        except SosNotConfirmed:
            return SosResult(reached=False, at=self._laptop.clock.now())
        return SosResult(reached=True, at=at)

    def _record(self, sos_id: UUID, *, cancelled: bool) -> None:
        """Keep it in the journal too. A journal that cannot be written must not stop a call for help."""
        opened = self._laptop.opened
        if opened is None or not opened.joined:
            return
        from app.casework.sos import record_sos

        try:
            record_sos(opened.desk, sos_id, cancelled=cancelled)
        except Exception as error:  # noqa: BLE001  whatever it is, the call goes out
            _LOG.error("a call for help could not be kept: %s", type(error).__name__)

    def _caller(self) -> SosCaller | None:
        """The alarm-only token, from the keyring or, without one, from the open records."""
        from app.sync.sos import SosCaller
        from app.vault.errors import VaultError
        from app.vault.keyrings import alarm_token
        from app.vault.vault import describe_vault

        text = None
        with contextlib.suppress(VaultError):  # no keyring, a locked one, no records: none may hold up a call for help
            keyring = self._laptop.keyring()
            if keyring is not None:
                text = alarm_token(keyring, describe_vault(self._laptop.places.vault).vault_id)
        if text is not None:
            return SosCaller.from_text(text)
        opened = self._laptop.opened
        return opened.sos_caller() if opened is not None else None
