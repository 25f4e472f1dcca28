"""Problems and measures: every one as its own entry, verbatim, with its cause and its themes.

Items are split at explicit enumerators (一是, （1）, numbered paragraphs) and at sub-headings. A
heading that states the problem belongs to its text; one that only names a topic does not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nlp.blocks import blocks_within, has_children
from nlp.causes import labelled, shared, told_in
from nlp.lines import marker_at
from nlp.pieces import (
    CLOSERS,
    Piece,
    appeals,
    clauses,
    clean,
    enumerators,
    merged,
    pattern,
    pieces_of,
    requests,
    set_off,
    without_lead_in,
    without_preface,
)
from nlp.text import STRAY, fold, joined, sentences, shown, trimmed
from nlp.themes import ThemeJudge, themes
from nlp.titles import plain_title
from nlp.types import BlockKind, Document, Item, ItemRole, Label, Section, Span

PROBLEM, MEASURE, ADVICE, DONE = "问题", "改进措施", "建议", "整改情况"
_MEASURES = (MEASURE, ADVICE)  # section types whose items are measures of that kind


def items(
    document: Document, sections: Sequence[Section], labels: Sequence[Label], year: int | None = None
) -> tuple[Item, ...]:
    """All problems and measures in reading order, without their links; `year` is the one evaluated."""
    folded = fold(document.text)
    found: list[Item] = []
    for i, (section, label) in enumerate(zip(sections, labels, strict=True)):
        paragraphs = _paragraphs(document, section)
        if label.type == PROBLEM and _says_above(document, sections, i, "last_year"):
            found.extend(_measures(document, folded, sections, i, paragraphs, DONE))
        elif label.type == PROBLEM:
            found.extend(_problems(document, folded, sections, i, paragraphs))
            found.extend(_tabled(document, i, section))
        elif label.type in _MEASURES:
            found.extend(_measures(document, folded, sections, i, paragraphs, label.type))
        elif label.type in ("结果应用", "自评结论"):
            found.extend(_promises(document, folded, i, paragraphs))
            if label.type == "结果应用":
                found.extend(_arranged(document, folded, i, paragraphs, year))
    found.extend(_outside(document, folded, sections, labels))
    if not any(item.role is ItemRole.PROBLEM for item in found):
        found.extend(_confessed(document, folded, sections, labels))
    whole = (replace(item, themes=themes(item_text(document, item))) for item in found)
    return tuple(sorted(whole, key=lambda item: (item.spans[0].start, item.role)))


def judged(document: Document, found: tuple[Item, ...], judge: ThemeJudge) -> tuple[Item, ...]:
    """The items with their themes as a trained judge weighs them."""
    texts = [item_text(document, item) for item in found]
    return tuple(
        replace(item, themes=themes(text, likely))
        for item, text, likely in zip(found, texts, judge.likely(texts), strict=True)
    )


def item_text(document: Document, item: Item) -> str:
    """The item verbatim, its parts joined as a heading and its text are: by a full stop."""
    parts = [shown(document.text, s, STRAY in document.meta) for s in item.spans]
    return "。".join(p.rstrip("。") for p in parts)


def _tabled(document: Document, i: int, section: Section) -> Iterator[Item]:
    """Rows of a table 问题|原因|措施: an item a row, its cause and its measure from their columns."""
    for block in blocks_within(document, section.body):
        if block.kind is not BlockKind.TABLE:
            continue
        cells = {(c.row, c.col): trimmed(document.text, c.span.start, c.span.end, CLOSERS) for c in block.cells}
        cells = {place: span for place, span in cells.items() if span and not _says_none(document, span)}
        head, columns = _item_columns(document, cells)
        if "problem" not in columns:
            continue
        for row in sorted({r for r, _ in cells if r > head}):
            cause = cells.get((row, columns.get("cause", -1)))
            for role, key in ((ItemRole.PROBLEM, "problem"), (ItemRole.MEASURE, "measure")):
                span = cells.get((row, columns.get(key, -1)))
                if span:
                    told = (cause,) if cause and role is ItemRole.PROBLEM else ()
                    yield Item(role, PROBLEM if role is ItemRole.PROBLEM else MEASURE, i, (span,), told)


def _item_columns(document: Document, cells: Mapping[tuple[int, int], Span]) -> tuple[int, dict[str, int]]:
    """The header's row, and which of its columns hold problems, causes and measures."""
    for row in sorted({r for r, _ in cells})[:3]:
        columns: dict[str, int] = {}
        for (r, col), span in cells.items():
            said = document.text[span.start : span.end] if r == row else ""
            key = next((k for k in ("problem", "cause", "measure") if pattern("table", k).search(said)), None)
            if key and len(said) <= 16:
                columns.setdefault(key, col)
        if "problem" in columns and len(columns) > 1:
            return row, columns
    return 0, {}


def _paragraphs(document: Document, section: Section) -> list[Span]:
    """The section's own paragraphs, a run-in heading cut off."""
    spans = []
    for block in blocks_within(document, section.body):
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            continue
        span = trimmed(document.text, max(block.span.start, section.body.start), block.span.end, "。：:；*")
        full = trimmed(document.text, span.start, block.span.end)
        if span:
            spans.append(full)
    return spans


def _problems(
    document: Document, folded: str, sections: Sequence[Section], i: int, paragraphs: Sequence[Span]
) -> Iterator[Item]:
    mixed = _says_above(document, sections, i, "mixed_title")
    paragraphs, later = _parted(folded, paragraphs, pattern("measure", "mixed_openers" if mixed else "then"))
    paragraphs, causes = labelled(folded, paragraphs)
    paragraphs = [_unlabelled(folded, paragraph) for paragraph in paragraphs]
    pieces = _problem_pieces(document, folded, sections, i, paragraphs)
    enumerated = any(p.numbered for p in pieces)
    drafts: list[Item] = []
    for piece in pieces:
        if _says_none(document, piece.span):
            continue
        other = _other_than_problem(folded, piece.span)
        if other:
            yield _measure(document, folded, i, piece.span, other)
            continue
        problem, tail = _split_tail(folded, piece.span)
        drafts.append(_problem(document, folded, i, problem, enumerated))
        if tail:
            yield _measure(document, folded, i, tail, MEASURE)
    drafts = shared(document, drafts) if enumerated else drafts
    if drafts and not enumerated and _states_problem(document, sections[i]):
        drafts[0] = replace(drafts[0], spans=(sections[i].title, *drafts[0].spans))
    if not drafts and not has_children(sections, i) and _states_problem(document, sections[i]):
        drafts = [_problem(document, folded, i, sections[i].title, False)]
    yield from (replace(draft, cause=causes) if causes and not draft.cause else draft for draft in drafts)
    for paragraph in later:
        for piece in appeals(folded, clauses(folded, pieces_of(folded, [paragraph]))):
            yield _measure(document, folded, i, piece.span, MEASURE)


def _problem_pieces(
    document: Document, folded: str, sections: Sequence[Section], i: int, paragraphs: Sequence[Span]
) -> list[Piece]:
    """The paragraphs of a section of problems, cut into what may be one each."""
    if paragraphs and _counts_problems(folded, sections[i]):
        return [Piece(Span(paragraphs[0].start, paragraphs[-1].end), False)]
    pieces = without_lead_in(folded, pieces_of(folded, paragraphs), "problem")
    if has_children(sections, i) or any(True for _ in _tabled(document, i, sections[i])):
        pieces = without_preface(folded, pieces, "problem")
    if any(p.numbered for p in pieces):
        return [p for p in pieces if p.numbered or not pattern("lead_in", "back").match(folded[p.span.start :])]
    pieces = merged(folded, pieces)
    return pieces if _states_problem(document, sections[i]) else set_off(folded, pieces)


def _counts_problems(folded: str, section: Section) -> bool:
    """问题一：, the heading states a problem whatever its words are."""
    mark = marker_at(folded, section.span.start, section.title.start)
    return mark is not None and mark.family.name == "named"


def _other_than_problem(folded: str, span: Span) -> str | None:
    """The kind of measure that stands among problems: advice, or what has been done; None for a problem."""
    text = folded[span.start : span.end]
    if pattern("measure", "asks").match(text) or pattern("measure", "appeal").match(text):
        return ADVICE
    return DONE if pattern("measure", "done").search(text) else None


def _unlabelled(folded: str, paragraph: Span) -> Span:
    """The paragraph without its label 问题表现：."""
    label = pattern("labels", "problem").match(folded[paragraph.start : paragraph.end])
    return trimmed(folded, paragraph.start + (label.end() if label else 0), paragraph.end)


def _parted(folded: str, paragraphs: Sequence[Span], opener: re.Pattern[str]) -> tuple[list[Span], list[Span]]:
    """What tells the problems, what tells the measures: from a sentence with `opener` to the next enumerator."""
    problems: list[Span] = []
    measures: list[Span] = []
    for paragraph in paragraphs:
        marks = {mark.start for mark in enumerators(folded, paragraph)}
        told = None  # what the last sentence tells
        for sentence in sentences(folded, paragraph):
            opens = opener.match(folded[sentence.start : sentence.end])
            kind = measures if opens else problems if sentence.start in marks or told is None else told
            if kind is told:
                told[-1] = Span(told[-1].start, sentence.end)
            else:
                lead = pattern("measure", "mixed_lead").match(folded[sentence.start :]) if kind is measures else None
                kind.append(Span(sentence.start + (len(lead[0]) if lead else 0), sentence.end))
            told = kind
    return problems, measures


def _measures(
    document: Document,
    folded: str,
    sections: Sequence[Section],
    i: int,
    paragraphs: Sequence[Span],
    kind: str,
) -> Iterator[Item]:
    if kind != ADVICE and _says_above(document, sections, i, "done_title"):
        kind = DONE
    pieces = without_lead_in(folded, pieces_of(folded, paragraphs), "measure")
    if has_children(sections, i):
        pieces = without_preface(folded, pieces, "measure")
    enumerated = any(p.numbered for p in pieces)
    pieces = pieces if enumerated else merged(folded, pieces)
    if not enumerated and not _is_leaf_measure(document, sections, i):
        pieces = requests(folded, clauses(folded, pieces))
    pieces = appeals(folded, pieces, grounds=kind != ADVICE)
    drafts = [_measure(document, folded, i, p.span, kind) for p in pieces if not _says_none(document, p.span)]
    if kind == ADVICE and len(drafts) == 1 and not enumerated:
        drafts = [_from_request(folded, drafts[0])]
    elif drafts and not enumerated and _is_leaf_measure(document, sections, i):
        drafts[0] = replace(drafts[0], spans=(sections[i].title, *drafts[0].spans))
    if not drafts and not has_children(sections, i) and sections[i].parent is not None and sections[i].number:
        title = sections[i].title
        if not pattern("none", "pattern").match(document.text[title.start : title.end]):
            drafts = [_measure(document, folded, i, title, kind)]
    yield from drafts


def _says_above(document: Document, sections: Sequence[Section], i: int, key: str) -> bool:
    """The section's title or one above it matches a pattern of the measures' table."""
    at: int | None = i
    while at is not None:
        if pattern("measure", key).search(plain_title(document, sections[at])):
            return True
        at = sections[at].parent
    return False


def _promises(document: Document, folded: str, i: int, paragraphs: Sequence[Span]) -> Iterator[Item]:
    """Sentences outside the measures' own section that say what will be done."""
    for paragraph in paragraphs:
        for sentence in sentences(folded, paragraph):
            match = pattern("measure", "future").search(folded, sentence.start, sentence.end)
            if match:
                start = match.start() + match[0].rfind("将") if "将" in match[0] else match.start()
                yield _measure(document, folded, i, Span(start, sentence.end), MEASURE)


def _arranged(document: Document, folded: str, i: int, paragraphs: Sequence[Span], year: int | None) -> Iterator[Item]:
    """What follows from the results: a budget after the `year` evaluated, or a list that is announced."""
    for j, paragraph in enumerate(paragraphs):
        told = sentences(folded, paragraph)
        for sentence in told:
            promised = pattern("measure", "future").search(folded, sentence.start, sentence.end)
            if year is not None and not promised and _plans_budget(folded, sentence, year):
                start = max(sentence.start, folded.rfind("：", sentence.start, sentence.end - 8) + 1)
                yield _measure(document, folded, i, Span(start, sentence.end), MEASURE)
        if told and pattern("measure", "arranged").search(folded, told[-1].start, told[-1].end):
            listed = [p for p in pieces_of(folded, paragraphs[j + 1 :]) if p.numbered]
            yield from (_measure(document, folded, i, piece.span, MEASURE) for piece in listed)
            return


def _plans_budget(folded: str, sentence: Span, year: int) -> bool:
    """The sentence speaks of the budget of a year after the one evaluated."""
    years = re.findall(r"(20\d\d)年", folded[sentence.start : sentence.end])
    budgeted = pattern("measure", "budgeted").search(folded, sentence.start, sentence.end)
    return budgeted is not None and any(int(y) > year for y in years)


def _outside(document: Document, folded: str, sections: Sequence[Section], labels: Sequence[Label]) -> Iterator[Item]:
    """Paragraphs that tell problems, or measures, in a report that has no section of them."""
    types = {label.type for label in labels}
    measures = set() if types & set(_MEASURES) else {"measure", "done"}
    wanted = measures if PROBLEM in types else measures | {"problem"}
    for i, label in enumerate(labels):
        apart = not wanted or label.type in (PROBLEM, *_MEASURES)
        for paragraph in () if apart else _paragraphs(document, sections[i]):
            kind = _kind_outside(folded, paragraph)
            if kind == "problem" and kind in wanted:
                yield from _problems(document, folded, sections, i, [paragraph])
            elif kind in wanted:
                yield from _measures_told(document, folded, i, paragraph, DONE if kind == "done" else MEASURE)


def _kind_outside(folded: str, paragraph: Span) -> str | None:
    """What a paragraph's first sentence announces."""
    opening = sentences(folded, paragraph)[0]
    said = folded[opening.start : opening.end]
    return next((k for k in ("done", "measure", "problem") if pattern("outside", k).search(said)), None)


def _measures_told(document: Document, folded: str, i: int, paragraph: Span, kind: str) -> Iterator[Item]:
    """The measures of one paragraph behind the words that announce them."""
    pieces = pieces_of(folded, [paragraph])
    if any(p.numbered for p in pieces):
        pieces = [p for p in pieces if p.numbered]
    else:
        opening = sentences(folded, paragraph)[0]
        colon = folded.find("：", opening.start, opening.end)
        start = colon + 1 if colon >= 0 else opening.end
        pieces = clauses(folded, [Piece(clean(folded, Span(start, paragraph.end)), False)])
    yield from (_measure(document, folded, i, p.span, kind) for p in appeals(folded, pieces) if p.span)


def _confessed(document: Document, folded: str, sections: Sequence[Section], labels: Sequence[Label]) -> Iterator[Item]:
    """Shortfalls that a report without problems confesses where it explains its score."""
    for i, label in enumerate(labels):
        for paragraph in _paragraphs(document, sections[i]) if label.type == "指标分析" else ():
            for match in pattern("outside", "confessed").finditer(folded, paragraph.start, paragraph.end):
                end = pattern("outside", "ends").search(folded, match.end(), paragraph.end)
                span = clean(folded, Span(match.end(), end.start() if end else paragraph.end))
                if span:
                    yield _problem(document, folded, i, span, False)


def _says_none(document: Document, span: Span) -> bool:
    return bool(pattern("none", "pattern").match(joined(document.text[span.start : span.end])))


def _split_tail(folded: str, span: Span) -> tuple[Span, Span | None]:
    """A last clause that says what must be done is a measure, not part of the problem."""
    clauses = [m.end() for m in re.finditer(r"[，。；]", folded[span.start : span.end])]
    for offset in clauses:
        at = span.start + offset
        if at < span.end and pattern("measure", "openers").match(folded[at : span.end].lstrip()):
            if pattern("problem", "cues").search(folded, at, min(span.end, at + 14)) and not pattern(
                "measure", "not_yet"
            ).search(folded, at, at + 8):
                continue
            before = clean(folded, Span(span.start, at))
            if pattern("problem", "cues").search(folded, before.start, before.end):
                return before, clean(folded, Span(at, span.end))
    return span, None


def _problem(document: Document, folded: str, section: int, span: Span, enumerated: bool) -> Item:
    """A problem with the cause that its own text marks."""
    span, cause = told_in(folded, span, enumerated)
    found = themes(joined(document.text[span.start : span.end]))
    return Item(ItemRole.PROBLEM, PROBLEM, section, (span,), cause, found)


def _measure(document: Document, folded: str, section: int, span: Span, kind: str) -> Item:
    span = clean(folded, span)
    label = pattern("measure", "advice_label").match(folded[span.start : span.end])
    span = clean(folded, Span(span.start + (len(label[0]) if label else 0), span.end))
    text = joined(document.text[span.start : span.end])
    request = pattern("measure", "request").match(folded[span.start : span.end])
    asks = (
        label
        or pattern("measure", "appeal").match(folded[span.start : span.end])
        or (request and not pattern("measure", "own_request").search(request[0]))
    )
    kind = ADVICE if kind == ADVICE or asks else kind
    return Item(ItemRole.MEASURE, kind, section, (span,), (), themes(text))


def _from_request(folded: str, item: Item) -> Item:
    """A single piece of advice begins with what is asked, not with its grounds."""
    span = item.spans[0]
    for sentence in sentences(folded, span):
        if sentence.start > span.start and pattern("measure", "request").match(folded[sentence.start : sentence.end]):
            return replace(item, spans=(clean(folded, Span(sentence.start, span.end)),))
    return item


def _states_problem(document: Document, section: Section) -> bool:
    title = plain_title(document, section)
    generic = pattern("titles", "topic_of_problems").search(title)
    return bool(pattern("problem", "cues").search(title)) and not generic and section.parent is not None


def _is_leaf_measure(document: Document, sections: Sequence[Section], i: int) -> bool:
    """A sub-heading of the measures that is itself a measure (加强…，完善…), not a topic (…方面)."""
    title = plain_title(document, sections[i])
    topic = pattern("titles", "topic_of_measures").search(title)
    inner = sections[i].parent is not None and not has_children(sections, i)
    return inner and not topic and len(title) >= 4
