"""Marks in prose and tables: what adds up, what does not, and what cannot be told."""

from collections.abc import Callable

import pytest

from nlp.types import Finding, Report

Make = Callable[[str], Report]


def scores(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.rule.startswith("score.")]


def told(make: Make, text: str) -> list[tuple[str, str, str]]:
    return [(f.rule, f.certainty, f.computed) for f in scores(make(f"一、自评结论\n{text}\n"))]


PROSE: list[tuple[str, list[tuple[str, str, str]], str]] = [
    # score.parts
    (
        "部门整体支出绩效自评得分91.5分，其中投入14分，过程26分，产出30分，效果20分。",
        [("score.parts", "certain", "14+26+30+20=90")],
        "four parts in the total's sentence",
    ),
    ("部门整体支出绩效自评得分90分，其中投入14分，过程26分，产出30分，效果20分。", [], "they add up"),
    (
        "自评得93.7分；失分6.3分，其中预算编制失1.5分、支出进度失2.3分、成本控制失2.0分、满意度失1.5分。",
        [("score.parts", "certain", "1.5+2.3+2+1.5=7.3")],
        "marks lost, one digit wrong",
    ),
    (
        "自评得分91.8分（满分100分），扣8.2分：执行率扣0.7分，进度扣3.5分，收入扣2.0分，满意度扣2.0分。",
        [],
        "the first deduction is the sum of the others",
    ),
    (
        "自评得分92.8分（满分100分），扣8.2分：执行率扣0.7分，进度扣3.5分，收入扣2.0分，满意度扣2.0分。",
        [("score.deducted", "certain", "100-8.2=91.8")],
        "… and taken off wrongly",
    ),
    ("自评得93.7分；失分6.3分，其中预算编制失1.5分、支出进度失2.3分、成本控制失1.0分、满意度失1.5分。", [], "so it is"),
    (
        "部门整体支出绩效自评得分92分。其中：投入14分（满分15分），过程26分（满分30分），产出31分（满分35分），效果20分（满分20分）。",
        [("score.parts", "certain", "14+26+31+20=91")],
        "parts in the next sentence, with their full marks",
    ),
    (
        "项目绩效自评得分92.7分，等级为“优”。决策20分得19分，过程20分得17.5分，产出35分得32分，效益25分得23.2分。",
        [("score.parts", "certain", "19+17.5+32+23.2=91.7")],
        "full marks before the marks given, no cue",
    ),
    (
        "自评得分为86.5分（其中预算执行8.4分、产出41.2分、效益27分、满意度9分），评定为“良”。",
        [("score.parts", "certain", "8.4+41.2+27+9=85.6")],
        "parts in brackets",
    ),
    (
        "自评总分87.2分（决策17分，过程17.4分，产出27.3分，效益25.6分），等次为良。",
        [("score.parts", "certain", "17+17.4+27.3+25.6=87.3")],
        "brackets without 其中; more than the total",
    ),
    ("自评得分95分，其中产出指标得48分。", [], "one part is no list"),
    ("自评得分95分，其中产出指标48分、效益指标27分。", [], "two of several parts: far from the total"),
    ("自评得分95分，其中产出、效益等指标得分较高，数量指标20分、质量指标10分等。", [], "等: more parts than are named"),
    ("自评得分95分，其中产出50分（数量30分、质量20分）、效益27分、满意度9分。", [], "parts of parts are not read"),
    ("自评得分93.4分，其中投入14分、过程26分、产出33分、效果20.4分，较上年提高2分。", [], "a comparison is no part"),
    ("自评得分92.35分，其中预算管理18.21分、履职产出47.74分、履职效果17.90分、满意度8.51分。", [], "rounded shares"),
    (
        "自评得分为100分（其中基础分97.5分，加分4分）。",
        [("score.parts", "likely", "97.5+4=101.5")],
        "marks were added: perhaps the total is capped",
    ),
    ("自评得分为96分（其中基础分97分，加分2分，扣分3分）。", [], "a deduction counts against the others"),
    (
        "自评得分为97分（其中基础分97分，加分2分，扣分3分）。",
        [("score.parts", "certain", "97+2-3=96")],
        "and is written with its sign",
    ),
    (
        "3个项目自评平均得分92分，其中甲项目90分、乙项目94分、丙项目92分。",
        [],
        "an average has parts that are no summands",
    ),
    (
        "自评总得分为93分，其中：决策得分19分（满分20分，扣1分），过程得分18分（满分20分，扣2分），"
        "产出得分28分（满分30分，扣2分），效益得分29分（满分30分，扣1分）。",
        [("score.parts", "certain", "19+18+28+29=94")],
        "more than full marks in the brackets",
    ),
    (
        "部门整体支出绩效自评得分为93分。投入指标满分20分，自评得分18分；过程指标满分20分，得分17分；"
        "产出指标满分30分，得分29分；效果指标满分30分，得分28分。",
        [("score.parts", "certain", "18+17+29+28=92")],
        "full marks before, after semicolons",
    ),
    (
        "本次评价总分100分，其中决策20分、过程20分、产出30分、效益30分，项目得分88分。",
        [],
        "full marks have parts too",
    ),
    ("自评总分97.5分。其中，履职效能得49分，管理效率得48.5分。", [], "two parts that make it"),
    # score.sum
    (
        "四项自评得分依次为13.2分、18.1分、31.4分、26.8分，合计89.9分。",
        [("score.sum", "certain", "13.2+18.1+31.4+26.8=89.5")],
        "marks one after another and their sum",
    ),
    ("四项自评得分依次为13.2分、18.1分、31.4分、26.8分，合计89.5分。", [], "the sum is right"),
    ("产出、效益两项合计扣1分。", [], "a deduction in sum has no list"),
    (
        "目标合理，得6分；编制完整，得5分；控制有效，得4分。以上三项合计16分。",
        [("score.sum", "certain", "6+5+4=15")],
        "as many marks before as the sum says",
    ),
    ("目标合理，得6分；编制完整，得5分。以上三项合计16分。", [], "fewer marks told than summed"),
    # score.deducted
    (
        "本项满分35分，因验收滞后扣2分、资料不全扣1.6分，得31.8分。",
        [("score.deducted", "certain", "35-2-1.6=31.4")],
        "full marks, deductions and the rest in one sentence",
    ),
    ("本项满分35分，因验收滞后扣2分、资料不全扣1.6分，得31.4分。", [], "they fit"),
    ("本项满分35分，每延迟1天扣2分，得31分。", [], "a rule of deduction is no deduction"),
    (
        "部门整体支出绩效自评总分91.5分，扣分合计10.5分。",
        [("score.deducted", "likely", "100-10.5=89.5")],
        "all deductions: out of 100, which is not printed",
    ),
    (
        "满分100分，合计扣分7.5分，部门整体支出绩效自评得分91.5分。",
        [("score.deducted", "certain", "100-7.5=92.5")],
        "with the full marks printed",
    ),
    ("部门整体支出绩效自评总分91.5分，扣分合计8.5分。", [], "the rest fits"),
    ("部门整体支出绩效自评总分91.5分，扣分合计10.5分，加分2分。", [], "marks were added"),
    # score.over
    ("产出指标41分（满分40分）。", [("score.over", "certain", "41>40")], "above full marks"),
    ("产出指标40分（满分40分）。", [], "full marks are not above"),
    ("该指标分值6分，自评得7分。", [("score.over", "certain", "7>6")], "full marks first"),
    # score.by-rate
    (
        "预算执行率94.95%，指标分值8分，按比例得7.90分。",
        [("score.by-rate", "certain", "8×94.95%=7.596")],
        "a share of the marks by the rate told",
    ),
    ("预算执行率94.95%，指标分值8分，按比例得7.60分。", [], "rounded to two decimals"),
    ("预算执行率94.95%，指标分值8分，按比例得7.59分。", [], "or cut off"),
    ("预算执行率94.95%，指标分值8分，自评得7分。", [], "nothing says that it is a share"),
    (
        "序时进度88%，指标分值6分，按比例得5.27分。",
        [("score.by-rate", "likely", "6×88%=5.28")],
        "88 % may be rounded",
    ),
    # score.grade
    ("部门整体支出绩效自评得分88.5分，评价等级为“优”。", [("score.grade", "likely", "88.5分→良")], "the usual scale"),
    ("部门整体支出绩效自评得分91分，评价等级为“优”。", [], "the grade fits"),
    ("部门整体支出绩效自评得分91分，评价等级为“良”。", [("score.grade", "likely", "91分→优")], "too low a grade"),
    (
        "等级标准：90分以上为优，80-90分为良，60-80分为中。部门整体支出绩效自评得分88.5分，评价等级为“优”。",
        [("score.grade", "certain", "88.5分→良")],
        "the scale is printed",
    ),
    (
        "等级标准：85分以上为优，75-85分为良。部门整体支出绩效自评得分88.5分，评价等级为“优”。",
        [],
        "another scale than the usual",
    ),
    ("群众满意度88.5分，服务质量优良。", [], "no grade of the evaluation"),
]


@pytest.mark.parametrize(("text", "expected", "why"), PROSE, ids=[why for _, _, why in PROSE])
def test_marks_in_prose(report: Make, text: str, expected: list[tuple[str, str, str]], why: str) -> None:
    assert told(report, text) == expected, why


def table(*rows: str) -> str:
    return "".join(row.replace("|", "\t") + "\n" for row in rows)


HEAD = "一级指标|二级指标|三级指标|指标值|完成值|分值|得分"
ROWS = (
    "预算执行|执行率|预算执行率|100%|95%|10|9.5",
    "产出指标（50分）|数量指标|检查次数|≥50次|52次|25|25",
    "产出指标（50分）|质量指标|合格情况|合格|基本合格|25|22",
    "效益指标（40分）|社会效益|秩序改善|改善|改善|40|38",
)
TABLES: list[tuple[str, list[tuple[str, str]], str]] = [
    (table(HEAD, *ROWS, "合计|合计|合计|合计|合计|100|94.5"), [], "all columns add up"),
    (
        table(HEAD, *ROWS, "合计|合计|合计|合计|合计|100|95.4"),
        [("score.table", "9.5+25+22+38=94.5")],
        "the total of the marks given is wrong",
    ),
    (table(HEAD, *ROWS, "总分|100|95.4||||"), [("score.table", "9.5+25+22+38=94.5")], "totals out of line"),
    (table(HEAD, *ROWS, "总分|95.4|||||"), [("score.table", "9.5+25+22+38=94.5")], "only the marks given are totalled"),
    (
        table(HEAD, *ROWS[1:], "合计|合计|合计|合计|合计|100|94.5"),
        [],
        "ten marks of the total stand elsewhere: nothing can be told",
    ),
    (
        table(HEAD, ROWS[0], ROWS[1].replace("|25|25", "|24|24"), *ROWS[2:], "合计|合计|合计|合计|合计|100|93.5"),
        [("score.table", "10+24+25+40=99"), ("score.group", "2项：24+25=49")],
        "the full marks miss one, and so does their group",
    ),
    (
        table(HEAD, *ROWS[:3], ROWS[3].replace("38", "41"), "合计|合计|合计|合计|合计|100|97.5"),
        [("score.above-full", "41>40")],
        "more marks than there are",
    ),
    (
        table("指标|权重|得分", "甲指标|20|92", "乙指标|30|95", "丙指标|50|90"),
        [],
        "marks out of 100 with weights are above these",
    ),
    (
        table(
            "评价维度|权重|自评得分|失分原因",
            "履职效能|40|38|无",
            "管理效率|40|37|无",
            "社会效应|20|20|无",
            "合计|100|96|",
        ),
        [("score.table", "38+37+20=95")],
        "no indicator table, but one of marks",
    ),
    (
        table("指标|决策|过程|产出|合计", "分值|20|30|50|100", "得分|18|26|47|92"),
        [("score.table-row", "18+26+47=91")],
        "a table on its side",
    ),
    (table("指标|决策|过程|产出|合计", "分值|20|30|50|100", "得分|18|26|47|91"), [], "which adds up"),
    (
        table(
            "序号|项目|分值|自评得分|复核得分",
            "一|管理|30|28|27",
            "1|编制|10|9|9",
            "2|执行|20|19|18",
            "二|产出|70|66|65",
            "1|目标|30|29|29",
            "2|应用|40|37|36",
            "|合计|100|94|92",
        ),
        [],
        "rows of two levels in one column are counted twice: nothing can be told",
    ),
    (
        table("一级指标|三级指标|分值|扣分|得分", "产出|数量|50|2|48", "效益|社会|50|1|49", "合计||100|3|97"),
        [],
        "a column of deductions between",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), TABLES, ids=[why for _, _, why in TABLES])
def test_marks_in_tables(report: Make, text: str, expected: list[tuple[str, str]], why: str) -> None:
    found = [(f.rule, f.computed) for f in scores(report(f"一、评分情况\n见下表。\n\n{text}"))]
    assert found == expected, why


def test_the_rate_of_spending_stands_in_another_table(report: Make) -> None:
    funds = table(
        "项目资金|年初预算数|全年执行数|分值|执行率|得分",
        "年度资金总额|1650.00|1567.50|10|95%|9.5",
        "其中：财政拨款|1650.00|1567.50|—|95%|—",
    )
    marks = table(HEAD, *ROWS[1:], "总分|总分|总分|总分|总分|100|95.4")
    found = scores(report(f"一、资金情况\n{funds}\n二、指标情况\n{marks}"))
    assert [(f.rule, f.computed) for f in found] == [("score.table", "9.5+25+22+38=94.5")]


AGAINST = [
    ("94.5分", [], "table and prose agree"),
    ("95.4分", [("score.against-table", "94.5≠95.4")], "they do not"),
    ("60分", [], "too far apart to be the same"),
]


@pytest.mark.parametrize(("mark", "expected", "why"), AGAINST, ids=[why for _, _, why in AGAINST])
def test_the_total_told_against_the_table(report: Make, mark: str, expected: list[tuple[str, str]], why: str) -> None:
    marks = table(HEAD, *ROWS, "合计|合计|合计|合计|合计|100|94.5")
    found = scores(report(f"一、自评结论\n部门整体支出绩效自评得分{mark}。\n\n{marks}"))
    assert [(f.rule, f.computed) for f in found] == expected, why


def test_a_table_whose_sum_the_prose_tells_is_wrong_once(report: Make) -> None:
    marks = table(HEAD, *ROWS, "合计|合计|合计|合计|合计|100|95.4")
    (found,) = scores(report(f"一、自评结论\n部门整体支出绩效自评得分94.5分。\n\n{marks}"))
    assert (found.rule, found.kind) == ("score.against-table", "restated")
    assert "9.5+25+22+38=94.5" in found.computed


def test_marks_added_against_their_table(report: Make) -> None:
    added = table(
        "序号|事项名称|类别|加分分值", "1|获市政府表彰|市级|1", "2|获县政府表彰|县级|1", "3|获省局表彰|省级|2"
    )
    right = f"一、自评结论\n绩效自评分数为98分（其中基础分95分，加分{{}}分）。\n\n二、加分情况\n{added}"
    assert [f.computed for f in scores(report(right.format(3))) if f.rule == "score.bonus"] == ["1+1+2=4"]
    assert [f for f in scores(report(right.format(4))) if f.rule == "score.bonus"] == []


LEVELS = [
    ("20", [], "the lower level adds up"),
    ("25", [("score.levels", "20+25=45")], "it does not"),
]


@pytest.mark.parametrize(("full", "expected", "why"), LEVELS, ids=[why for _, _, why in LEVELS])
def test_marks_in_titles(report: Make, full: str, expected: list[tuple[str, str]], why: str) -> None:
    text = (
        "一、绩效指标分析\n"
        "（一）产出指标（40分）\n1.数量指标（20分）\n完成检查任务。\n"
        f"2.质量指标（{full}分）\n质量较好。\n"
    )
    assert [(f.rule, f.computed) for f in scores(report(text))] == expected, why


def test_marks_of_sections_are_those_of_the_total(report: Make) -> None:
    text = (
        "一、自评结论\n部门整体支出绩效自评得分91分。\n二、指标分析\n"
        "（一）过程（40分，得36分）\n管理较规范。\n（二）产出（60分，得54分）\n任务全部完成。\n"
    )
    assert [(f.rule, f.computed) for f in scores(report(text))] == [("score.levels", "36+54=90")]


def test_every_finding_says_what_is_stated_and_what_it_works_out_to(report: Make) -> None:
    for text, expected, _ in PROSE:
        for found in scores(report(f"一、自评结论\n{text}\n")):
            assert expected
            assert found.message.endswith("。")
            assert found.stated
            assert found.evidence
