"""The recovery key as people see it: 160 bits as 32 Crockford symbols and 4 check symbols, in groups of 4 (D.4).

Must not wrap anything (that is `slots`) and must not print: the sheet is made by `app.reports`.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from app.vault.errors import RecoveryKeyMistyped
from app.vault.keys import NAMESPACE

SECRET_BYTES: Final = 20
GROUPS: Final = 9
_GROUP: Final = 4
_SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_KEY_SYMBOLS: Final = 32
_CHECK_SYMBOLS: Final = 4
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")


def shown(secret: bytes | bytearray) -> str:
    """The 20 bytes as nine groups of four symbols, joined by hyphens."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("a recovery key has 20 bytes")
    check = int.from_bytes(hashlib.sha256(NAMESPACE + b"kit" + bytes(secret)).digest()[:3], "big")
    symbols = _symbols(int.from_bytes(secret, "big"), _KEY_SYMBOLS) + _symbols(check, _CHECK_SYMBOLS)
    return "-".join(symbols[start : start + _GROUP] for start in range(0, len(symbols), _GROUP))


def read_back(typed: str) -> bytearray:
    """The 20 bytes of a key as somebody typed it: any case, spacing or hyphens, O for 0 and I or L for 1.

    RecoveryKeyMistyped when its length or its check symbols are wrong; one slip in a million gets past them.
    """
    symbols = _plain(typed)
    if len(symbols) != _KEY_SYMBOLS + _CHECK_SYMBOLS or any(symbol not in _SYMBOLS for symbol in symbols):
        raise RecoveryKeyMistyped
    number = 0
    for symbol in symbols[:_KEY_SYMBOLS]:
        number = number * 32 + _SYMBOLS.index(symbol)
    secret = bytearray(number.to_bytes(SECRET_BYTES, "big"))
    if _plain(shown(secret)) != symbols:
        raise RecoveryKeyMistyped
    return secret


def groups_to_ask(random_byte: int) -> tuple[int, int]:
    """Two different groups, counted from 1, to ask back after printing; `random_byte` is 0-255."""
    first = random_byte % GROUPS
    second = (first + 1 + random_byte // GROUPS % (GROUPS - 1)) % GROUPS
    low, high = sorted((first, second))
    return low + 1, high + 1


def groups_match(recovery_key: str, typed: dict[int, str]) -> bool:
    """Whether each typed group, counted from 1, is the one on the sheet; at least two must have been typed."""
    groups = recovery_key.split("-")
    return len(typed) > 1 and all(
        1 <= number <= len(groups) and _plain(text) == groups[number - 1] for number, text in typed.items()
    )


def _symbols(number: int, count: int) -> str:
    return "".join(_SYMBOLS[number >> 5 * place & 31] for place in reversed(range(count)))


def _plain(typed: str) -> str:
    return re.sub(r"[\s\-–—]", "", typed).upper().translate(_LOOK_ALIKES)
