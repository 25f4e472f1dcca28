from collections.abc import Callable
from decimal import Decimal

import pytest

from nlp.types import Claim, Report

Make = Callable[[str], Report]


def claims_of(report: Report) -> list[tuple[str, Claim]]:
    text = report.document.text
    return [(text[c.quantity.span.start : c.quantity.span.end], c) for c in report.claims]


# sentence, raw → (indicator contains, role, direction, period)
CASES = [
    ("2024年部门支出决算数1396.20万元。", "1396.20万元", ("支出决算数", "决算数", None, "2024")),
    (
        "2024年收入预算数1444.28万元，其中：财政拨款收入1389.92万元。",
        "1444.28万元",
        ("收入预算数", "预算数", None, "2024"),
    ),
    ("省级追加资金198.75万元。", "198.75万元", ("追加资金", "调整数", None, None)),
    ("基本支出1203.52万元，占86.2%。", "86.2%", ("", "占比", None, None)),  # a share of a whole
    (
        "全市实有各类经营主体52.49万户，同比增长34.22%。",
        "34.22%",
        ("经营主体", "同比", "up", None),
    ),  # inherits what it changes
    ("“三公”经费同比下降13.76%。", "13.76%", ("三公", "同比", "down", None)),
    ("截至2023年12月底，发明专利有效量3114件。", "3114件", ("发明专利有效量", "完成值", None, "2023-12-31")),
    ("检查药品零售企业95家次。", "95家次", ("检查药品零售企业", "完成值", None, None)),
    ("举办11期法治专题培训讲座。", "11期", ("法治专题培训讲座", "完成值", None, None)),  # what is counted stands behind
    ("该指标分值6分，自评得分5.27分。", "6分", ("", "满分", None, None)),
    ("该指标分值6分，自评得分5.27分。", "5.27分", ("", "得分", None, None)),
]


@pytest.mark.parametrize(("sentence", "raw", "expected"), CASES)
def test_claim(report: Make, sentence: str, raw: str, expected: tuple[str, str, str | None, str | None]) -> None:
    found = dict(claims_of(report(f"一、支出情况\n{sentence}\n")))
    indicator, role, direction, period = expected
    claim = found[raw]
    assert indicator in claim.indicator
    assert (claim.role, claim.direction, claim.period) == (role, direction, period)


def test_a_mark_in_a_heading_is_the_full_mark_of_its_section(report: Make) -> None:
    made = report("三、绩效分析\n（一）预算编制情况（28分）\n预算编制规范。\n（二）信息公开（4分）\n按时公开。\n")
    assert [(c.indicator, c.role) for _, c in claims_of(made)] == [
        ("预算编制情况指标分值", "满分"),
        ("信息公开指标分值", "满分"),
    ]


NAMES = [
    (
        "投入指标满分10分，得9.5分；过程指标满分40分，得38分。",
        "38分",
        "过程指标自评得分",
    ),  # named beside it, in the mark before
    ("投入8.5分（满分10分）、过程27.4分（满分30分）。", "27.4分", "过程自评得分"),
    ("预算按规定履行，得1分。", "1分", "预算按规定履行"),  # the clause before says what for
    ("支出率88%，该项自评得分5.27分。", "5.27分", "资金管理自评得分"),  # the section's title
    ("基本支出1568.32万元，占18.64%。", "18.64%", "基本支出"),  # 占 names nothing
    ("“三公”经费支出52.31万元，比上年减少6.24万元。", "6.24万元", "“三公”经费支出"),
    ("本科上线率连续三年居全市第二。", "全市第二", "本科上线率"),
]


@pytest.mark.parametrize(("sentence", "raw", "indicator"), NAMES)
def test_what_a_figure_measures(report: Make, sentence: str, raw: str, indicator: str) -> None:
    found = dict(claims_of(report(f"一、绩效分析\n（一）资金管理\n{sentence}\n")))
    assert found[raw].indicator.startswith(indicator)


def test_a_day_holds_for_its_sentence_and_the_year_end_for_the_paragraph(report: Make) -> None:
    made = report("一、概况\n2023年9月底完成3件。另有5件。\n二、人员\n2023年末编制45人。退休10人。\n")
    assert [c.period for _, c in claims_of(made)] == ["2023-09-30", "2023", "2023-12-31", "2023-12-31"]


def test_what_a_figure_is_in_its_section(report: Make) -> None:
    """Goals and promises are targets, staff and problems neither target nor result."""
    made = report(
        "一、绩效目标\n新建公路120公里。\n二、人员编制\n内设股室8个。\n三、主要成效\n新建公路118公里。\n"
        "四、存在问题\n损毁渠道3公里，管护不足。\n五、改进措施\n补充人员6名。\n"
    )
    assert [c.role for _, c in claims_of(made)] == ["目标值", "其他", "完成值", "其他", "目标值"]


def test_amounts_in_a_list_share_their_role(report: Make) -> None:
    made = report("一、主要情况\n年中追加3727.35万元，包括中央资金2650万元、省级资金826.35万元。\n")
    assert [c.role for _, c in claims_of(made)] == ["调整数", "调整数", "调整数"]


def test_a_period_named_in_one_sentence_holds_for_the_next(report: Make) -> None:
    made = report("一、支出情况\n2023年支出10万元。其中公用经费3万元。\n")
    assert [c.period for _, c in claims_of(made)] == ["2023", "2023"]


def test_a_number_broken_over_lines_is_one_claim(report: Make) -> None:
    lines = [
        "全年完成农田建设任务一万二千亩并通过县级验收实际完成投资额为8126.3",
        "5万元带动本地农民就业一千五百人左右发放劳务报酬三百一十二万元整。",
    ]
    made = report("一、支出情况\n" + "\n".join(lines) + "\n")
    ((raw, claim), *_) = claims_of(made)
    if "\n" in raw:  # the reader joined the two lines: the number is whole
        assert claim.quantity.value == Decimal("81263500")


def test_the_context_is_the_sentence(report: Make) -> None:
    made = report("一、支出情况\n支出10万元。收入20万元。\n")
    contexts = [made.document.text[c.context.start : c.context.end] for c in made.claims]
    assert contexts == ["支出10万元。", "收入20万元。"]
