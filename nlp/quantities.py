"""Numbers with their units in folded text: exact values, ranges, hedges, ranks.

The units and the classifiers are data (units.toml), and so is what stays silent (silent.toml).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from nlp.knowledge import load
from nlp.numerals import canonical, chinese_number, decimal_number, digit_value
from nlp.text import words
from nlp.types import Quantity, Span

# With thousands separators, or plain. What goes on from another number (1 234.56, 1234,567) is a piece of
# one that was misprinted: no claim is better than a wrong one. A sign counts only where no number, unit
# or bracket stands before it.
_ALONE = r"(?<![\d.A-Za-z])(?<!\d[,， ])"
_ARABIC = (
    rf"{_ALONE}(?:(?<![\d%])[\-+])?\d{{1,3}}(?:(?:,\d{{3}}){{1,5}}(?:\.\d+)?|(?:，\d{{3}}){{1,5}}\.\d+)(?![\d,])"
    rf"|{_ALONE}(?:(?:(?<![\d%万亿元\u4e00-\u9fff)）])|(?<=[为是达负数额率幅减增算差余]))-|(?<![\d%A-Za-z])\+)?\d{{1,18}}(?:\.\d{{1,8}})?(?![\d.]|,\d)"
)
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]{1,12}(?:点[零一二三四五六七八九]{1,6})?|半(?=[个天年])"
_CLAUSE = re.compile(r"[，。；：:！？、（(\n]")
_PRINTED = re.compile(r"\d[\d,]*(?:\.\d+)?")
_OPEN = re.compile(r"(?P<word>[\u4e00-\u9fff]{1,2})(?=[，。；、)）\s]|$)")
_OPEN_BEFORE = re.compile(r"[\u4e00-\u9fff]{3,}")
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
def scales() -> dict[str, Decimal]:
    """What 万, 亿 … multiply by, the longest names first."""
    return {name: Decimal(factor) for name, factor in load("units")["scales"].items()}


@cache
def _number() -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(units(), key=len, reverse=True))
    factors = "|".join(sorted(scales(), key=len, reverse=True))
    scale = rf"(?:(?P<scale>{factors})(?!(?<=[百千])(?:米|克|瓦|伏|卡|帕)))?"  # 千米 is a unit, no thousand 米
    return re.compile(
        r"(?P<percent>百分之|千分之)"
        r"(?P<of>[零一二两三四五六七八九十百][零一二三四五六七八九十百点]{0,8}|\d{1,4}(?:\.\d{1,4})?)"
        r"|(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?"
        r"(?=以上|以下|左右|[，。；、）)的]|多|(?<=[近约超达逾过].成)|(?<=[近约超达逾过].成半))"
        r"|翻了?近?(?P<double>[一两二三])番"
        rf"|(?P<number>{_ARABIC}|{_CHINESE})\s*(?P<more>余|多|来)?\s*{scale}"
        rf"(?P<more2>余|多)?\s*(?P<unit>{names})?(?P<more3>余|多(?![支收于出完拨付]))?"
    )


@cache
def _per() -> re.Pattern[str]:
    """What a unit is counted by: /亩, /人/天; before another word the bar is that of a formula (8万元/户数)."""
    names = "|".join(re.escape(n) for n in sorted(units(), key=len, reverse=True) if "/" not in n)
    return re.compile(rf"(?:\s?/\s?(?:{names})){{1,2}}(?:(?![\u4e00-\u9fff\d])|(?=[的计核发补]))")


@cache
def _silent() -> re.Pattern[str]:
    rules = load("silent")
    patterns = "|".join(f"(?:{entry['pattern']})" for entry in rules["silent"])
    return re.compile(rf"(?={rules['first']})(?:{patterns})", re.MULTILINE)


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
        value = Decimal(100) if match["of"] == "百" else decimal_number(match["of"])
        if value is None:
            return None
        return _quantity(folded, match.span(), value, _unit("%" if match["percent"] == "百分之" else "‰"), Decimal(1))
    if match["tenths"]:
        value = Decimal(digit_value(match["tenths"]) * 10 + (5 if match["half"] else 0))
        return _quantity(folded, (match.start(), match.end()), value, _unit("%"), Decimal(1))
    if match["double"]:
        value = Decimal(100) * (2 ** digit_value(match["double"]) - 1)
        return _quantity(folded, match.span(), value, _unit("%"), Decimal(1))
    return _counted(folded, match, span)


def _counted(folded: str, match: re.Match[str], span: Span) -> Quantity | None:
    """A number with a unit; one without is silent, but for 为0 and 为零."""
    number = match["number"]
    value = decimal_number(number)
    if value is None:
        return None
    unit, end = _unit_of(folded, match, span)
    if unit is None and (opened := _open_unit(folded, match, span)) is not None:
        unit, end = opened
    if unit is None:
        return _nothing(folded, match, value, span)
    if not any(c.isdigit() for c in number) and not _chinese_counts(number, unit):
        return None
    scale = scales()[match["scale"]] if match["scale"] else Decimal(1)
    quantity = _quantity(folded, (match.start(), end), value, unit, scale)
    vague = match["more"] or match["more2"] or match["more3"]
    return replace(quantity, op="≈") if vague and quantity.op == "=" else quantity


def _unit_of(folded: str, match: re.Match[str], span: Span) -> tuple[Unit | None, int]:
    """The unit behind a number and where it ends, a bracketed one (480台（套）, 3400（份）) with it."""
    unit = _chosen(folded, match) if match["unit"] else None
    end = match.end() if match["more3"] else match.end("unit")
    if unit is not None and unit.kind == "count" and len(unit.name) == 1 and folded[end : end + 1] == "次":
        unit, end = replace(unit, name=unit.name + "次", base=unit.name + "次"), end + 1  # 辆次, 件次, 亩次
    per = _per().match(folded, end, span.end) if unit is not None else None
    if unit is not None and per is not None:
        by = re.sub(r"\s", "", per[0])
        return replace(unit, name=unit.name + by, base=unit.base + by), per.end()
    if unit is not None and unit.kind != "count":
        return unit, end
    bracketed = _BRACKET_UNIT.match(folded, match.end() if unit is None else end, span.end)
    if bracketed and bracketed["unit"] in units():
        return unit or units()[bracketed["unit"]][0], bracketed.end()
    return unit, end


def _open_unit(folded: str, match: re.Match[str], span: Span) -> tuple[Unit, int] | None:
    """A classifier of no list, in a count's place: a word that ends its clause, or stands before what is counted."""
    number = match["number"]
    if match["unit"] or not number[-1].isdigit() or (len(number) == 4 and number.startswith(("19", "20"))):
        return None
    rules, start, end = _open_rules(), match.start(), match.end("scale") if match["scale"] else match.end("number")
    clause = _CLAUSE.split(folded[max(span.start, start - 24) : start])[-1]
    verb = rules[0].search(clause)
    if verb is None and not match["scale"]:  # 1.5万画幅 counts by itself
        return None
    if verb is not None and verb.end() == len(clause):
        first = next(iter(words(folded[end : min(span.end, end + 6)])), "")
        word = first if len(first) == 1 and "\u4e00" <= first <= "\u9fff" else ""
    else:
        named = _OPEN.match(folded, end, span.end) if match["scale"] or _OPEN_BEFORE.search(clause) else None
        word = named["word"] if named else ""
    if not word or rules[1].search(word):
        return None
    return Unit(word, "count", word, None, None), end + len(word)


@cache
def _open_rules() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Verbs of counting, and the characters that no classifier is made of."""
    rules = load("units")["open"]
    return re.compile(rf"(?:{rules['verb']})"), re.compile(rules["never"])


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
    """After a Chinese numeral a classifier may be an article (一个) or part of a word: units.toml says which count."""
    rules = load("units")["chinese"]
    if unit.kind in ("money", "percent"):
        return True
    if unit.kind in ("multiple", "duration"):
        return number != "一" or unit.base == "工作日"
    if number == "一":
        return unit.name in rules["one_counts"]
    if len(number) > 1 and unit.name in rules["from_ten"]:
        return True
    return unit.name not in rules["never"] and number not in rules["never_numbers"]


def _nothing(folded: str, match: re.Match[str], value: Decimal, span: Span) -> Quantity | None:
    """Zero of what the clause is about (为0, 为零), or of what follows (零事故)."""
    if value != 0:
        return None
    rules = load("units")["zero"]
    start, end = match.span("number")
    if match["number"] == "零" and re.match(rules["of"], folded[end : end + 8]):
        return _quantity(folded, (start, end), value, units()["起"][0], Decimal(1))
    before, after = folded[max(span.start, start - 40) : start], folded[end : min(span.end, end + 3)]
    if not re.search(rules["before"], before) or not re.match(rules["after"], after):
        return None
    name = next((name for name, pattern in rules["units"].items() if re.search(pattern, before)), rules["else"])
    return _quantity(folded, (start, end), value, _unit(name), Decimal(1))


def _unit(name: str) -> Unit:
    return units()[name][0]


def _quantity(folded: str, at: tuple[int, int], value: Decimal, unit: Unit, scale: Decimal) -> Quantity:
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    step = scale / (Decimal(10) ** decimals)
    return Quantity(
        canonical(value * scale), None, None, unit.base, unit.kind, _op(folded, *at), canonical(step), Span(*at)
    )


def _op(folded: str, start: int, end: int) -> str:
    """The operator of a hedge: 约, 近, 超过 before the number, 以上, 以内 behind it; not inside 节约, 目前, 内设."""
    hedges = load("units")["hedges"]
    before = _hedges("before").search(folded, max(0, start - 5), start)
    if before:
        word = before[0].strip()
        if folded[before.start() - 1 : before.start()] not in tuple(hedges["not_after"].get(word, "")):
            return str(hedges["before"][word])
    elif apart := _apart().search(folded, max(0, start - 14), start):
        return str(hedges["before"][apart["hedge"]])
    after = _hedges("after").match(folded, end)
    if after and folded[after.end() : after.end() + 1] not in tuple(hedges["not_before"].get(after["hedge"], "")):
        return str(hedges["after"][after["hedge"]])
    return "="


@cache
def _apart() -> re.Pattern[str]:
    """A bound that holds over the words between it and the number."""
    rules = load("units")["apart"]
    return re.compile(rf"(?P<hedge>{'|'.join(rules['hedges'])}){rules['between']}$")


@cache
def _rank() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What a rank looks like, the verbs before it, what it must not stand before, what makes one without either."""
    rules = load("units")["rank"]
    number = r"(?:第|前)(?P<n>\d{1,4}|[一二三四五六七八九十]{1,3})(?:位|名)?"
    rank = rf"(?P<scope>{rules['scope']})?(?:排名|排位|排)?(?:{number}|(?P<first>{rules['first']}))"
    return re.compile(rank), re.compile(rules["verb"]), re.compile(rules["not_before"]), re.compile(rules["alone"])


def _ranks(folded: str, span: Span) -> Iterator[Quantity]:
    """全省第一, 排名第五, 粤西首位: a scope or a verb of ranking makes it one."""
    rank, verbs, not_before, alone = _rank()
    for match in rank.finditer(folded, span.start, span.end):
        verb = verbs.search(folded[max(span.start, match.start() - 24) : match.start()])
        inner = "排" in match[0]
        by_itself = match["n"] and alone.match(folded, match.end() - 1, span.end)
        if not (match["scope"] or verb or inner or by_itself):
            continue
        if match["n"] and not_before.match(folded, match.end()):
            continue
        value = 1 if match["first"] else int(match["n"]) if match["n"].isdigit() else chinese_number(match["n"])
        if value is None:
            continue
        op = "<=" if "前" in match[0] else "="
        yield Quantity(Decimal(value), None, None, "位", "rank", op, Decimal(1), Span(match.start(), match.end()))


def _ranges(folded: str, span: Span, found: list[Quantity]) -> list[Quantity]:
    """60%-80%, 10~20万元: two numbers with a dash or 至 between are one range; 由60%到80% is a change, two numbers."""
    result: list[Quantity] = []
    for quantity in found:
        if result and quantity.span.start < result[-1].span.end:
            continue
        low = _low_end(folded, span, quantity, result[-1] if result else None)
        if low is None or quantity.value is None or low[1] >= quantity.value:
            result.append(quantity)
            continue
        start, value = low
        if result and result[-1].span.start >= start:
            result.pop()
        whole = Span(start, quantity.span.end)
        result.append(replace(quantity, value=None, low=canonical(value), high=quantity.value, op="range", span=whole))
    return result


_LOW = re.compile(r"(?<![\d.\-])(?P<low>\d{1,12}(?:\.\d{1,4})?)\s*(?P<unit>[%‰万亿元个]*)\s*(?:-|~|至|到)\s*$")


def _low_end(folded: str, span: Span, quantity: Quantity, last: Quantity | None) -> tuple[int, Decimal] | None:
    """Where a range begins and its low end, in the low end's own unit where it has one, else in the high end's."""
    start = quantity.span.start
    text_start = start + 1 if folded[start] in "-+" else start
    window = max(span.start, text_start - 16)
    match = _LOW.search(folded[window:text_start])
    if match is None and text_start > start:
        match = _LOW.search(folded[window:text_start].rstrip("-+") + "-")
    if match is None or quantity.kind == "rank" or folded[: window + match.start()].endswith(("由", "从")):
        return None
    begin = window + match.start()
    if last is not None and last.span.start == begin and last.unit == quantity.unit and last.value is not None:
        return begin, last.value
    high = _PRINTED.match(folded, text_start)
    printed = decimal_number(high[0]) if high else None
    if not printed or quantity.value is None:
        return None
    return begin, Decimal(match["low"]) * abs(quantity.value) / printed
