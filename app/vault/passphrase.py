"""What a person types: one spelling of it for the key, and what is refused as a new passphrase.

Must not store, cut or change a passphrase beyond RFC 8265 OpaqueString: every character counts (ASVS 6.2.8).
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from typing import Final

from app.vault.errors import PassphraseRefused
from app.vault.secrets_memory import wipe

MIN_CHARACTERS: Final = 12
MAX_CHARACTERS: Final = 1024
MIN_BITS: Final = 24.0
MIN_BITS_ALONE: Final = 64.0  # a copied file can be guessed at without end: five words of a 7,776-word list
_BITS_PER_WORD: Final = math.log2(7776)
_BITS_PER_LETTER: Final = 2.6  # running words of five letters, 12.9 bits each
_BITS_PER_MIXED: Final = 4.0
_MIXED_CLASSES: Final = 3
_MIN_WORD: Final = 3
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Cn"})
_RUNS: Final = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_STEPS: Final = frozenset(pair for run in _RUNS for way in (run, run[::-1]) for pair in itertools.pairwise(way))


def normalised(passphrase: str) -> bytearray:
    """The bytes that are stretched: other spaces become U+0020, then NFC, then UTF-8; nothing is trimmed or cut.

    A lone surrogate, which no keyboard can type, is kept as it is: it opens nothing and raises nothing.
    """
    spaced = "".join(" " if unicodedata.category(character) == "Zs" else character for character in passphrase)
    encoded = unicodedata.normalize("NFC", spaced).encode("utf-8", "surrogatepass")
    result = bytearray(encoded)
    wipe(encoded)
    return result


def strength_bits(passphrase: str) -> float:
    """A cautious guess of the work to find this passphrase; repeats and keyboard runs count once."""
    text = unicodedata.normalize("NFC", passphrase).casefold()
    words = {word for word in re.split(r"[\W_]+", text) if len(word) >= _MIN_WORD and _is_varied(word)}
    by_words = len(words) * _BITS_PER_WORD
    rate = _BITS_PER_MIXED if _classes(passphrase) >= _MIXED_CLASSES else _BITS_PER_LETTER
    return max(by_words if len(words) > 1 else 0.0, _surprising(_without_repeats(text)) * rate)


def check_new_passphrase(passphrase: str, *, alone: bool) -> None:
    """Raise PassphraseRefused unless this may protect a vault.

    `alone`: there is no keyring, so the passphrase is all that stands between a copied file and its reader.
    """
    if any(unicodedata.category(character) in _HIDDEN for character in passphrase):
        raise PassphraseRefused(
            "That passphrase has a character in it that cannot be seen.", "Type the passphrase instead of pasting it."
        )
    if len(passphrase) > MAX_CHARACTERS:
        raise PassphraseRefused(
            f"That passphrase is longer than {MAX_CHARACTERS:,} characters.", "Use a shorter one; 5 words are enough."
        )
    bits = strength_bits(passphrase)
    if alone and bits < MIN_BITS_ALONE:
        raise PassphraseRefused(
            "Without a keyring, this passphrase alone protects your records, and it is too easy to guess."
        )
    if len(passphrase) < MIN_CHARACTERS:
        raise PassphraseRefused(f"That passphrase has fewer than {MIN_CHARACTERS} characters.")
    if bits < MIN_BITS:
        raise PassphraseRefused


def _classes(text: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum() and not c.isspace())
    return sum(any(kind(character) for character in text) for kind in kinds)


def _is_varied(word: str) -> bool:
    return _surprising(word) >= _MIN_WORD


def _surprising(text: str) -> int:
    """Characters that neither repeat the one before nor carry a run such as "abc" or "qwe" on."""
    pairs = list(itertools.pairwise(" " + text))
    runs_on = [pair in _STEPS and place > 0 and pairs[place - 1] in _STEPS for place, pair in enumerate(pairs)]
    return sum(not on and before != now for on, (before, now) in zip(runs_on, pairs, strict=True))


def _without_repeats(text: str) -> str:
    """One copy of a text that is only one block again and again; otherwise each word once."""
    block = re.fullmatch(r"(.+?)\1+", text, re.DOTALL)
    return block[1] if block else " ".join(dict.fromkeys(text.split()))
