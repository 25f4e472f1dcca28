import pytest

from nlp.periods import periods
from nlp.types import Span

CASES = [
    ("2024年预算", ["2024"]),
    ("2024年度", ["2024"]),
    ("2024年上半年支出进度", ["2024-H1"]),
    ("截至2023年12月底", ["2023-12-31"]),  # the last day of the month
    ("2024年2月末", ["2024-02-29"]),  # also in a leap year
    ("2023年1-11月", ["2023-01..2023-11"]),
    ("1-12月全市专利授权量", ["2024-01..2024-12"]),  # months without a year are of the year evaluated
    ("2024年12月22日", ["2024-12-22"]),
    ("上年结转", ["2023"]),  # counted from the year evaluated
    ("年末结余", ["2024-12-31"]),
    ("2024年第三季度", ["2024-Q3"]),
    ("2024年三季度", ["2024-Q3"]),
    ("2024年前三季度", ["2024-01..2024-09"]),  # three quarters, not the third
    ("2023年11月-2024年1月", ["2023-11..2024-01"]),  # a range over the end of a year
    ("2023年11月至2024年1月，3月验收", ["2023-11..2024-01", "2024-03"]),  # what follows is of the later year
    ("2023年2月31日", ["2023-02"]),  # no such day
    ("2024年1月和2月", ["2024-01", "2024-02"]),  # the year holds until another is named
    ("2024年比上年增长", ["2024"]),  # what is compared with is no time of its own
    ("没有时间", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_periods(text: str, expected: list[str]) -> None:
    assert [p.text for p in periods(text, Span(0, len(text)), 2024)] == expected


def test_a_relative_time_without_a_known_year_means_nothing() -> None:
    assert [p.text for p in periods("上年结转", Span(0, 4), None)] == [None]
