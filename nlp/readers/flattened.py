"""Text that a converter has flattened: a whole report in one line, its headings in the middle of sentences' lines.

The numbering and the sentence marks give the paragraphs back. A number is believed to begin a heading where it
goes on with the numbering that is open (一、二、三), and where a sentence, a title or a table has ended before it.
The document counts as flattened when most of the headings with strong numbers that name a part of a report
(一、部门概况) stand inside its lines; then, and only then, are its paragraphs cut.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise, takewhile

from nlp.knowledge import load
from nlp.numerals import ordinal
from nlp.readers.building import CellText, TextBuilder
from nlp.text import FLATTENED, fold, has_stray_blanks, page_numbers, shown, stray_blanks, trimmed, without
from nlp.types import Block, BlockKind, Note, Span

NOTE = Note(
    FLATTENED,
    None,
    "文件的段落已被压平（多段连成一行），已按编号和标点重新分段；其中的表格已被压平，行和列无法恢复，请对照原文件",
)
_NUMBERINGS = ("part", "chapter", "chapter-section", "cn", "cn-bracket", "digit", "digit-bracket")
_BINDING = ("的", "和", "及", "与", "或", "、")  # no title ends on these
_STRONG = frozenset(("part", "chapter", "cn"))
_LONGEST_TITLE = 40
_LONGEST_LABEL = 26  # of a title that 。 closes before its text
_SURE = 100  # weight of a title that leaves no doubt
_FURTHEST = 200  # numbers ahead among which the second of a list is looked for
_LEAST_WEIGHT = 2  # of section_types.toml, where the words behind a title open running text
_MOST_BLANKS = 0.3  # a character, from which blanks part neither lines nor words
_LONGEST_TAIL = 5  # characters that a title goes on behind the name of a part
_FEWEST = 2  # strong headings inside lines that make a document flattened
_FEWEST_ENTRIES = 3  # of a contents page
_STRONG_NUMBER = re.compile(r"[一二三四五六七八九十]\s*[、.．]|第\s*[一二三四五六七八九十]\s*[部章]")
_BEHIND = re.compile(r"[\u4e00-\u9fff“《(（\[【\d]")  # how a title may begin
_INNER = re.compile(r"[“《（(][^”》）)]{0,40}[”》）)]")


@dataclass(frozen=True, slots=True)
class Stream:
    """The paragraphs as one string without blanks (folded): where its characters stand, what stood before them."""

    solid: str
    at: tuple[int, ...]
    opens: frozenset[int]  # positions at which a paragraph of the file begins
    blank: frozenset[int]  # positions before which a blank stood


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may begin a heading, at [start, end) of the stream."""

    family: str
    value: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a paragraph begins, in the stream; `contents` from there on is a contents page."""

    at: int
    contents: bool = False


def find(text: str, spans: Sequence[Span], stray: bool) -> list[tuple[BlockKind, Span]] | None:
    """The paragraphs over `spans` of the text again, in order; None where the text is not flattened."""
    if not spans or not _may_be_flattened(text, spans):
        return None
    stream = _stream(text, spans, stray)
    numbers = _numbers(stream)
    contents = _contents(stream, numbers)
    free = [n for n in numbers if not any(span.start <= n.start < span.end for span in contents)]
    headings = _sequence(stream, free)
    titles = _titles(stream, headings, stray) if headings else {}
    if not _are_flattened(stream, headings, titles):
        return None
    ends = [n.end for n in headings]
    places = {n.start for n in headings} | {end for end in titles.values() if end} | stream.opens
    places |= set(_unnumbered(stream, headings, stray))
    places |= set(_name(stream, ends)) | set(_cover(stream, headings, stray))
    cuts = [Cut(at) for at in places if not any(s.start <= at < s.end for s in contents)]
    cuts += [Cut(span.start, contents=True) for span in contents] + [Cut(span.end) for span in contents]
    return list(_pieces(text, spans, stream, sorted(set(cuts), key=lambda cut: (cut.at, not cut.contents))))


def mended(builder: TextBuilder) -> TextBuilder:
    """A builder with the same blocks, flattened ones cut into paragraphs, without stray blanks inside words."""
    text = "".join(builder.parts)
    running = [block.span for block in builder.blocks if block.kind is BlockKind.PARAGRAPH]
    stray = has_stray_blanks("\n".join(text[s.start : s.end] for s in running))
    found = find(text, running, stray)
    if found is None and not stray:
        return builder
    notes = [*builder.notes, *([NOTE] if found is not None else [])]
    rebuilt = TextBuilder(builder.name, builder.options, notes=notes)
    pieces = found if found is not None else [(BlockKind.PARAGRAPH, span) for span in running]
    for block in builder.blocks:
        if block.kind is BlockKind.TABLE:
            rebuilt.table(_cell_texts(text, block), block.page, block.box)
            continue
        inside = _within(pieces, block.span)
        for kind, span in inside or [(block.kind, block.span)]:
            rebuilt.paragraph(_said(text, span, stray), kind, block.page, block.box, block.level)
    return rebuilt


def _within(pieces: Sequence[tuple[BlockKind, Span]], outer: Span) -> list[tuple[BlockKind, Span]]:
    first = bisect_left(pieces, outer.start, key=lambda piece: piece[1].start)
    return list(takewhile(lambda piece: outer.holds(piece[1]), islice(pieces, first, None)))


def _said(text: str, span: Span, stray: bool) -> str:
    words = shown(text, span, stray)
    return without(words, page_numbers(words))


def _cell_texts(text: str, block: Block) -> list[CellText]:
    return [CellText(c.row, c.col, c.rows, c.cols, text[c.span.start : c.span.end]) for c in block.cells]


def _may_be_flattened(text: str, spans: Sequence[Span]) -> bool:
    """A quick look: a strong number stands inside a paragraph that is longer than a heading."""
    return any(len(s) > 60 and _STRONG_NUMBER.search(text, s.start + 6, s.end) for s in spans)


def _stream(text: str, spans: Sequence[Span], stray: bool) -> Stream:
    folded = fold(text)
    solid: list[str] = []
    at: list[int] = []
    opens, blank = set(), set()
    for span in spans:
        opens.add(len(at))
        last = span.start
        for start, end in _words_of(text, span, stray):
            if start > last and "\n" not in text[last:start]:  # a line that was only wrapped
                blank.add(len(at))
            solid.append(folded[start:end])
            at += range(start, end)
            last = end
    if stray and len(blank) > _MOST_BLANKS * len(at):
        blank.clear()  # they stand everywhere and tell nothing
    return Stream("".join(solid), tuple(at), frozenset(opens), frozenset(blank))


def _words_of(text: str, span: Span, stray: bool) -> Iterator[tuple[int, int]]:
    """Stretches of the span without white space and page numbers; stray blanks are no blanks."""
    skipped = [(g.start, g.end) for g in stray_blanks(text, span.start, span.end)] if stray else []
    skipped += [(page.start, page.end) for page in page_numbers(text, span.start, span.end)]
    skipped += [m.span() for m in re.compile(r"\s+").finditer(text, span.start, span.end)]
    last = span.start
    for start, end in sorted(skipped):
        if start > last:
            yield last, start
        last = max(last, end)
    if last < span.end:
        yield last, span.end


@cache
def _families() -> tuple[tuple[str, re.Pattern[str]], ...]:
    patterns = {entry["name"]: entry["pattern"] for entry in load("headings")["family"]}
    return tuple((name, re.compile(patterns[name])) for name in _NUMBERINGS)


@cache
def _rule(key: str) -> re.Pattern[str]:
    return re.compile(load("reading")["flattened"][key])


def _numbers(stream: Stream) -> list[Number]:
    """Everything that looks like a heading's number, in order."""
    found: dict[int, Number] = {}
    for name, family in _families():
        for match in family.finditer(stream.solid):
            shown = next(group for group in match.groups() if group)
            if (
                match.start() not in found
                and _BEHIND.match(stream.solid, match.end())
                and _is_free(stream, name, match)
            ):
                found[match.start()] = Number(name, ordinal(shown), match.start(), match.end())
    return [found[at] for at in sorted(found)]


def _is_free(stream: Stream, name: str, match: re.Match[str]) -> bool:
    """No digit goes before 5., no numeral before 一、: they would be one number."""
    at = match.start()
    if at in stream.opens or at in stream.blank:
        return True
    unlike = {"digit": r"[\d.]", "cn": "[第一二三四五六七八九十]"}.get(name)
    return unlike is None or not re.match(unlike, stream.solid[at - 1 : at])


def _contents(stream: Stream, numbers: Sequence[Number]) -> list[Span]:
    """Contents pages: numbers in a row with a title and a page number between each and the next."""
    found: list[Span] = []
    run: list[Number] = []
    for number, following in pairwise(numbers):
        if _rule("entry").fullmatch(stream.solid, number.end, following.start):
            run.append(number)
            continue
        found += _entries(stream, run, number)
        run = []
    return found


def _entries(stream: Stream, run: Sequence[Number], last: Number) -> list[Span]:
    """The run with its last entry, whose page number the next number does not follow."""
    if len(run) < _FEWEST_ENTRIES:
        return []
    closing = re.compile(r"[^，。；：！？\d]{2,40}?[.．…·‥┈]*\d{1,3}(?!\d|[年月日万元%.])").match(
        stream.solid, last.end
    )
    end = closing.end() if closing else last.start
    titled = re.compile(r"目[录次]$").search(stream.solid, max(0, run[0].start - 2), run[0].start)
    return [Span(titled.start() if titled else run[0].start, end)]


def _sequence(stream: Stream, numbers: Sequence[Number]) -> list[Number]:
    """The numbers that count: each goes on with an open numbering, or opens one below, at a place where it may."""
    accepted: list[Number] = []
    stack: list[Number] = []
    for i, number in enumerate(numbers):
        depth = next((d for d, n in enumerate(stack) if n.family == number.family), None)
        if not _fits(stream, stack, depth, number) or not _may_begin(
            stream, accepted, number, islice(numbers, i + 1, i + 1 + _FURTHEST)
        ):
            continue
        stack = [*stack[:depth], number] if depth is not None else [*_above(stack, number), number]
        accepted.append(number)
    return accepted


def _above(stack: Sequence[Number], number: Number) -> list[Number]:
    """What stays open above a numbering that begins: 第一部分 and 一、 never stand below （一） or 1."""
    order = _NUMBERINGS.index(number.family)
    if number.family not in _STRONG:
        return list(stack)
    return [n for n in stack if _NUMBERINGS.index(n.family) < order]


def _fits(stream: Stream, stack: Sequence[Number], depth: int | None, number: Number) -> bool:
    """Whether it is the next of its numbering, one after a number that was skipped, or the first of a new one."""
    if depth is None:
        return number.value == 1
    last = stack[depth].value
    skipped = number.value == last + 2 and number.family.startswith("cn") and stream.solid[number.start - 1] == "。"
    return number.value == last + 1 or skipped or (number.value == 1 and last > 1 and number.family in _STRONG)


def _may_begin(stream: Stream, accepted: Sequence[Number], number: Number, later: Iterable[Number]) -> bool:
    """Whether what stands before it has ended."""
    at = number.start
    if at in stream.opens or _rule("ended").search(stream.solid[max(0, at - 4) : at]):
        return True
    if _follows_title(stream, accepted, number):
        return True
    named = _names_a_part(_first_words(stream, number))
    if number.family in _STRONG and (at in stream.blank or named):
        return stream.solid[at - 1] not in "“《（(、，；" and (named or stream.solid[at - 1] not in "：:")
    if number.value == 1 and _follows_unnumbered(stream.solid, at):
        return True
    if number.value == 1 and stream.solid[at - 1] in "：:":
        second = next((n for n in later if n.family == number.family), None)
        return second is not None and second.value == 2 and stream.solid[second.start - 1] == "。"
    return number.family == "cn-bracket" and at in stream.blank and stream.solid[at - 1] not in "，、：；"


def _follows_unnumbered(solid: str, at: int) -> bool:
    """A sentence has ended and only a title without number stands between."""
    before = solid[max(0, at - 28) : at]
    stop = max(before.rfind(mark) for mark in "。！？")
    return stop >= 0 and _names_whole_part(before[stop + 1 :])


def _follows_title(stream: Stream, accepted: Sequence[Number], number: Number) -> bool:
    """The number before has nothing but a title behind it: 一、部门概况（一）机构组成."""
    if not accepted or accepted[-1].family == number.family or number.value != 1:
        return False
    title = stream.solid[accepted[-1].end : number.start]
    return 2 <= len(title) <= _LONGEST_TITLE and not _rule("no_title").search(_INNER.sub("", title))


def _first_words(stream: Stream, number: Number) -> str:
    """What the number stands before, up to the first mark."""
    rest = stream.solid[number.end : number.end + _LONGEST_TITLE]
    stop = _rule("no_title").search(rest)
    return rest[: stop.start()] if stop else rest


@cache
def _parts_of_a_report() -> re.Pattern[str]:
    """Titles that say which part of a report begins: the endings of headings.toml, the plain ones of section_types."""
    endings = "|".join(map(re.escape, load("headings")["words"]["unnumbered_endings"]))
    plain = [e["plain"].strip("^$") for e in load("section_types").values() if "plain" in e]
    whole = "|".join(f"(?:{p.replace('$|^', '|')})" for p in plain)
    return re.compile(rf"(?:[\u4e00-\u9fff“”、0-9（）()]{{0,16}}(?:{endings})|{whole})")


def _names_a_part(title: str) -> bool:
    return len(title) >= 4 and _parts_of_a_report().match(title) is not None


def _names_whole_part(title: str, least: int | None = None) -> bool:
    """The title names a part, or enough of one section type's cues speak for it."""
    return _title_weight(title) >= (least or load("headings")["limits"]["title_weight"])


def _title_weight(title: str) -> int:
    """The weight of the section type that the words speak for; _SURE for the name of a part of a report."""
    if len(title) < 4 or _rule("no_title").search(title) or title.endswith(_BINDING):
        return 0
    if _parts_of_a_report().fullmatch(title):
        return _SURE
    return max((sum(w for cue, w in cues if cue.search(title)) for cues in _cues()), default=0)


@cache
def _cues() -> tuple[tuple[tuple[re.Pattern[str], int], ...], ...]:
    types = load("section_types").values()
    return tuple(tuple((re.compile(cue), weight) for cue, weight in entry["title"]) for entry in types)


def _titles(stream: Stream, headings: Sequence[Number], stray: bool) -> dict[Number, int | None]:
    """Where the title behind each number ends and its text begins; None where they cannot be told apart."""
    ends = [*(n.start for n in headings[1:]), len(stream.solid)]
    return {n: _title_end(stream, n, end, stray) for n, end in zip(headings, ends, strict=True)}


def _title_end(stream: Stream, number: Number, end: int, stray: bool) -> int | None:
    """Behind the score in its brackets, at the blank that ends a line, or behind words that name a part."""
    start = number.end
    end = min(end, next((at for at in range(start, start + _LONGEST_TITLE + 20) if at in stream.opens), end))
    stop = _rule("no_title").search(_blinded(stream.solid[start : min(end, start + _LONGEST_TITLE + 20)]))
    limit = start + stop.start() if stop else min(end, start + _LONGEST_TITLE + 20)
    scored = _rule("scored").match(stream.solid, start, limit)
    if scored:
        return scored.end()
    line = None if stray else _line_end(stream, start, limit)
    if line or (stop is None and end - start <= _LONGEST_TITLE):
        return line  # or the next number follows
    run_in = stop is not None and stop[0] in "。：:" and limit - start <= _LONGEST_LABEL
    return _before_text(stream, start, limit) or (None if run_in else _named_title(stream.solid, start, limit))


def _before_text(stream: Stream, start: int, limit: int) -> int | None:
    """Where words begin that open running text; of several places the one whose title says most."""
    places = [
        at
        for at in range(start + 2, min(limit, start + _LONGEST_TITLE))
        if _rule("text_opens").match(stream.solid, at) and not _rule("title_goes_on").match(stream.solid, at)
    ]
    ranked = [(_rank(stream, start, at), -at) for at in places]
    best = max(ranked, default=(0, 0))
    return -best[1] if best[0] > 0 else None


def _rank(stream: Stream, start: int, end: int) -> int:
    """How much the words speak for a whole title; 0: not at all."""
    title = stream.solid[start:end]
    if _rule("title_closes").search(title) and not title.endswith(_BINDING):
        return _SURE
    weight = _title_weight(title)
    return weight if weight >= _LEAST_WEIGHT else int(len(title) >= 4 and end in stream.blank)


def _line_end(stream: Stream, start: int, limit: int) -> int | None:
    """The first blank behind two characters that does not only set off a figure."""
    places = (at for at in range(start + 2, limit) if at in stream.blank)
    return next((at for at in places if not _in_figures(stream.solid, at)), None)


def _named_title(solid: str, start: int, limit: int) -> int | None:
    """The end of the words that name a part of a report, with what goes on from them: 存在的问题 → 存在的问题和原因."""
    best = None
    for end in range(start + 4, min(limit, start + 28) + 1):
        if best is not None and end - best > _LONGEST_TAIL:
            break
        named = _names_whole_part(solid[start:end], _LEAST_WEIGHT) and _rule("title_closes").search(solid, start, end)
        if named and not _rule("title_goes_on").match(solid, end, limit):
            best = end
    return best


def _blinded(title: str) -> str:
    """The same length, without marks inside brackets and quotation marks."""
    return _INNER.sub(lambda m: "…" * len(m[0]), title)


def _in_figures(solid: str, at: int) -> bool:
    """A blank beside a figure is how some programs print figures in Chinese text."""
    return solid[at - 1].isascii() != solid[at].isascii() and (solid[at - 1].isdigit() or solid[at - 1] in "）)")


def _are_flattened(stream: Stream, headings: Sequence[Number], titles: dict[Number, int | None]) -> bool:
    strong = [n for n in headings if n.family in _STRONG]
    inner = [n for n in strong if n.start not in stream.opens]
    named = [n for n in inner if _names_a_part(stream.solid[n.end : titles[n] or n.end + len(_first_words(stream, n))])]
    return len(named) >= _FEWEST and 2 * len(inner) >= len(strong)


def _unnumbered(stream: Stream, headings: Sequence[Number], stray: bool) -> Iterator[int]:
    """Both ends of titles without number, and the beginnings of annexes, behind the end of a sentence."""
    starts = {n.start for n in headings}
    for match in re.compile(r"[。！？](?![”’」』）)》】])").finditer(stream.solid):
        at = match.end()
        if _rule("annex").match(stream.solid, at):
            yield at
            continue
        limit = next((i for i in range(at, min(at + 28, len(stream.solid))) if i in starts), None)
        line = None if stray or at not in stream.blank else _line_end(stream, at, at + 28)
        end = limit or line
        if end and _names_whole_part(stream.solid[at:end]):
            yield at
            yield end


def _cover(stream: Stream, headings: Sequence[Number], stray: bool) -> Iterator[int]:
    """The lines of the cover, where blanks part lines and not words."""
    first = headings[0].start if headings else 0
    stop = re.compile("[。；]").search(stream.solid, 0, first)
    limit = min(first, stop.start() if stop else first, 400)
    if not stray:
        yield from (at for at in range(1, limit) if at in stream.blank and not _in_figures(stream.solid, at))


def _name(stream: Stream, ends: Sequence[int]) -> Iterator[int]:
    """The end of the report's name in front of everything: …绩效自评报告, before a blank."""
    first = ends[0] if ends else len(stream.solid)
    head = stream.solid[: min(first, 120)]
    match = re.search(r"[^，。；：]{6,60}?(?:自评|评价|绩效)[^，。；：]{0,6}?报告(?:[（(][^（()）]{1,12}[）)])?", head)
    if match and head[match.end() : match.end() + 1] not in tuple("的，。、；：如后中（(及和与要"):
        yield match.end()


def _pieces(text: str, spans: Sequence[Span], stream: Stream, cuts: Sequence[Cut]) -> Iterator[tuple[BlockKind, Span]]:
    """Blocks from cut to cut; none reaches over a paragraph of the file."""
    marks = [cut for cut in cuts if cut.at < len(stream.at)]
    last = spans[0].start
    for cut, following in zip(marks, [*marks[1:], Cut(len(stream.at))], strict=True):
        if following.at <= cut.at:
            continue
        start, end = stream.at[cut.at], stream.at[following.at - 1] + 1
        yield from _between(text, spans, last, start)
        yield BlockKind.FURNITURE if cut.contents else BlockKind.PARAGRAPH, Span(start, end)
        last = end
    yield from _between(text, spans, last, spans[-1].end)


def _between(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[tuple[BlockKind, Span]]:
    """Page numbers that stand between two pieces."""
    first = max(0, bisect_left(spans, start, key=lambda span: span.end))
    for span in spans[first:]:
        if span.start >= end:
            break
        left = trimmed(text, max(start, span.start), min(end, span.end))
        if left:
            yield BlockKind.FURNITURE, left
