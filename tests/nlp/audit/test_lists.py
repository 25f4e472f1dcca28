"""Lists that say how many entries they hold."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]


def found(made: Report, rule: str) -> list[tuple[str, str]]:
    return [(f.computed, f.certainty) for f in made.findings if f.rule == rule]


# (text below 存在问题, what is found), and why it is there
ANNOUNCED = [
    ("存在以下三个方面的问题：\n一是执行慢。二是目标粗。", [("列出2个", "certain")], "two where three are announced"),
    ("存在以下三个方面的问题：\n一是执行慢。二是目标粗。三是人手少。", [], "three"),
    ("主要有以下两个问题：1.执行慢；2.目标粗；3.人手少。", [("列出3个", "certain")], "one too many"),
    ("存在如下两方面不足：\n（一）执行慢\n进度不快。\n（二）目标粗\n指标不细。\n（三）人手少\n缺编。",
     [("列出3个", "certain")], "headings below"),
    ("存在以下四个方面的问题：\n（一）执行慢\n进度不快。\n（二）目标粗\n指标不细。\n（四）人手少\n缺编。",
     [("列出3个", "likely")], "a gap in the numbers: one may be hidden"),
    ("存在以下三个方面的问题：\n执行慢，目标粗，人手少。", [], "entries without numbers are not counted"),
    ("存在以下一些问题：\n一是执行慢。二是目标粗。", [], "no number is said"),
    ("针对三个问题，一是加快执行。", [], "a single entry is no list"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), ANNOUNCED)
def test_announced(report: Make, text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert found(report(f"一、基本情况\n略。\n二、存在的问题\n{text}\n"), "list.announced") == expected, why


COUNTED = [
    ("街道下辖桥头、湖畔、工人村、重阳路5个社区。", [("列出4个", "certain")], "one is missing"),
    ("街道下辖桥头、湖畔、工人村、重阳路4个社区。", [], "all are there"),
    ("街道下辖桥头、湖畔、工人村等7个社区。", [], "等: only some are named"),
    ("内设办公室、法规股、财务股和人事股4个股室。", [], "和 joins the last"),
    ("内设办公室、法规股、财务股3个股室。", [], "as many as said"),
    ("内设办公室、综合和法规股3个股室。", [], "和 may be part of a name or join two"),
    ("下设办公室、财务科、公众参与科4个科室。", [("列出3个", "certain")], "与 inside 参与 joins nothing"),
    ("新增专业3个，分别是数据技术、冰雪运动。", [("列出2个", "certain")], "names behind the number"),
    ("新增专业2个，分别是数据技术、冰雪运动。", [], "two are two"),
    ("下设林场、种苗站、检疫站及8个乡镇林业站。", [], "the number is that of the last alone"),
    ("承接党建、服务、管理、建设和治理五个方面127项工作。", [], "two numbers"),
    ("开展“护航企业”“守护水土”“综合保护”4个专项活动。", [("列出3个", "certain")], "quoted names"),
    ("承担“国培计划”“省培计划”28个班次。", [], "28 of something else"),
    ("包括甲村、乙村、丙村5个村。", [], "包括 may name some only"),
    ("抽调财务、业务、督查人员组成4个小组。", [], "what they make up"),
    ("检查食品、药品、器械经营单位26家。", [], "kinds, not names"),
]


@pytest.mark.parametrize(("text", "expected", "why"), COUNTED)
def test_counted(report: Make, text: str, expected: list[tuple[str, str]], why: str) -> None:
    assert found(report(f"一、基本情况\n{text}\n"), "list.counted") == expected, why


PARTS = [
    (
        "主要从编制合理性、编制规范性两方面考核。",
        "编制合理性 编制规范性 编制科学性",
        [("列出3个", "likely")],
        "three are told",
    ),
    ("主要从编制合理性、编制规范性两方面考核。", "编制合理性 编制规范性", [], "two are"),
    ("主要从支出率、采购率等三方面考核。", "支出率 采购率 公开性 合规性", [("列出4个", "likely")], "with 等"),
    ("主要从数量、质量两方面考核。", "编制合理性 编制规范性 编制科学性", [], "the headings are of something else"),
]


@pytest.mark.parametrize(("text", "titles", "expected", "why"), PARTS)
def test_parts(report: Make, text: str, titles: str, expected: list[tuple[str, str]], why: str) -> None:
    below = "".join(f"{i}.{title}\n按规定执行，没有偏差，资料齐全。\n" for i, title in enumerate(titles.split(), 1))
    made = report(f"一、绩效分析\n（一）预算编制\n{text}\n{below}（二）其他\n略。\n")
    assert found(made, "list.parts") == expected, why


def test_what_is_stated_begins_with_its_words(report: Make) -> None:
    (finding,) = [
        f
        for f in report("一、基本情况\n面积2平方公里，下辖甲村、乙村、丙村4个村。\n").findings
        if f.rule == "list.counted"
    ]
    assert finding.stated.startswith("下辖")
