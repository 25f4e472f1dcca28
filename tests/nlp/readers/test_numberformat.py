"""Numbers as a spreadsheet shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.readers.numberformat import BUILT_IN, general, shown

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.9532, "0.00%", "95.32%"),
        (0.95, "0%", "95%"),
        (1.005, "0.00", "1.01"),  # the decimal number is rounded, not the binary one
        (2.5, "0", "3"),
        (1444.2837, "#,##0.00", "1,444.28"),
        (1234567, '#,##0,,"百万"', "1百万"),
        (12345, '0!.0,"万"', "1.2万"),
        (5, "000", "005"),
        (5, "0.##", "5"),
        (0.5, "0.##", "0.5"),
        (0, "#", ""),
        (12, '0"个"', "12个"),
        (13800001111, "000-0000-0000", "138-0000-1111"),
        (1234.5, "[$¥-804]#,##0.00", "¥1,234.50"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (0.125, "# ?/?", "0.125"),  # no fractions: the number in full
        (3, "@", "3"),
        (7, "一个不认识的;;", "一个不认识的"),
        # signs and sections
        (-3.5, "0.0", "-3.5"),
        (-0.001, "0.00", "0.00"),
        (-1444.2837, "#,##0.00_);[Red]\\(#,##0.00\\)", "(1,444.28)"),
        (1234.5, ACCOUNTING, "1,234.50"),
        (-1234.5, ACCOUNTING, "-1,234.50"),
        (0, ACCOUNTING, "-"),
        (150, '[>100]"高"0;[<=100]"低"0', "高150"),
        (50, '[>100]"高"0;[<=100]"低"0', "低50"),
        # dates and times
        (45657, "yyyy-mm-dd", "2024-12-31"),
        (45657, 'yyyy"年"m"月"d"日";@', "2024年12月31日"),
        (45657, "[$-804]yyyy年m月", "2024年12月"),
        (45657, "yy/m/d aaaa", "24/12/31 星期二"),
        (45657.75, "yyyy/m/d h:mm;@", "2024/12/31 18:00"),
        (0.75, '上午/下午h"时"mm"分"', "下午6时00分"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.5, "mm:ss.0", "00:00.0"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (60, "yyyy-mm-dd", "1900-02-28"),  # Excel's 29 February 1900 never was
        (61, "yyyy-mm-dd", "1900-03-01"),
        (-5, "yyyy-mm-dd", "-5"),  # no such day
        (1e9, "yyyy-mm-dd", "1000000000"),
        (float("inf"), "0", "#NUM!"),
    ],
)
def test_shown(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_the_other_date_system() -> None:
    assert shown(44195, "yyyy-mm-dd", from_1904=True) == "2024-12-31"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1 + 0.2, "0.3"),
        (1e16, "10000000000000000"),
        (1203.0, "1203"),
        (-0.0, "0"),
        (0.0001, "0.0001"),
        (1e-12, "1E-12"),
        (12345678901.25, "12345678901.25"),
    ],
)
def test_general(value: float, expected: str) -> None:
    assert general(value) == expected


@given(
    st.floats(),
    st.one_of(st.sampled_from(sorted(BUILT_IN.values())), st.text('0#?.,%E+-/;@[]"\\_*ymdhs年 A>1', max_size=20)),
)
def test_every_code_prints_something(value: float, code: str) -> None:
    """No code and no number is an error, though hostile ones make no sense."""
    assert isinstance(shown(value, code), str)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_two_places_lose_nothing(value) -> None:
    assert float(shown(float(value), "#,##0.00").replace(",", "")) == float(value)
