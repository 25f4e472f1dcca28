from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.numerals import canonical, chinese_number, decimal_number, ordinal

NUMERALS = [
    ("三十二", 32),
    ("两千零三", 2003),
    ("十", 10),
    ("一百〇一", 101),
    ("三亿零五万", 300_050_000),
    ("二〇二四", 2024),
]


@pytest.mark.parametrize(("text", "value"), NUMERALS)
def test_chinese_numerals(text: str, value: int) -> None:
    assert chinese_number(text) == value


def spelled(number: int) -> str:
    """A number in Chinese numerals, the textbook way."""
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return spelled(high) + "万" + (gap + spelled(low) if low else "")
    text, pending = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if pending and text else "") + digits[digit] + places[power]
            pending = False
        else:
            pending = True
    return text


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_come_back(number: int) -> None:
    assert chinese_number(spelled(number)) == number


NONE = ["百", "万万", "一二", "", "点", "一" * 5000, "九" * 25]


@pytest.mark.parametrize("text", NONE)
def test_no_number(text: str) -> None:
    assert chinese_number(text) is None


DECIMALS = [("1,234.5", "1234.5"), ("三十二点五", "32.5"), ("半", "0.5"), ("-54.36", "-54.36"), ("1，234.5", "1234.5")]


@pytest.mark.parametrize(("text", "value"), DECIMALS)
def test_decimals(text: str, value: str) -> None:
    assert decimal_number(text) == Decimal(value)


ORDINALS = [
    *[("十二", 12), ("二十一", 21), ("③", 3), ("⑴", 1), ("⒉", 2), ("Ⅳ", 4), ("VI", 6)],
    *[("1.3", 3), ("附件2", 2), ("附件", 0), ("十", 10), ("1" * 5000, 0)],
]


@pytest.mark.parametrize(("text", "value"), ORDINALS)
def test_ordinals(text: str, value: int) -> None:
    assert ordinal(text) == value


CANONICAL = [
    ("1.4E+7", "14000000"),
    ("0E+3", "0"),
    ("-3.20", "-3.2"),
    ("99999999999999999999E+12", "99999999999999999999000000000000"),  # 20 digits of 万亿
]


@pytest.mark.parametrize(("value", "written"), CANONICAL)
def test_one_way_to_write_a_number(value: str, written: str) -> None:
    assert str(canonical(Decimal(value))) == written
