import itertools
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.knowledge import load
from nlp.quantities import quantities, units
from nlp.text import fold
from nlp.types import Quantity, Span


def found(text: str) -> list[Quantity]:
    return quantities(fold(text), Span(0, len(text)))


# text, raw, value in base units, unit, kind, op – and why the case is here
ONE = [
    ("收入1444.28万元", "1444.28万元", "14442800", "元", "money", "="),  # 万元 is multiplied out, exactly
    ("共1,234.56万元", "1,234.56万元", "12345600", "元", "money", "="),  # thousands separators
    ("约3.5亿元", "3.5亿元", "350000000", "元", "money", "≈"),  # the hedge is an operator, not part of the number
    ("支出 9789.29 万元", "9789.29 万元", "97892900", "元", "money", "="),  # spaces as PDF text has them
    ("调减-54.36万元", "-54.36万元", "-543600", "元", "money", "="),  # a negative amount
    ("变动率为-6.2%", "-6.2%", "-6.2", "%", "percent", "="),  # a sign after 为 is a sign, not a dash
    ("经济制裁2142余万元", "2142余万元", "21420000", "元", "money", "≈"),  # 余 before the scale
    ("节省616万余元", "616万余元", "6160000", "元", "money", "≈"),  # 余 between scale and unit
    ("建成2万多平方米", "2万多平方米", "20000", "平方米", "count", "≈"),
    ("全市52.49万户", "52.49万户", "524900", "户", "count", "="),  # a scaled count
    ("免费赠送1.2万块", "1.2万块", "12000", "块", "count", "="),
    ("采购480台（套）", "480台（套）", "480", "台", "count", "="),  # the bracketed unit belongs to the raw text
    ("发放传单3400（份）", "3400（份）", "3400", "份", "count", "="),  # a unit that stands in brackets only
    ("拥有量7.23件/万人", "7.23件/万人", "7.23", "件/万人", "count", "="),  # a compound unit
    ("成本550元/人/天", "550元/人/天", "550", "元/人/天", "money", "="),
    ("编制335名", "335名", "335", "人", "count", "="),  # 名 counts people
    ("检查165家次", "165家次", "165", "家次", "count", "="),  # 家次 is not 家
    ("办理七家企业", "七家", "7", "家", "count", "="),  # a Chinese numeral that counts
    ("压缩至半个工作日内", "半个工作日", "0.5", "工作日", "duration", "<="),  # half, and a bound behind it
    ("在30日内办结", "30日", "30", "天", "duration", "<="),  # 日 is a term only before 内
    ("提高2.5个百分点", "2.5个百分点", "2.5", "个百分点", "percent", "="),  # a point is not a per cent
    ("达到百分之九十五", "百分之九十五", "95", "%", "percent", "="),
    ("近三成以上", "三成", "30", "%", "percent", "≈"),
    ("数量翻一番", "翻一番", "100", "%", "percent", "="),  # doubled is an increase of 100 %
    ("增长1.5倍", "1.5倍", "1.5", "倍", "multiple", "="),
    ("合格率不低于98%", "98%", "98", "%", "percent", ">="),
    ("控制在10%以内", "10%", "10", "%", "percent", "<="),
    ("总量突破50万户", "50万户", "500000", "户", "count", ">"),
    ("指标值≥150个", "150个", "150", "个", "count", ">="),
    ("位居全省第二", "全省第二", "2", "位", "rank", "="),  # a rank keeps its scope
    ("满意率位列全县行业部门第五名", "第五名", "5", "位", "rank", "="),  # the verb of ranking stands further off
    ("数量居粤西首位", "粤西首位", "1", "位", "rank", "="),
    ("自评得分94.8分", "94.8分", "94.8", "分", "score", "="),
    ("用时15分钟", "15分钟", "15", "分钟", "duration", "="),  # 分钟 is no mark
    ("结余资金为零。", "零", "0", "元", "money", "="),  # zero of an amount
    ("实现监管零事故", "零", "0", "起", "count", "="),  # zero of what follows
    ("共1，234.56万元", "1，234.56万元", "12345600", "元", "money", "="),  # a full-width separator
    ("实现GDP 1200亿元", "1200亿元", "120000000000", "元", "money", "="),  # letters with a space are no standard
    ("修建三公里", "三公里", "3", "公里", "count", "="),  # 三公 only where it is not 三公里
    ("贫困发生率降为零。", "零", "0", "%", "percent", "="),  # zero of a rate
    ("查处超标车辆117辆次", "117辆次", "117", "辆次", "count", "="),  # any classifier with 次
    ("投入100美元", "100美元", "100", "美元", "money", "="),  # foreign currency is kept apart
]


@pytest.mark.parametrize(("text", "raw", "value", "unit", "kind", "op"), ONE)
def test_one_quantity(text: str, raw: str, value: str, unit: str, kind: str, op: str) -> None:
    (q,) = found(text)
    assert (text[q.span.start : q.span.end], q.value, q.unit, q.kind, q.op) == (raw, Decimal(value), unit, kind, op)


RANGES = [
    ("60%-80%", "60", "80", "%"),  # the unit stands at both ends
    ("10～20万元", "100000", "200000", "元"),  # the low end takes scale and unit from the high one
    ("3至5个工作日", "3", "5", "工作日"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_range(text: str, low: str, high: str, unit: str) -> None:
    (q,) = found(text)
    assert (q.value, q.low, q.high, q.unit, q.op) == (None, Decimal(low), Decimal(high), unit, "range")
    assert q.span == Span(0, len(text))


LIKE_HEDGES = [
    ("节约10.5万元", "="),  # 约 inside 节约
    ("预约200人次", "="),
    ("目前3家", "="),  # 前 inside 目前
    ("最近3年", "="),
    ("编制50人内设机构", "="),  # 内 opens the next word
    ("大约3家", "≈"),
    ("30人以内", "<="),
]


@pytest.mark.parametrize(("text", "op"), LIKE_HEDGES)
def test_a_hedge_is_a_word_of_its_own(text: str, op: str) -> None:
    assert found(text)[0].op == op


def test_each_end_of_a_range_has_its_own_unit() -> None:
    (q,) = found("0.5元至1万元")
    assert (q.low, q.high) == (Decimal("0.5"), Decimal(10000))


def test_from_to_is_a_change_not_a_range() -> None:
    assert [q.value for q in found("由60%到80%")] == [Decimal(60), Decimal(80)]


SILENT = [
    "2024年4月25日",  # a date
    "1-12月份",  # months
    "2023-2-6",  # a date in figures
    "2023—2025年三年行动计划",  # years
    "乐市监〔2020〕21号",  # a document's number
    "湛办发[2019]28 号",
    "12315平台",  # a hotline
    "“3·15”活动",
    "GB/T 26940《牡蛎干》",  # a standard
    "落实“两个责任”",  # a slogan
    "一网通办、双随机、三公经费",  # words with numerals
    "党组会第一议题",  # an ordinal
    "监管平台4.0版本",
    "联系电话：0751-5552242",
    "见下表1-1",
    "三级指标得分表",
    "（1）预算编制合理性",  # a list number
    "一是推动改革。二是强化监管。",  # an enumeration
    "上半年",  # half a year as a name
    "每万元GDP用水量",  # 万元 as a measure, not ten thousand yuan
    "整治2023行动",
    "水表1.2万",  # no unit, no claim
    "1 234.56万元",  # a misprinted number: no claim is better than a wrong one
    "1234,567.89元",
    "1,234,56万元",
    "百分之点",  # a number lost in conversion
    "账号6222020200112233445566元",  # too long for an amount
    "二〇二四" * 2000,  # noise
    "百万元级项目",
]


@pytest.mark.parametrize("text", SILENT)
def test_silence(text: str) -> None:
    assert found(text) == []


def test_step_is_the_worth_of_the_last_printed_place() -> None:
    steps = [q.step for q in found("1444.28万元，3亿元，98.7%，7家")]
    assert steps == [Decimal(100), Decimal(100_000_000), Decimal("0.1"), Decimal(1)]


@given(
    st.decimals(min_value=0, max_value=99_999_999, places=2, allow_nan=False), st.sampled_from(["元", "万元", "亿元"])
)
def test_money_is_exact(amount: Decimal, unit: str) -> None:
    (q,) = found(f"支出{amount}{unit}，")
    factor = {"元": 1, "万元": 10_000, "亿元": 100_000_000}[unit]
    assert q.value == amount * factor


@given(st.text(alphabet="0123456789.,-%万亿元个家年月日第零一二三十百千半成番点分之约至~〔〕号（）， \n", max_size=80))
def test_quantities_are_in_order_and_inside(text: str) -> None:
    q = found(text)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(q))
    assert all(0 <= x.span.start < x.span.end <= len(text) for x in q)


def test_every_unit_has_a_kind_of_the_contract() -> None:
    kinds = {u.kind for found in units().values() for u in found}
    assert kinds <= {"money", "percent", "count", "score", "duration", "rank", "multiple", "other"}


def test_every_silent_pattern_says_why() -> None:
    assert all(entry["why"] for entry in load("silent")["silent"])


def test_silent_stretches_begin_only_with_the_characters_that_are_named() -> None:
    """`first` in silent.toml makes the patterns quick and must lose none of their matches."""
    rules = load("silent")
    first = re.compile(rules["first"])
    texts = [
        fold(path.read_text("utf-8")) for path in (Path(__file__).parents[2] / "examples" / "source").glob("*.markup")
    ]
    texts.append(fold((Path(__file__).parents[1] / "data" / "claims.tsv").read_text("utf-8")))
    for entry in rules["silent"]:
        pattern = re.compile(entry["pattern"], re.MULTILINE)
        assert all(first.match(m[0]) for text in [*texts, *SILENT] for m in pattern.finditer(fold(text)) if m[0]), entry


OPEN = [
    ("清淤沟渠14道。", "14道"),  # at the end of its clause
    ("修缮12阙石碑。", "12阙"),  # before what is counted
    ("更新古籍14函，", "14函"),
]


@pytest.mark.parametrize(("text", "raw"), OPEN)
def test_a_classifier_of_no_list_counts_behind_a_verb_of_counting(text: str, raw: str) -> None:
    assert [text[q.span.start : q.span.end] for q in found(text)] == [raw]


NO_CLASSIFIER = [
    "清淤沟渠14。",  # nothing behind
    "位于沟渠14函。",  # no verb of counting
    "更新版本2024春。",  # a year
    "完成改造12中，",  # a school's name
    "培训120妇女干部。",  # a noun of its own
    "发放补贴12以上。",
    "检查用时3及以下。",
]


@pytest.mark.parametrize("text", NO_CLASSIFIER)
def test_what_is_no_classifier_stays_silent(text: str) -> None:
    assert found(text) == []


def test_a_bar_before_another_word_is_that_of_a_formula() -> None:
    assert [q.unit for q in found("标准150元/亩，补助20元/人·天，总额8.66万元/年度份额7万元=1%")] == [
        "元/亩", "元/人/天", "元", "元", "%",
    ]  # fmt: skip
