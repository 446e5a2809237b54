"""The policy packs as the endpoint hands them out: text and hash, each checked once on loading. Must not interpret."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.policy.loading import PackShelf, parse_pack
from app.policy.schema.pack import Pack
from app.sync.protocol.messages import PackFile

PACKS_FOLDER = Path(__file__).parents[2] / "resources" / "policies"


@dataclass(frozen=True)
class PackFiles:
    """Packs by their ids: as files for the laptops, and read for the board."""

    files: Mapping[str, PackFile] = field(default_factory=dict)
    shelf: PackShelf = field(default_factory=PackShelf)


def load_packs(folder: Path = PACKS_FOLDER) -> PackFiles:
    """Every pack in a folder. Raises PackWrong for the first that cannot be used."""
    files: dict[str, PackFile] = {}
    packs: dict[str, Pack] = {}
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        pack = parse_pack(text, path.name)
        packs[pack.id] = pack
        digest = hashlib.sha256(text.encode()).hexdigest()
        files[pack.id] = PackFile(pack_id=pack.id, sha256=digest, toml=text)
    return PackFiles(files, PackShelf(packs))
