"""Causes told apart from their problems: which problem each of them explains."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from nlp.explained import explained
from nlp.types import ItemRole, Report

Make = Callable[[str], Report]

PROBLEMS = (
    "五、存在问题\n一是预算编制不够精细，年中追加较多。二是固定资产账实不符，3台设备没有登记。"
    "三是专业人才短缺，在编人员只有6人。四是绩效指标不够量化，难以考核。\n"
)
BUDGET, STAFF, ASSETS, TARGETS = "临近申报才测算", "待遇偏低", "没有专人登记台账", "财务人员不熟悉指标设计"


def causes(report: Report) -> list[str]:
    """The cause of each problem, its parts joined by +; empty where there is none."""
    text = report.document.text
    found = [item for item in report.items if item.role is ItemRole.PROBLEM]
    return ["+".join(text[c.start : c.end] for c in item.cause) for item in found]


SECTIONS = [
    pytest.param(
        f"（一）预算约束意识不强。{BUDGET}。\n（二）资产管理制度不健全。{ASSETS}。\n（三）岗位吸引力不强。{STAFF}。\n"
        f"（四）业务培训不足。{TARGETS}。\n",
        [
            f"预算约束意识不强+{BUDGET}",
            f"资产管理制度不健全+{ASSETS}",
            f"岗位吸引力不强+{STAFF}",
            f"业务培训不足+{TARGETS}",
        ],
        id="headings that tell the cause belong to it, and pair off in order",
    ),
    pytest.param(
        f"1.预算方面：{BUDGET}。\n2.资产方面：{ASSETS}。\n3.队伍方面：{STAFF}。\n4.绩效方面：{TARGETS}。\n",
        [BUDGET, ASSETS, STAFF, TARGETS],
        id="headings that name a topic do not belong to the cause",
    ),
    pytest.param(
        f"资产方面，{ASSETS}。预算和绩效方面，{BUDGET}。",
        [BUDGET, ASSETS, "", BUDGET],
        id="a topic that is named decides, for two problems too",
    ),
    pytest.param(
        f"预算编制不精细，主要是{BUDGET}；资产账实不符，主要是{ASSETS}；人才短缺，主要是{STAFF}；"
        f"指标不够量化，主要是{TARGETS}。",
        [BUDGET, ASSETS, STAFF, TARGETS],
        id="a problem told again is no part of its cause",
    ),
    pytest.param(
        f"问题一的原因是{BUDGET}。问题二的原因是{ASSETS}。问题三、四主要是由于{STAFF}。",
        [BUDGET, ASSETS, STAFF, STAFF],
        id="numbers that are named",
    ),
    pytest.param(
        f"针对预算编制不精细的问题，主要是{BUDGET}所致。针对资产管理问题，主要是{ASSETS}。",
        [BUDGET, ASSETS, "", ""],
        id="problems that are named in their words",
    ),
    pytest.param(
        "上述问题的存在，既有客观因素，也有主观因素。一是重业务轻管理；二是制度执行不严格。",
        ["一是重业务轻管理；二是制度执行不严格"] * 4,
        id="nothing in particular explains all; what announces causes is none",
    ),
]


@pytest.mark.parametrize(("told", "expected"), SECTIONS)
def test_a_section_of_causes(report: Make, told: str, expected: list[str]) -> None:
    made = report(f"{PROBLEMS}六、原因分析\n{told}\n七、改进措施\n一是细化预算编制。\n")
    assert causes(made) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("产生上述问题的原因主要有以下几个方面：一是重业务轻管理。二是制度执行不严格。", [1, 1, 1, 1]),
        ("以上两点，均由于一是重业务轻管理。二是制度执行不严格。", [0, 0, 1, 1]),
        ("前两个问题，主要是一是重业务轻管理。二是制度执行不严格。", [1, 1, 0, 0]),
    ],
)
def test_a_paragraph_on_several_problems(report: Make, told: str, expected: list[int]) -> None:
    """It is no problem itself, and a list in it goes on behind a full stop."""
    whole = "一是重业务轻管理。二是制度执行不严格"
    assert [cause in (whole, whole.split("。")[0]) for cause in causes(report(f"{PROBLEMS}{told}\n"))] == [
        bool(one) for one in expected
    ]


def test_under_a_title_that_promises_causes_the_last_sentence_is_one(report: Make) -> None:
    made = report(
        "五、存在的问题及原因\n（一）设备采购进度缓慢\n全年完成采购4台，少2台。供应商两次流标，交货推迟。\n"
        "（二）档案管理不规范\n抽查的30卷中有4卷缺件。\n"
    )
    assert causes(made) == ["供应商两次流标，交货推迟", ""]


def test_where_causes_are_marked_no_other_sentence_is_taken_for_one(report: Make) -> None:
    made = report(
        "五、存在的问题及原因\n（一）设备采购进度缓慢\n全年完成采购4台，少2台。主要原因是供应商两次流标。\n"
        "（二）档案管理不规范\n抽查的30卷中有4卷缺件。部分卷宗没有编号。\n"
    )
    assert causes(made) == ["供应商两次流标", ""]


def test_under_a_heading_what_led_to_its_details(report: Make) -> None:
    made = report("五、存在问题\n（一）专业人才短缺\n编制数不足，导致12个乡镇所中有4个只有一名执法人员。\n")
    assert causes(made) == ["编制数不足"]


def test_a_problem_in_one_sentence_is_not_its_own_cause(report: Make) -> None:
    assert causes(report("五、存在问题\n专业人才短缺，导致执法力量不足。\n")) == [""]


class Lighting:
    """Knows that 电费 is about 路灯."""

    version = "test"

    def __call__(self, texts: Sequence[str], /) -> Sequence[Sequence[float]]:
        about = [any(word in text for word in ("路灯", "电费")) for text in texts]
        return [[float(a == b) for b in about] for a in about]


def test_meaning_is_a_reason_where_it_is_measured(report: Make) -> None:
    made = report(
        "五、存在问题\n一是路灯夜间不亮。二是台账缺失。三是设备老化。\n"
        "六、原因分析\n设备投入少；电费迟迟未交。\n七、改进措施\n一是完善台账。\n"
    )
    plain = [replace(item, cause=()) for item in made.items]
    before = explained(made.document, made.sections, made.labels, plain)
    after = explained(made.document, made.sections, made.labels, plain, Lighting())
    text = made.document.text
    assert [text[c.start : c.end] for c in before[0].cause] == ["设备投入少；电费迟迟未交"]  # neither in particular
    assert [text[c.start : c.end] for c in after[0].cause] == ["电费迟迟未交"]
