"""Days that cannot be in the order told."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]
TITLE = "某县交通运输局2023年度部门整体支出绩效自评报告\n"


def computed(made: Report, rule: str) -> list[tuple[str, str]]:
    return [(f.computed, f.certainty) for f in made.findings if f.rule == rule]


# (sentence, what is found, how sure), and why it is there
PROSE = [
    ("2023年5月6日发出中标通知书，2023年5月2日签订合同。", "2023-05-02早于2023-05-06", "certain", "contract, award"),
    ("工程于2023年5月20日开工，10月12日完工，9月28日通过竣工验收。", "2023-09-28早于2023-10-12", "certain", "one year"),
    ("2023年9月20日签订合同。设备8月30日通过验收。", "2023-08-30早于2023-09-20", "certain", "over a full stop"),
    ("2023年11月20日完工，3月2日通过验收。", "2023-03-02早于2023-11-20", "likely", "3月 may be the next year's"),
    ("开工日期为2023年7月1日，竣工日期为2023年6月1日。", "2023-06-01早于2023-07-01", "certain", "the step first"),
    ("签订合同日期2023-5-2，中标通知书日期2023-5-6。", "2023-05-02早于2023-05-06", "certain", "told backwards"),
]


@pytest.mark.parametrize(("sentence", "found", "certainty", "why"), PROSE)
def test_steps_out_of_order(report: Make, sentence: str, found: str, certainty: str, why: str) -> None:
    assert computed(report(f"{TITLE}一、项目实施情况\n{sentence}\n"), "date.order") == [(found, certainty)], why


# Nothing is wrong, or not for sure.
IN_ORDER = [
    ("2023年5月2日发出中标通知书，2023年5月6日签订合同。", "as it should be"),
    ("2023年5月2日发出中标通知书，5月2日签订合同。", "on one day"),
    ("2023年11月20日完工，次年3月2日通过验收。", "the next year is named"),
    ("甲项目2023年5月6日发出中标通知书，乙项目5月2日签订合同。", "another matter"),
    ("2023年10月12日完工，计划9月28日验收。", "what was planned"),
    ("2023年5月6日召开会议，2023年5月2日印发通知。", "no steps of a purchase"),
    ("2023年10月完工，9月28日通过验收。", "a month is no day"),
]


@pytest.mark.parametrize(("sentence", "why"), IN_ORDER)
def test_steps_in_order(report: Make, sentence: str, why: str) -> None:
    assert computed(report(f"{TITLE}一、项目实施情况\n{sentence}\n"), "date.order") == [], why


HEADS = [
    ("中标通知书发出日期", "合同签订日期", True, "award and contract"),
    ("中标、成交通知书发出日期", "签订政府采购合同", True, "longer names"),
    ("开工时间", "完工时间", True, "a work"),
    ("合同签订日期", "验收日期", True, "acceptance"),
    ("公告日期", "合同签订日期", False, "no step that is known"),
    ("合同签订日期", "中标通知书发出日期", False, "the second is the earlier step"),
]


@pytest.mark.parametrize(("first", "then", "wrong", "why"), HEADS)
def test_columns_of_steps(report: Make, first: str, then: str, wrong: bool, why: str) -> None:
    rows = f"项目\t{first}\t{then}\n电梯平台\t2023-11-9\t2023-11-4\n监控设备\t2023-3-2\t2023-3-2\n"
    found = computed(report(f"{TITLE}一、采购情况\n{rows}"), "date.order-table")
    assert found == ([("2023-11-04早于2023-11-09", "certain")] if wrong else []), why


RESULTS = [
    ("2023年度自评结果于2023年4月29日在网站公开。", True, "the year was not over"),
    ("2023年度绩效自评报告已于2023年6月1日报送财政局。", True, "nor was it in June"),
    ("2023年度自评结果于2024年4月29日在网站公开。", False, "the year after"),
    ("2022年度自评结果于2023年4月29日在网站公开。", False, "an earlier year's"),
    ("2023年度绩效自评目标于2023年4月29日公开。", False, "goals are made known in the year"),
    ("2023年部门决算于2023年9月1日公开。", True, "accounts are closed after the year"),
]


@pytest.mark.parametrize(("sentence", "wrong", "why"), RESULTS)
def test_results_made_known(report: Make, sentence: str, wrong: bool, why: str) -> None:
    found = computed(report(f"{TITLE}一、评价工作\n{sentence}\n"), "date.results")
    assert bool(found) == wrong, why


OWN = [
    ("自评结果于2023年4月29日在网站公开。", True, "in the year evaluated"),
    ("自评结果于2024年4月29日在网站公开。", False, "after it"),
    ("2022年自评结果于2023年4月29日在网站公开。", False, "the year before is named"),
    ("上年自评结果于2023年4月29日在网站公开。", False, "the last one's"),
    ("会议于2023年4月29日召开。", False, "nothing is made known"),
]


@pytest.mark.parametrize(("sentence", "wrong", "why"), OWN)
def test_own_results_made_known(report: Make, sentence: str, wrong: bool, why: str) -> None:
    found = computed(report(f"{TITLE}一、绩效自评结果应用和公开情况\n{sentence}\n"), "date.own-results")
    assert found == ([("2023-04-29早于2023-12-31", "likely")] if wrong else []), why


@pytest.mark.parametrize(
    ("filed", "wrong"), [("2023年4月29日", True), ("2024年4月29日", False), ("2023年12月28日", False)]
)
def test_a_report_filed_before_the_year_was_over(report: Make, filed: str, wrong: bool) -> None:
    made = report(f"{TITLE}一、基本情况\n本局负责全县交通运输工作。\n某县交通运输局\n{filed}\n")
    assert bool(computed(made, "date.filed")) == wrong


@pytest.mark.parametrize(("day", "wrong"), [("2023年2月30日", True), ("2023年4月31日", True), ("2024年2月29日", False)])
def test_days_that_no_calendar_has(report: Make, day: str, wrong: bool) -> None:
    made = report(f"{TITLE}一、基本情况\n{day}召开会议。\n")
    assert bool(computed(made, "date.none")) == wrong
