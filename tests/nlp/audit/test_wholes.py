"""Rates of the whole that are told away from the figures they come of."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]
TITLE = "某县交通运输局2023年度部门整体支出绩效自评报告\n"
MONEY = "2023年部门年初预算1000.00万元。2023年部门支出决算950.00万元。\n"

# (sentence of another section, what is found), and why it is there
RATES = [
    ("全年部门预算支出总进度88%。", ["950.00万元/1000.00万元=95.00%"], "no two totals give 88 %"),
    ("全年部门预算支出总进度95%。", [], "they do"),
    ("全年部门预算执行率95.00%。", [], "to two decimals"),
    ("项目预算执行率88%。", [], "of the projects alone"),
    ("上半年部门预算支出进度48%。", [], "of half a year"),
    ("部门“三公”经费预算执行率60%。", [], "of one kind of money"),
    ("部门预算执行率目标为90%以上。", [], "a goal"),
    ("群众满意率88%。", [], "no rate of spending"),
]


@pytest.mark.parametrize(("sentence", "expected", "why"), RATES)
def test_rate_of_spending(report: Make, sentence: str, expected: list[str], why: str) -> None:
    made = report(f"{TITLE}一、收支情况\n{MONEY}二、绩效分析\n{sentence}\n")
    found = [f for f in made.findings if f.rule == "ratio.whole"]
    assert [f.computed for f in found] == expected, why
    assert all(f.certainty == "likely" and "若口径相同" in f.message for f in found)


GROWTH = [
    ("经营主体增长率7.81%。", ["32226户/(450134户-32226户)=7.71%"], "a tenth too much"),
    ("经营主体增长率7.71%。", [], "it is so"),
    ("经营主体增长率目标5%以上。", [], "a goal"),
    ("企业满意率7.81%。", [], "of something else"),
    ("投诉增长率7.81%。", [], "the growth of something else"),
]


@pytest.mark.parametrize(("sentence", "expected", "why"), GROWTH)
def test_growth_by_a_net_increase(report: Make, sentence: str, expected: list[str], why: str) -> None:
    text = f"{TITLE}一、主要成效\n全县实有经营主体450134户，净增32226户。\n二、绩效分析\n{sentence}\n"
    assert [f.computed for f in report(text).findings if f.rule == "change.net"] == expected, why


@pytest.mark.parametrize("beside", ["新增32226户", "净增32226家", "净增约32226户"])
def test_what_is_no_net_increase_of_the_stock(report: Make, beside: str) -> None:
    text = f"{TITLE}一、主要成效\n全县实有经营主体450134户，{beside}。\n二、绩效分析\n经营主体增长率7.81%。\n"
    assert [f for f in report(text).findings if f.rule == "change.net"] == []


ADJUSTMENT = [
    (
        "年初预算数1444.25万元，预算调整数1389.92万元，预算调整比率37.16%。",
        ["(1444.25万元-1389.92万元)/1444.25万元=3.76%"],
        "a digit too many",
    ),
    ("年初预算数1444.25万元，预算调整数1389.92万元，预算调整比率3.76%。", [], "it is so"),
    ("年初批复3518.60万元，追加1269.75万元，调整后全年预算4788.35万元，预算调整率36.09%。", [], "by what was added"),
    (
        "年初预算1000.00万元，追加200.00万元，预算调整率30%。",
        ["200.00万元/1000.00万元=20.00%"],
        "wrong by what was added",
    ),
    ("因追加预算较多，预算调整率17.76%。", [], "the amounts stand elsewhere"),
    ("年初预算1000.00万元，追加200.00万元，预算调整率控制在30%以内。", [], "a bound"),
]


@pytest.mark.parametrize(("sentence", "expected", "why"), ADJUSTMENT)
def test_rate_of_adjustment(report: Make, sentence: str, expected: list[str], why: str) -> None:
    found = [f for f in report(f"{TITLE}一、预算执行\n{sentence}\n").findings if f.rule == "ratio.adjustment"]
    assert [f.computed for f in found] == expected, why
    assert all(f.certainty == "certain" for f in found)


FORMS = [
    (("年度资金总额", "100.00", "120.00", "118.00"), [], "as it should be"),
    (("年度资金总额", "100.00", "100.00", "118.00"), ["118.00>100.00"], "more than there was"),
    (("其中：财政拨款", "100.00", "100.00", "118.00"), [], "a part may have been moved"),
    (("年度资金总额", "100.00", "/", "118.00"), [], "no budget is told"),
    (("年度资金总额", "100.00", "118.00", "118.00"), [], "all of it"),
]


@pytest.mark.parametrize(("row", "expected", "why"), FORMS)
def test_more_spent_than_there_was(report: Make, row: tuple[str, ...], expected: list[str], why: str) -> None:
    table = "单位：万元\n项目名称\t年初预算数\t全年预算数\t全年执行数\n" + ("\t".join(row) + "\n") * 2
    found = [f for f in report(f"{TITLE}一、自评表\n{table}").findings if f.rule == "other.overspent"]
    assert [f.computed for f in found][:1] == expected, why
