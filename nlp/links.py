"""Which measure answers which problem: by themes and words, or because there is just one."""

from collections.abc import Sequence
from dataclasses import replace

from nlp.text import joined
from nlp.types import Document, Item, ItemRole

_ENOUGH = 0.30  # weight of shared themes and words from which a link has a reason
_NEAR_BEST = 0.75  # further problems a measure answers must be nearly as close as the closest


def linked(document: Document, found: Sequence[Item]) -> tuple[Item, ...]:
    """The items with `answers` of the measures filled in; advice and measures alike."""
    problems = [i for i, item in enumerate(found) if item.role is ItemRole.PROBLEM]
    texts = [item_text(document, item) for item in found]
    result = list(found)
    for i, item in enumerate(found):
        if item.role is ItemRole.MEASURE and problems:
            result[i] = replace(item, answers=tuple(_answered(found, texts, problems, i)))
    return tuple(result)


def item_text(document: Document, item: Item) -> str:
    """The item verbatim, its parts joined as a heading and its text are: by a full stop."""
    parts = [joined(document.text[s.start : s.end]) for s in item.spans]
    return "。".join(p.rstrip("。") for p in parts)


def _answered(found: Sequence[Item], texts: Sequence[str], problems: Sequence[int], i: int) -> list[int]:
    weights = {p: _closeness(found[p], texts[p], found[i], texts[i]) for p in problems}
    best = max(weights.values())
    if len(problems) == 1:
        return list(problems) if best > 0.05 else []
    return [p for p, w in weights.items() if w >= _ENOUGH and w >= _NEAR_BEST * best]


def _closeness(problem: Item, problem_text: str, measure: Item, measure_text: str) -> float:
    """Half the Jaccard overlap of themes, and the share of the measure's character pairs the problem has (×1.5)."""
    ours, theirs = set(measure.themes) - {"其他"}, set(problem.themes) - {"其他"}
    shared = len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0
    a, b = _pairs(problem_text), _pairs(measure_text)
    words = len(a & b) / min(len(a), len(b)) if a and b else 0.0
    return 0.5 * shared + 1.5 * words * 0.5


def _pairs(text: str) -> set[str]:
    return {text[k : k + 2] for k in range(len(text) - 1) if text[k].isalpha() and text[k + 1].isalpha()}
