"""Which measure answers which problem, and for what reason.

A link needs a reason: the measure names the problem's number, stands with the problem (a row, a mixed section),
shares themes, words and meaning with it, the two lists pair off in order, or there is just one problem to answer.
What has been done about last year's problems (整改情况) answers none of this year's.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.items import DONE, MEASURE, item_text
from nlp.pairing import Similarity, Voice, closeness, meaning, named, voices
from nlp.types import Document, Item, ItemRole, Section

_ENOUGH = 0.24  # closeness from which a link has a reason
_NEAR_BEST = 0.75  # further problems a measure answers must be nearly as close as the closest
_SAME_PLACE = 0.2  # what the same place in lists of the same length adds
_NEAR_PLACE = 0.05  # and in lists of nearly the same length, for a place at most that far off
_FAINT = 0.05  # with a single problem, any likeness is reason enough
_ADDRESS = 40  # characters within which a measure names the problems it answers


@dataclass(frozen=True, slots=True)
class Side:
    """An item with what is compared, and its place in the list of its chapter."""

    item: Item
    voice: Voice
    place: int
    of: int
    near: Sequence[float]  # its likeness of meaning with every item; empty where nobody measures it


def linked(
    document: Document, sections: Sequence[Section], found: Sequence[Item], similarity: Similarity | None = None
) -> tuple[Item, ...]:
    """The items with `answers` of the measures filled in; without a similarity by words, themes and places alone."""
    sides = _sides(document, sections, found, similarity)
    problems = [i for i, item in enumerate(found) if item.role is ItemRole.PROBLEM]
    measures = [i for i, item in enumerate(found) if item.role is ItemRole.MEASURE and item.kind != DONE]
    result = list(found)
    for i in measures if problems else ():
        answers = _named(document, problems, found[i]) or _standing_with(sides, problems, i)
        result[i] = replace(found[i], answers=tuple(answers or _alike(sides, problems, i)))
    return tuple(result)


def _sides(
    document: Document, sections: Sequence[Section], found: Sequence[Item], similarity: Similarity | None
) -> list[Side]:
    texts = [item_text(document, item) for item in found]
    near = similarity(texts) if similarity and texts else [()] * len(texts)
    themes = [frozenset(item.themes) - {"其他"} for item in found]
    spoken = voices(texts, themes)
    lists = [_list(sections, item) for item in found]
    length = Counter(lists)
    reached: Counter[tuple[str, int]] = Counter()
    sides = []
    for item, voice, own, likeness in zip(found, spoken, lists, near, strict=True):
        sides.append(Side(item, voice, reached[own], length[own], likeness))
        reached[own] += 1
    return sides


def _list(sections: Sequence[Section], item: Item) -> tuple[str, int]:
    """What an item is counted with: all problems, and measures of one kind under the same heading of the first rank."""
    at = item.section
    while (parent := sections[at].parent) is not None:
        at = parent
    return (item.kind, 0 if item.role is ItemRole.PROBLEM else at)


def _named(document: Document, problems: Sequence[int], measure: Item) -> list[int]:
    """The problems that a measure names by their numbers (针对问题一、二)."""
    start = measure.spans[0].start
    opening = document.text[start : min(start + _ADDRESS, measure.spans[0].end)]
    return [problems[k] for k in named(opening, len(problems))]


def _standing_with(sides: Sequence[Side], problems: Sequence[int], i: int) -> list[int]:
    """Problems of the measure's own section before it; of several, those that are alike, else the last one."""
    own = sides[i].item
    near = [p for p in problems if sides[p].item.section == own.section and sides[p].item.spans < own.spans]
    if len(near) < 2:
        return near
    return _alike(sides, near, i) or near[-1:]


def _alike(sides: Sequence[Side], problems: Sequence[int], i: int) -> list[int]:
    weights = {p: _reason(sides[p], sides[i], p) for p in problems}
    best = max(weights.values())
    if len(problems) == 1:
        return list(problems) if best > _FAINT else []
    return [p for p, weight in weights.items() if weight >= max(_ENOUGH, _NEAR_BEST * best)]


def _reason(problem: Side, measure: Side, p: int) -> float:
    """How much speaks for a measure's answering the problem at `p`."""
    near = meaning(measure.near[p]) if measure.near else 0.0
    return closeness(problem.voice, measure.voice) + _by_place(problem, measure) + near


def _by_place(problem: Side, measure: Side) -> float:
    """What the places in the two lists add: most where they are as long and the place is the same."""
    if measure.item.kind != MEASURE or min(problem.of, measure.of) < 2:
        return 0.0
    off, difference = abs(problem.place - measure.place), abs(problem.of - measure.of)
    if not difference:
        return 0.0 if off else _SAME_PLACE
    return _NEAR_PLACE if off <= difference <= 2 else 0.0
