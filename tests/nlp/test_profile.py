"""The profile of a report: each case is a wording of the genre, with a word why it is there."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from nlp.types import Report

Make = Callable[[str], Report]

COVER = """自评报告

部门名称：乐昌市市场监督管理局（公章）

填报日期：2025年8月11日

一、部门的基本情况
2024年年末我局共有编制人数48人，其中行政编制45人。实有在职人数54人。2024年部门收入预算数1444.28万元，部门支出决算数1396.20万元。
二、自评结论
2024年度部门整体支出绩效自评得分为98.27分，等级为“优”。
"""


def titled(text: str, title: str = "甲市教育局2024年度部门整体支出绩效自评报告", heading: str = "概况") -> str:
    return f"{title}\n一、{heading}\n{text}\n"


def test_what_a_report_says_of_itself(report: Make) -> None:
    profile = report(COVER).profile
    assert (profile.bureau, profile.province, profile.city, profile.county, profile.level) == (
        "乐昌市市场监督管理局",
        "广东省",
        "韶关市",
        "乐昌市",
        "county",
    )
    assert (profile.year, profile.filed_on, profile.kind) == (2024, "2025-08-11", "部门整体支出")
    assert (profile.self_score, profile.grade) == (Decimal("98.27"), "优")
    assert (profile.staff_quota, profile.staff_actual) == (48, 54)
    assert (profile.budget, profile.spending) == (Decimal("14442800"), Decimal("13962000"))


def test_what_a_report_does_not_say_stays_open(report: Make) -> None:
    profile = report("一、说明\n没有内容。\n").profile
    assert (profile.bureau, profile.self_score, profile.filed_on, profile.year) == (None, None, None, None)
    assert profile.kind is None


def test_a_file_that_is_no_self_evaluation_says_so(report: Make) -> None:
    assert report("今天下雨，没有出门。\n").warnings[0].startswith("没有在文件里找到绩效自评报告")
    assert report(COVER).warnings == ("全文没有读出存在问题。",)


YEARS = [
    ("甲县民政局2023年度部门整体支出绩效自评报告\n2024年3月\n一、概况\n2022年、2022年。\n", 2023),  # the title's
    ("2022年度甲县\n抚恤补助\n项目支出绩效\n自评报告\n2023年3月24日\n", 2022),  # a title over four lines
    ("二〇二三年度部门整体支出绩效自评报告\n甲县民政局\n", 2023),  # Chinese numerals
    ("部门整体支出绩效自评报告\n（2021年度）\n按照〔2022〕3号通知，现报告如下。\n", 2021),  # a line of the cover
    (
        "甲财绩〔2024〕7号\n甲县民政局关于报送2023年度部门整体支出绩效自评情况的报告\n",
        2023,
    ),  # not its number
    ("项目支出绩效自评表\n评价年度：2020年\n填报日期：2021年3月2日\n", 2020),  # a field
    ("自评报告\n一、概况\n2024年3月开展了2023年度自评。2024年4月公开。\n", 2023),  # 年度 before the years
]


@pytest.mark.parametrize(("text", "expected"), YEARS)
def test_year(report: Make, text: str, expected: int) -> None:
    assert report(text).profile.year == expected


DATES = [
    ("2024.3.15", "2024-03-15"),
    ("2024 年 3 月 15 日", "2024-03-15"),
    ("二〇二四年三月十五日", "2024-03-15"),
    ("二○二四年十一月二十日", "2024-11-20"),  # another zero
    ("甲县教育局2024年3月15日", "2024-03-15"),  # the name and the date on one line
    ("二〇二四年三月", None),  # a month is no day
]


@pytest.mark.parametrize(("signed", "expected"), DATES)
def test_filed_on(report: Make, signed: str, expected: str | None) -> None:
    text = f"2023年度部门整体支出绩效自评报告\n一、概况\n内容如上。\n二、结论\n已经完成。\n甲县教育局\n{signed}\n"
    assert report(text).profile.filed_on == expected


SCORES = [
    ("2024年度部门整体支出绩效自评得分98.27分。", "98.27"),
    ("绩效自评分数为100分（其中基础分98.5分，加分3分）。", "100"),
    ("部门整体支出绩效评价指标评分98.9分。", "98.9"),
    ("部门整体支出绩效自评93.57分。", "93.57"),  # no 得分
    ("总分100分，自评97分。", "97"),  # the full mark before it
    ("自评得分为98.5分，加分1.5分，最终得分100分。", "100"),  # the last word
    ("2023年我局整体绩效经财政局核定后评分为93.7分。2024年自评得分95分。", "95"),  # not another year's
    ("上年自评得分93.7分，今年自评得分94.2分。", "94.2"),
    ("与2023年相比，本年自评得分95分。", "95"),  # another year named, this one meant
    ("该指标分值5分，自评得分5分。", None),  # not one indicator's mark
    ("产出指标（60分，自评58分）。", None),  # not one part's mark
]


@pytest.mark.parametrize(("text", "expected"), SCORES)
def test_self_score(report: Make, text: str, expected: str | None) -> None:
    score = report(titled(text, heading="自评结论")).profile.self_score
    assert score == (Decimal(expected) if expected else None)


def test_self_score_of_a_table(report: Make) -> None:
    rows = "一级指标\t分值\t得分\n产出\t60\t58\n效益\t40\t35.5\n总分\t100\t93.5\n"
    assert report(f"部门整体支出绩效自评表\n（2023年度）\n{rows}").profile.self_score == Decimal("93.5")


GRADES = [
    ("自评得分92分，评价等级为“优秀”。", "优"),
    ("自评得分92分，综合评定为良。", "良"),
    ("自评得分92分，属于优秀等次。", "优"),
    ("自评93分，属“优”的档次。", "优"),
    ("评价等级：□优 ☑良 □中 □差", "良"),  # a box ticked
    ("2023年度自评得分95分，等级为“优”；本年度自评得分88分，等级为“良”。", "良"),  # not another year's
    ("90分以上为优，80-90分为良。自评得分92分。", None),  # the scale
    ("评价等级分为优、良、中、差四个等次。", None),  # the scale
    ("自评结果已在中心全体会上通报。", None),  # 中 of 中心
]


@pytest.mark.parametrize(("text", "expected"), GRADES)
def test_grade(report: Make, text: str, expected: str | None) -> None:
    assert report(titled(text, heading="自评结论")).profile.grade == expected


KINDS = [
    ("甲市2024年度农村饮水专项项目支出绩效自评报告", "项目支出"),
    ("甲市2024年度草原保护专项资金绩效自评报告", "项目支出"),
    ("甲市教育局2024年度部门整体支出绩效自评报告", "部门整体支出"),
]


@pytest.mark.parametrize(("title", "expected"), KINDS)
def test_kind(report: Make, title: str, expected: str) -> None:
    assert report(f"{title}\n一、概况\n说明如上。\n").profile.kind == expected
