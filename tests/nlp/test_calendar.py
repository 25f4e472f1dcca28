"""Days as reports print them."""

import pytest

from nlp.calendar import days
from nlp.types import Span

# text → days in ISO form, None where there is no such day, and why it is there
CASES = [
    ("2023年11月9日签订", ["2023-11-09"], "in words"),
    ("2023-11-9", ["2023-11-09"], "with hyphens, without zeros"),
    ("2023.11.09", ["2023-11-09"], "with points"),
    ("2023/11/9", ["2023-11-09"], "with strokes"),
    ("2023 年 11 月 9 日", ["2023-11-09"], "with blanks"),
    ("2023年5月开工，6月3日停工", ["2023-06-03"], "the year stands with a month"),
    ("2023年5月20日开工，10月12日完工", ["2023-05-20", "2023-10-12"], "the year of the day before"),
    ("2023年12月20日开标，次年1月3日签约", ["2023-12-20", "2024-01-03"], "the next year"),
    ("2022年资金，2023年1月3日到账，3月1日拨付", ["2023-01-03", "2023-03-01"], "the nearest year"),
    ("2023年2月30日", [None], "February has none"),
    ("2024年2月29日", ["2024-02-29"], "a leap year"),
    ("2023年2月29日", [None], "no leap year"),
    ("2023年13月1日", [None], "no such month"),
    ("版本2.11.3", [], "a version"),
    ("占12.5.3", [], "a decimal list number"),
    ("2023-11", [], "a month"),
    ("1-12月", [], "months"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_days(text: str, expected: list[str | None], why: str) -> None:
    found = list(days(text, Span(0, len(text))))
    assert [day.date.isoformat() if day.date else None for day in found] == expected, why
    assert [day.impossible for day in found] == [day is None for day in expected]


def test_a_day_without_any_year_is_of_the_year_given() -> None:
    (day,) = days("5月3日开工", Span(0, 6), 2022)
    assert day.date is not None
    assert (day.date.isoformat(), day.inherited) == ("2022-05-03", True)
    (unknown,) = days("5月3日开工", Span(0, 6))
    assert unknown.date is None
    assert not unknown.impossible
