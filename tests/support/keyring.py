"""A keyring in memory, with the failures real ones have. Must not touch the operating system's keyring."""

from __future__ import annotations


class FakeKeyring:
    """Satisfies the vault's `Keyring` port.

    `error`, once set, is raised by every call (a locked or broken backend). `forgets` makes `set` a silent no-op (a
    backend that says yes and stores nothing). `calls` lists what was asked, without the secrets.
    """

    def __init__(self, name: str = "FakeKeyring") -> None:
        self.name = name
        self.items: dict[tuple[str, str], str] = {}
        self.calls: list[tuple[str, str, str]] = []
        self.error: Exception | None = None
        self.forgets = False

    def get(self, service: str, item: str) -> str | None:
        """The secret, or None where there is none."""
        self._asked("get", service, item)
        return self.items.get((service, item))

    def set(self, service: str, item: str, secret: str) -> None:
        """Keep the secret, unless this keyring forgets."""
        self._asked("set", service, item)
        if not self.forgets:
            self.items[service, item] = secret

    def delete(self, service: str, item: str) -> None:
        """Remove the secret; removing what is not there is no error."""
        self._asked("delete", service, item)
        self.items.pop((service, item), None)

    def _asked(self, what: str, service: str, item: str) -> None:
        self.calls.append((what, service, item))
        if self.error is not None:
            raise self.error
