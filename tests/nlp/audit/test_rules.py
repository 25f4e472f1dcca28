"""What holds for every rule of the audit."""

import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.audit import RULES
from nlp.audit.facts import Facts, in_quotes
from nlp.types import Document, Profile, Report

HERE = Path(__file__).parent
DOCS = (HERE.parents[2] / "docs" / "rules.md").read_text("utf-8")
KINDS = {
    "sum",
    "ratio",
    "change",
    "restated",
    "target_unmet_full_score",
    "date_order",
    "count_of_list",
    "score",
    "other",
}


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_documented_with_a_formula_and_an_example(rule: str) -> None:
    (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| `{rule}` |")]
    assert all(cell.strip() for cell in row.strip("|").split("|"))


def test_nothing_is_documented_that_is_no_rule() -> None:
    rows = {line.split("`")[1] for line in DOCS.splitlines() if line.startswith("| `")}
    assert rows == set(RULES)


@pytest.mark.parametrize("rule", RULES.values())
def test_a_rule_is_a_function_of_the_facts(rule: object) -> None:
    assert inspect.isfunction(rule)
    assert list(inspect.signature(rule).parameters) == ["facts"]
    assert rule.__doc__


def test_a_report_without_figures_has_no_findings() -> None:
    empty = Facts.of(Document("", "a.txt", "txt", None, "", ()), (), (), (), (), (), (), Profile())
    assert [f for rule in RULES.values() for f in rule(empty)] == []


def test_a_finding_says_what_and_how_sure_and_quotes(report: Callable[[str], Report]) -> None:
    text = (
        "一、支出情况\n支出总额100万元，其中基本支出60万元、项目支出50万元。抽检100批次，不合格5批次，合格率99%。"
        "支出90万元，比上年减少10万元，下降15%。\n二、评价工作\n2023年2月30日开会。\n"
    )
    found = report(text).findings
    assert len(found) > 3
    for finding in found:
        assert finding.kind in KINDS
        assert finding.certainty in ("certain", "likely")
        assert finding.message.endswith("。")
        assert finding.stated
        assert finding.computed
        assert finding.evidence


def test_words_of_the_report_stand_in_quotes_that_nest() -> None:
    assert in_quotes("“双师型”教师占比") == "“‘双师型’教师占比”"
