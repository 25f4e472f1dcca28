"""Automatic numbers of Word: the number a paragraph shows, which its text does not hold.

ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip

_MOST_LETTERS, _MOST_ROMAN = 780, 32_767  # Word counts no further (17.18.59); longer ones would fill pages


def _counted(number: int, digits: str, units: tuple[str, str, str, str]) -> str:
    """Chinese counting below 100 million: 十一, 一百零五, 一万零一十."""
    ten, hundred, thousand, myriad = units
    if not 0 < number < 100_000_000:
        return str(number)
    if number >= 10_000:
        above, rest = divmod(number, 10_000)
        between = digits[0] if 0 < rest < 1_000 else ""
        return _counted(above, digits, units) + myriad + between + (_counted(rest, digits, units) if rest else "")
    said, zero = "", False
    for worth, unit in ((1000, thousand), (100, hundred), (10, ten), (1, "")):
        digit, number = divmod(number, worth)
        if digit:
            said += (digits[0] if zero and said else "") + digits[digit] + unit
            zero = False
        elif said:
            zero = True
    return said


def _chinese(number: int) -> str:
    said = _counted(number, _DIGITS, ("十", "百", "千", "万"))
    return said.removeprefix("一") if said.startswith("一十") else said


def _legal(number: int) -> str:
    return _counted(number, _LEGAL, ("拾", "佰", "仟", "万"))


def _legal_traditional(number: int) -> str:
    return _counted(number, "零壹貳參肆伍陸柒捌玖", ("拾", "佰", "仟", "萬"))


def _legal_japanese(number: int) -> str:
    return _counted(number, "零壱弐参四伍六七八九", ("拾", "百", "阡", "萬"))


def _korean(number: int) -> str:
    """Without noughts, and without a one before a unit."""
    said = _counted(number, "영일이삼사오육칠팔구", ("십", "백", "천", "만"))
    return re.sub("일(?=[십백천])|^일(?=만)|영", "", said) if number else said


def _digits(signs: str) -> Callable[[int], str]:
    """Every figure of the number by its sign: 二〇."""
    return lambda number: "".join(signs[int(d)] for d in str(abs(number)))


def _letters(number: int) -> str:
    """a to z, then aa to zz: the letter as often as the alphabet has been gone through."""
    if not 0 < number <= _MOST_LETTERS:
        return str(number) if number > 0 else ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if number > _MOST_ROMAN:
        return str(number)
    said = ""
    for worth, sign in _ROMAN:
        while number >= worth:
            said, number = said + sign, number - worth
    return said


def _ring(first: str, last: int) -> Callable[[int], str]:
    """Signs that stand in a row in Unicode: ① to ⑳."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= last else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _sexagenary(number: int) -> str:
    return _cycle(_STEMS)(number) + _cycle(_BRANCHES)(number) if number > 0 else str(number)


def _full_width(number: int) -> str:
    return "".join(chr(ord(d) + 0xFEE0) for d in str(number))


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalHalfWidth": str,
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "koreanCounting": _korean,
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "koreanDigital2": _digits("零一二三四五六七八九"),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "japaneseLegal": _legal_japanese,
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "decimalEnclosedCircle": _ring("①", 20),
    "decimalEnclosedCircleChinese": _ring("①", 20),
    "decimalEnclosedFullstop": _ring("⒈", 20),
    "decimalEnclosedParen": _ring("⑴", 20),
    "ideographEnclosedCircle": _ring("㊀", 10),
    "none": lambda _: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` holds %1 … %9 where the counters of the levels stand."""

    start: int = 1
    format: str = "decimal"
    text: str = "%1."
    suffix: str = "tab"
    restart: int | None = None  # the 1-based level whose use restarts this one; 0: none does
    legal: bool = False  # all counters in Arabic digits
    style: str | None = None  # paragraphs of this style are of this level


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """What one numId stands for: the abstract list whose counters it shares, its levels, its own starts."""

    shared: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Counters:
    """Walks a document's lists in reading order and says each paragraph's number."""

    lists: dict[str, ListDefinition]
    _values: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, level: int) -> str:
        """The number with what parts it from the text; "" where the list is unknown or has none."""
        definition = self.lists.get(number)
        if definition is None or level not in definition.levels:
            return ""
        shown = definition.levels[level]
        self._count(number, definition, level)
        if shown.format == "bullet":
            return _bullet(shown.text) + " "
        label = re.sub(r"%([1-9])", lambda m: self._shown(definition, int(m.group(1)) - 1, shown.legal), shown.text)
        return label + _gap(label, shown.suffix) if label.strip() else ""

    def _count(self, number: str, definition: ListDefinition, level: int) -> None:
        values = self._values.setdefault(definition.shared, {})
        first_start = definition.starts.get(level)
        if first_start is not None and (number, level) not in self._used:
            values[level] = first_start
        elif level in values:
            values[level] += 1
        else:
            values[level] = definition.levels[level].start
        self._used.add((number, level))
        for deeper in [k for k in values if k > level]:
            restart = definition.levels[deeper].restart if deeper in definition.levels else None
            if restart is None or (restart and level < restart):
                del values[deeper]

    def _shown(self, definition: ListDefinition, level: int, legal: bool) -> str:
        known = definition.levels.get(level, Level())
        number = self._values[definition.shared].get(level, known.start)
        return str(number) if legal else FORMATS.get(known.format, str)(number)


def _bullet(text: str) -> str:
    """The bullet; signs of symbol fonts (private use) as •."""
    return "•" if not text.strip() or any(unicodedata.category(c) == "Co" for c in text) else text


def _gap(label: str, suffix: str) -> str:
    """A space where the number could run into a figure of the text: 1. 2024年… but 一、概况."""
    return " " if suffix != "nothing" and label[-1].isascii() and label[-1] != ")" else ""
