"""Where a line of Chinese may be broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from api.wrapping import wrapped


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("财力有限、自筹能力弱", 8, ["财力有", "限、自筹", "能力弱"]),  # no line begins with 、
        ("需资金1480万元左右", 8, ["需资金", "1480万元", "左右"]),  # a number stays with its unit
        ("低于序时进度20个百分点。", 14, ["低于序时进度", "20个百分点。"]),
        ("预算（草案）", 6, ["预算", "（草", "案）"]),  # no line ends with an opening bracket
        ("按“保重点”", 4, ["按", "“保", "重", "点”"]),
        ("已支付33.5%，偏慢", 8, ["已支付", "33.5%，", "偏慢"]),
        ("第一行\n第二行", 20, ["第一行", "第二行"]),
        ("", 10, [""]),
        ("采购1234567890123456万元", 10, ["采购", "1234567890123456万元"]),  # rather too long than broken
    ],
)
def test_lines(text, width, lines):
    assert wrapped(Text(text), width).plain.split("\n") == lines


@given(st.text("预算执行12.5%万元，。（）“” a\n", max_size=60), st.integers(2, 30))
def test_nothing_is_lost_and_no_line_begins_with_what_closes(text, width):
    after = wrapped(Text(text), width).plain
    assert after.replace("\n", "") == text.replace("\n", "")
    before = {line[0] for line in text.split("\n") if line}
    assert {line[0] for line in after.split("\n") if line} & set("，。）”") <= before


def test_marks_stay_on_their_words():
    text = Text("预算执行进度慢")
    text.stylize("bold", 2, 4)
    shown = wrapped(text, 6)
    marked = [shown.plain[span.start : span.end] for span in shown.spans if span.style == "bold"]
    assert "".join(marked).replace("\n", "") == "执行"


def test_a_line_is_no_wider_than_asked_where_that_is_possible():
    shown = wrapped(Text("全县列养农村公路里程共有若干公里需要养护" * 9), 30).plain
    assert max(map(cell_len, shown.split("\n"))) == 30
