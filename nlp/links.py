"""Which measure answers which problem, and for what reason.

A link needs a reason: the measure names the problem's number, stands with the problem (a row, a mixed section),
shares themes, words and meaning with it or with its cause, the two lists pair off in order, or there is just one
problem to answer. What has been done about last year's problems (整改情况) answers none of this year's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.items import DONE, MEASURE, item_text
from nlp.pairing import Similarity, closeness, meaning, named, voices
from nlp.text import joined
from nlp.themes import themes
from nlp.types import Document, Item, ItemRole, Section

_ENOUGH = 0.24  # closeness from which a link has a reason
_NEAR_BEST = 0.75  # further problems a measure answers must be nearly as close as the closest
_NEAR_OTHERS = 0.5  # and this measure not much farther from them than the measure closest to them
_LEFT = 0.4  # closeness from which a problem that is left over is answered by the measure closest to it
_LEFT_NEAR_BEST = 0.5  # where that is at least so close as the problem it answers
_CAUSE = 0.85  # what it counts that a measure speaks of a problem's cause rather than of the problem
_OWN = 2  # a cause of more problems than that tells them not apart
_SAME_PLACE = 0.2  # what the same place in lists of the same length adds
_NEAR_PLACE = 0.05  # and in lists of nearly the same length, for a place at most that far off
_FAINT = 0.05  # with a single problem, any likeness is reason enough
_ADDRESS = 40  # characters within which a measure names the problems it answers

Reasons = Mapping[int, Mapping[int, float]]  # measure → problem → how much speaks for a link


@dataclass(frozen=True, slots=True)
class Side:
    """An item and its place in the list of its chapter."""

    item: Item
    place: int
    of: int


def linked(
    document: Document, sections: Sequence[Section], found: Sequence[Item], similarity: Similarity | None = None
) -> tuple[Item, ...]:
    """The items with `answers` of the measures filled in; without a similarity by words, themes and places alone."""
    problems = [i for i, item in enumerate(found) if item.role is ItemRole.PROBLEM]
    measures = [i for i, item in enumerate(found) if item.role is ItemRole.MEASURE and item.kind != DONE]
    if not problems or not measures:
        return tuple(found)
    reasons = _reasons(document, sections, found, problems, measures, similarity)
    certain = {i: _named(document, problems, found[i]) or _standing_with(reasons, found, problems, i) for i in measures}
    alike = {i: _alike(reasons, problems, i) for i in measures if not certain[i]}
    answers = certain | alike
    left = [p for p in problems if not any(p in own for own in answers.values())]
    for i, p in _closest(reasons, left, list(alike)) if len(problems) > 1 else ():
        answers[i] = sorted([*answers[i], p])
    return tuple(replace(item, answers=tuple(answers.get(i, item.answers))) for i, item in enumerate(found))


def _reasons(
    document: Document,
    sections: Sequence[Section],
    found: Sequence[Item],
    problems: Sequence[int],
    measures: Sequence[int],
    similarity: Similarity | None,
) -> Reasons:
    causes = _own_causes(document, found, problems)
    texts = [*(item_text(document, item) for item in found), *causes.values()]
    about = [*(frozenset(item.themes) for item in found), *(frozenset(themes(text)) for text in causes.values())]
    spoken = voices(texts, [own - {"其他"} for own in about])
    near = similarity(texts) if similarity else []
    at = {p: len(found) + k for k, p in enumerate(causes)}  # where the text of a problem's cause stands
    sides = _sides(sections, found)

    def close(i: int, k: int) -> float:
        return closeness(spoken[k], spoken[i]) + (meaning(near[i][k]) if near else 0.0)

    return {
        i: {
            p: max(close(i, p), _CAUSE * close(i, at[p]) if p in at else 0.0) + _by_place(sides[p], sides[i])
            for p in problems
        }
        for i in measures
    }


def _own_causes(document: Document, found: Sequence[Item], problems: Sequence[int]) -> dict[int, str]:
    """The causes told apart from their problems, by problem; without those of many problems."""
    spread = Counter(found[p].cause for p in problems)
    apart = [p for p in problems if found[p].cause and spread[found[p].cause] <= _OWN and _is_apart(found[p])]
    return {p: "。".join(joined(document.text[c.start : c.end]) for c in found[p].cause) for p in apart}


def _is_apart(problem: Item) -> bool:
    told = problem.cause[0]
    return not any(span.start <= told.start < span.end for span in problem.spans)


def _sides(sections: Sequence[Section], found: Sequence[Item]) -> list[Side]:
    lists = [_list(sections, item) for item in found]
    length = Counter(lists)
    reached: Counter[tuple[str, int]] = Counter()
    sides = []
    for item, own in zip(found, lists, strict=True):
        sides.append(Side(item, reached[own], length[own]))
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


def _standing_with(reasons: Reasons, found: Sequence[Item], problems: Sequence[int], i: int) -> list[int]:
    """Problems of the measure's own section before it, since the last measures there; of several, those alike."""
    own = found[i]
    near: list[int] = []
    for k, item in enumerate(found[:i]):
        if item.section == own.section and k in problems:
            near = [*near, k] if near and near[-1] == k - 1 else [k]
    if len(near) < 2:
        return near
    return _alike(reasons, near, i) or near[-1:]


def _alike(reasons: Reasons, problems: Sequence[int], i: int) -> list[int]:
    """The problem closest to the measure, and those nearly as close that no other measure answers much better."""
    weights = {p: reasons[i][p] for p in problems}
    best = max(weights.values())
    if len(problems) == 1:
        return list(problems) if best > _FAINT else []
    enough = [p for p, weight in weights.items() if weight >= max(_ENOUGH, _NEAR_BEST * best)]
    others = {p: max(row[p] for row in reasons.values()) for p in enough}
    return [p for p in enough if weights[p] == best or weights[p] >= _NEAR_OTHERS * others[p]]


def _closest(reasons: Reasons, left: Sequence[int], measures: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(measure, problem) for problems that no measure answers, where one is close enough."""
    for p in left if measures else ():
        i = max(measures, key=lambda i: reasons[i][p])
        if reasons[i][p] >= max(_LEFT, _LEFT_NEAR_BEST * max(reasons[i].values())):
            yield i, p


def _by_place(problem: Side, measure: Side) -> float:
    """What the places in the two lists add: most where they are as long and the place is the same."""
    if measure.item.kind != MEASURE or min(problem.of, measure.of) < 2:
        return 0.0
    off, difference = abs(problem.place - measure.place), abs(problem.of - measure.of)
    if not difference:
        return 0.0 if off else _SAME_PLACE
    return _NEAR_PLACE if off <= difference <= 2 else 0.0
