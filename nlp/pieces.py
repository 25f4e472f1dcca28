"""Paragraphs cut into what may be one item each: at enumerators, at ；, at requests; without what announces them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from nlp.causes import announced, outside_causes
from nlp.knowledge import load
from nlp.lines import Marker, marker_at
from nlp.text import sentences, trimmed
from nlp.types import Span

CLOSERS = "。；;，,、 \t\u3000*"

_SHORTEST = 4  # characters of what stands between two ； as an item of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a section up to the next enumerator; `numbered` where one opens it, `first` where that is a 1."""

    span: Span
    numbered: bool
    first: bool = False


@cache
def pattern(table: str, key: str) -> re.Pattern[str]:
    """A pattern of items.toml."""
    return re.compile(load("items")[table][key], re.MULTILINE)


def pieces_of(folded: str, paragraphs: Sequence[Span]) -> list[Piece]:
    """Paragraphs cut at their enumerators; an enumerator itself is left out."""
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        marks = enumerators(folded, paragraph)
        if not marks:
            pieces.append(Piece(clean(folded, paragraph), False))
            continue
        if marks[0].start > paragraph.start:
            pieces.append(Piece(clean(folded, Span(paragraph.start, marks[0].start)), False))
        for j, mark in enumerate(marks):
            end = marks[j + 1].start if j + 1 < len(marks) else paragraph.end
            first = j == 0 and _opens_run(folded, mark)
            pieces.append(Piece(clean(folded, Span(mark.end, end)), True, first))
    return _attached(folded, [p for p in pieces if p.span])


def _opens_run(folded: str, mark: Span) -> bool:
    """The enumerator is the first of its kind: 一是, 1., 首先."""
    rules = load("items")["enumerators"]
    return folded[mark.start : mark.end].strip(rules["strip"]) in rules["first"]


def clean(folded: str, span: Span) -> Span:
    """The span without what closes or introduces an item."""
    return trimmed(folded, span.start, span.end, CLOSERS + "：:")


def enumerators(folded: str, paragraph: Span) -> list[Span]:
    """Where items open inside a paragraph: its own number, or a run of 一是 … 二是 …"""
    own = marker_at(folded, paragraph.start, paragraph.end)
    inline = [
        (Span(_skip_space(folded, m.start()), m.end()), next(g for g in m.groups() if g))
        for m in pattern("enumerators", "inline").finditer(folded, paragraph.start, paragraph.end)
    ]
    inline = _without_decimals(folded, own, inline)
    spoken = [span for span, sign in inline if not _is_sign(sign)]
    if (
        spoken
        and spoken[0].start > paragraph.start
        and not pattern("lead_in", "problem").search(
            folded, max(paragraph.start, spoken[0].start - 20), spoken[0].start
        )
        and folded.startswith(load("items")["enumerators"]["sides"], spoken[0].start)
    ):
        spoken = []  # after the problem itself, its two sides
    if spoken and announced(folded, paragraph.start, spoken[0].start):
        spoken = []
    spoken = outside_causes(folded, spoken)
    signs = [span for span, sign in inline if _is_sign(sign) and span.start > paragraph.start]
    opens = own is not None and (not own.family.strong or _goes_on(folded, own, signs))
    opening = [own.span] if own is not None and opens else []
    if len(spoken) >= 2 or (spoken and _only_announced(folded, paragraph.start, spoken[0])):
        return spoken
    if opening:
        return [*opening, *signs] if len(signs) >= 1 else opening
    return signs if len(signs) >= 2 else []


def _only_announced(folded: str, start: int, mark: Span) -> bool:
    """Nothing, or a title alone (自评反映的问题，其一，…), stands before the first of a list that others interrupt."""
    before = folded[start : mark.start]
    return not before or bool(_opens_run(folded, mark) and pattern("lead_in", "bare").match(before))


def _without_decimals(folded: str, own: Marker | None, inline: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """The enumerators but numbers with decimals; 2.286户 goes on behind a 1. and is none."""
    kept: list[tuple[Span, str]] = []
    last = own.value if own is not None else 0
    for span, sign in inline:
        value = int(sign[:-1]) if sign[:-1].isdecimal() else 0
        if value and folded[span.end].isdecimal() and value != last + 1:
            continue
        last = value or last
        kept.append((span, sign))
    return kept


def _goes_on(folded: str, own: Marker, signs: Sequence[Span]) -> bool:
    """A heading's kind of number that goes on inside the paragraph: 一、…。二、…"""
    following = (marker_at(folded, span.start, span.end) for span in signs)
    return any(m is not None and m.family is own.family and m.value == own.value + 1 for m in following)


def _is_sign(sign: str) -> bool:
    return not sign[0].isalpha() or sign[0].isdigit()


def _skip_space(folded: str, start: int) -> int:
    while folded[start].isspace():
        start += 1
    return start


def _attached(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """An unnumbered paragraph after a numbered one goes on with it (its cause, its detail), not one on all of them."""
    result: list[Piece] = []
    for piece in pieces:
        on_all = pattern("lead_in", "back").match(folded[piece.span.start : piece.span.end])
        if result and result[-1].numbered and not piece.numbered and not on_all:
            result[-1] = replace(result[-1], span=Span(result[-1].span.start, piece.span.end))
        else:
            result.append(piece)
    return result


def merged(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Without enumerators a section is one item, unless most paragraphs state a problem of their own."""
    wrong = [bool(pattern("problem", "cues").search(folded, p.span.start, p.span.end)) for p in pieces]
    if len(pieces) < 2 or (2 * sum(wrong) > len(pieces)):
        return list(pieces)
    return [Piece(Span(pieces[0].span.start, pieces[-1].span.end), False)]


def apart(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Without enumerators each paragraph of measures is one."""
    return list(pieces)


def by_topic(folded: str, paragraphs: Sequence[Span]) -> list[Piece]:
    """Paragraphs that all open with a topic (资金方面：…): the text behind it is a piece; else nothing."""
    matches = [pattern("labels", "topic").match(folded[p.start : p.end]) for p in paragraphs]
    if len(paragraphs) < 2 or not all(matches):
        return []
    pairs = zip(paragraphs, matches, strict=True)
    return [Piece(clean(folded, Span(p.start + m.end(), p.end)), True) for p, m in pairs if m is not None]


def without_closing(folded: str, pieces: Sequence[Piece], role: str) -> list[Piece]:
    """Behind the items, a sentence that looks back on all of them is no part of the last."""
    if not pieces:
        return []
    last = pieces[-1]
    told = sentences(folded, last.span)
    while told and pattern("closing", role).match(folded[told[-1].start : told[-1].end]):
        told.pop()
    if not told:
        return list(pieces[:-1]) or list(pieces)
    return [*pieces[:-1], replace(last, span=clean(folded, Span(last.span.start, told[-1].end)))]


def set_off(folded: str, pieces: Sequence[Piece], *, announced: bool = False) -> list[Piece]:
    """Problems set off by ； in a paragraph without numbers: announced, or half of them saying what is wrong."""
    result: list[Piece] = []
    for piece in pieces:
        parts = clauses(folded, [piece])
        wrong = sum(bool(pattern("problem", "cues").search(folded, p.span.start, p.span.end)) for p in parts)
        result.extend(parts if announced or 2 * wrong >= len(parts) else [piece])
    return result


def clauses(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Measures set off by ； in a paragraph without numbers."""
    result = []
    for piece in pieces:
        ends = [m.start() for m in re.finditer("[；;]", folded[piece.span.start : piece.span.end])]
        bounds = [piece.span.start, *(piece.span.start + e for e in ends), piece.span.end]
        bounds = [b for b in bounds if not pattern("enumerators", "goes_on").match(folded[b : b + 4])]
        parts = [clean(folded, Span(a, b)) for a, b in pairwise(bounds)]
        whole = piece.numbered or len(parts) < 2 or any(len(part) < _SHORTEST for part in parts)
        result.extend([piece] if whole else [Piece(part, False) for part in parts])
    return result


def requests(folded: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Several sentences that each ask for something are several items."""
    result = []
    for piece in pieces:
        parts = sentences(folded, piece.span)
        asks = [bool(pattern("measure", "asks").match(folded[s.start : s.end])) for s in parts]
        split = len(parts) > 1 and all(asks) and not piece.numbered
        result.extend([Piece(clean(folded, s), False) for s in parts] if split else [piece])
    return result


def appeals(folded: str, pieces: Sequence[Piece], *, grounds: bool = True) -> list[Piece]:
    """What somebody else is asked, behind a full stop or a comma, is a piece of its own.

    Without `grounds` only where the piece begins with a request: what stands before one tells its grounds.
    """
    result: list[Piece] = []
    for piece in pieces:
        whole = not grounds and not pattern("measure", "appeal").match(folded, piece.span.start, piece.span.end)
        result.extend([piece] if whole else _cut_at_appeals(folded, piece))
    return result


def _cut_at_appeals(folded: str, piece: Piece) -> Iterator[Piece]:
    asked = pattern("measure", "appeal").finditer(folded, piece.span.start + 1, piece.span.end)
    starts = [m for m in asked if folded[m.start() - 1] in "。；，," or folded[m.start() - 1].isspace()]
    bounds = [piece.span.start, *(m.start() for m in starts), piece.span.end]
    openings = [piece.span.start, *(m.start("asked") if m["asked"] else m.start() for m in starts)]
    for at, end in zip(openings, bounds[1:], strict=True):
        if part := clean(folded, Span(at, end)):
            yield replace(piece, span=part)


def without_lead_in(folded: str, pieces: Sequence[Piece], role: str) -> list[Piece]:
    """Leaves out what only announces the items: 主要表现在：, 存在以下问题。"""
    if not pieces or pieces[0].numbered:
        return list(pieces)
    first = pieces[0].span
    colon = max(folded.rfind("：", first.start, first.end), folded.rfind(":", first.start, first.end))
    if announced(folded, first.start, max(colon, first.start)):
        return list(pieces)
    announces = pattern("lead_in", role)
    if len(pieces) > 1 and (len(first) <= 120 or pieces[1].first):
        last = sentences(folded, first)[-1]
        if announces.search(folded, last.start, last.end) or pieces[1].first:
            return list(pieces[1:])
    rest = clean(folded, Span(colon + 1, first.end)) if colon > 0 else Span(0, 0)
    if colon > 0 and (
        announces.search(folded, max(first.start, colon - 20), colon) or _heads_list(folded, first.start, colon, rest)
    ):
        return [Piece(rest, False), *pieces[1:]] if rest else list(pieces[1:])
    opening = sentences(folded, first)
    if len(opening) > 1 and announces.search(folded, opening[0].start, opening[0].end):
        return [Piece(Span(opening[1].start, first.end), False), *pieces[1:]]
    return list(pieces)


def _heads_list(folded: str, start: int, colon: int, rest: Span) -> bool:
    """Whether words that say nothing wrong stand before a colon and a list of problems behind it: 形势并不轻松：…；…"""
    wrong = pattern("problem", "cues").search(folded, start, colon)
    return wrong is None and len(set_off(folded, [Piece(rest, False)])) > 1


def without_preface(folded: str, pieces: Sequence[Piece], role: str) -> list[Piece]:
    """Above sub-headings that hold the items, what ends in a colon or announces them is no item."""
    announces = pattern("lead_in", role)
    return [
        p
        for p in pieces
        if p.numbered
        or not (
            folded[p.span.end : p.span.end + 2].strip().startswith(("：", ":"))
            or announces.search(folded, max(p.span.start, p.span.end - 40), p.span.end)
        )
    ]
