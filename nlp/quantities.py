"""Numbers with their units in folded text: exact values, ranges, hedges, ranks.

The units and the classifiers are data (units.toml), and so is what stays silent (silent.toml).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from nlp.knowledge import load
from nlp.types import Quantity, Span

_CN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_CN_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
# With thousands separators, or plain; a sign counts only where no number, unit or bracket stands before it.
_ARABIC = (
    r"(?<![\d.A-Za-z,])(?:(?<![\d%])[\-+])?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"
    r"|(?<![\d.A-Za-z])(?:(?:(?<![\d%万亿元\u4e00-\u9fff)）])|(?<=[为是达负数额率幅减增]))[\-+])?\d+(?:\.\d+)?"
)
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+|半(?=[个天年])"
_RANK = re.compile(
    r"(?P<scope>全(?:国|省|市|县|区|州|系统|疆)|(?:[\u4e00-\u9fff]{2}(?:地区|区域))|[东西南北中苏粤湘鄂赣皖浙闽鲁豫冀辽吉黑川渝滇黔桂琼陕甘青宁晋蒙新藏][东西南北中])?"
    r"(?:(?:排名|排位|排)?(?:(?:第|前)(?P<n>\d+|[一二三四五六七八九十]+)(?:位|名)?|(?P<first>首位|榜首)))"
)
_RANK_VERB = re.compile(r"(?:排|列|居|获|第)$|(?:排名|排在|位列|位居|名列|列|居)[^，。；]{1,18}$")
_NO_RANK = re.compile(
    r"(?:届|次|条|款|项|章|节|部分|批|期|季度|责任|议题|产业|三方|轮|阶段|时间|书记|个|类|手|线|课|版|者|中学|小学|人民|医院|幼儿|号|一)"
)
_BRACKET_UNIT = re.compile(r"[(（]\s*(?P<unit>[\u4e00-\u9fff]{1,3})\s*[)）]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed: what kind of quantity it makes and its base unit's name."""

    name: str
    kind: str
    base: str
    not_before: re.Pattern[str] | None
    only_before: re.Pattern[str] | None


@cache
def units() -> dict[str, tuple[Unit, ...]]:
    """Every printed unit, by its name, in the order of units.toml."""
    table: dict[str, list[Unit]] = {}
    for entry in load("units")["unit"]:
        for name in entry["names"]:
            not_before = re.compile(entry["not_before"]) if "not_before" in entry else None
            only_before = re.compile(entry["only_before"]) if "only_before" in entry else None
            unit = Unit(name, entry["kind"], entry["base"] or name, not_before, only_before)
            table.setdefault(name, []).append(unit)
    return {name: tuple(found) for name, found in table.items()}


@cache
def _scales() -> dict[str, Decimal]:
    return {name: Decimal(factor) for name, factor in load("units")["scales"].items()}


@cache
def _number() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(units(), key=len, reverse=True))
    scales = "|".join(sorted(_scales(), key=len, reverse=True))
    return re.compile(
        rf"(?P<percent>百分之|千分之)(?P<of>[零一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)"
        rf"|(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?(?=以上|以下|左右|[，。；、）)的]|多|(?<=[近约超达逾过].成)|(?<=[近约超达逾过].成半))"
        rf"|翻了?近?(?P<double>[一两二三])番"
        rf"|(?P<number>{_ARABIC}|{_CHINESE})\s*(?P<more>余|多|来)?\s*(?P<scale>{scales})?(?P<more2>余|多)?\s*(?P<unit>{names})?(?P<more3>余|多)?"
    )


@cache
def _silent() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['pattern']})" for entry in load("silent")["silent"]), re.MULTILINE)


@cache
def _hedges(side: str) -> re.Pattern[str]:
    names = "|".join(re.escape(h) for h in sorted(load("units")["hedges"][side], key=len, reverse=True))
    return re.compile(rf"(?:{names})\s*$" if side == "before" else rf"\s*(?P<hedge>{names})")


def silences(folded: str, span: Span) -> list[Span]:
    """Stretches whose numbers measure nothing: dates, document numbers, slogans, list numbers."""
    return [Span(m.start(), m.end()) for m in _silent().finditer(folded, span.start, span.end) if m.end() > m.start()]


def quantities(folded: str, span: Span) -> list[Quantity]:
    """All quantities inside `span` of the folded text, in order."""
    quiet = silences(folded, span)
    found = sorted([*_ranks(folded, span), *_numbers(folded, span, quiet)], key=lambda q: q.span)
    return _ranges(folded, span, found)


def _numbers(folded: str, span: Span, quiet: list[Span]) -> Iterator[Quantity]:
    pattern, at, silent = _number(), span.start, iter([*quiet, Span(span.end, span.end)])
    current = next(silent)
    while match := pattern.search(folded, at, span.end):
        while current.end <= match.start() and current.end < span.end:
            current = next(silent)
        if current.start <= match.start() < current.end:
            at = current.end
            continue
        quantity = _read(folded, match, span)
        at = quantity.span.end if quantity else _skip(match)
        if quantity:
            yield quantity


def _skip(match: re.Match[str]) -> int:
    number = match["number"]
    return match.start() + max(1, len(number)) if number else match.end()


def _read(folded: str, match: re.Match[str], span: Span) -> Quantity | None:
    if match["percent"]:
        value = _value(match["of"])
        return _quantity(folded, match.span(), value, _unit("%" if match["percent"] == "百分之" else "‰"), Decimal(1))
    if match["tenths"]:
        value = Decimal(_CN_DIGIT[match["tenths"]] * 10 + (5 if match["half"] else 0))
        return _quantity(folded, (match.start(), match.end()), value, _unit("%"), Decimal(1))
    if match["double"]:
        value = Decimal(100) * (2 ** _CN_DIGIT[match["double"]] - 1)
        return _quantity(folded, match.span(), value, _unit("%"), Decimal(1))
    return _counted(folded, match, span)


def _counted(folded: str, match: re.Match[str], span: Span) -> Quantity | None:
    """A number with a unit; one without is silent, but for 为0 and 为零."""
    number = match["number"]
    chinese = not any(c.isdigit() for c in number)
    if chinese and not any(c in _CN_DIGIT or c in "十半" for c in number):
        return None  # 万元, 百万: a unit of measure, not a number
    value = _value(number)
    if value is None:
        return None
    end = match.end("unit")
    unit = _chosen(folded, match) if match["unit"] else None
    if (
        unit is None
        and (bracketed := _BRACKET_UNIT.match(folded, match.end(), span.end))
        and bracketed["unit"] in units()
    ):
        unit, end = units()[bracketed["unit"]][0], bracketed.end()
    if unit is None:
        return _nothing(folded, match, value)
    if chinese and not _chinese_counts(number, unit):
        return None
    scale = _scales()[match["scale"]] if match["scale"] else Decimal(1)
    more = match["more"] or match["more2"] or match["more3"]
    if match["more3"]:
        end = match.end()
    if (
        unit.kind == "count"
        and (trailing := _BRACKET_UNIT.match(folded, end, span.end))
        and trailing["unit"] in units()
    ):
        end = trailing.end()
    quantity = _quantity(folded, (match.start(), end), value, unit, scale)
    return replace(quantity, op="≈") if more and quantity.op == "=" else quantity


def _chosen(folded: str, match: re.Match[str]) -> Unit | None:
    """The reading of the printed unit that its surroundings allow."""
    rest = match.end("unit")
    for unit in units()[match["unit"]]:
        if unit.not_before and unit.not_before.match(folded, rest):
            continue
        if unit.only_before and not unit.only_before.match(folded, rest):
            continue
        return unit
    return None


def _chinese_counts(number: str, unit: Unit) -> bool:
    rules = load("units")["chinese"]
    if unit.kind in ("money", "percent", "multiple"):
        return unit.kind != "multiple" or number != "一"
    if unit.kind == "duration":
        return number not in ("一", "千", "百", "万") or unit.base == "工作日"
    if number == "一":
        return unit.name in rules["one_counts"]
    return unit.name not in rules["never"] and number not in (
        "百",
        "千",
        "万",
        "亿",
        "零",
        "百万",
        "千万",
        "千百",
        "万千",
    )


def _nothing(folded: str, match: re.Match[str], value: Decimal) -> Quantity | None:
    """Zero of what the clause is about (为0, 为零), or of what follows (零事故)."""
    if value != 0:
        return None
    if match["number"] == "零" and re.match(load("units")["chinese"]["zero_of"], folded[match.end("number") :][:8]):
        return _quantity(folded, match.span("number"), value, units()["起"][0], Decimal(1))
    if not folded[: match.start()].rstrip().endswith(("为", "是", "达到", "达")):
        return None
    if not re.match(r"\s*(?:[。，；、）)]|$)", folded[match.end("number") : match.end("number") + 3]):
        return None
    money = re.search(
        r"(?:资金|经费|结余|结转|预算|支出|收入|决算|费用?|金额|执行数)[^。；]{0,12}$", folded[: match.start()]
    )
    rate = re.search(r"(?:率|比例|比重|%)[^。；，]{0,8}$", folded[: match.start()])
    unit = _unit("%") if rate else _unit("元") if money else units()["起"][0]
    return _quantity(folded, match.span("number"), value, unit, Decimal(1))


def _unit(name: str) -> Unit:
    return units()[name][0]


def _quantity(folded: str, at: tuple[int, int], value: Decimal | None, unit: Unit, scale: Decimal) -> Quantity:
    assert value is not None
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    step = scale / (Decimal(10) ** decimals)
    return Quantity(_plain(value * scale), None, None, unit.base, unit.kind, _op(folded, *at), _plain(step), Span(*at))


def _plain(value: Decimal) -> Decimal:
    """1.4E+7 → 14000000: one way to write each number, so that equal values encode alike."""
    normal = value.normalize()
    return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal


def _op(folded: str, start: int, end: int) -> str:
    before = _hedges("before").search(folded, max(0, start - 5), start)
    if before:
        return str(load("units")["hedges"]["before"][before[0].strip()])
    after = _hedges("after").match(folded, end)
    return str(load("units")["hedges"]["after"][after["hedge"]]) if after else "="


def _value(number: str) -> Decimal | None:
    """An Arabic or Chinese number; None where the characters make none (万万, 百)."""
    if any(c.isdigit() for c in number):
        return Decimal(number.replace(",", "").replace("+", ""))
    if number == "半":
        return Decimal("0.5")
    whole, _, fraction = number.partition("点")
    value = chinese_number(whole)
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}.{''.join(str(_CN_DIGIT[c]) for c in fraction if c in _CN_DIGIT)}")


def chinese_number(text: str) -> int | None:
    """三百二十一 → 321, 两千零三 → 2003, 二〇二四 → 2024; None where it is no number."""
    if not text or any(c not in _CN_DIGIT and c not in _CN_SCALE for c in text):
        return None
    if len(text) > 1 and all(c in _CN_DIGIT for c in text):
        return int("".join(str(_CN_DIGIT[c]) for c in text)) if len(text) > 2 else None
    total = section = digit = 0
    for char in text:
        if char in _CN_DIGIT:
            digit = _CN_DIGIT[char]
        elif (scale := _CN_SCALE[char]) >= 10_000:
            total = (total + section + digit) * scale if scale > 10_000 else total + (section + digit) * scale
            section = digit = 0
        else:
            section += (digit or 1) * scale
            digit = 0
    return total + section + digit


def _ranks(folded: str, span: Span) -> Iterator[Quantity]:
    """全省第一, 排名第五, 粤西首位: a scope or a verb of ranking makes it one."""
    for match in _RANK.finditer(folded, span.start, span.end):
        verb = _RANK_VERB.search(folded[max(span.start, match.start() - 24) : match.start()])
        inner = "排" in match[0]
        if not (match["scope"] or verb or inner) or (match["n"] and _NO_RANK.match(folded, match.end())):
            continue
        value = 1 if match["first"] else int(match["n"]) if match["n"].isdigit() else chinese_number(match["n"])
        if value is None:
            continue
        op = "<=" if "前" in match[0] else "="
        yield Quantity(Decimal(value), None, None, "位", "rank", op, Decimal(1), Span(match.start(), match.end()))


def _ranges(folded: str, span: Span, found: list[Quantity]) -> list[Quantity]:
    """60%-80%, 10~20万元: two numbers with a dash or 至 between are one range in the second's unit."""
    result: list[Quantity] = []
    for quantity in found:
        if result and quantity.span.start < result[-1].span.end:
            continue
        low = _low_end(folded, span, quantity)
        if low is None or quantity.value is None or low[1] >= quantity.value:
            result.append(quantity)
            continue
        start, value = low
        if result and result[-1].span.start >= start:
            result.pop()
        whole = Span(start, quantity.span.end)
        result.append(replace(quantity, value=None, low=_plain(value), high=quantity.value, op="range", span=whole))
    return result


_LOW = re.compile(r"(?<![\d.\-])(?P<low>\d+(?:\.\d+)?)\s*(?P<unit>[%‰万亿元个]*)\s*(?:-|~|至|到)\s*$")


def _low_end(folded: str, span: Span, quantity: Quantity) -> tuple[int, Decimal] | None:
    start = quantity.span.start
    signed = folded[start] in "-+"
    text_start = start + 1 if signed else start
    window = max(span.start, text_start - 16)
    match = _LOW.search(folded[window : start + signed])
    if match is None or quantity.kind == "rank":
        return None
    printed = re.match(r"[\d.,]+", folded[text_start:])
    if printed is None or quantity.value is None or Decimal(printed[0].replace(",", "")) == 0:
        return None
    factor = abs(quantity.value) / Decimal(printed[0].replace(",", ""))
    return window + match.start(), Decimal(match["low"]) * factor
