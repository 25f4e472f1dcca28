"""A whole and, in numbered paragraphs below it, its parts."""

import re
from collections.abc import Iterator, Sequence

from nlp.audit.facts import Facts
from nlp.audit.partlists import KINDS, LONGEST, PartList, Scope, is_aside, name_of, unit_of
from nlp.knowledge import load
from nlp.types import Claim


def itemised(facts: Facts) -> Iterator[PartList]:
    """支出100万元，其中：and below it numbered paragraphs, each with its part first."""
    sentences = facts.sentences
    for at, head in enumerate(sentences):
        end = head[0].context.end
        if not re.search(load("audit")["sums"]["head"], facts.between(head[-1].quantity.span.end, end)):
            continue
        items = list(_items(facts, sentences[at + 1 :], end))
        for unit in dict.fromkeys(unit_of(facts, c) for c in head if c.quantity.kind in KINDS):
            found = _of_items(facts, head, items, unit)
            if found is not None:
                yield found


def _items(facts: Facts, sentences: Sequence[Sequence[Claim]], end: int) -> Iterator[Sequence[Claim]]:
    """The sentences with which the numbered paragraphs begin that follow each other from `end` on."""
    for sentence in sentences[: 2 * LONGEST]:
        start = sentence[0].context.start
        line = facts.text.rfind("\n", 0, start) + 1
        if line > end - 1 and re.match(load("audit")["sums"]["item"], facts.text[line : line + 12]):
            if start - line < 8:
                yield sentence
        elif line > end:
            return


def _of_items(facts: Facts, head: Sequence[Claim], items: Sequence[Sequence[Claim]], unit: str) -> PartList | None:
    rows = [[c for c in item if unit_of(facts, c) == unit and not is_aside(facts, c)] for item in items]
    rows = [row for row in rows if row]
    wholes = [c for c in reversed(head) if unit_of(facts, c) == unit and c.quantity.value is not None]
    parts = tuple(row[0] for row in rows)
    if len(rows) < 2 or not wholes or any(c.quantity.op != "=" for c in (*parts, *wholes)):
        return None
    scope = Scope(tuple(head), parts, head[0].context.end, parts[-1].context.end)
    width = max(map(len, rows))
    readings = tuple(tuple(row[min(k, len(row) - 1)] for row in rows) for k in range(width))
    mains = tuple(c for c in wholes if not is_aside(facts, c))
    names = tuple(name_of(facts, c) for c in parts)
    return PartList(mains, tuple(wholes), parts, names, readings, 3 if width == 1 else 2, scope)
