"""What speaks for two texts belonging together: a number that one names, themes and words that both have."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from nlp.knowledge import pattern
from nlp.numerals import ordinal

_MEANING = 1.5  # what a likeness of meaning counts beyond that of any two texts of the genre
_UNRELATED = 0.2


class Similarity(Protocol):
    """Measures how near texts are in meaning."""

    @property
    def version(self) -> str:
        """Changes when the same texts get other values."""
        ...

    def __call__(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        """From -1 to 1: a row for each text, in it a value for each."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """What of a text is compared: themes and pairs of characters, each by how rare it is among the texts."""

    themes: dict[str, float]
    pairs: dict[str, float]


def voices(texts: Sequence[str], themes: Sequence[frozenset[str]]) -> list[Voice]:
    """One voice a text; what few of the texts have weighs more."""
    pairs = _weighed([_pairs(text) for text in texts])
    return [Voice(about, own) for about, own in zip(_weighed(themes), pairs, strict=True)]


def _weighed(signs: Sequence[frozenset[str]]) -> list[dict[str, float]]:
    spread = Counter(sign for own in signs for sign in own)
    return [{sign: math.log(1 + len(signs) / spread[sign]) for sign in sorted(own)} for own in signs]


def closeness(one: Voice, two: Voice) -> float:
    """Half the Jaccard overlap of themes and the share of the lighter text's weight that both have: 0 to 1.5."""
    shared = sum(weight for theme, weight in one.themes.items() if theme in two.themes)
    together = sum((one.themes | two.themes).values())
    lighter = min(sum(one.pairs.values()), sum(two.pairs.values()))
    words = sum(weight for pair, weight in one.pairs.items() if pair in two.pairs)
    return (0.5 * shared / together if together else 0.0) + (words / lighter if lighter else 0.0)


def meaning(likeness: float) -> float:
    """What a likeness of meaning adds to the closeness of two texts."""
    return _MEANING * max(0.0, likeness - _UNRELATED)


def named(text: str, count: int) -> tuple[int, ...]:
    """Which of `count` things in a list the text names, from 0: 第①项和第③项 → 0, 2; 后两个问题 → the last two."""
    some = _pattern("some").search(text)
    if some:
        few = ordinal(some[2].replace("两", "二"))
        return tuple(range(count)[:few] if some[1] == "前" else range(count)[-few:])
    signs = (_pattern("numeral").findall(match[0]) for match in _pattern("named").finditer(text))
    places = (ordinal(sign) - 1 for some_signs in signs for sign in some_signs)
    return tuple(dict.fromkeys(place for place in places if 0 <= place < count))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[k : k + 2] for k in range(len(text) - 1) if text[k].isalpha() and text[k + 1].isalpha())


_pattern = partial(pattern, "pairing")
