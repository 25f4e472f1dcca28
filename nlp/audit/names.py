"""Names of indicators as compared: the same indicator is told in other words in another place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from nlp.knowledge import load, pattern
from nlp.text import fold, words

_SPACE = re.compile(r"\s+")
_BRACKETED = re.compile(r"[(（][^()（）]{0,20}[)）]")
_MARKS = re.compile(r"[“”\"《》、，。：:；/·\-()（）]")
_KNOWN = 2000  # names kept: those of a report come again and again
_SHORTEST = 3  # characters of a name that says enough


@dataclass(frozen=True, slots=True)
class Name:
    """A name without what differs from place to place: its characters, and its words of two characters or more."""

    plain: str
    words: frozenset[str]
    tells: bool  # long enough, and not general, to be of one indicator only
    of_all: bool  # of all that was planned, received or spent

    def within(self, other: "Name") -> bool:
        """Every word of this name stands in the other, and the two end alike: a rate is no count."""
        alike = ("率" in self.plain[-1:]) == ("率" in other.plain[-1:])
        return alike and all(word in other.plain for word in self.words)


_pattern = partial(pattern, "audit", "restated")


@cache
def _other_words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    same: Mapping[str, str] = load("audit")["restated"]["same"]
    return same, re.compile("|".join(sorted(map(re.escape, same), key=len, reverse=True)))


@lru_cache(_KNOWN)
def name_of(printed: str) -> Name:
    """The name as compared."""
    text = _BRACKETED.sub("", _SPACE.sub("", fold(printed)))
    for _ in range(2):  # what is left out may stand before something else that is
        text = _pattern("left_out").sub("", text)
    text = _MARKS.sub("", text)
    same, pattern = _other_words()
    text = pattern.sub(lambda match: same[match[0]], text)
    text = _MARKS.sub("", text)
    told = frozenset(word for word in words(text) if len(word) > 1)
    tells = len(text) >= _SHORTEST and bool(told) and not _pattern("too_general").match(text)
    return Name(text, told, tells, bool(_pattern("totals").match(text)))


@lru_cache(_KNOWN)
def scope_of(text: str) -> frozenset[str]:
    """The words in a text that say of which part, place or time a figure is."""
    return frozenset(_pattern("scope").findall(text))
