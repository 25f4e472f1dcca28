"""Number formats of Word's lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers.numbering import FORMATS, Counters, Level, ListDefinition


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 2008, "二千零八"),
        ("chineseLegalSimplified", 21, "贰拾壹"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "甲"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),  # Unicode's row ends; the number itself is no loss
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 27, "aa"),
        ("upperRoman", 14, "XIV"),
        ("none", 5, ""),
    ],
)
def test_formats(form: str, number: int, expected: str) -> None:
    assert FORMATS[form](number) == expected


@given(st.integers(1, 9999))
def test_chinese_counting_says_every_number_once(number: int) -> None:
    said = FORMATS["chineseCounting"](number)
    digits, worth, total = "零一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}, 0
    last = 1 if said[0] == "十" else 0
    for sign in said:
        if sign in worth:
            total += last * worth[sign]
            last = 0
        else:
            last = digits.index(sign)
    assert total + last == number


def test_levels_that_do_not_restart() -> None:
    """lvlRestart 0: （三） goes on after a new 二、."""
    levels = {0: Level(format="chineseCounting", text="%1、"), 1: Level(format="decimal", text="（%2）", restart=0)}
    counters = Counters({"1": ListDefinition("a", levels)})
    assert [counters.label("1", level) for level in (0, 1, 1, 0, 1)] == ["一、", "（1）", "（2）", "二、", "（3）"]


def test_a_level_that_was_never_counted_shows_its_start() -> None:
    counters = Counters({"1": ListDefinition("a", {0: Level(), 1: Level(text="%1.%2")})})
    assert counters.label("1", 1) == "1.1 "
