"""What each section is about: title first, then the text, then the section it stands in.

A plain title decides. A title that only leans to a type is followed where the section's place
allows it (section_types.toml: `inside`); otherwise a section is of its parent's type. Where the
text speaks against a title, the text gives the type and `title_type` keeps the promise.
"""

from collections.abc import Sequence

from nlp.blocks import blocks_within
from nlp.text import joined
from nlp.titles import plain_title, plain_type, section_types, title_weights
from nlp.types import BlockKind, Document, Label, Section

COVER, OVERVIEW, OTHER = "封面", "概况", "其他"
_FACTS = ("职能", "机构人员", "收支", "绩效目标")
_FAINT = 2  # a title weight below which the text is asked
_DENSE = 2.5  # content cues per 100 characters that speak for a type
_SPEAKING = 1.5  # the same, where a section has no cue at all of what its title promises
_OVERWHELMING = 5.0  # how many times its own cues another type's must be to overrule a title


def label(document: Document, sections: Sequence[Section]) -> tuple[Label, ...]:
    """One label per section, in the sections' order."""
    labels: list[Label] = []
    children = _children(sections)
    for i, section in enumerate(sections):
        if section.parent is None and i == 0 and not section.number and not children[i]:
            labels.append(Label(COVER, None, 1.0, "position"))
            continue
        parent = labels[section.parent] if section.parent is not None else None
        text = own_text(document, section) if not children[i] else ""
        labels.append(_label(plain_title(document, section), text, parent, section, i / len(sections)))
    return _settle_containers(tuple(labels), children)


def _children(sections: Sequence[Section]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in sections]
    for i, section in enumerate(sections):
        if section.parent is not None:
            children[section.parent].append(i)
    return children


def own_text(document: Document, section: Section) -> str:
    """The prose of a section without its title, its children and its tables, one line a paragraph."""
    return "\n".join(
        joined(document.text[max(b.span.start, section.body.start) : b.span.end])
        for b in blocks_within(document, section.body)
        if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    )


def content_weights(text: str) -> dict[str, float]:
    """Content cues of each type per 100 characters of the text."""
    size = max(40, len(text)) / 100
    counted = {k.name: sum(text.count(cue) for cue in k.content) / size for k in section_types().values() if k.content}
    return {name: weight for name, weight in counted.items() if weight}


def _label(title: str, text: str, parent: Label | None, section: Section, position: float) -> Label:
    plain = plain_type(title)
    if plain:
        return _against_text(Label(plain, None, 1.0, "title"), text)
    weights = title_weights(title)
    best = max(weights, key=lambda name: weights[name]) if weights else None
    if sum(name in weights and weights[name] >= 4 for name in _FACTS) >= 2:
        best, weights = OVERVIEW, {OVERVIEW: 5}
    if parent is not None and parent.type != OVERVIEW:
        return _inside(title, best, weights, parent)
    if best is not None and weights[best] >= _FAINT:
        return _against_text(Label(best, None, min(1.0, weights[best] / 6), "title"), text)
    return _by_text(text, parent)


def _inside(title: str, best: str | None, weights: dict[str, int], parent: Label) -> Label:
    """A child of a section that is more than an overview: the parent's type unless its title may leave it."""
    names_indicator = parent.type == "指标分析" and title.endswith(("率", "性", "度"))
    if best is not None and best in section_types()[parent.type].inside and weights[best] >= 4 and not names_indicator:
        return Label(best, None, min(1.0, weights[best] / 6), "title")
    return Label(parent.type, None, parent.score * 0.9, "parent")


def _by_text(text: str, parent: Label | None) -> Label:
    weights = content_weights(text)
    best = max(weights, key=lambda name: weights[name]) if weights else None
    if best is not None and weights[best] >= _DENSE:
        return Label(best, None, min(0.9, weights[best] / 8), "content")
    if parent is not None:
        return Label(parent.type, None, parent.score * 0.8, "parent")
    return Label(OTHER, None, 0.3, "content")


def _against_text(found: Label, text: str) -> Label:
    """The text overrules a title whose cues it hardly has while it is full of those of a type it may turn out to be."""
    rivals = section_types()[found.type].overruled_by
    if len(text) < 30 or not rivals:
        return found
    weights = content_weights(text)
    best = max(rivals, key=lambda name: weights.get(name, 0.0))
    own = weights.get(found.type, 0.0)
    if weights.get(best, 0.0) < (max(_DENSE, _OVERWHELMING * own) if own else _SPEAKING):
        return found
    return Label(best, found.type, min(0.9, weights[best] / 8), "content")


def _settle_containers(labels: tuple[Label, ...], children: Sequence[Sequence[int]]) -> tuple[Label, ...]:
    """A container without a telling title takes the type that its children share."""
    settled = list(labels)
    for i in range(len(labels) - 1, -1, -1):
        if children[i] and labels[i].score <= 0.3:
            types = {settled[c].type for c in children[i]}
            settled[i] = Label(types.pop() if len(types) == 1 else OVERVIEW, None, 0.5, "content")
    return tuple(settled)
