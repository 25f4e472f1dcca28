"""Problems and measures of a report: every one as its own entry, verbatim, with its cause and its themes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.causes import CAUSE
from nlp.drafts import ADVICE, DONE, MEASURE, PROBLEM, Reading, item_text
from nlp.outside import confessed, told_outside
from nlp.pieces import pattern
from nlp.text import fold, sentences
from nlp.themes import ThemeJudge, themes
from nlp.titles import plain_title
from nlp.told import measures_told, own_and_following, paragraphs_of, problems_told, says_above, tabled
from nlp.types import Document, Item, ItemRole, Label, Section, Span

GOALS, DONE_WELL = "绩效目标", "主要成效"

__all__ = ["ADVICE", "DONE", "MEASURE", "PROBLEM", "item_text", "items", "judged"]


def items(
    document: Document, sections: Sequence[Section], labels: Sequence[Label], year: int | None = None
) -> tuple[Item, ...]:
    """All problems and measures in reading order, without their links; `year` is the one evaluated."""
    reading = Reading(document, fold(document.text), tuple(sections))
    types = [_type(reading, labels, i, year) for i in range(len(sections))]
    found = [item for i in range(len(sections)) for item in _told_in_section(reading, types, i)]
    found.extend(told_outside(reading, types, found, year))
    if not any(item.role is ItemRole.PROBLEM for item in found):
        found.extend(confessed(reading, types))
    whole = (replace(item, themes=themes(item_text(document, item))) for item in found)
    return tuple(sorted(whole, key=lambda item: (item.spans[0].start, item.role)))


def judged(document: Document, found: tuple[Item, ...], judge: ThemeJudge) -> tuple[Item, ...]:
    """The items with their themes as a trained judge weighs them."""
    texts = [item_text(document, item) for item in found]
    return tuple(
        replace(item, themes=themes(text, likely))
        for item, text, likely in zip(found, texts, judge.likely(texts), strict=True)
    )


def _told_in_section(reading: Reading, types: Sequence[str], i: int) -> Iterator[Item]:
    """The items of a section that is for problems or measures."""
    if types[i] not in (PROBLEM, MEASURE, ADVICE):
        return
    for paragraphs in own_and_following(reading, i, paragraphs_of(reading, i)):
        yield from _told_by(reading, types, i, paragraphs)
    if types[i] != ADVICE:
        yield from tabled(reading, i)


def _told_by(reading: Reading, types: Sequence[str], i: int, paragraphs: Sequence[Span]) -> Iterator[Item]:
    kind = types[i]
    if kind == PROBLEM and says_above(reading, i, "last_year"):
        yield from measures_told(reading, i, paragraphs, DONE)
    elif kind == PROBLEM or (kind == MEASURE and _tells_both(reading, i, paragraphs)):
        yield from problems_told(reading, i, paragraphs)
    else:
        own = kind == ADVICE and _promises_itself(reading, types, i)
        yield from measures_told(reading, i, paragraphs, MEASURE if own else kind)


def _type(reading: Reading, labels: Sequence[Label], i: int, year: int | None) -> str:
    """The section's type; of a heading below problems, or measures, that itself says one, its parent's."""
    own, parent = labels[i].type, reading.sections[i].parent
    if own == MEASURE and year is not None and _plans_year(plain_title(reading.document, reading.sections[i]), year):
        return GOALS
    if own in (MEASURE, ADVICE) and pattern("titles", "looks_back").search(
        plain_title(reading.document, reading.sections[i])
    ):
        return DONE_WELL
    if own in (PROBLEM, MEASURE, ADVICE, CAUSE) or parent is None:
        return own
    title, above = (plain_title(reading.document, reading.sections[at]) for at in (i, parent))
    if labels[parent].type == MEASURE and pattern("measure", "begins").match(title):
        return MEASURE
    if labels[parent].type == PROBLEM and not pattern("titles", "achievements").search(above):
        return PROBLEM if pattern("problem", "cues").search(title) else own
    return own


def _plans_year(title: str, year: int) -> bool:
    """What was planned for the year evaluated, or one before it: goals, not measures."""
    planned = pattern("measure", "planned").search(title)
    return planned is not None and int(planned[1]) <= year


def _tells_both(reading: Reading, i: int, paragraphs: Sequence[Span]) -> bool:
    """A section of measures that tells the shortfalls first: its title says so, or its first sentence."""
    if _titled_mixed(reading, i):
        return True
    opening = sentences(reading.folded, paragraphs[0])[0] if paragraphs else None
    if opening is None or says_above(reading, i, "titled"):
        return False
    return bool(pattern("outside", "problem").search(reading.folded, opening.start, opening.end))


def _titled_mixed(reading: Reading, i: int) -> bool:
    """The nearest title that speaks of measures speaks of causes, too."""
    at: int | None = i
    while at is not None:
        title = plain_title(reading.document, reading.sections[at])
        if pattern("measure", "titled").search(title):
            return bool(pattern("measure", "mixed_causes").search(title))
        at = reading.sections[at].parent
    return False


def _promises_itself(reading: Reading, types: Sequence[str], i: int) -> bool:
    """A chapter of advice that asks nobody anything: the bureau itself will do it."""
    sections = reading.sections
    while (above := sections[i].parent) is not None and types[above] == ADVICE:
        i = above
    end = i + 1
    while end < len(sections) and (parent := sections[end].parent) is not None and parent >= i:
        end += 1
    said = reading.folded[sections[i].body.start : sections[end - 1].span.end]
    return not any(pattern("measure", key).search(said) for key in ("asks_others", "left_to_others"))
