"""Themes of a problem or a measure, by the cues of themes.toml.

What an item is about stands in its opening: a cue counts two in the first sentence, in its first clause and
once more in the rest, and one after it; a hint a fifth of that. Themes that weigh less than half of the
heaviest are asides. Where a trained judge is handed in, a theme counts more the likelier the judge holds it; by
itself it adds only themes that it is sure of, and its likeliest one where no word speaks for any.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Protocol

from nlp.knowledge import load

_QUOTED = re.compile(r"“[^“”]{9,80}”")  # slogans name many things they are not about
_TITLE = re.compile(r"《[^《》]{0,80}?([^《》]{0,2})》")  # and so do titles, but for what kind of paper they head
_SHARE = 0.5
_WEIGHTS = (2, 2, 1)
_HINT = 0.2
_JUDGED = 2.0  # what a theme's likelihood weighs: as much as a cue in the first clause where it is certain
_SURE = 0.7  # from here on a judge adds a theme that no word speaks for
_LEANING = 0.2  # and from here on one where no word speaks for any
_HARDLY = 0.02  # below it a judge overrules the words that speak for a theme
_NOBODY: Mapping[str, float] = MappingProxyType({})


class ThemeJudge(Protocol):
    """A trained model that holds themes for more or less likely by the meaning of a text."""

    version: str

    def likely(self, texts: Sequence[str]) -> Sequence[Mapping[str, float]]:
        """For each text how likely each theme is, 0 to 1."""
        ...


@cache
def _cues(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(entry[kind]))) for name, entry in load("themes").items() if entry[kind])


def mentioned(text: str) -> set[str]:
    """Every theme a cue of which stands anywhere in the text, asides too."""
    return {name for name, pattern in _cues("cues") if pattern.search(text)}


def theme_cues(text: str, likely: Mapping[str, float] = _NOBODY) -> dict[str, str]:
    """Theme → the words that spoke for it first, in the vocabulary's order; empty where nothing does.

    `likely` is what a judge says of the text; for a theme that is the judge's alone the opening clause speaks.
    """
    zones = _zones(_TITLE.sub(r"《\1》", _QUOTED.sub("", text)))
    weights: dict[str, float] = {}
    words: dict[str, str] = {}
    for kind, worth in (("cues", 1.0), ("hints", _HINT)):
        for name, pattern in _cues(kind):
            for zone, weight in zip(zones, _WEIGHTS, strict=True):
                match = pattern.search(zone)
                if match:
                    weights[name] = weights.get(name, 0) + weight * worth
                    words.setdefault(name, match[0])
    for name in _own(likely, bool(words)):
        words.setdefault(name, opening(text))
    words = _borne_out(words, likely)
    weights = {name: weights.get(name, 0.0) + _JUDGED * likely.get(name, 0.0) for name in words}
    least = _SHARE * max(weights.values(), default=0)
    return {name: words[name] for name in vocabulary() if name in words and weights[name] >= least}


def _borne_out(words: dict[str, str], likely: Mapping[str, float]) -> dict[str, str]:
    """The themes without those that a judge holds for all but impossible, where others are left."""
    kept = {name: said for name, said in words.items() if likely.get(name, 1.0) >= _HARDLY}
    return kept or words


def _zones(text: str) -> tuple[str, str, str]:
    """The first clause, the rest of the first sentence, the rest."""
    sentence, _, rest = text.partition("。")
    clause, _, others = sentence.partition("，")
    return clause, others, rest


def _own(likely: Mapping[str, float], spoken: bool) -> list[str]:
    """The themes that a judge gives by itself, where words have or have not spoken for any."""
    if spoken:
        return [name for name, share in likely.items() if share >= _SURE]
    best = max(likely, key=lambda name: likely[name], default="")
    return [best] if best and likely[best] >= _LEANING else []


def opening(text: str) -> str:
    """The first clause of a text, which names its matter."""
    return text.partition("。")[0].partition("，")[0]


def themes(text: str, likely: Mapping[str, float] = _NOBODY) -> tuple[str, ...]:
    """Themes of the text in the vocabulary's order; 其他 where no cue is found."""
    return tuple(theme_cues(text, likely)) or ("其他",)


def vocabulary() -> tuple[str, ...]:
    """All themes in their order."""
    return tuple(load("themes"))
