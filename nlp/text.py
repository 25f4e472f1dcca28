"""Text as read and text as compared: folding that keeps every offset, joining, sentences, words."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from nlp.knowledge import load
from nlp.types import Span

# Full-width forms and the ideographic space have their half-width twin at a fixed distance;
# dashes, quotes and signs that mean the same are folded to one. Every entry is one character
# to one character, so that an offset into the folded text is an offset into the text.
_HALF_WIDTH = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
_ALIKE = dict(
    zip(
        "\u3000\u00a0\u2002\u2003\u2009\u202f﹪‰－–—―−～〜﹤﹥＜＞〔〕【】﹝﹞⻔⻝⼀⼈⽂⽅⽇⽉⽬⾏⻓⻅",
        "      %‰-----~~<><>[][][]门食一人文方日月目行长见",
        strict=True,
    )
)
_KEPT = "，：；！？"  # sentence marks stay: a half-width comma may belong to a number
_TWIN = {a: b for a, b in (_HALF_WIDTH | _ALIKE).items() if a not in _KEPT}
_VARIANT = re.compile(f"[{re.escape(''.join(_TWIN))}]")  # far quicker than a table for every character

_HAN = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_PAIR = re.compile(r"[\u4e00-\u9fff](?=[\u4e00-\u9fff])")
_BLANK_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\xa0](?=[\u4e00-\u9fff])")
_IN_NUMBER = frozenset("0123456789.,")
_LONGEST_NUMBER = 40  # characters that a number with blanks inside may take
_FEWEST_GAPS, _RAREST_GAPS, _GAPS_LOOKED_AT = 8, 0.01, 300
FLATTENED = "flattened"  # code of the Note of a text whose paragraphs were found by numbering and marks
STRAY = ("blanks", "stray")  # in Document.meta: blanks stand inside the words of the text
_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）)》]*")


def fold(text: str) -> str:
    """The text with variant characters made alike; same length, so spans hold in both."""
    return _VARIANT.sub(lambda variant: _TWIN[variant[0]], text)


@cache
def line_break() -> re.Pattern[str]:
    """What stands between the lines of a paragraph: white space, a page number with a running title; or &nbsp;."""
    furniture = load("reading")["furniture"]
    numbers = "|".join(p.rstrip("$") for p in furniture["page_number"])
    blank, title = r"[ \t\r\u3000]*", furniture["running"]
    page = rf"(?:\s*(?:{title}){blank}\n)?\s*(?:{numbers}){blank}\n(?:\s*(?:{title}){blank}\n)?"
    return re.compile(rf"(?<![ \t\r\u3000]){blank}\n(?:{page})?\s*|(?:&(?:nbsp|emsp|ensp);)+")


def joined(text: str) -> str:
    """The text as one line: breaks and page numbers between lines go, with a space only between Latin words."""
    text = text.strip()
    if not any(mark in text for mark in "\n\t&"):
        return text
    return line_break().sub(_mend, text.replace("\t", " ").replace("\r", ""))


def shown(text: str, span: Span, stray: bool) -> str:
    """The span's words as `joined`; with `stray` the blanks inside words and numbers go as well."""
    gaps = stray_blanks(text, span.start, span.end) if stray else ()
    moved = (Span(gap.start - span.start, gap.end - span.start) for gap in gaps)
    return joined(without(text[span.start : span.end], moved))


def _mend(match: re.Match[str]) -> str:
    before, after = match.string[max(0, match.start() - 1)], match.string[match.end() : match.end() + 1]
    latin = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    return " " if latin else ""


def without(text: str, gaps: Iterable[Span]) -> str:
    """The text with the given stretches taken out."""
    kept, at = [], 0
    for gap in gaps:
        kept.append(text[at : gap.start])
        at = gap.end
    return "".join([*kept, text[at:]])


def has_stray_blanks(text: str) -> bool:
    """Whether blanks stand inside words, as in the text layer of some PDFs: 部 门概况, 1 4 4 4 . 2 8 万元.

    Single blanks between Chinese characters must be frequent and every fourth, or more, cut a word of the
    dictionary: those between columns, names and titles do not.
    """
    gaps = [m.start() for m in _BLANK_IN_CHINESE.finditer(text)]
    pairs = len(_CHINESE_PAIR.findall(text))
    if len(gaps) < _FEWEST_GAPS or len(gaps) < _RAREST_GAPS * pairs:
        return False
    if len(gaps) > pairs:
        return True
    looked_at = gaps[:: len(gaps) // _GAPS_LOOKED_AT + 1]
    return sum(_cuts_word(text, at) for at in looked_at) >= len(looked_at) / 4


def _cuts_word(text: str, at: int) -> bool:
    left, right = re.sub(r"\s", "", text[max(0, at - 8) : at])[-4:], re.sub(r"\s", "", text[at : at + 9])[:4]
    end = 0
    for word in words(left + right):
        start, end = end, end + len(word)
        if start < len(left) < end:
            return True
    return False


def stray_blanks(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretches of white space, and page numbers in the stream, that part nothing in [start, end).

    Between Latin words, and between numbers that may be two, a blank stays: no number is better than a wrong one.
    """
    for match in _stray().finditer(text, start, end):
        if match.start() == start or match.end() == end:
            continue
        before, after = text[match.start() - 1], text[match.end()]
        if _is_latin(before) and _is_latin(after):
            apart = True
        elif before in _IN_NUMBER and after.isdecimal():
            apart = not _is_one_number(text, match.start(), match.end())
        else:
            apart = False
        if not apart:
            yield Span(match.start(), match.end())
        elif match.end() - match.start() > 1 and match[0][0].isspace():
            yield Span(match.start() + 1, match.end())


def page_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Page numbers in the stream (… - 3 - …) with the blanks around them."""
    for match in _in_stream().finditer(text, start, len(text) if end is None else end):
        yield Span(match.start(), match.end())


@cache
def _in_stream() -> re.Pattern[str]:
    return re.compile(rf"(?<!\s)\s+{load('reading')['flattened']['page']}\s+")


@cache
def _stray() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{load('reading')['flattened']['page']}\s+)?")


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _is_one_number(text: str, at: int, to: int) -> bool:
    """Whether the blank at [at, to) stands inside one number.

    Surely where every digit stands alone (1 4 4 4 . 2 8); else where the pieces make a number that has a unit
    and touches the word before it (支出14 44.28万元): a column begins behind a blank.
    """
    first, last = at, to
    while first > 0 and at - first < _LONGEST_NUMBER and (text[first - 1] in _IN_NUMBER or text[first - 1].isspace()):
        first -= 1
    while last < len(text) and last - to < _LONGEST_NUMBER and (text[last] in _IN_NUMBER or text[last].isspace()):
        last += 1
    run = text[first:last]
    pieces = run.split()
    before, after = text[first - 1 : first] if first else "", text[last : last + 1]
    if re.match(r"\d{1,2}\s*\.", run.lstrip()) and (not before or before in "。；：！？;:"):
        return False  # the number of a list: 1. 2023年…
    number = re.fullmatch(r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?", "".join(pieces)) is not None
    if all(len(piece) == 1 for piece in pieces):
        return number
    return number and not run[0].isspace() and len(pieces) <= 3 and _HAN.match(before) is not None and after != ""


def trimmed(text: str, start: int, end: int, drop: str = "") -> Span:
    """The span without white space (and characters of `drop`) at either end."""
    while start < end and (text[start].isspace() or text[start] in drop):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in drop):
        end -= 1
    return Span(start, end)


def sentences(text: str, span: Span) -> list[Span]:
    """Sentences inside `span`, without the white space around them; an empty one is left out."""
    return list(_sentences(text, span))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        piece = trimmed(text, start, match.end())
        if piece:
            yield piece
        start = match.end()
    rest = trimmed(text, start, span.end)
    if rest:
        yield rest


def words(text: str) -> list[str]:
    """Words of the dictionary cut (jieba's, without its guesses for unknown names)."""
    import rjieba  # the same dictionary and cut as jieba, many times faster

    return list(rjieba.cut(text, False))


def search_words(text: str) -> list[str]:
    """Words as for `words`, and the shorter words inside the longer ones."""
    import rjieba

    return list(rjieba.cut_for_search(text, False))
