"""A stated ratio against the parts that stand beside it in the same sentence.

Tolerance: a printed figure stands for anything that rounds to it, so the ratio of a/b lies
between (a−½step)/(b+½step) and (a+½step)/(b−½step); it agrees with the stated one where the two
intervals touch.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from nlp.text import fold
from nlp.types import Claim, Document, Finding, Quantity

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)


def formulas(document: Document, claims: Sequence[Claim]) -> Iterator[Finding]:
    """甲8.66万元/乙7万元=123.71%: the written-out division."""
    for group in _by_sentence(claims):
        for (_, a), (_, b), (k, stated) in zip(group, group[1:], group[2:], strict=False):
            between = fold(document.text[a.quantity.span.end : b.quantity.span.start])
            result = fold(document.text[b.quantity.span.end : stated.quantity.span.start])
            if re.match(r"\s*[/÷]", between) and re.match(r"\s*(?:[×xX*]\s*100\s*%\s*)?=", result):
                numbers = [n for n, c in group if c in (a, b)]
                yield from _checked("ratio.formula", document, (*numbers, k), a, b, stated)


def pass_rates(document: Document, claims: Sequence[Claim]) -> Iterator[Finding]:
    """抽检1142批次，不合格35批次，合格率99.74%: (all − failed) / all."""
    for group in _by_sentence(claims):
        for (i, total), (j, failed), (k, rate) in zip(group, group[1:], group[2:], strict=False):
            if not (total.quantity.unit == failed.quantity.unit and rate.quantity.unit == "%"):
                continue
            words = _words_before(document, failed), _words_before(document, rate)
            if not re.search(r"不合格|不达标|不通过|问题", words[0]) or not re.search(
                r"(?:合格|通过|达标)率", words[1]
            ):
                continue
            complement = "不合格率" not in words[1]
            yield from _checked("ratio.pass-rate", document, (i, j, k), failed, total, rate, complement=complement)


def shares_of_budget(document: Document, claims: Sequence[Claim]) -> Iterator[Finding]:
    """支出10.83万元，为年初预算23.51万元的46.07%, and 预算15.33万元，实际10.4万元，执行率67.84%."""
    for group in _by_sentence(claims):
        for (i, first), (j, second), (k, rate) in zip(group, group[1:], group[2:], strict=False):
            if (
                first.quantity.unit != second.quantity.unit
                or rate.quantity.unit != "%"
                or first.quantity.kind == "percent"
            ):
                continue
            link = fold(document.text[second.quantity.span.end : rate.quantity.span.start])
            words = _words_before(document, second)
            if re.fullmatch(r"的", link) and re.search(r"[为占是]", words):
                yield from _checked("ratio.of-budget", document, (i, j, k), first, second, rate)
            elif re.fullmatch(r"[，,、；]?[^，。；\d]{0,10}(?:执行率|支出率|完成率|利用率|使用率)[为达到是：:]*", link):
                larger_first = _is_budget(document, first) and not _is_budget(document, second)
                if larger_first:
                    yield from _checked("ratio.of-budget", document, (i, j, k), second, first, rate)


def _is_budget(document: Document, claim: Claim) -> bool:
    return bool(re.search(r"预算|计划|总额|总数|应|任务", _words_before(document, claim)))


def _by_sentence(claims: Sequence[Claim]) -> Iterator[list[tuple[int, Claim]]]:
    """Claims with exact values, sentence by sentence, with their positions."""
    exact = [(i, c) for i, c in enumerate(claims) if c.quantity.value is not None]
    for _, group in groupby(exact, key=lambda pair: pair[1].context):
        yield list(group)


def _words_before(document: Document, claim: Claim) -> str:
    start = max(claim.context.start, claim.quantity.span.start - 24)
    return re.split(r"[，。；]", fold(document.text[start : claim.quantity.span.start]))[-1]


def _interval(quantity: Quantity) -> tuple[Decimal, Decimal]:
    assert quantity.value is not None
    return quantity.value - quantity.step * _HALF, quantity.value + quantity.step * _HALF


def _checked(
    rule: str,
    document: Document,
    numbers: tuple[int, ...],
    part: Claim,
    whole: Claim,
    stated: Claim,
    *,
    complement: bool = False,
) -> Iterator[Finding]:
    """A finding where part/whole (or what it leaves of 100 %) cannot round to the stated per cent."""
    if any(c.quantity.op not in ("=", "≈") for c in (part, whole, stated)) or not whole.quantity.value:
        return
    assert part.quantity.value is not None
    assert stated.quantity.value is not None
    counted = part.quantity.kind == "count" and whole.quantity.kind == "count"
    low, high = (part.quantity.value,) * 2 if counted else _interval(part.quantity)
    least, most = (whole.quantity.value,) * 2 if counted else _interval(whole.quantity)
    if least <= 0:
        return
    bounds = (low / most * _HUNDRED, high / least * _HUNDRED)
    ratio = part.quantity.value / whole.quantity.value * _HUNDRED
    if complement:
        bounds, ratio = (_HUNDRED - bounds[1], _HUNDRED - bounds[0]), _HUNDRED - ratio
    below, above = _interval(stated.quantity)
    if below <= bounds[1] and bounds[0] <= above:
        return
    places = max(2, -int(stated.quantity.step.as_tuple().exponent))
    yield _finding(rule, document, numbers, (part, whole, stated), f"{ratio:.{places}f}%", complement)


def _finding(
    rule: str,
    document: Document,
    numbers: tuple[int, ...],
    claims: tuple[Claim, Claim, Claim],
    computed: str,
    complement: bool,
) -> Finding:
    raw = [document.text[c.quantity.span.start : c.quantity.span.end] for c in claims]
    division = f"({raw[1]}-{raw[0]})/{raw[1]}" if complement else f"{raw[0]}/{raw[1]}"
    stated = "，".join(dict.fromkeys([raw[1], raw[0], raw[2]]))
    hedged = any(c.quantity.op == "≈" for c in claims)
    message = f"文中写{claims[2].indicator}{raw[2]}，按所列数据{division}={computed}。"
    step = claims[2].quantity.step
    return Finding(
        rule, "ratio", "likely" if hedged else "certain", numbers, stated, f"{division}={computed}", step, message
    )
