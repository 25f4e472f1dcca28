"""Targets against what was reached and the marks for it: missed with full marks, or nothing to say."""

from collections.abc import Callable

import pytest

from nlp.audit.marks import cell_value
from nlp.types import Finding, Report

Make = Callable[[str], Report]
HEAD = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")


def targets(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.kind == "target_unmet_full_score"]


def in_table(make: Make, *row: str) -> list[tuple[str, str]]:
    lines = [HEAD, ("产出指标", *row), ("效益指标", "社会效益", "秩序改善", "改善", "改善", "10", "9")]
    body = "".join("\t".join(line) + "\n" for line in lines)
    return [(f.certainty, f.computed) for f in targets(make(f"一、指标完成情况\n见下表。\n\n{body}"))]


MISSED: list[tuple[tuple[str, ...], list[tuple[str, str]], str]] = [
    (("质量指标", "贷款回收率", "≥99%", "98.7%", "3", "3"), [("certain", "98.7%<99%")], "at least"),
    (("质量指标", "贷款回收率", "≥99%", "98.7%", "3", "2.9"), [], "marks were taken off"),
    (("质量指标", "贷款回收率", "≥99%", "99.2%", "3", "3"), [], "reached"),
    (("质量指标", "贷款回收率", "99%以上", "98.7%", "3", "3"), [("certain", "98.7%<99%")], "以上"),
    (("质量指标", "贷款回收率", "不低于99%", "98.7%", "3", "3.0"), [("certain", "98.7%<99%")], "不低于; 3 is 3.0"),
    (("质量指标", "有害生物成灾率", "≤2.5‰", "2.8‰", "4", "4"), [("certain", "2.8‰>2.5‰")], "at most"),
    (("质量指标", "有害生物成灾率", "2.5‰以内", "2.3‰", "4", "4"), [], "within"),
    (("质量指标", "有害生物成灾率", "2.5‰", "2.8‰", "4", "4"), [("likely", "2.8‰>2.5‰")], "less is better by its name"),
    (("质量指标", "有害生物成灾率", "2.5‰", "2.1‰", "4", "4"), [], "and less it is"),
    (("数量指标", "新建幸福院", "12所", "11所", "6", "6"), [("certain", "11所<12所")], "a number to be reached"),
    (("数量指标", "新建幸福院", "12所", "13所", "6", "6"), [], "more than asked"),
    (("数量指标", "新建学校（所）", "14", "13", "8", "8"), [("certain", "13<14")], "bare numbers"),
    (("数量指标", "新建学校（所）", "14", "13所", "8", "8"), [("certain", "13所<14")], "one of them with its unit"),
    (
        ("数量指标", "培训人次", "≥2.8万人次", "27500人次", "8", "8"),
        [("certain", "27500人次<2.8万人次")],
        "in ten thousands",
    ),
    (("数量指标", "培训人次", "≥2.8万人次", "2.87万人次", "8", "8"), [], "reached in ten thousands"),
    (("数量指标", "培训人次", "≥60", "95%", "8", "8"), [], "a share is no number"),
    (("数量指标", "检查家次", "≥60家次", "52人次", "8", "8"), [], "another unit"),
    (("质量指标", "验收合格率", "100%", "99.3%", "8", "8"), [("certain", "99.3%<100%")], "all of them"),
    (("质量指标", "验收合格率", "90%-95%", "88%", "8", "8"), [("certain", "88%<90%-95%")], "below a range"),
    (("质量指标", "验收合格率", "90%-95%", "97%", "8", "8"), [], "above a range"),
    (("质量指标", "验收合格率", "≥95%", "约94%", "8", "8"), [("likely", "94%<95%")], "about"),
    (("质量指标", "验收合格率", "≥95%", "94%以上", "8", "8"), [], "94 or more may be 95"),
    (("质量指标", "制度健全性", "健全", "基本健全", "8", "8"), [], "words decide nothing"),
    (
        ("质量指标", "信息系统建设", "完成", "未完成", "8", "8"),
        [("certain", "未完成≠完成")],
        "words that say it was not done",
    ),
    (("质量指标", "安全事故", "0起", "1起", "8", "8"), [("certain", "1起>0起")], "none of what is bad"),
    (("质量指标", "安全事故", "0起", "0起", "8", "8"), [], "none there was"),
    (("社会效益", "有效投诉", "≤5起", "7起", "8", "8"), [("certain", "7起>5起")], "at most, in numbers"),
    (("社会效益", "投诉办结率", "100%", "98%", "8", "8"), [("likely", "98%<100%")], "what was done about what is bad"),
    (("社会效益", "群众排名", "前3名", "第5名", "8", "8"), [("certain", "第5名>前3名")], "a rank"),
    (
        ("成本指标", "单位造价", "≤45万元/公里", "46.1万元/公里", "8", "8"),
        [("certain", "46.1万元/公里>45万元/公里")],
        "cost per unit",
    ),
    (("成本指标", "补助标准", "2000元", "1800元", "8", "8"), [], "a standard is neither reached nor kept"),
    (("成本指标", "项目成本", "680万元", "611万元", "8", "8"), [], "less cost is no miss"),
    (("成本指标", "项目成本", "680万元", "692万元", "8", "8"), [("likely", "692万元>680万元")], "more cost is"),
    (("时效指标", "办结时限", "≤15天", "16天", "8", "8"), [("certain", "16天>15天")], "a time limit"),
    (("时效指标", "支出进度达标", "12个月", "8个月", "8", "8"), [], "months without an operator"),
    (
        ("时效指标", "完工时间", "9月底前", "11月25日", "7", "7"),
        [("certain", "11月25日晚于9月底前")],
        "after it was due",
    ),
    (("时效指标", "完工时间", "2023年10月", "2023年9月", "7", "7"), [], "before it was due"),
    (
        ("时效指标", "完工时间", "2023年10月", "2024年1月", "7", "7"),
        [("certain", "2024年1月晚于2023年10月")],
        "in the next year",
    ),
    (("时效指标", "完工时间", "9月底前", "9月28日", "7", "7"), [], "in the month that it was due"),
    (("质量指标", "细颗粒物浓度", "35微克/立方米", "32微克/立方米", "9", "9"), [], "less of what harms"),
    (("数量指标", "接待批次", "20批次", "12批次", "9", "9"), [], "nothing says whether more or less is better"),
    (("数量指标", "检查次数", "1.98次 2.5期", "1.96次 2.5期", "9", "9"), [], "items of a list, or decimals"),
    (("质量指标", "预算执行率", "100%", "99.97%", "10", "10"), [], "rounds to full marks"),
    (("质量指标", "预算执行率", "100%", "97%", "10", "10"), [("certain", "97%<100%")], "does not"),
    (("质量指标", "验收合格率", "≥95%", "93%", "完成得8分", "8"), [("certain", "93%<95%")], "full marks in words"),
    (("质量指标", "验收合格率", "≥95%", "93%", "", "8"), [], "without full marks"),
    (("质量指标", "验收合格率", "≥95%", "", "8", "8"), [], "without an actual value"),
    (("数量指标", "检查与培训", "50次；3期", "52次；2期", "8", "8"), [("likely", "2期<3期")], "several in one cell"),
    (("数量指标", "检查与培训", "50次；3期", "52次", "8", "8"), [], "fewer values than targets"),
]


@pytest.mark.parametrize(("row", "expected", "why"), MISSED, ids=[why for _, _, why in MISSED])
def test_rows_of_indicators(report: Make, row: tuple[str, ...], expected: list[tuple[str, str]], why: str) -> None:
    assert in_table(report, *row) == expected, why


TOLD = [
    (
        "（1）数量指标：培训人次，年度指标值≥500人次，实际完成480人次，完成率96%，分值10分，得分10分。",
        [("target.told", "certain", "480人次<500人次")],
        "the value in the target's unit, not the rate behind it",
    ),
    (
        "数量指标（10分），计划改造厕所120户，实际改造118户，得10分。",
        [("target.told", "certain", "118户<120户")],
        "full marks first",
    ),
    (
        "目标值：≥95%；完成值：93%；分值：10分；得分：10分。",
        [("target.told", "certain", "93%<95%")],
        "semicolons between the parts of one indicator",
    ),
    ("目标培训300人、发放500份，实际培训280人，分值5分，得5分。", [], "two targets: which it is cannot be told"),
    (
        "设备验收合格率目标值98%，实际完成96.31%，该指标分值5分，自评得5分。",
        [("target.told", "certain", "96.31%<98%")],
        "all in one clause",
    ),
    ("设备验收合格率目标值98%，实际完成98.31%，该指标分值5分，自评得5分。", [], "reached"),
    ("设备验收合格率目标值98%，实际完成96.31%，该指标分值5分，自评得4分。", [], "marks were taken off"),
    ("设备验收合格率96.31%，该指标分值5分，自评得5分。", [], "no target is told"),
    ("设备验收合格率目标值98%，培训300人，该指标分值5分，自评得5分。", [], "another unit"),
]


@pytest.mark.parametrize(("text", "expected", "why"), TOLD, ids=[why for _, _, why in TOLD])
def test_targets_in_prose(report: Make, text: str, expected: list[tuple[str, str, str]], why: str) -> None:
    found = targets(report(f"一、指标分析\n{text}\n"))
    assert [(f.rule, f.certainty, f.computed) for f in found] == expected, why


def test_a_target_told_elsewhere(report: Make) -> None:
    text = (
        "一、绩效目标\n设备安装一次验收合格率98%以上。\n"
        "二、指标分析\n设备安装一次验收合格率96.31%，该指标分值5分，自评5分。\n"
    )
    (found,) = targets(report(text))
    assert found.computed == "96.31%<98%"
    assert len(found.evidence) == 4


ADMITTED = [
    ("力争培育企业30家以上，实际新增2家，未完成年度目标。", "3", [("likely", "2家<30家")], "says so itself"),
    ("力争培育企业30家以上，实际新增2家，未完成年度目标。", "1", [], "marks were taken off"),
    ("力争培育企业30家以上，实际新增2家。", "3", [], "does not say that it is short"),
    ("力争培育企业30家以上，实际新增31家，但培训未完成年度目标。", "3", [], "another one is short"),
]


@pytest.mark.parametrize(("text", "given", "expected", "why"), ADMITTED, ids=[why for *_, why in ADMITTED])
def test_a_section_of_full_marks(
    report: Make, text: str, given: str, expected: list[tuple[str, str]], why: str
) -> None:
    found = targets(report(f"一、指标分析\n1.重点工作完成率（3分）\n{text}\n该指标自评得分{given}分。\n"))
    assert [(f.certainty, f.computed) for f in found] == expected, why


@pytest.mark.parametrize(("given", "count"), [("50", 1), ("48", 0)], ids=["full marks", "some were taken off"])
def test_problems_that_deny_full_marks(report: Make, given: str, count: int) -> None:
    text = (
        f"一、指标分析\n1.履职效能\n履职效能总分50分，自评得分{given}分。\n"
        "二、存在的问题\n部分项目资金没有到位，绩效目标未能按年初批复完成。\n三、改进措施\n加强资金争取。\n"
    )
    found = targets(report(text))
    assert [f.certainty for f in found] == ["likely"] * count


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", "4"),
        ("5.00", "5"),
        ("4分", "4"),
        ("10%", "10"),
        ("完成得0.5分", "0.5"),
        ("", None),
        ("—", None),
        ("优", None),
    ],
)
def test_marks_of_cells(text: str, value: str | None) -> None:
    found = cell_value(text)
    assert (None if found is None else f"{found.normalize():f}") == value
