from collections.abc import Callable
from decimal import Decimal

import pytest

from nlp.regions import lineage, mentions
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


def test_an_amount_of_a_part_is_not_the_budget(report: Make) -> None:
    made = report("一、支出情况\n2023年支出9802.63万元。其中公务接待费年初预算23.51万元，会议费预算1.2万元。\n")
    assert (made.profile.budget, made.profile.spending) == (None, Decimal(98026300))


SCORES = [
    ("2024年度部门整体支出绩效自评得分98.27分。", "98.27"),
    ("绩效自评分数为100分（其中基础分98.5分，加分3分）。", "100"),
    ("部门整体支出绩效评价指标评分98.9分。", "98.9"),
    ("2022年我局整体绩效经财政局核定后评分为93.7分。2024年自评得分95分。", "95"),  # not another year's
    ("该指标分值5分，自评得分5分。", None),  # not one indicator's mark
]


@pytest.mark.parametrize(("text", "expected"), SCORES)
def test_self_score(report: Make, text: str, expected: str | None) -> None:
    score = report(f"甲市教育局2024年度部门整体支出绩效自评报告\n一、自评结论\n{text}\n").profile.self_score
    assert score == (Decimal(expected) if expected else None)


PLACES = [
    ("湖南省益阳市赫山区教育局", ("湖南省", "益阳市", "赫山区")),
    ("北京市东城区教育委员会", ("北京市", "北京市", "东城区")),  # a municipality is its own city
    ("广东省教育厅", ("广东省", None, None)),
    ("仙桃市教育局", ("湖北省", None, "仙桃市")),  # a county-level city directly under its province
]


@pytest.mark.parametrize(("bureau", "expected"), PLACES)
def test_place(report: Make, bureau: str, expected: tuple[str | None, str | None, str | None]) -> None:
    profile = report(f"单位名称：{bureau}\n一、概况\n{bureau}是工作部门。\n").profile
    assert (profile.province, profile.city, profile.county) == expected


def test_districts_of_one_name_are_told_apart_by_what_else_is_named(report: Make) -> None:
    profile = report(
        "单位名称：朝阳区教育局\n一、概况\n朝阳区教育局是长春市朝阳区的工作部门，接受长春市教育局指导。\n"
    ).profile
    assert (profile.province, profile.city) == ("吉林省", "长春市")


def test_a_place_that_the_gazetteer_does_not_know_is_taken_from_its_name(report: Make) -> None:
    profile = report("单位名称：青溪县教育局\n一、概况\n青溪县教育局位于四川省广元市。\n").profile
    assert (profile.province, profile.city, profile.county) == ("四川省", "广元市", "青溪县")


def test_every_region_has_a_province() -> None:
    ((_, (region, *_)),) = mentions("赫山区")
    assert lineage(region)[0] == "湖南省"


KINDS = [
    ("甲市2024年度农村饮水专项项目支出绩效自评报告", "项目支出"),
    ("甲市教育局2024年度部门整体支出绩效自评报告", "部门整体支出"),
]


@pytest.mark.parametrize(("title", "expected"), KINDS)
def test_kind(report: Make, title: str, expected: str) -> None:
    assert report(f"{title}\n一、概况\n说明如上。\n").profile.kind == expected
