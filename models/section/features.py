"""What a section's type is judged by: named features of its words and its place, each with a value."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from nlp.knowledge import load
from nlp.labels import Seen, content_weights
from nlp.text import fold
from nlp.titles import plain_type, title_weights

Features = dict[str, float]

_READ = 240  # characters of a text that are looked at: the first two or three sentences tell
_DIGITS = re.compile(r"\d[\d.,]*")
_SPACE = re.compile(r"\s+")
_TELLING = 100  # n-grams from which on a text weighs what a long one weighs: a mere 无 says little
_SHORT = 12  # characters below which no marks are counted
_FIRM = 4  # from here on a title's words promise a type


def features(seen: Seen) -> Features:
    """Every feature of a section; texts of any length weigh the same."""
    found = dict(_place(seen))
    found |= _cues(seen)
    found |= _scaled("t:", f"^{_words(seen.printed)}$", (1, 2, 3, 4), 2.0)
    found |= _scaled("x:", _words(seen.text[:_READ]), (1, 2, 3), 2.5, _TELLING)
    found |= _inner(seen)
    found |= _scaled("p:", f"^{seen.parent_title or ''}$", (2, 3), 0.7)
    found |= _scaled("a:", f"^{seen.after or ''}$", (2, 3), 0.7)
    found |= _scaled("b:", "^".join(("", *seen.below, "")), (2, 3), 1.2)
    return found


def _words(text: str) -> str:
    """The text without white space, every number the same."""
    return _SPACE.sub("", _DIGITS.sub("0", fold(text)))


def _scaled(prefix: str, text: str, sizes: tuple[int, ...], length: float, least: int = 1) -> Features:
    """The different n-grams of a text, as a vector of this length, or shorter where they are fewer than `least`."""
    grams = {text[i : i + n] for n in sizes for i in range(len(text) - n + 1)}
    value = length / max(least, len(grams)) ** 0.5
    return {prefix + gram: value for gram in grams}


@lru_cache(maxsize=512)  # a title is asked about as itself, as what follows and as a child
def promise(title: str) -> str:
    """The type that a title promises by itself; empty where it promises none."""
    plain = plain_type(title)
    if plain:
        return plain
    weights = title_weights(title)
    best = max(weights, key=lambda name: weights[name], default="")
    return best if best and weights[best] >= _FIRM else ""


def _place(seen: Seen) -> Iterator[tuple[str, float]]:
    own = promise(seen.title)
    yield f"promise:{own}", 1.0
    yield f"parent:{seen.parent_type}", 1.0
    yield f"parent:{seen.parent_type} promise:{own}", 1.0
    if seen.before is not None:
        yield f"before:{seen.before}", 1.0
        yield f"before:{seen.before} parent:{seen.parent_type}", 0.7
    if seen.after is not None:
        yield f"after:{promise(seen.after)}", 1.0
    for below in {promise(title) for title in seen.below}:
        yield f"below:{below}", 1.0
    if seen.level is not None:
        yield f"level:{min(seen.level, 4)}", 0.5
    if seen.position is not None:
        yield f"tenth:{int(seen.position * 10)}", 0.7
    if seen.table is not None:
        yield f"table:{seen.table}", 0.5
    yield f"children:{bool(seen.below)} text:{min(3, len(seen.text) // 40)}", 0.5


@cache
def _patterns(table: str) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in load("section_marks")[table].items()}


def _inner(seen: Seen) -> Features:
    """What a section and its children say together: marks of scoring, asking, lacking, by their density."""
    found = _marked("mark", f"{seen.text}\n{seen.inner}")
    if seen.inner:
        found |= _scaled("i:", _words(seen.inner[:_READ]), (2, 3), 1.2, _TELLING)
        found |= {f"inner:{k}": min(1.5, w / 4) for k, w in content_weights(seen.inner).items()}
        indicator = _patterns("titles")["indicator"]
        named = sum(bool(indicator.search(title)) for title in seen.below) / max(1, len(seen.below))
        found[f"named:{round(named * 2)}"] = 1.0
    if seen.around:
        found |= _marked(f"around {seen.parent_type}", seen.around)
    return found


def _marked(prefix: str, text: str) -> Features:
    found: Features = {}
    for name, count, density in _counted(text):
        found[f"{prefix}:{name}"] = min(1.5, density)
        found[f"{prefix}:{name} {count > 0}"] = 0.7
    return found


@lru_cache(maxsize=64)  # what stands around a section is asked for with every one of its siblings
def _counted(text: str) -> tuple[tuple[str, int, float], ...]:
    """Each mark, how often it stands in the text, and that per 100 characters; nothing of a text that is too short."""
    if len(text) < _SHORT:
        return ()
    size = max(60, len(text)) / 100
    counts = ((name, len(mark.findall(text))) for name, mark in _patterns("marks").items())
    return tuple((name, count, count / size) for name, count in counts)


def _cues(seen: Seen) -> Features:
    """The cues of section_types.toml: of the title by their weight, of the text by their density."""
    found = {f"title:{name}": min(1.5, weight / 6) for name, weight in title_weights(seen.title).items()}
    if seen.text:
        found |= {f"text:{name}": min(1.5, weight / 4) for name, weight in content_weights(seen.text[:_READ]).items()}
    return found
