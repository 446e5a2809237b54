"""Policy packs from the school: fetched when their hash changed, checked, then kept.

Must not take one that is wrong, and must not let one that is wrong hold up anything else.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.domain.errors import DoorstepError
from app.models.database import reading, writing
from app.models.local import read_state, write_state
from app.sync.line import Line, SchoolSaid
from app.sync.link import CheckPack, LaptopLink
from app.sync.protocol.messages import PackFile
from app.sync.protocol.problems import Code

_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class PacksTaken:
    """What became of the packs: the ids of those taken, and a sentence for each that was not."""

    taken: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def fetch_packs(link: LaptopLink, line: Line, offered: Mapping[str, str]) -> PacksTaken:
    """Fetch the packs whose hash is new here. Raises NoConnection, SchoolSaid.

    A pack that was not taken is not asked for again until the school changes it; the one in use stays.
    """
    with reading(link.engine) as conn:
        here = dict(read_state(conn, "packs") or {})
        refused = dict(read_state(conn, "packs_refused") or {})
    wanted = [name for name, digest in sorted(offered.items()) if digest not in (here.get(name), refused.get(name))]
    found = PacksTaken()
    for name in wanted:
        try:
            pack = line.pack(name)
        except SchoolSaid as said:
            if said.code is not Code.NOT_FOUND:
                raise
            found.problems.append(f"The school named the policy pack {name} but does not have it.")
            continue
        with writing(link.engine) as conn:
            keep_packs(conn, [pack], link.check_pack, found)
    return found


def keep_packs(conn: Connection, packs: Iterable[PackFile], check: CheckPack, found: PacksTaken) -> None:
    """Keep those packs that load, in the caller's transaction; note the others."""
    here = dict(read_state(conn, "packs") or {})
    refused = dict(read_state(conn, "packs_refused") or {})
    for pack in packs:
        problem = _problem(pack, check)
        if problem is None:
            here[pack.pack_id] = pack.sha256
            refused.pop(pack.pack_id, None)
            write_state(conn, **{f"pack:{pack.pack_id}": pack.toml})
            found.taken.append(pack.pack_id)
        else:
            _LOG.warning("the policy pack %s from the school was not taken", pack.pack_id)
            refused[pack.pack_id] = pack.sha256
            found.problems.append(problem)
    write_state(conn, packs=here, packs_refused=refused)


def _problem(pack: PackFile, check: CheckPack) -> str | None:
    """Why a pack cannot be taken, as a sentence; None when it can."""
    if hashlib.sha256(pack.toml.encode()).hexdigest() != pack.sha256:
        return f"The policy pack {pack.pack_id} arrived changed. The one in use stays."
    try:
        check(pack.pack_id, pack.toml)
    except DoorstepError as error:
        return f"{error.sentence} The pack in use stays until the school has corrected it."
    return None
