"""Which words of a text carry the meaning that the built-in encoder sees."""

import re

from nlp.text import fold, words

_LETTER = re.compile(r"[^\W\d_]")
_NUMERAL = re.compile(r"[\d.〇零一二三四五六七八九十百千万亿]+")


def content_words(text: str) -> list[str]:
    """The words of `text` in order, folded and in lower case.

    Punctuation and numbers are left out, Chinese numerals among them: what a figure is worth is
    the business of claims, and as words figures only draw unrelated passages together.
    """
    return [word for word in words(fold(text).lower()) if _LETTER.search(word) and not _NUMERAL.fullmatch(word)]
