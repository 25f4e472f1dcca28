"""Sums, rates, shares and changes in tables: what is found, what is right, what cannot be told."""

from collections.abc import Callable

import pytest

from nlp.types import Finding, Report

Make = Callable[[str], Report]

# Lines of a table, cells parted by blanks; "_" is an empty cell. Then what is worked out, and why the case is there.
Case = tuple[str, list[str], str]


def found(report: Make, lines: str, rule: str, unit: str = "单位：万元") -> list[Finding]:
    rows = [line.split() for line in lines.strip().splitlines()]
    table = "".join("\t".join("" if cell == "_" else cell for cell in row) + "\n" for row in rows)
    read = report(f"一、收支情况\n资金使用情况如下。\n表1 资金使用情况表\n{unit}\n{table}\n二、存在的问题\n无。\n")
    return [finding for finding in read.findings if finding.rule == rule]


SUMS: list[Case] = [
    (
        (
            "项目 年初预算 全年预算 决算数\n"
            "本年收入 912.36 1048.90 1048.90\n"
            "基本支出 238.26 246.15 246.15\n"
            "项目支出 674.10 802.75 785.42"
        ),
        [],
        "what came in is not the sum of what went out",
    ),
    (
        ("项目 预算数（万元） 支出数（元）\n甲类 120.50 1102000.00\n乙类 80.00 750000.00\n合计 200.50 1925000.00"),
        ["1102000.00+750000.00=1852000.00"],
        "columns in units of their own",
    ),
    (
        ("项目 预算数 支出数\n甲类 120.50 110.20\n乙类 80.00 75.00\n丙类 60.30 50.10\n合计 260.80 253.30"),
        ["110.20+75.00+50.10=235.30"],
        "the plan adds up, what was spent does not",
    ),
    (
        ("项目 预算数 支出数\n甲类 120.50 110.20\n乙类 80.00 75.00\n丙类 60.30 50.10\n合计 260.80 235.30"),
        [],
        "both add up",
    ),
    (
        ("项目 支出数\n甲类 110.20\n乙类 75.00\n丙类 50.10\n合计 253.30"),
        ["110.20+75.00+50.10=235.30"],
        "one column, a plain list",
    ),
    (
        ("项目 支出数\n甲类 110.20\n乙类 75.00\n合计 500.00"),
        [],
        "so far off that rows must be missing",
    ),
    (
        ("项目 预算数 支出数\n合计 260.80 253.30\n甲类 120.50 110.20\n乙类 80.00 75.00\n丙类 60.30 50.10"),
        ["110.20+75.00+50.10=235.30"],
        "the total stands first",
    ),
    (
        ("项目 预算数 支出数\n甲类 120.50 110.20\n乙类 80.00 75.00\n合计 260.80 253.30"),
        [],
        "neither adds up: rows are missing or something else is meant",
    ),
    (
        (
            "项目 预算数 支出数\n"
            "一、基本支出 200.00 190.00\n"
            "人员经费 150.00 145.00\n"
            "公用经费 50.00 45.00\n"
            "二、项目支出 300.00 280.00\n"
            "支出合计 500.00 480.00"
        ),
        ["190.00+280.00=470.00"],
        "the parts of a part are not added again",
    ),
    (
        (
            "项目 年初预算 全年预算 支出数\n"
            "一、基本支出 200.00 210.00 190.00\n"
            "其中：人员经费 150.00 155.00 145.00\n"
            "公用经费 50.00 55.00 54.00\n"
            "二、项目支出 300.00 310.00 280.00\n"
            "合计 500.00 520.00 470.00"
        ),
        ["145.00+54.00=199.00"],
        "what is below 其中 adds up in two columns, not in the third",
    ),
    (
        (
            "项目 年初预算 支出数\n"
            "一、项目支出 300.00 280.00\n"
            "其中：道路养护 120.00 110.00\n"
            "二、基本支出 200.00 190.00\n"
            "合计 500.00 470.00"
        ),
        [],
        "其中 names a part only",
    ),
    (
        (
            "项目 年初预算 支出数\n"
            "项目支出 300.00 280.00\n"
            "1、道路养护 120.00 110.00\n"
            "2、桥梁维修 180.00 170.00\n"
            "基本支出 200.00 190.00\n"
            "合计 500.00 470.00"
        ),
        [],
        "numbers below a name",
    ),
    (
        (
            "类别 项目 预算数 支出数\n"
            "基本支出 人员经费 150.00 145.00\n"
            "基本支出 公用经费 50.00 45.00\n"
            "基本支出 小计 200.00 190.00\n"
            "项目支出 道路养护 120.00 110.00\n"
            "项目支出 桥梁维修 180.00 150.00\n"
            "项目支出 小计 300.00 270.00\n"
            "合计 合计 500.00 460.00"
        ),
        ["110.00+150.00=260.00"],
        "a subtotal of its group; the subtotals add up",
    ),
    (
        (
            "类别 项目 预算数 支出数\n"
            "基本支出 人员经费 150.00 145.00\n"
            "基本支出 公用经费 50.00 45.00\n"
            "基本支出 小计 200.00 190.00\n"
            "项目支出 道路养护 120.00 110.00\n"
            "项目支出 桥梁维修 180.00 150.00\n"
            "项目支出 小计 300.00 260.00\n"
            "合计 合计 500.00 480.00"
        ),
        ["190.00+260.00=450.00"],
        "the total of subtotals",
    ),
    (
        ("单位 编制数 实有人数\n局机关 19 18\n执法大队 63 56\n服务中心 20 17\n合计 102 93"),
        ["18+56+17=91"],
        "people are exact",
    ),
    (
        ("单位 编制数 实有人数\n局机关 19 18\n执法大队 63 56\n服务中心 20 17\n合计 102 91"),
        [],
        "people add up",
    ),
    (
        ("项目 预算数 支出数\n甲类 120 110\n乙类 80 75\n丙类 60 51\n合计 260 237"),
        [],
        "whole amounts may be rounded",
    ),
    (
        ("项目 预算数 支出数\n甲类 120.504 110.20\n乙类 80.001 75.00\n合计 200.51 185.20"),
        [],
        "more digits in the parts than in the sum",
    ),
    (
        ("项目 预算数 支出数\n甲类 120.50 110.20\n乙类 / -\n丙类 60.30 50.10\n合计 180.80 163.30"),
        ["110.20+50.10=160.30"],
        "a dash is nothing",
    ),
    (
        ("项目 预算数 支出数\n甲类 120.50 110.20\n乙类 80.00 约75\n丙类 60.30 50.10\n合计 260.80 253.30"),
        [],
        "a figure with a hedge adds to nothing exact",
    ),
    (
        (
            "项目 收入数 支出数\n"
            "上年结转 20.00 _\n"
            "财政拨款 300.00 290.00\n"
            "本年收入合计 300.00 290.00\n"
            "其他 10.50 12.00\n"
            "总计 330.50 302.00"
        ),
        [],
        "the total may take up an earlier total",
    ),
    (
        (
            "项目 年初预算 调整预算 决算数\n"
            "财政拨款 1444.20 -54.30 1389.90\n"
            "其他收入 0 5.60 5.60\n"
            "本年收入合计 1444.20 -48.70 1359.50"
        ),
        ["1389.90+5.60=1395.50"],
        "amounts that were taken away",
    ),
    (
        ("三级指标 目标值 完成值\n检查次数 120.00 110.00\n培训人数 80.00 75.00\n合计 200.00 190.00"),
        [],
        "indicators do not add",
    ),
    (
        ("项目 单价 支出数\n甲类 120.50 110.20\n乙类 80.00 75.00\n合计 200.50 185.20"),
        [],
        "prices do not add; nothing is wrong",
    ),
    (
        (
            "收入项目 金额 支出项目 金额\n"
            "财政拨款 300.00 基本支出 190.00\n"
            "其他收入 20.00 项目支出 140.00\n"
            "收入总计 320.00 支出总计 330.00"
        ),
        [],
        "two sides: the left adds up, the right does too",
    ),
    (
        (
            "收入项目 金额 支出项目 金额\n"
            "财政拨款 300.00 基本支出 190.00\n"
            "其他收入 20.00 项目支出 140.00\n"
            "收入总计 320.00 支出总计 303.00"
        ),
        ["190.00+140.00=330.00"],
        "two sides: the right does not",
    ),
    (
        (
            "项目 实施科室 预算数 支出数\n"
            "甲类 办公室 120.50 110.20\n"
            "乙类 120.50 75.00 _\n"
            "丙类 财务科 60.30 50.10\n"
            "合计 _ 260.80 235.30"
        ),
        [],
        "a row has slipped by a cell",
    ),
]

ROWS: list[Case] = [
    (
        ("项目 预算数 支出数 结余\n甲类 120.50 110.20 10.30\n乙类 80.00 75.00 5.00\n丙类 60.30 50.10 0.00"),
        [],
        "what was left may have been taken back",
    ),
    (
        ("项目 年初预算 追加 决算数\n甲类 120.50 10.00 130.50\n乙类 80.00 5.00 85.00\n丙类 60.30 4.00 52.30"),
        [],
        "less was spent than there was",
    ),
    (
        ("项目 预算数 支出数 结余\n甲类 120.50 110.20 10.30\n乙类 80.00 75.00 5.00\n丙类 60.30 50.10 12.20"),
        ["60.30-50.10=10.20"],
        "预算 − 支出 = 结余 in the other rows",
    ),
    (
        ("项目 预算数 支出数 结余\n甲类 120.50 110.20 10.30\n乙类 80.00 75.00 5.00\n丙类 60.30 50.10 10.20"),
        [],
        "in all rows",
    ),
    (
        ("项目 预算数 支出数 结余\n甲类 120.50 110.20 40.00\n乙类 80.00 75.00 31.00\n丙类 60.30 50.10 12.20"),
        [],
        "in no row: 结余 is of something else",
    ),
    (
        ("项目 年初预算 调整预算 决算数\n甲类 120.50 10.00 130.50\n乙类 80.00 -5.00 75.00\n丙类 60.30 4.00 66.30"),
        ["60.30+4.00=64.30"],
        "调整预算 is what was added",
    ),
    (
        ("项目 年初预算 调整预算 决算数\n甲类 120.50 130.50 125.50\n乙类 80.00 75.00 74.00\n丙类 60.30 64.30 62.30"),
        [],
        "调整预算 is the plan after it",
    ),
    (
        (
            "单位 上年结余 本年收入 本年支出 年末结余\n"
            "甲校 10.00 200.00 195.00 15.00\n"
            "乙校 5.00 100.00 98.00 7.00\n"
            "丙校 8.00 90.00 91.00 9.00"
        ),
        ["8.00+90.00-91.00=7.00"],
        "what was left, came and went",
    ),
    (
        (
            "项目 2022年决算数 2023年决算数 增减额\n"
            "甲类 100.00 120.00 20.00\n"
            "乙类 80.00 70.00 -10.00\n"
            "丙类 60.00 66.50 16.50"
        ),
        ["66.50-60.00=6.50"],
        "a difference of two years",
    ),
    (
        (
            "项目 2022年决算数 2023年决算数 减少额\n"
            "甲类 120.00 100.00 20.00\n"
            "乙类 80.00 70.00 10.00\n"
            "丙类 66.50 60.00 6.50"
        ),
        [],
        "a decrease without its sign",
    ),
    (
        ("项目 局机关 事业单位 小计\n核定编制 19 63 82\n实有在职 18 56 74\n离退休人员 27 34 71"),
        ["27+34=61"],
        "a column of totals",
    ),
    (
        ("项目 局机关 事业单位 小计\n核定编制 19 63 82\n实有在职 18 56 74\n离退休人员 27 34 61"),
        [],
        "which add up",
    ),
    (
        (
            "单位 支出合计 基本支出 项目支出\n"
            "甲校 300.00 200.00 100.00\n"
            "乙校 250.00 150.00 100.00\n"
            "丙校 190.00 120.00 60.00"
        ),
        ["120.00+60.00=180.00"],
        "the total stands before its parts",
    ),
]

RATES: list[Case] = [
    (
        ("内容 计划数（个） 完成数（个） 完成率\n培训 40 38 95.00%\n检查 160 148 92.50%\n宣传 30 36 100%"),
        ["36/30=120.00%"],
        "more than planned, told as all: likely",
    ),
    (
        ("项目 全年预算数 决算数 执行率\n甲类 120.50 110.20 91.45%\n乙类 80.00 75.00 93.75%\n丙类 60.30 50.10 88.03%"),
        ["50.10/60.30=83.08%"],
        "决算数 over 全年预算数 in the other rows",
    ),
    (
        (
            "项目 全年预算数 决算数 执行率（%）\n"
            "甲类 120.50 110.20 91.45\n"
            "乙类 80.00 75.00 93.75\n"
            "丙类 60.30 50.10 83.08"
        ),
        [],
        "right in all rows, the mark in the header",
    ),
    (
        (
            "项目 年初预算数 全年预算数 决算数 执行率\n"
            "甲类 100.00 120.50 110.20 110.20%\n"
            "乙类 90.00 80.00 75.00 83.33%\n"
            "丙类 60.00 60.30 50.10 83.50%"
        ),
        [],
        "of the plan at the start of the year",
    ),
    (
        (
            "项目 年初预算数 全年预算数 决算数 执行率\n"
            "甲类 100.00 120.50 110.20 91.45%\n"
            "乙类 90.00 80.00 75.00 93.75%\n"
            "丙类 60.00 60.30 50.10 83.50%"
        ),
        [],
        "one row is of the plan at the start: undecided",
    ),
    (
        ("项目 全年预算数 决算数 执行率\n甲类 120.50 110.20 91.4%\n乙类 80.00 75.00 93.8%\n丙类 60.30 50.10 83.0%"),
        [],
        "cut off, not rounded",
    ),
    (
        ("项目 全年预算数 决算数 执行率\n甲类 120.50 110.20 50%\n乙类 80.00 75.00 60%\n丙类 60.30 50.10 70%"),
        [],
        "right in no row: something else",
    ),
    (
        ("年度资金 年初预算数 全年预算数 全年执行数 执行率\n年度资金总额 500.00 600.00 540.00 95.00%"),
        ["540.00/600.00=90.00%"],
        "the form's row, which leaves one reading",
    ),
    (
        ("年度资金 年初预算数 全年预算数 全年执行数 执行率\n年度资金总额 500.00 600.00 540.00 90.00%"),
        [],
        "the form's row",
    ),
    (
        ("项目 支出数 占比\n甲类 110.20 46.83%\n乙类 75.00 31.87%\n丙类 50.10 31.29%\n合计 235.30 100%"),
        ["50.10/235.30=21.29%"],
        "a share of the total",
    ),
    (
        ("项目 支出数 占比\n甲类 110.20 46.83%\n乙类 75.00 31.87%\n丙类 50.10 21.29%\n合计 235.30 100%"),
        [],
        "shares that are right",
    ),
    (
        ("项目 支出数 满意率\n甲类 110.20 46.83%\n乙类 75.00 31.87%\n丙类 50.10 31.29%\n合计 235.30 100%"),
        [],
        "a rate of something else",
    ),
]

CHANGES: list[Case] = [
    (
        (
            "项目 2022年决算数 2023年决算数 增减率\n"
            "甲类 100.00 120.00 20.00%\n"
            "乙类 80.00 70.00 -12.50%\n"
            "丙类 60.00 66.50 11.83%"
        ),
        ["(66.50-60.00)/60.00=10.83%"],
        "the change between two years",
    ),
    (
        (
            "项目 2022年决算数 2023年决算数 增减率\n"
            "甲类 100.00 120.00 20.00%\n"
            "乙类 80.00 70.00 -12.50%\n"
            "丙类 60.00 66.50 10.83%"
        ),
        [],
        "right",
    ),
    (
        (
            "项目 2022年决算数 2023年决算数 降幅\n"
            "甲类 120.00 100.00 16.67%\n"
            "乙类 80.00 70.00 12.50%\n"
            "丙类 66.50 60.00 9.77%"
        ),
        [],
        "without its sign",
    ),
    (
        ("项目 上年决算数 本年决算数 增长率\n甲类 100.00 120.00 30.00%\n乙类 _ 70.00 _"),
        ["(120.00-100.00)/100.00=20.00%"],
        "one row, two years",
    ),
    (
        ("项目 预算数 决算数 增长率\n甲类 100.00 120.00 30.00%\n乙类 80.00 70.00 15.00%"),
        [],
        "against a year that is not printed",
    ),
]


def check(report: Make, rule: str, case: Case) -> None:
    lines, computed, why = case
    got = found(report, lines, rule)
    assert [finding.computed for finding in got] == computed, why
    for finding in got:
        assert finding.kind == rule.partition(".")[0]
        assert finding.message.endswith("。")
        assert len(finding.evidence) >= 3


@pytest.mark.parametrize("case", SUMS, ids=[case[2] for case in SUMS])
def test_sums_of_rows(report: Make, case: Case) -> None:
    check(report, "sum.table", case)


@pytest.mark.parametrize("case", ROWS, ids=[case[2] for case in ROWS])
def test_sums_of_columns(report: Make, case: Case) -> None:
    check(report, "sum.table-row", case)


@pytest.mark.parametrize("case", RATES, ids=[case[2] for case in RATES])
def test_rates_and_shares(report: Make, case: Case) -> None:
    check(report, "ratio.table", case)


@pytest.mark.parametrize("case", CHANGES, ids=[case[2] for case in CHANGES])
def test_changes(report: Make, case: Case) -> None:
    check(report, "change.table", case)


def test_a_finding_says_everything(report: Make) -> None:
    lines, computed, _ = next(case for case in SUMS if case[2].startswith("the plan adds up"))
    (finding,) = found(report, lines, "sum.table")
    assert finding.certainty == "certain"
    assert finding.stated == "支出数：合计253.30，甲类110.20，乙类75.00，丙类50.10"
    assert finding.message == f"表“表1 资金使用情况表”中支出数一项，合计253.30，按所列数据{computed[0]}。"
    assert len(finding.evidence) == 4


def test_more_than_all_is_likely(report: Make) -> None:
    """Some cap a rate at 100 %: the message says so."""
    (finding,) = found(report, RATES[0][0], "ratio.table")
    assert finding.certainty == "likely"
    assert "以100%为限" in finding.message


def test_what_may_be_left_out_is_likely(report: Make) -> None:
    """One column shows that the rows below belong to 项目支出; in the other something may be left out."""
    lines = "项目 预算数 支出数\n项目支出 300.00 280.00\n道路养护 120.00 110.00\n桥梁维修 180.00 150.00"
    (finding,) = found(report, lines, "sum.table")
    assert (finding.certainty, finding.computed) == ("likely", "110.00+150.00=260.00")


def test_a_subtotal_among_very_many_is_of_the_rows_next_to_it(report: Make) -> None:
    rows = [f"甲{n} {n}.25 {n}.15\n乙{n} {n}.50 {n}.25\n小计 {2 * n}.75 {2 * n}.40" for n in range(111, 151)]
    lines = "项目 预算数 决算数\n" + "\n".join(rows)
    assert found(report, lines, "sum.table") == []
    wrong = lines.replace("小计 260.75", "小计 206.75")
    assert [f.computed for f in found(report, wrong, "sum.table")] == ["130.25+130.50=260.75"]
