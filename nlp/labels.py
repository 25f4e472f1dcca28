"""What each section is about: title first, then the text, then the section it stands in, then a trained classifier.

A plain title decides. A title that only leans to a type is followed where the section's place
allows it (section_types.toml: `inside`); otherwise a section is of its parent's type. Where the
text speaks against a title, the text gives the type and `title_type` keeps the promise.
A classifier, where one is handed in, is asked about every section whose title is not firm, and
followed where it is surer than the rule that spoke has shown itself to be; of a title that announces
one of two types (`either`) it tells which.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from nlp.blocks import blocks_within
from nlp.text import joined
from nlp.titles import names_deed, plain_title, plain_type, rivals, section_types, title_weights
from nlp.types import BlockKind, Document, Label, Section

COVER, OVERVIEW, OTHER, INDICATORS, PROBLEMS = "封面", "概况", "其他", "指标分析", "问题"
MODEL = "model:"  # how `by` begins of what a classifier has decided
NOTHING = ""  # what stands before a first section
_FACTS = ("职能", "机构人员", "收支", "绩效目标")
_LACKS = {PROBLEMS, "原因", "改进措施", "建议"}  # what may stand together in a chapter of problems
_TO_DO = ("改进措施", "建议")  # what stands under them and is named by a deed is one more of theirs
_FAINT = 2  # a title weight below which the text is asked
_DENSE = 2.5  # content cues per 100 characters that speak for a type
_SPEAKING = 1.5  # the same, where a section has no cue at all of what its title promises
_FIRM = 4 / 6  # the score of a title that a classifier is not asked about
_NO_RULE = 0.3  # the score up to which a label is a mere guess
# How likely a classifier must hold its type: against a faint title, against the parent's type (less where the
# parent is an overview, which holds anything), against a guess.
_OVER_TITLE, _OVER_PARENT, _OVER_OVERVIEW, _OVER_NOTHING = 0.5, 0.7, 0.45, 0.25
_TRUSTED = 0.4  # a parent's type that is less likely is not told to the classifier
_BELIED = 0.6  # how likely its text must be, by itself, of another type for a title to be belied
_KEPT = 0.9  # how likely the title's own type must be, with the text, for it to stand all the same
_MARKS = re.compile(r"[（(][^（）()]{0,8}\d分")
INNER = 1200  # characters of its children's text that are looked at
_OVERWHELMING = 5.0  # how many times its own cues another type's must be to overrule a title


@dataclass(frozen=True, slots=True)
class Seen:
    """All there is to know of a section when its type is asked for; None where it is not known.

    Titles are as `titles.plain_title` gives them, without brackets; only `printed` is as it stands.
    """

    title: str
    printed: str
    text: str  # its own prose
    parent_title: str | None
    parent_type: str | None
    before: str | None  # the type of the section before it under the same parent
    after: str | None  # the title of the section after it under the same parent
    below: tuple[str, ...]  # the titles of its children
    level: int | None
    position: float | None  # 0 the first section of the report, 1 the last
    table: bool | None  # whether it holds one
    inner: str = ""  # what stands in its children, their titles and prose
    around: str = ""  # what stands in the children of its parent, itself among them


def untitled(text: str) -> Seen:
    """A text by itself, whatever its title promises."""
    return Seen("", "", text, None, None, None, None, (), None, None, None)


class SectionClassifier(Protocol):
    """A trained judge of section types."""

    @property
    def version(self) -> str:
        """Changes whenever its judgements may."""

    def types(self, seen: Seen) -> Mapping[str, float]:
        """How likely each type is; they add up to 1."""


@dataclass(frozen=True, slots=True)
class _Outline:
    """The sections of a document with what is asked of them again and again."""

    document: Document
    sections: Sequence[Section]
    children: Sequence[Sequence[int]]
    titles: Sequence[str]
    texts: Sequence[str]
    inner: Sequence[str]


def label(
    document: Document, sections: Sequence[Section], classifier: SectionClassifier | None = None
) -> tuple[Label, ...]:
    """One label per section, in the sections' order; without a classifier the rules alone decide."""
    labels: list[Label] = []
    outline = _outline(document, sections)
    for i, section in enumerate(sections):
        leaf = not outline.children[i]
        if section.parent is None and i == 0 and not section.number and leaf:
            labels.append(Label(COVER, None, 1.0, "position"))
            continue
        parent = labels[section.parent] if section.parent is not None else None
        text = outline.texts[i]
        ruled = _label(outline.titles[i], _printed(document, section), text if leaf else "", parent)
        labels.append(_asked(ruled, parent, classifier, _seen(outline, i, labels)) if classifier else ruled)
    return _settle_containers(labels, outline)


def _asked(ruled: Label, parent: Label | None, classifier: SectionClassifier, seen: Seen) -> Label:
    return _heard(ruled, classifier, seen) if ruled.title_type else _judged(ruled, parent, classifier, seen)


def _printed(document: Document, section: Section) -> str:
    return document.text[section.title.start : section.title.end]


def _outline(document: Document, sections: Sequence[Section]) -> _Outline:
    children = _children(sections)
    titles = [plain_title(document, section) for section in sections]
    texts = [own_text(document, section) for section in sections]
    inner = [""] * len(sections)
    for i in range(len(sections) - 1, -1, -1):
        inner[i] = "\n".join("\n".join((titles[k], texts[k], inner[k])) for k in children[i])[:INNER]
    return _Outline(document, sections, children, titles, texts, inner)


def _children(sections: Sequence[Section]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in sections]
    for i, section in enumerate(sections):
        if section.parent is not None:
            children[section.parent].append(i)
    return children


def _seen(outline: _Outline, i: int, labels: Sequence[Label]) -> Seen:
    """The section as a classifier sees it, the sections before it labelled already."""
    document, section, titles = outline.document, outline.sections[i], outline.titles
    above = section.parent
    roots = [k for k, s in enumerate(outline.sections) if s.parent is None]
    siblings = outline.children[above] if above is not None else roots
    place = siblings.index(i)
    return Seen(
        title=titles[i],
        printed=_printed(document, section),
        text=outline.texts[i],
        parent_title=titles[above] if above is not None else None,
        parent_type=_trusted(labels[above]) if above is not None else None,
        before=labels[siblings[place - 1]].type if place else NOTHING,
        after=titles[siblings[place + 1]] if place + 1 < len(siblings) else "",
        below=tuple(titles[k] for k in outline.children[i]),
        level=section.level,
        position=i / len(titles),
        table=any(b.kind is BlockKind.TABLE for b in blocks_within(document, section.body)),
        inner=outline.inner[i],
        around=outline.inner[above] if above is not None else "",
    )


def _trusted(above: Label) -> str | None:
    """The parent's type, where it is more than a guess."""
    return above.type if above.score >= _TRUSTED else None


def _judged(ruled: Label, parent: Label | None, classifier: SectionClassifier, seen: Seen) -> Label:
    """The rule's label, or the classifier's where it is sure enough to overrule that kind of rule."""
    others = rivals(seen.title, ruled.type)
    firm = ruled.by == "title" and ruled.score >= _FIRM
    place = seen.printed, seen.parent_type
    if (firm and not others) or _stays(seen.title, *place) or _scored(*place):
        return ruled
    types, unsure = classifier.types(seen), _unsure(parent, seen.parent_title)
    best = max((ruled.type, *others) if firm else _possible(ruled, unsure), key=lambda name: types.get(name, 0.0))
    if best == ruled.type:
        return replace(ruled, score=types[best])
    if not firm and types[best] < _least(ruled, unsure):
        return ruled
    return Label(best, None, types[best], f"{MODEL}{classifier.version}")


def _possible(ruled: Label, unsure: bool) -> Sequence[str]:
    """The types that a classifier may give: a section that takes a titled parent's type leaves it for some only."""
    if ruled.by != "parent" or ruled.score <= _NO_RULE or unsure:
        return tuple(section_types())
    return (ruled.type, *section_types()[ruled.type].inside)


def _unsure(parent: Label | None, title: str | None) -> bool:
    """Whether the parent's type is a judgement rather than what its title says: its children may show it wrong."""
    return parent is not None and (parent.by.startswith(MODEL) or bool(rivals(title or "", parent.type)))


def _heard(ruled: Label, classifier: SectionClassifier, seen: Seen) -> Label:
    """A title overruled by cues stands after all where its text by itself is not likely to be of their type.

    It stands, too, where title and text together are clearly of the title's own.
    """
    likely = classifier.types(untitled(seen.text)).get(ruled.type, 0.0)
    kept = ruled.title_type != OTHER and classifier.types(seen).get(ruled.title_type or "", 0.0) >= _KEPT
    if ruled.title_type is None or (likely >= _BELIED and not kept):
        return replace(ruled, score=likely)
    return Label(ruled.title_type, None, 1 - likely, "title")


def _least(ruled: Label, unsure: bool) -> float:
    """How sure a classifier must be to be followed; where no rule had anything to say, hardly at all."""
    if ruled.by == "title":
        return _OVER_TITLE
    if ruled.by != "parent" or ruled.score <= _NO_RULE:
        return _OVER_NOTHING
    return _OVER_OVERVIEW if ruled.type in (OVERVIEW, OTHER) or unsure else _OVER_PARENT


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


def _label(title: str, printed: str, text: str, parent: Label | None) -> Label:
    plain = plain_type(title)
    if plain == OTHER and parent is not None and title_weights(title).get(parent.type, 0) >= 4:
        plain = parent.type  # 其他问题 among the problems
    if plain and not (parent is not None and _stays(title, printed, parent.type)):
        return _against_text(Label(plain, None, 1.0, "title"), text)
    weights = title_weights(title)
    best = max(weights, key=lambda name: weights[name]) if weights else None
    if sum(name in weights and weights[name] >= 4 for name in _FACTS) >= 2:
        best, weights = OVERVIEW, {OVERVIEW: 5}
    if parent is not None and parent.type != OVERVIEW:
        return _inside(title, printed, best, weights, parent)
    if best is not None and weights[best] >= _FAINT:
        return _against_text(Label(best, None, min(1.0, weights[best] / 6), "title"), text)
    return _by_text(text, parent)


def _inside(title: str, printed: str, best: str | None, weights: dict[str, int], parent: Label) -> Label:
    """A child of a section that is more than an overview: the parent's type unless its title may leave it."""
    stays = _stays(title, printed, parent.type) or (parent.type in _TO_DO and names_deed(title))
    stays = stays or (best == INDICATORS and parent.type in rivals(title, INDICATORS))  # 指标完成情况 of achievements
    if best is not None and best in section_types()[parent.type].inside and weights[best] >= 4 and not stays:
        return Label(best, None, min(1.0, weights[best] / 6), "title")
    if best == parent.type and weights[best] >= 4:
        return Label(best, None, min(1.0, weights[best] / 6), "title")
    return Label(parent.type, None, parent.score * 0.9, "parent")


def _stays(title: str, printed: str, parent_type: str | None) -> bool:
    """Whether a title names a part of what its parent is: 具体指标 of goals, 出勤率 or 帮扶（5分） of indicators."""
    stays = section_types()[parent_type].stays if parent_type is not None else None
    if stays is not None and stays.search(title) is not None:
        return True
    return plain_type(title) is None and _scored(printed, parent_type)


def _scored(printed: str, parent_type: str | None) -> bool:
    """Whether a title among the indicators bears marks: 效益（30分，得27分）."""
    return parent_type == INDICATORS and _MARKS.search(printed) is not None


def _by_text(text: str, parent: Label | None) -> Label:
    weights = content_weights(text)
    best = max(weights, key=lambda name: weights[name]) if weights else None
    if best is not None and weights[best] >= _DENSE:
        return Label(best, None, min(0.9, weights[best] / 8), "content")
    if parent is not None:
        return Label(parent.type, None, parent.score * 0.8, "parent")
    return Label(OTHER, None, _NO_RULE, "content")


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


def _settle_containers(labels: Sequence[Label], outline: _Outline) -> tuple[Label, ...]:
    """Containers as their children show them, where the title does not tell: the deepest first."""
    settled = list(labels)
    for i in range(len(labels) - 1, -1, -1):
        below, own = outline.children[i], settled[i]
        shown = _shown(own, outline.titles[i], [settled[k].type for k in below]) if below else None
        if shown is None or shown == own.type:
            continue
        promised = own.type if own.type == OTHER and own.score > _NO_RULE else None
        settled[i] = Label(shown, promised, 0.5, "content")
        for k in below:  # what only took its parent's type takes the new one
            if settled[k].by == "parent" and settled[k].type == own.type:
                settled[k] = replace(settled[k], type=shown)
    return tuple(settled)


def _shown(own: Label, title: str, below: Sequence[str]) -> str | None:
    """The type that children give a container; None where it keeps its own."""
    kinds = set(below)
    if own.score <= _NO_RULE:
        return kinds.pop() if len(kinds) == 1 else OVERVIEW
    if own.type == OTHER and kinds <= _LACKS:
        return kinds.pop() if len(kinds) == 1 else PROBLEMS
    mostly = below.count(INDICATORS) * 2 > len(below)  # achievements may well stand in an analysis, not the reverse
    return INDICATORS if mostly and INDICATORS in rivals(title, own.type) else None
