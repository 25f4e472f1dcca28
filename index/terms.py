"""The terms of a text and of a question: what the keyword index holds, what a highlight marks.

Texts are compared folded (`nlp.text.fold`) and in lower case.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.text import fold, search_words

_HAN = "\u3400-\u9fff"
_QUOTED = re.compile(r'["“”「『]([^"“”「」『』]+)["“”」』]')
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DOCUMENT_NUMBER = re.compile(rf"([{_HAN}]{{0,6}})[\[(]\s*(\d{{4}})\s*[\])]\s*第?\s*(\d+)\s*号")
_FIGURE = re.compile(rf"(?<![a-z\d.])(\d+(?:\.\d+)?)([%‰]|[十百千万亿]*[{_HAN}]?)")
_CHARACTER = re.compile(rf"[{_HAN}]|[a-z\d]+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """A query in terms: distinct words and Han characters to score by, phrases that must be there."""

    words: tuple[str, ...]
    characters: tuple[str, ...]
    phrases: tuple[str, ...]


def words(text: str) -> list[str]:
    """Dictionary words and the shorter ones inside; numbers, and numbers with their unit, whole.

    乐市监〔2020〕21号 gives [2020]21号 with each ending of 乐市监 before it (where a document's
    sign begins cannot be seen in running text) and its parts, 1444.28万元 itself, 1444.28 and 万元.
    """
    text = _alike(text)
    found: list[str] = []
    for match in _DOCUMENT_NUMBER.finditer(text):
        sign, core = match[1], f"[{match[2]}]{match[3]}号"
        found += [sign[at:] + core for at in range(len(sign) + 1)]
    for match in _FIGURE.finditer(text):
        found += [match[1], match[0]] if match[2] else [match[1]]
    without_numbers = _FIGURE.sub(lambda match: " " + match[2], text)
    return found + [word for word in search_words(without_numbers) if _CHARACTER.search(word)]


def characters(text: str) -> list[str]:
    """Single Han characters, and runs of letters and digits, in their order; punctuation is passed over."""
    return _CHARACTER.findall(_alike(text))


def question(text: str) -> Question:
    """What a person typed, as terms. A part in quotation marks is an exact phrase."""
    phrases = tuple(dict.fromkeys(part for part in _QUOTED.findall(text) if characters(part)))
    return Question(
        words=tuple(dict.fromkeys(words(text))),
        characters=tuple(dict.fromkeys(c for c in characters(text) if not c.isascii())),
        phrases=phrases,
    )


def says(text: str, phrase: str) -> bool:
    """True where the text holds the phrase, punctuation passed over, as a phrase query does."""
    return f" {' '.join(characters(phrase))} " in f" {' '.join(characters(text))} "


def highlights(asked: Question, text: str) -> tuple[tuple[int, int], ...]:
    """Where the text says what was asked: [start, end), sorted, overlapping ones merged.

    The longest words first: a part of one that was found is not marked for itself. Single
    characters count only where nothing longer was asked.
    """
    folded = fold(text)
    spans = [match.span() for phrase in asked.phrases for match in _anywhere(characters(phrase)).finditer(folded)]
    found = [_alike(phrase) for phrase in asked.phrases]
    for word in sorted(asked.words, key=len, reverse=True):
        if (len(word) == 1 and len(asked.characters) > 1) or any(word in longer for longer in found):
            continue
        here = [match.span() for match in _anywhere([word]).finditer(folded)]
        if here:
            found.append(word)
            spans += here
    return _merged(spans)


def _alike(text: str) -> str:
    return _THOUSANDS.sub("", fold(text).lower())


def _anywhere(parts: Sequence[str]) -> re.Pattern[str]:
    """The parts in a row with only punctuation between; a number not inside a longer number."""
    pattern = r"[\W_]*".join(re.escape(part) for part in parts)
    before = r"(?<!\d)(?<!\d\.)" if parts[0][0].isdigit() else ""
    after = r"(?!\.?\d)" if parts[-1][-1].isdigit() else ""
    return re.compile(before + pattern + after, re.IGNORECASE)


def _merged(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
