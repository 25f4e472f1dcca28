"""Radicals that stand for the characters they look like.

Fonts use one glyph for 门 and the radical ⻔, and a program that goes from the glyph back to a character
may take the wrong one. Nobody means a radical in running text.
"""

import unicodedata
from functools import cache

from nlp.knowledge import load

_SUPPLEMENT, _KANGXI = range(0x2E80, 0x2F00), range(0x2F00, 0x2FE0)  # the blocks of the Unicode standard


@cache
def plain() -> dict[str, str]:
    """From each radical to the character it stands for: by compatibility (NFKC) or by nlp/data/reading.toml."""
    mapped = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in (*_SUPPLEMENT, *_KANGXI)}
    alike = load("reading")["radicals"]
    mapped |= dict(zip(alike["from"], alike["to"], strict=True))
    return {radical: character for radical, character in mapped.items() if radical != character}
