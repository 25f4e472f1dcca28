"""The report's own verdict of the whole: this year's mark and grade."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from nlp.knowledge import load, pattern
from nlp.numerals import decimal_number
from nlp.text import fold, joined
from nlp.types import Document, Label, Section

_LEAST, _MOST = 50, 110  # points of a whole; an indicator's own are fewer
_BEFORE = 60  # characters before a verdict in which its year stands
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_NUMBER = re.compile(r"(\d{2,3}(?:\.\d{1,2})?)\s*分?")


_pattern = partial(pattern, "profile")


def verdict(
    document: Document,
    sections: Sequence[Section],
    labels: Sequence[Label],
    fields: Sequence[tuple[str, str]],
    year: int | None,
) -> tuple[Decimal | None, str | None]:
    """Mark and grade, each None where it is not printed."""
    texts = tuple(_ordered_texts(document, labels, sections))
    marks = (
        (value, _is_full(match)) for match in _found(texts, "patterns", year) if _is_whole(value := _points(match[1]))
    )
    grades = (match[match.lastindex or 1] for match in _found(texts, "grades", year))
    return _surest(marks) or _mark_of(fields), next(grades, None) or _grade_of(fields)


def _ordered_texts(document: Document, labels: Sequence[Label], sections: Sequence[Section]) -> Iterator[str]:
    """Texts to look for the verdict in, likeliest first: the verdict's sections, then all others, the cover last."""
    ranked = sorted(range(len(sections)), key=lambda i: (labels[i].type not in ("自评结论", "结果应用"), i == 0, i))
    for i in ranked:
        if labels[i].type != "问题":
            yield fold(joined(document.text[sections[i].span.start : sections[i].span.end]))


def _found(texts: Sequence[str], key: str, year: int | None) -> Iterator[re.Match[str]]:
    """What the patterns of that key find in the texts, the likeliest pattern first; another year's is passed over."""
    for wording in load("profile")["score"][key]:
        for text in texts:
            for match in re.finditer(wording, text):
                before = re.split("[。；]", text[max(0, match.start() - _BEFORE) : match.start()])[-1]
                if not _of_another_year(before, year) and not _is_limit(match):
                    yield match


def _is_limit(match: re.Match[str]) -> bool:
    """低于80分, 在90分以上: a step of the scale."""
    behind = match.string[match.end(1) : match.end(1) + 8]
    return bool(_pattern("score", "limit").search(match[0]) or _pattern("score", "limit_behind").match(behind))


def _surest(marks: Iterator[tuple[Decimal, bool]]) -> Decimal | None:
    """The first mark that is not the scale's own 100, else that."""
    full = None
    for mark, is_full in marks:
        if not is_full:
            return mark
        full = mark
    return full


def _is_full(match: re.Match[str]) -> bool:
    """总分：100分: of what the marks are points, or the mark itself."""
    return bool(_pattern("score", "full").search(match.string[match.start() : match.end(1)]))


def _points(said: str) -> Decimal:
    """The mark in figures or in words."""
    return decimal_number(said) or Decimal(100 if said == "一百" else 0)


def _is_whole(value: Decimal) -> bool:
    return _LEAST <= value <= _MOST


def _of_another_year(before: str, year: int | None) -> bool:
    before = _pattern("score", "compared").sub("", before)
    named = list(_YEAR.finditer(before))
    if _pattern("score", "this_year").search(before, named[-1].end() if named else 0):
        return False
    return bool(_pattern("score", "other_year").search(before)) or bool(named and year and int(named[-1][1]) < year)


def _mark_of(fields: Sequence[tuple[str, str]]) -> Decimal | None:
    values = (_NUMBER.fullmatch(value) for label, value in fields if _pattern("fields", "score").fullmatch(label))
    return next((mark for match in values if match and _is_whole(mark := Decimal(match[1]))), None)


def _grade_of(fields: Sequence[tuple[str, str]]) -> str | None:
    values = (value for label, value in fields if _pattern("fields", "grade").fullmatch(label))
    matches = (_pattern("score", "graded").fullmatch(value) for value in values)
    return next((match[1] for match in matches if match), None)
