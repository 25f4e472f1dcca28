"""Text as read and text as compared: folding that keeps every offset, joining, sentences, words."""

import re
from collections.abc import Iterator
from functools import cache

from nlp.knowledge import load
from nlp.types import Span

# Full-width forms and the ideographic space have their half-width twin at a fixed distance;
# dashes, quotes and signs that mean the same are folded to one. Every entry is one character
# to one character, so that an offset into the folded text is an offset into the text.
_FOLDED = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    ord(a): ord(b)
    for a, b in zip(
        "\u3000\u00a0\u2002\u2003\u2009\u202f﹪‰－–—―−～〜﹤﹥＜＞〔〕【】﹝﹞⻔⻝⼀⼈⽂⽅⽇⽉⽬⾏⻓⻅",
        "      %‰-----~~<><>[][][]门食一人文方日月目行长见",
        strict=True,
    )
}
_FOLDED[ord("，")] = ord("，")  # sentence marks stay: a half-width comma may belong to a number
_FOLDED[ord("：")] = ord("：")
_FOLDED[ord("；")] = ord("；")
_FOLDED[ord("！")] = ord("！")
_FOLDED[ord("？")] = ord("？")

_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）)》]*")


def fold(text: str) -> str:
    """The text with variant characters made alike; same length, so spans hold in both."""
    return text.translate(_FOLDED)


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


def _mend(match: re.Match[str]) -> str:
    before, after = match.string[max(0, match.start() - 1)], match.string[match.end() : match.end() + 1]
    latin = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    return " " if latin else ""


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
