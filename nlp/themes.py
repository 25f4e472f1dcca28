"""Themes of a problem or a measure, by the cues of themes.toml.

What an item is about stands in its opening: a cue counts three in the first clause, two in the rest
of the first sentence, one after it. Themes that weigh less than half of the heaviest are asides.
"""

import re
from functools import cache

from nlp.knowledge import load

_QUOTED = re.compile(r"“[^“”]{9,80}”|《[^《》]{1,80}》")  # slogans and titles name many things they are not about
_SHARE = 0.5
_WEIGHTS = (3, 2, 1)


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(entry["cues"]))) for name, entry in load("themes").items() if entry["cues"])


def mentioned(text: str) -> set[str]:
    """Every theme a cue of which stands anywhere in the text, asides too."""
    return {name for name, pattern in _cues() if pattern.search(text)}


def theme_cues(text: str) -> dict[str, str]:
    """Theme → the words that spoke for it first, in the vocabulary's order; empty where nothing does."""
    zones = _zones(_QUOTED.sub("", text))
    weights: dict[str, int] = {}
    words: dict[str, str] = {}
    for name, pattern in _cues():
        for zone, weight in zip(zones, _WEIGHTS, strict=True):
            match = pattern.search(zone)
            if match:
                weights[name] = weights.get(name, 0) + weight
                words.setdefault(name, match[0])
    least = _SHARE * max(weights.values(), default=0)
    return {name: word for name, word in words.items() if weights[name] >= least}


def _zones(text: str) -> tuple[str, str, str]:
    """The first clause, the rest of the first sentence, the rest."""
    sentence, _, rest = text.partition("。")
    clause, _, others = sentence.partition("，")
    return clause, others, rest


def themes(text: str) -> tuple[str, ...]:
    """Themes of the text in the vocabulary's order; 其他 where no cue is found."""
    return tuple(theme_cues(text)) or ("其他",)


def vocabulary() -> tuple[str, ...]:
    """All themes in their order."""
    return tuple(load("themes"))
