"""Lines that may be headings: what number opens them, how they are built, each seen by itself.

A numbered line is a heading when it is a title, not when it is a sentence: titles stand alone
with text after them, or are closed by 。 or ： before their text on the same line.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from nlp.knowledge import load
from nlp.numerals import ordinal
from nlp.text import trimmed
from nlp.titles import CLOSERS, plain_type, title_weights, without_brackets
from nlp.types import Block, BlockKind, Document, Span

_BOXED = re.compile(r"\[([^\[\]\n]{2,24})\]")  # 【title】, folded
_MARKUP = re.compile(r"\*\*|&(?:nbsp|emsp|ensp);|\[bookmark:[^\]\n]*\]|#+(?=\s)|[ \t\u3000\ufeff]")
_FIELDS = 120  # characters that the fields before a heading on their line may take
_COVER_FIELDS = re.compile(
    r"[^。；：:\n]{2,12}[：:][^。；\n]{1,90}?(?:\d\s*日[)）]?\s*|[ \u3000]+)"
    r"(?=一\s*[、.．][^。，；：:\n]{2,20}(?:\n|$))",
    re.MULTILINE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年(?:度|末|底|初)?")
SCORE_MARK = re.compile(r"[（(][^（）()]*\d\s*分[^（）()]*[）)]")


@dataclass(frozen=True, slots=True)
class Family:
    """One way of numbering; `pattern` matches at a line's opening, on folded text."""

    name: str
    pattern: re.Pattern[str]
    strong: bool
    top: bool
    item: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """The number that opens a line: its family, its value, where it ends."""

    family: Family
    value: int
    span: Span


class Shape(Enum):
    """How a numbered line is built, from surest heading to none."""

    ALONE = 3  # a title on its own line
    RUN_IN = 2  # title, 。 or ：, text on the same line
    SENTENCE = 1  # one short sentence on its own line: heading or list item, the siblings tell
    TEXT = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A block seen as a possible heading; `title` and `body` are spans into the document.

    `minor` where only the document's manner makes it a heading, not what it says.
    """

    block: int
    marker: Marker | None
    shape: Shape
    title: Span
    body: Span
    style: int | None = None
    minor: bool = False
    start: int = 0  # where its section begins


@cache
def families() -> tuple[Family, ...]:
    """The numberings of headings.toml in their order."""
    return tuple(
        Family(f["name"], re.compile(f["pattern"]), f["strong"], f.get("top", False), f.get("item", False))
        for f in load("headings")["family"]
    )


@cache
def limits() -> dict[str, int]:
    """How long a heading may be, by its kind."""
    return dict(load("headings")["limits"])


@cache
def words(key: str) -> tuple[str, ...]:
    """A list of words of headings.toml."""
    return tuple(load("headings")["words"][key])


def marker_at(folded: str, start: int, end: int) -> Marker | None:
    """The heading number that opens [start, end), left-over mark-up skipped."""
    start = _skip_markup(folded, start, end)
    for family in families():
        match = family.pattern.match(folded, start, end)
        if match:
            return Marker(family, ordinal(next(g for g in match.groups() if g)), Span(start, match.end()))
    return None


def _skip_markup(text: str, start: int, end: int) -> int:
    while match := _MARKUP.match(text, start, end):
        start = match.end()
    return start


def line_at(document: Document, folded: str, index: int, block: Block) -> Line | None:
    """A paragraph as a candidate; None for tables, furniture, and captions but for 附件：…表 above a table."""
    start, end = _behind_fields(folded, block.span), block.span.end
    marker = marker_at(folded, start, end)
    annex = block.kind is BlockKind.CAPTION and marker is not None and marker.family.name == "attachment"
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) and not annex:
        return None
    opening = marker.span.end if marker else _skip_markup(folded, start, end)
    style = (block.level or 0) if block.kind is BlockKind.HEADING else None  # 0: styled as the document's title
    shape, title, body = _shape(folded, opening, end, marker, style)
    return Line(index, marker, shape, title, body, style, start=start)


def _behind_fields(folded: str, block: Span) -> int:
    """Where the line begins to be a heading: behind fields of the cover that stand on it (填报日期：… 一、概况)."""
    if "一" not in folded[block.start + 6 : min(block.end, block.start + _FIELDS)]:
        return block.start
    fields = _COVER_FIELDS.match(folded, block.start, block.end)
    return fields.end() if fields else block.start


def _shape(folded: str, start: int, end: int, marker: Marker | None, style: int | None) -> tuple[Shape, Span, Span]:
    whole = trimmed(folded, start, end, CLOSERS)
    nothing = Span(end, end)
    text = folded[whole.start : whole.end]
    plain = without_brackets(text)
    if style is not None and len(text) <= limits()["title"] and "。" not in plain:
        return Shape.ALONE, whole, nothing
    boxed = _BOXED.match(folded, start, end) if marker is None else None
    if boxed:
        return _boxed(folded, boxed, end)
    if marker is None:
        return (Shape.ALONE if _unnumbered(folded, start, end, plain) else Shape.TEXT), whole, nothing
    if not whole and not marker.family.item:
        return Shape.ALONE, trimmed(folded, marker.span.start, marker.span.end, CLOSERS), whole
    if marker.family.name == "attachment" and _lists(folded, marker, whole):
        mark = trimmed(folded, marker.span.start, marker.span.end, CLOSERS)
        return Shape.RUN_IN, mark, whole
    cut = _first_stop(folded, start, end)
    glued = _glued(folded, start, end, marker)
    if glued:
        return Shape.RUN_IN, trimmed(folded, start, glued, CLOSERS), trimmed(folded, glued, end)
    if cut is None or not trimmed(folded, cut + 1, end, "*"):
        return _alone(folded, whole, end, plain), whole, nothing
    title = trimmed(folded, start, cut, CLOSERS)
    body = trimmed(folded, cut + 1, end, "*")
    if _is_label(folded, title, folded[cut]) and not _is_next_number(folded, body, marker):
        return Shape.RUN_IN, title, body
    return Shape.TEXT, whole, nothing


def _boxed(folded: str, boxed: re.Match[str], end: int) -> tuple[Shape, Span, Span]:
    """A title in 【】 at the opening of a line, alone or before its text."""
    body = trimmed(folded, boxed.end(), end)
    title = Span(*boxed.span(1))
    if not body:
        return Shape.ALONE, title, Span(end, end)
    return (Shape.RUN_IN, title, body) if names_a_part(boxed[1]) else (Shape.TEXT, title, body)


def _glued(folded: str, start: int, end: int, marker: Marker) -> int | None:
    """Where the text begins that was printed behind its title with a blank or nothing between; None otherwise."""
    blank = re.compile(r"([\u4e00-\u9fff“”、（）()]{4,16})[ \u3000]+(?=[^\s\d（(]\S{9})").match(folded, start, end)
    if blank and names_a_part(without_brackets(blank[1])):
        return blank.end()
    if not marker.family.strong:
        return None
    openers = "|".join(map(re.escape, words("text_openers")))
    for match in re.compile(rf"(?={openers}|(?:19|20)\d\d年)").finditer(folded, start + 4, min(end, start + 30)):
        title = folded[start : match.start()]
        if title.endswith(words("unnumbered_endings")) and end - match.start() > 6:
            return match.start()
    return None


def _lists(folded: str, marker: Marker, whole: Span) -> bool:
    """附件： with the list of the annexes behind it, not one annex with its name."""
    unnumbered = marker.value == 0
    return unnumbered and marker_at(folded, whole.start, whole.end) is not None


def _alone(folded: str, whole: Span, end: int, plain: str) -> Shape:
    """A numbered line without a stop inside: a title, one sentence, or a long text."""
    if not 0 < len(whole) <= limits()["title"]:
        return Shape.TEXT
    closed = folded[whole.end : end].strip().startswith(("。", "；", ";"))
    statement = says_figures(plain) or _states(plain)
    return Shape.SENTENCE if closed or statement else Shape.ALONE


def _states(plain: str) -> bool:
    """A statement of duty or a sentence by its first word; 承担单位 is none."""
    return len(plain) > 4 and plain.startswith(words("statement_openers"))


def _is_label(folded: str, title: Span, stop: str) -> bool:
    text = folded[title.start : title.end]
    plain = without_brackets(text)
    if not plain or says_figures(plain) or _states(plain):
        return False
    if stop in "：:":
        return len(plain) <= limits()["label"] and not plain.endswith(words("label_endings")) and "。" not in plain
    return len(text) <= limits()["sentence_title"]


def _is_next_number(folded: str, body: Span, marker: Marker) -> bool:
    """The next number of the same kind follows in the line: a list written in one line."""
    starts = [body.start, *(m.end() for m in re.finditer("[。；;]", folded[body.start : body.end]))]
    starts = [starts[0], *(body.start + at for at in starts[1:])]
    following = (m for at in starts if (m := marker_at(folded, at, body.end)) is not None)
    return any(m.family is marker.family and m.value == marker.value + 1 for m in following)


def _first_stop(folded: str, start: int, end: int) -> int | None:
    """The first 。 or ： outside brackets and quotation marks."""
    depth = 0
    for at in range(start, end):
        char = folded[at]
        if char in "（(“《":
            depth += 1
        elif char in "）)”》":
            depth = max(0, depth - 1)
        elif depth == 0 and char in "。：:":
            return at
    return None


def says_figures(plain: str) -> bool:
    """Figures that are no year: what a title hardly has."""
    return bool(re.search(r"\d", _YEAR.sub("", plain)))


def _unnumbered(folded: str, start: int, end: int, plain: str) -> bool:
    """A short line that is nothing but the name of a part of a report."""
    whole = folded[start:end].strip()
    if "\n" in whole or len(plain) > limits()["unnumbered"] or whole.endswith(("：", ":", "；", "，", "、")):
        return False
    if re.search(r"[，。；：:？！]", plain) or says_figures(plain):
        return False
    if SCORE_MARK.search(whole) and plain:
        return True
    if whole.endswith("。"):
        return False
    return plain.endswith(words("unnumbered_endings")) or names_a_part(plain)


def names_a_part(plain: str) -> bool:
    """The line is a title that the section types know as plain, or enough of one type's cues speak for it."""
    if len(plain) < 4 or re.search(r"^[^\u4e00-\u9fff“]|[的了]$", plain):
        return False
    return plain_type(plain) is not None or max(title_weights(plain).values(), default=0) >= limits()["title_weight"]
