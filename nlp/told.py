"""The problems, and the measures, that one section tells.

Items are split at explicit enumerators (一是, （1）, numbered paragraphs) and at sub-headings. A
heading that states the problem belongs to its text; one that only names a topic does not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.blocks import blocks_within, has_children
from nlp.causes import labelled, shared
from nlp.drafts import ADVICE, DONE, MEASURE, PROBLEM, Reading, measure, problem, says_none
from nlp.lines import marker_at
from nlp.pieces import (
    CLOSERS,
    Piece,
    apart,
    appeals,
    by_topic,
    clauses,
    clean,
    enumerators,
    merged,
    pattern,
    pieces_of,
    requests,
    set_off,
    without_closing,
    without_lead_in,
    without_preface,
)
from nlp.text import sentences, trimmed
from nlp.titles import plain_title
from nlp.types import BlockKind, Item, ItemRole, Span

_ANNOUNCEMENT = 20  # characters at most before a list of measures that only lead to it


@dataclass(frozen=True, slots=True)
class Parted:
    """What of a section tells problems, and what measures: those behind a label (改进措施：) and the others."""

    problems: list[Span]
    measures: list[Span]
    behind_labels: list[Span]


def paragraphs_of(reading: Reading, i: int) -> list[Span]:
    """The section's own paragraphs, a run-in heading cut off, without the signature at a report's end."""
    text, section = reading.document.text, reading.sections[i]
    spans = []
    for block in blocks_within(reading.document, section.body):
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            continue
        span = trimmed(text, max(block.span.start, section.body.start), block.span.end, "。：:；*")
        if span:
            spans.append(trimmed(text, span.start, block.span.end))
    return _unsigned(reading, spans)


def _unsigned(reading: Reading, paragraphs: list[Span]) -> list[Span]:
    """The paragraphs without who signs at the end, and when."""
    end = len(paragraphs)
    for key in ("date", "name"):
        if end > 1 and pattern("signature", key).search(reading.said(paragraphs[end - 1])):
            end -= 1
    return paragraphs[:end]


def says_above(reading: Reading, i: int, key: str) -> bool:
    """The section's title or one above it matches a pattern of the measures' table."""
    at: int | None = i
    while at is not None:
        if pattern("measure", key).search(plain_title(reading.document, reading.sections[at])):
            return True
        at = reading.sections[at].parent
    return False


def own_and_following(reading: Reading, i: int, paragraphs: list[Span]) -> Iterator[list[Span]]:
    """The section's own paragraphs, and those in which its number goes on without being headings."""
    section = reading.sections[i]
    own = marker_at(reading.folded, section.span.start, section.title.start)
    for at, paragraph in enumerate(paragraphs if own is not None else ()):
        mark = marker_at(reading.folded, paragraph.start, paragraph.end)
        if own is not None and mark is not None and mark.family is own.family and mark.value == own.value + 1:
            yield paragraphs[:at]
            yield paragraphs[at:]
            return
    yield paragraphs


def problems_told(reading: Reading, i: int, paragraphs: Sequence[Span]) -> Iterator[Item]:
    """The problems of a section, and the measures that are told among them."""
    folded = reading.folded
    mixed = says_above(reading, i, "mixed_title") or says_above(reading, i, "mixed_causes")
    parted = _parted(folded, paragraphs, pattern("measure", "mixed_openers" if mixed else "then"))
    told, causes = labelled(folded, parted.problems)
    told, explained = _without_explanation(reading, i, [_unopened(folded, paragraph) for paragraph in told])
    pieces = _problem_pieces(reading, i, told)
    enumerated = any(p.numbered for p in pieces)
    drafts: list[Item] = []
    for piece in pieces:
        if says_none(reading, piece.span):
            continue
        other = _other_than_problem(folded, piece.span)
        if other:
            yield measure(reading, i, piece.span, other)
            continue
        span, tail = _split_tail(folded, piece.span)
        drafts.append(problem(reading, i, span, enumerated))
        if tail:
            yield measure(reading, i, tail, MEASURE)
    drafts = _completed(reading, i, drafts, enumerated, bool(causes) or _states_problem(reading, i))
    causes = causes or explained
    yield from (replace(draft, cause=causes) if causes and not draft.cause else draft for draft in drafts)
    yield from _measures_among(reading, i, parted, len(drafts))


def _completed(reading: Reading, i: int, drafts: list[Item], enumerated: bool, states: bool) -> list[Item]:
    """The drafts with the heading that states the problem; the heading alone where nothing but a cause stands below."""
    title = reading.sections[i].title
    if enumerated:
        drafts = shared(reading.document, drafts)
    elif drafts and _states_problem(reading, i):
        return [replace(drafts[0], spans=(title, *drafts[0].spans)), *drafts[1:]]
    elif len(drafts) == 1 and _only_praises(reading.said(drafts[0].spans[0])):
        return []
    if not drafts and states and not has_children(reading.sections, i):
        return [problem(reading, i, title, False)]
    return drafts


def _only_praises(text: str) -> bool:
    """A text under a title that promises problems has none to tell."""
    text = pattern("none", "denied").sub("", text)
    wrong = pattern("none", "but").search(text) or pattern("problem", "cues").search(text)
    return not wrong and len(pattern("none", "praise").findall(text)) > 1


def _measures_among(reading: Reading, i: int, parted: Parted, problems: int) -> Iterator[Item]:
    """The measures of a section of problems; behind a label one problem's measure is one."""
    folded = reading.folded
    between = len(parted.measures) > 1 and problems > 1
    for paragraph in parted.measures:
        pieces = pieces_of(folded, [paragraph])
        if len(pieces) > 1 and pieces[1].first and len(pieces[0].span) < _ANNOUNCEMENT:
            pieces = pieces[1:]
        whole = between or (problems < 2 and paragraph in parted.behind_labels)
        for piece in appeals(folded, pieces if whole else clauses(folded, pieces)):
            kind = ADVICE if _asked_of_others(folded, paragraph) else MEASURE
            yield measure(reading, i, piece.span, _who_acts(folded, piece.span, kind))


def _asked_of_others(folded: str, paragraph: Span) -> bool:
    """The paragraph stands behind the label 建议：, or opens with it."""
    before = pattern("measure", "advice_before").search(folded[max(0, paragraph.start - 8) : paragraph.start])
    return bool(before or pattern("measure", "advice_label").match(folded[paragraph.start : paragraph.end]))


def _problem_pieces(reading: Reading, i: int, paragraphs: Sequence[Span]) -> list[Piece]:
    """The paragraphs of a section of problems, cut into what may be one each."""
    folded = reading.folded
    if paragraphs and _counts_problems(reading, i):
        return [Piece(Span(paragraphs[0].start, paragraphs[-1].end), False)]
    topics = by_topic(folded, paragraphs)
    if topics:
        return topics
    pieces = without_closing(folded, pieces_of(folded, paragraphs), "problem")
    states = _states_problem(reading, i)
    whole = pieces
    if not states or len(pieces) > 1 or has_children(reading.sections, i):
        pieces = without_lead_in(folded, pieces, "problem")
    announced = len(pieces) == len(whole) == 1 and pieces != whole
    if has_children(reading.sections, i) or any(True for _ in tabled(reading, i)):
        pieces = without_preface(folded, pieces, "problem")
    if any(p.numbered for p in pieces):
        return [p for p in pieces if p.numbered or not pattern("lead_in", "back").match(folded[p.span.start :])]
    pieces = merged(folded, pieces)
    return pieces if states else set_off(folded, pieces, announced=announced)


def _without_explanation(reading: Reading, i: int, paragraphs: list[Span]) -> tuple[list[Span], tuple[Span, ...]]:
    """Behind a heading that states a problem and a sentence on it, a list that says nothing wrong tells its causes."""
    folded = reading.folded
    looked_at = _states_problem(reading, i) and not _counts_problems(reading, i)
    pieces = pieces_of(folded, paragraphs) if looked_at else []
    if len(pieces) < 3 or pieces[0].numbered or not all(p.numbered for p in pieces[1:]):
        return paragraphs, ()
    wrong = sum(bool(pattern("problem", "cues").search(folded, p.span.start, p.span.end)) for p in pieces[1:])
    last = sentences(folded, pieces[0].span)[-1]
    announces = pattern("lead_in", "problem").search(folded, last.start, last.end)
    if 2 * wrong > len(pieces) - 1 or announces or folded[pieces[0].span.end : pieces[0].span.end + 1] in "：:":
        return paragraphs, ()
    return [pieces[0].span], (clean(folded, Span(pieces[0].span.end, pieces[-1].span.end)),)


def _counts_problems(reading: Reading, i: int) -> bool:
    """问题一：, the heading states a problem whatever its words are."""
    section = reading.sections[i]
    mark = marker_at(reading.folded, section.span.start, section.title.start)
    return mark is not None and mark.family.name == "named"


def _other_than_problem(folded: str, span: Span) -> str | None:
    """The kind of measure that stands among problems: advice, or what has been done; None for a problem."""
    text = folded[span.start : span.end]
    if pattern("measure", "asks").match(text) or pattern("measure", "appeal").match(text):
        return ADVICE
    return DONE if pattern("measure", "done").search(text) else None


def _unopened(folded: str, paragraph: Span) -> Span:
    """The paragraph without its label 问题表现：, or 存在的主要问题是."""
    start = paragraph.start
    for table, key in (("labels", "problem"), ("lead_in", "opening")):
        match = pattern(table, key).match(folded[start : paragraph.end])
        start += match.end() if match else 0
    return trimmed(folded, start, paragraph.end)


def _parted(folded: str, paragraphs: Sequence[Span], opener: re.Pattern[str]) -> Parted:
    """A measure reaches from a sentence with `opener` to the next enumerator, from a label alone to the next label."""
    parted = Parted([], [], [])
    mode = parted.problems  # what paragraphs tell until a label says otherwise
    for paragraph in paragraphs:
        label = pattern("labels", "problem").match(folded[paragraph.start : paragraph.end])
        opens = opener.match(folded[paragraph.start : paragraph.end])
        if label is not None or (opens is not None and paragraph.start + opens.end() >= paragraph.end):
            mode = parted.problems if label is not None else parted.measures
        if opens is None or paragraph.start + opens.end() < paragraph.end:
            _part(folded, paragraph, opener, parted, mode)
    return parted


def _part(folded: str, paragraph: Span, opener: re.Pattern[str], parted: Parted, mode: list[Span]) -> None:
    """Add a paragraph's sentences to what they tell."""
    marks = {mark.start for mark in enumerators(folded, paragraph)}
    told = None  # what the last sentence tells
    for sentence in sentences(folded, paragraph):
        if (title := _run_in(folded[sentence.start : sentence.end])) is not None:
            mode, told = (parted.measures if title == "measures_run_in" else parted.problems), None
            continue
        opens = opener.match(folded[sentence.start : sentence.end])
        kind = parted.measures if opens else mode if sentence.start in marks or told is None else told
        if kind is told:
            told[-1] = Span(told[-1].start, sentence.end)
        else:
            kind.append(_without_opener(folded, sentence) if kind is parted.measures else sentence)
        if opens and folded[sentence.start + opens.end() - 1] in "：:":
            parted.behind_labels.append(kind[-1])
        told = kind
    if parted.behind_labels and told is parted.measures and parted.behind_labels[-1].start == told[-1].start:
        parted.behind_labels[-1] = told[-1]


def _run_in(sentence: str) -> str | None:
    """The key of what a title that stands inside a paragraph announces."""
    return next((k for k in ("problems_run_in", "measures_run_in") if pattern("labels", k).match(sentence)), None)


def _without_opener(folded: str, sentence: Span) -> Span:
    lead = pattern("measure", "mixed_lead").match(folded[sentence.start :])
    return Span(sentence.start + (len(lead[0]) if lead else 0), sentence.end)


def _split_tail(folded: str, span: Span) -> tuple[Span, Span | None]:
    """A last clause that says what must be done is a measure, not part of the problem."""
    ends = [m.end() for m in re.finditer(r"[，。；]", folded[span.start : span.end])]
    for offset in ends:
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


def _states_problem(reading: Reading, i: int) -> bool:
    if _counts_problems(reading, i):
        return True
    title = plain_title(reading.document, reading.sections[i])
    if pattern("titles", "topic_of_problems").search(title) or reading.sections[i].parent is None:
        return False
    if pattern("problem", "cues").search(title):
        return True
    return len(title) > 5 and not pattern("titles", "noun_of_problems").search(title) and _below_problems(reading, i)


def _below_problems(reading: Reading, i: int) -> bool:
    """A numbered leaf below a title that promises problems and nothing else, its text no list set off by ；."""
    parent = reading.sections[i].parent
    above = plain_title(reading.document, reading.sections[parent]) if parent is not None else ""
    only = pattern("titles", "only_problems").search(above) and not has_children(reading.sections, i)
    if not only or not reading.sections[i].number:
        return False
    return all(len(set_off(reading.folded, [Piece(p, False)])) == 1 for p in paragraphs_of(reading, i))


def measures_told(reading: Reading, i: int, paragraphs: Sequence[Span], kind: str) -> Iterator[Item]:
    """The measures of a section that is for them."""
    if kind != ADVICE and (_on_earlier_problems(reading, i) or _opens_on_last_year(reading, paragraphs)):
        kind = DONE
    labels = kind == DONE and any(pattern("labels", "done").search(reading.said(p)) for p in paragraphs)
    paragraphs = _what_was_done(reading.folded, paragraphs) if labels else paragraphs
    states = not labels and _is_leaf_measure(reading, i)
    pieces = _measure_pieces(reading, i, paragraphs, kind, states)
    enumerated = any(p.numbered for p in pieces)
    drafts = [measure(reading, i, p.span, _who_acts(reading.folded, p.span, kind)) for p in pieces]
    drafts = [draft for draft in drafts if not says_none(reading, draft.spans[0])]
    if len(drafts) == 1 and not enumerated:
        drafts = [_unannounced(reading.folded, drafts[0])]
    whole = drafts
    if kind == ADVICE and len(drafts) == 1 and not enumerated:
        drafts = [_from_request(reading.folded, drafts[0])]
    if drafts and drafts == whole and not enumerated and states:
        drafts = [replace(drafts[0], spans=(reading.sections[i].title, *drafts[0].spans)), *drafts[1:]]
    yield from drafts or _titled(reading, i, kind)


def _on_earlier_problems(reading: Reading, i: int) -> bool:
    """The nearest title that speaks of what was done, or of what will be, speaks of the first."""
    at: int | None = i
    while at is not None:
        title = plain_title(reading.document, reading.sections[at])
        if pattern("measure", "to_come").search(title):
            return False
        if pattern("measure", "done_title").search(title):
            return True
        at = reading.sections[at].parent
    return False


def _opens_on_last_year(reading: Reading, paragraphs: Sequence[Span]) -> bool:
    """The first sentence says that earlier problems have been dealt with."""
    opening = sentences(reading.folded, paragraphs[0])[0] if paragraphs else None
    said = reading.folded[opening.start : opening.end] if opening else ""
    return bool(pattern("measure", "done_opening").match(said))


def _who_acts(folded: str, span: Span, kind: str) -> str:
    """Among requests, what the bureau says it will do itself is a measure; among measures, what others do is advice."""
    if kind == MEASURE and pattern("measure", "others_act").match(folded, span.start, span.end):
        return ADVICE
    own = kind == ADVICE and pattern("measure", "own_promise").match(folded, span.start, span.end)
    return MEASURE if own else kind


def _measure_pieces(reading: Reading, i: int, paragraphs: Sequence[Span], kind: str, states: bool) -> list[Piece]:
    """The paragraphs of a section of measures, cut into what may be one each."""
    folded = reading.folded
    topics = by_topic(folded, paragraphs)
    if topics:
        return appeals(folded, topics, grounds=kind != ADVICE)
    pieces = without_closing(folded, pieces_of(folded, paragraphs), "measure")
    pieces = without_lead_in(folded, pieces, "measure")
    if has_children(reading.sections, i):
        pieces = without_preface(folded, pieces, "measure")
    enumerated = any(p.numbered for p in pieces)
    if not enumerated:
        pieces = merged(folded, pieces) if states else requests(folded, clauses(folded, apart(folded, pieces)))
    return appeals(folded, pieces, grounds=kind != ADVICE)


def _titled(reading: Reading, i: int, kind: str) -> Iterator[Item]:
    """A numbered heading without text below is the measure."""
    section = reading.sections[i]
    numbered = section.parent is not None and section.number
    if numbered and not has_children(reading.sections, i) and not says_none(reading, section.title):
        yield measure(reading, i, section.title, kind)


def _what_was_done(folded: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Behind the labels 整改情况：; paragraphs and entries that only name last year's problem are left out."""
    result = []
    for paragraph in paragraphs:
        pieces = pieces_of(folded, [paragraph])
        for piece in pieces[1:] if len(pieces) > 1 and pieces[1].first else pieces:
            label = pattern("labels", "done").search(folded, piece.span.start, piece.span.end)
            if label is not None:
                result.append(clean(folded, Span(label.end(), piece.span.end)))
            elif not pattern("labels", "problem").match(folded[piece.span.start : piece.span.end]):
                result.append(piece.span)
    return [span for span in result if span]


def _is_leaf_measure(reading: Reading, i: int) -> bool:
    """A sub-heading of the measures that is itself a measure (加强…，完善…), not a topic (…方面)."""
    title = plain_title(reading.document, reading.sections[i])
    topic = pattern("titles", "topic_of_measures").search(title)
    inner = reading.sections[i].parent is not None and not has_children(reading.sections, i)
    return inner and not topic and len(title) >= 4


def _unannounced(folded: str, item: Item) -> Item:
    """A single measure without 在今后的工作中，我局 before 将."""
    span = item.spans[0]
    opening = pattern("measure", "opening").match(folded[span.start : span.end])
    return replace(item, spans=(Span(span.start + opening.end(), span.end),)) if opening else item


def _from_request(folded: str, item: Item) -> Item:
    """A single piece of advice begins with what is asked, not with its grounds."""
    span = item.spans[0]
    for sentence in sentences(folded, span):
        if sentence.start > span.start and pattern("measure", "request").match(folded[sentence.start : sentence.end]):
            return replace(item, spans=(clean(folded, Span(sentence.start, span.end)),))
    return item


def tabled(reading: Reading, i: int) -> Iterator[Item]:
    """Rows of a table 问题|原因|措施: an item a row, its cause and its measure from their columns.

    Where the table, or the section's title, tells of earlier problems, what was done about them only.
    """
    text = reading.document.text
    earlier = says_above(reading, i, "last_year")
    for block in blocks_within(reading.document, reading.sections[i].body):
        if block.kind is not BlockKind.TABLE:
            continue
        cells = {(c.row, c.col): trimmed(text, c.span.start, c.span.end, CLOSERS) for c in block.cells}
        cells = {place: span for place, span in cells.items() if span and not says_none(reading, span)}
        head, columns = _item_columns(text, cells)
        kind = _kind_of_column(reading, cells.get((head, columns.get("measure", -1))))
        for row in sorted({r for r, _ in cells if r > head}) if "problem" in columns else ():
            told = {key: span for key, col in columns.items() if (span := cells.get((row, col)))}
            yield from _row(reading, i, told, DONE if earlier else kind)


def _kind_of_column(reading: Reading, header: Span | None) -> str:
    said = reading.said(header) if header else ""
    if pattern("table", "done").search(said):
        return DONE
    return ADVICE if pattern("table", "advice").fullmatch(said) else MEASURE


def _row(reading: Reading, i: int, told: Mapping[str, Span], kind: str) -> Iterator[Item]:
    """The problem of a row with its cause, and its measures."""
    if "problem" in told and kind != DONE:
        cause = (told["cause"],) if "cause" in told else ()
        yield Item(ItemRole.PROBLEM, PROBLEM, i, (told["problem"],), cause)
    for piece in pieces_of(reading.folded, [told["measure"]] if "measure" in told else []):
        yield measure(reading, i, piece.span, kind)


def _item_columns(text: str, cells: Mapping[tuple[int, int], Span]) -> tuple[int, dict[str, int]]:
    """The header's row, and which of its columns hold problems, causes and measures."""
    for row in sorted({r for r, _ in cells})[:3]:
        columns: dict[str, int] = {}
        for (r, col), span in cells.items():
            said = text[span.start : span.end] if r == row else ""
            key = next((k for k in ("problem", "cause", "measure") if pattern("table", k).search(said)), None)
            if key and len(said) <= 16:
                columns.setdefault(key, col)
        if "problem" in columns and len(columns) > 1:
            return row, columns
    return 0, {}
