"""Themes of a problem or a measure, by the cues of themes.toml."""

import re
from functools import cache

from nlp.knowledge import load


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(entry["cues"]))) for name, entry in load("themes").items() if entry["cues"])


def theme_cues(text: str) -> dict[str, str]:
    """Theme → the words that spoke for it; empty where nothing does."""
    found = {}
    for name, pattern in _cues():
        match = pattern.search(text)
        if match:
            found[name] = match[0]
    return found


def themes(text: str) -> tuple[str, ...]:
    """Themes of the text in the vocabulary's order; 其他 where no cue is found."""
    return tuple(theme_cues(text)) or ("其他",)


def vocabulary() -> tuple[str, ...]:
    """All themes in their order."""
    return tuple(load("themes"))
