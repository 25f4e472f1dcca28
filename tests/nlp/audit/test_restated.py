from collections.abc import Callable

import pytest

from nlp.audit.names import name_of
from nlp.audit.statements import Slip, slip
from nlp.types import Finding, Report

Make = Callable[[str], Report]

HEAD = "某县水务局2023年度部门整体支出绩效自评报告\n"
TABLE = "三级指标\t年度指标值\t实际完成值\t分值\t得分\n"


def found(report: Make, *paragraphs: str) -> list[Finding]:
    text = HEAD + "".join(f"{'一二三四'[i]}、情况\n{text}\n" for i, text in enumerate(paragraphs))
    return [f for f in report(text).findings if f.rule == "restated.value"]


# Two paragraphs that contradict each other, the values, and how sure that is.
CONTRADICT = [
    # the digits of one amount in another order, under the same name
    ("年中追加项目资金1827.45万元。", "年中追加项目资金1872.45万元。", "1827.45万元≠1872.45万元", "certain"),
    ("年末结转结余276.28万元。", "有3个项目未完工，年末结转267.28万元。", "276.28万元≠267.28万元", "certain"),
    ("全年培训村级管水员3126人次。", "培训村级管水员3162人次，人人持证上岗。", "3126人次≠3162人次", "certain"),
    # one digit of a rate
    ("政府采购执行率98.16%。", "政府采购执行率95.16%，低于计划。", "98.16%≠95.16%", "certain"),
    ("支出预算执行率94.27%。", "年末支出预算执行率94.21%。", "94.27%≠94.21%", "certain"),
    # names of which one holds the other's words
    ("水质抽检合格率97.35%。", "全县农村饮用水水质抽检合格率97.53%。", "97.35%≠97.53%", "likely"),
    ("收回问卷286份，满意率93.71%。", "群众满意率93.17%。", "93.71%≠93.17%", "certain"),
    # in other words
    ("投诉举报按期办结率98.36%。", "投诉举报按时办结率98.63%。", "98.36%≠98.63%", "certain"),
    ("完成食品监督抽检1860批次。", "食品监督抽验1680批次。", "1860批次≠1680批次", "certain"),
    # thousands separators and full-width digits are the same number in another dress
    ("检查经营单位3,126家次。", "检查经营单位3216家次。", "3,126家次≠3216家次", "certain"),
    # all that was planned, but for a digit
    ("2023年部门预算3862.45万元。", "2023年年初预算数3862.42万元。", "3862.45万元≠3862.42万元", "likely"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "computed", "certainty"), CONTRADICT)
def test_prose_against_prose(report: Make, one: str, other: str, computed: str, certainty: str) -> None:
    (finding,) = found(report, one, other)
    assert (finding.computed, finding.certainty, finding.kind) == (computed, certainty, "restated")
    assert len(finding.evidence) == 2
    assert finding.message.endswith("。")


# Two paragraphs, and why they do not contradict each other.
AGREE = [
    ("营业额同比增长0.17%。", "营业额同比增长0.2%。", "rounded"),
    ("接待群众来访2.34万人次。", "接待群众来访2.3万人次。", "rounded to thousands"),
    ("垃圾处理预算8620万元，执行率98.01%。", "全年执行率98.00%，得9.8分。", "of what is not said"),
    ("接待群众来访近20件。", "接待群众来访21件。", "about"),
    ("接待群众来访40余件。", "接待群众来访43件。", "and more"),
    ("部门支出3862.45万元。", "部门支出3862.5万元。", "printed with fewer decimals"),
    ("部门支出0.38亿元。", "部门支出3826.45万元。", "another unit of money, rounded"),
    ("水质抽检合格率97.35%。", "水质抽检合格率97.35%，保持稳定。", "the same"),
    ("2023年水质抽检合格率97.35%。", "2022年水质抽检合格率97.53%。", "other years"),
    ("2023年上半年支付进度率48.36%。", "2023年全年支付进度率98.36%。", "part of the year"),
    ("培训村级管水员3126人次。", "市本级培训机关干部3162人次。", "other people"),
    ("年中追加项目资金1827.45万元。", "年初安排项目资金1872.45万元。", "what was added is not what was planned"),
    ("不合格食品处置率98.36%。", "食品抽检合格率98.63%。", "other rates"),
    ("实施农村公路养护3126公里。", "实施农村公路养护3162座。", "other units"),
    ("抽查企业21家。", "抽查企业35家。", "two rounds of the same work"),
    ("下达专项资金24万元。", "下达专项资金49万元。", "several sums under one name"),
    ("完成目标的105.33%。", "完成目标的103.53%。", "the name says nothing of what is measured"),
    ("就业率由53.16%提高到61.50%。", "就业率61.50%。", "where a change starts from"),
    ("行政编制45人。", "行政编制38人。", "posts, and those who hold them"),
    ("目标为培训农民4800人次以上。", "全年培训农民4860人次。", "goal and result"),
    ("采购控制价1268.00万元。", "中标价1286.00万元。", "other names"),
    ("满意率97.35%。", "回收率97.53%。", "other rates with short names"),
    ("住院患者满意度94.2%。", "门诊患者满意度92.4%。", "other patients"),
    ("第一季度用水总量3126万吨。", "第二季度用水总量3162万吨。", "other quarters"),
    ("补助标准为每月1500元。", "补助标准为每月1100元。", "round numbers"),
    ("中央资金到位2650.00万元。", "省级资金到位2560.00万元。", "of other levels"),
]


@pytest.mark.parametrize(("one", "other", "why"), AGREE, ids=[why for _, _, why in AGREE])
def test_no_alarm(report: Make, one: str, other: str, why: str) -> None:
    assert found(report, one, other) == []


# A row of an indicator table (name, goal, result), a sentence, and what is found.
ROWS = [
    ("集中统管公务用车58辆。", ("集中统管车辆", "56辆", "56辆"), ["58辆≠56辆"]),  # equal in other words
    ("完成医疗器械抽检25批次。", ("医疗器械抽验批次", "10批次", "10批次"), ["25批次≠10批次"]),
    ("每万人口发明专利拥有量7.23件。", ("有效发明专利拥有量", "5.8件/万人", "7.31件/万人"), ["7.23件≠7.31件/万人"]),
    ("去向落实率88.99%。", ("本科毕业生去向落实率", "85%", "89.89%"), ["88.99%≠89.89%"]),  # a scope is assumed
    ("更换护栏6500米。", ("更换护栏", "6500米", "5480米"), []),  # the sentence tells the goal
    ("更换护栏5480米。", ("更换护栏", "6500米", "5480米"), []),
    ("工伤认定平均办理时限由20天压缩到14天。", ("工伤认定平均办理时限", "15天", "14天"), []),
    ("更换护栏120米。", ("更换护栏", "6500米", "5480米"), []),  # too far off: another stretch of it
    ("开展培训5期。", ("开展培训", "8期", "8期"), []),  # too general a name
    ("安排资金612.00万元用于设备购置。", ("设备购置资金", "700.00万元", "481.37万元"), []),  # amounts: planned, spent
    ("月度支出进度有4个月未达标。", ("月度支出进度达标", "12个月", "8个月"), []),  # 未 makes it the rest
    (
        "12345热线投诉由上年的156件降至61件，下降68.90%。",
        ("热线投诉下降率", "30%", "60.90%"),
        ["68.90%≠60.90%"],
    ),
    ("投诉举报按期办结率99.98%。", ("投诉举报按期办结率", "100%", "100%"), ["99.98%≠100%"]),  # all is no rounding
    ("投诉举报按期办结率99.8%。", ("投诉举报按期办结率", "98%", "99.79%"), []),  # but this is
    ("评查案卷220余件。", ("完成评查案卷数", "150个", "200个"), ["220余件≠200个"]),  # 余 is more, 个 any classifier
    ("评查案卷近220件。", ("完成评查案卷数", "150个", "200个"), []),  # about so many
    ("企业开办时间压缩至0.5个工作日内。", ("企业开办时间", "≤3个工作日", "2个工作日"), ["0.5个工作日≠2个工作日"]),
    ("企业开办时间压缩至2个工作日内。", ("企业开办时间", "≤3个工作日", "1.5个工作日"), []),  # within the bound
    ("热线投诉下降68.90%。", ("热线投诉下降率", "30%", "60.90%"), ["68.90%≠60.90%"]),
]


@pytest.mark.parametrize(("text", "row", "computed"), ROWS)
def test_prose_against_a_row(report: Make, text: str, row: tuple[str, ...], computed: list[str]) -> None:
    table = TABLE + "\t".join((*row, "5", "5")) + "\n供水保证率\t98%\t99%\t5\t5\n"
    assert [f.computed for f in found(report, text, table)] == computed


GOALS = [
    ("2023年绩效目标为：案件按期办结率96%以上。", "≥98%", ["96%以上≠98%", "96%≠98%"]),
    ("2023年绩效目标为：案件按期办结率98%以上。", "≥98%", []),
    ("2023年绩效目标为：案件按期办结率不超过96%。", "≥98%", []),  # bounds from either side
]


@pytest.mark.parametrize(("text", "goal", "computed"), GOALS)
def test_goals_against_a_row(report: Make, text: str, goal: str, computed: list[str]) -> None:
    table = TABLE + f"案件按期办结率\t{goal}\t99%\t5\t5\n供水保证率\t≥98%\t99%\t5\t5\n"
    assert all(f.computed in computed for f in found(report, text, table))
    assert bool(found(report, text, table)) == bool(computed)


def test_equal_values_are_told_together(report: Make) -> None:
    texts = ("年中追加项目资金1827.45万元。", "追加项目资金1827.45万元。", "年中追加项目资金1872.45万元。")
    (finding,) = found(report, *texts)
    assert len(finding.evidence) == 3
    assert "（共2处）" in finding.message


def test_a_value_that_stands_alone_deviates(report: Make) -> None:
    """1444.28 stands twice as the budget of all, 1444.25 once: the names differ, the figure is one."""
    told = "2023年部门预算1444.28万元。", "年初预算数1444.28万元。", "财政拨款预算数1444.25万元。"
    (finding,) = found(report, *told)
    assert finding.certainty == "certain"


def test_an_assumption_is_named(report: Make) -> None:
    (finding,) = found(report, "水质抽检合格率97.35%。", "全县农村饮用水水质抽检合格率97.53%。")
    assert "如果说的是同一指标" in finding.message


NAMES = [
    ("（一）完成食品安全监督抽检批次", "食品监督抽验", True),
    ("2023年全县水质抽检合格率", "水质抽检合格率", True),
    ("市场主体增长率", "实有经营主体年增长率", True),
    ("水质抽检合格率", "水质抽检批次", False),  # a rate is no count
    ("护栏清洗", "护栏更换", False),
]


@pytest.mark.parametrize(("one", "other", "alike"), NAMES)
def test_names(one: str, other: str, alike: bool) -> None:
    a, b = name_of(one), name_of(other)
    assert (a.within(b) or b.within(a)) == alike


SLIPS = [
    ("1827.45万元", "1872.45万元", Slip.ORDER),
    ("98.16%", "95.16%", Slip.DIGIT),
    ("98.16%", "95.61%", None),
    ("1500元", "1100元", None),  # round numbers
    ("1500.00万元", "1100.00万元", None),
    ("68.90%", "60.90%", Slip.DIGIT),  # a zero behind the point is printed on purpose
    ("1860批次", "1680批次", Slip.ORDER),
    ("58辆", "56辆", None),  # too few digits to tell
    ("1,827.45", "1827.4", None),
]


@pytest.mark.parametrize(("one", "other", "kind"), SLIPS)
def test_slips(one: str, other: str, kind: Slip | None) -> None:
    assert slip(one, other) is kind


def test_a_word_of_every_row_of_a_long_table_is_no_likeness(report: Make) -> None:
    rows = [f"第{n}号道路养护里程\t{n}公里\t{n + 1}公里\t5\t5\n" for n in range(1000, 1500)]
    text = "全年完成某河堤防加固15.36公里。"
    table = TABLE + "".join(rows) + "某河堤防加固\t15.36公里\t15.63公里\t5\t5\n"
    assert [f.computed for f in found(report, text, table) if "15.36" in f.computed] == ["15.36公里≠15.63公里"]
