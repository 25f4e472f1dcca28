"""Which measure answers which problem, and for what reason.

A link needs a reason: the measure stands with the problem (a row, a mixed section), it shares themes
and words with it, the two lists pair off in order, or there is just one problem to answer. What has been
done about last year's problems (整改情况) answers none of this year's.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.items import DONE, item_text
from nlp.types import Document, Item, ItemRole

_ENOUGH = 0.24  # closeness from which a link has a reason
_NEAR_BEST = 0.75  # further problems a measure answers must be nearly as close as the closest
_SAME_RANK = 0.12  # what the same place in lists of the same length adds
_FAINT = 0.05  # with a single problem, any likeness is reason enough


@dataclass(frozen=True, slots=True)
class Side:
    """An item with what is compared: themes, character pairs by how rare they are here, place in its list."""

    item: Item
    themes: frozenset[str]
    pairs: dict[str, float]
    rank: int


def linked(document: Document, found: Sequence[Item]) -> tuple[Item, ...]:
    """The items with `answers` of the measures filled in."""
    sides = _sides(document, found)
    problems = [i for i, item in enumerate(found) if item.role is ItemRole.PROBLEM]
    measures = [i for i, item in enumerate(found) if item.role is ItemRole.MEASURE and item.kind != DONE]
    level = len(problems) > 1 and len(problems) == len(measures)
    result = list(found)
    for i in measures if problems else ():
        answers = _standing_with(sides, problems, i) or _alike(sides, problems, i, level)
        result[i] = replace(found[i], answers=tuple(answers))
    return tuple(result)


def _sides(document: Document, found: Sequence[Item]) -> list[Side]:
    pairs = [_pairs(item_text(document, item)) for item in found]
    spread = Counter(pair for one in pairs for pair in one)
    ranks = dict.fromkeys(ItemRole, 0)
    sides = []
    for item, own in zip(found, pairs, strict=True):
        weights = {pair: math.log(1 + len(found) / spread[pair]) for pair in own}
        sides.append(Side(item, frozenset(item.themes) - {"其他"}, weights, ranks[item.role]))
        ranks[item.role] += 1
    return sides


def _standing_with(sides: Sequence[Side], problems: Sequence[int], i: int) -> list[int]:
    """Problems of the measure's own section before it; of several, those that are alike, else the last one."""
    own = sides[i].item
    near = [p for p in problems if sides[p].item.section == own.section and sides[p].item.spans < own.spans]
    if len(near) < 2:
        return near
    alike = _alike(sides, near, i, False)
    return alike or near[-1:]


def _alike(sides: Sequence[Side], problems: Sequence[int], i: int, level: bool) -> list[int]:
    weights = {p: _closeness(sides[p], sides[i], level) for p in problems}
    best = max(weights.values())
    if len(problems) == 1:
        return list(problems) if best > _FAINT else []
    return [p for p, w in weights.items() if w >= _ENOUGH and w >= _NEAR_BEST * best]


def _closeness(problem: Side, measure: Side, level: bool) -> float:
    """Half the Jaccard overlap of themes, the share of the lighter text's weight that both have, the rank."""
    together = problem.themes | measure.themes
    shared = len(problem.themes & measure.themes) / len(together) if together else 0.0
    lighter = min(sum(problem.pairs.values()), sum(measure.pairs.values()))
    words = sum(w for pair, w in problem.pairs.items() if pair in measure.pairs) / lighter if lighter else 0.0
    rank = _SAME_RANK if level and problem.rank == measure.rank else 0.0
    return 0.5 * shared + words + rank


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[k : k + 2] for k in range(len(text) - 1) if text[k].isalpha() and text[k + 1].isalpha())
