"""Another program on the same records: tries to unlock them and says what a person would read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from app.bootstrap.keyring import KeyringFinder
from app.bootstrap.places import places_in
from app.bootstrap.services import Laptop
from app.domain.errors import DoorstepError
from tests.scenarios.tutors_laptop import PASSPHRASE
from tests.support.keyring import FakeKeyring


def main() -> None:
    """One try."""
    job, keyring = json.loads(sys.stdin.readline()), FakeKeyring()
    keyring.items = {(service, item): secret for service, item, secret in job["keyring"]}
    laptop = Laptop(places_in(Path(job["profile"])), keyring=KeyringFinder(lambda: keyring))
    try:
        laptop.services().unlock(PASSPHRASE)
    except DoorstepError as error:
        sys.stdout.write(f"said {error}\n")
    else:
        sys.stdout.write("said nothing: it is open twice\n")


if __name__ == "__main__":
    main()
