"""A stated ratio against the parts that stand beside it in the same sentence.

Tolerance: a printed figure stands for anything that rounds to it, so the ratio of a/b lies
between (a−½step)/(b+½step) and (a+½step)/(b−½step); it agrees with the stated one where the two
intervals touch. Counts are exact. An amount without decimals (7万元) is taken for exact first: where
only its rounding could save the stated ratio, the finding is likely, not certain.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


def _interval(quantity: Quantity, *, exact: bool = False) -> tuple[Decimal, Decimal]:
    """Between what the printed figure may lie."""
    assert quantity.value is not None
    slack = Decimal(0) if exact or quantity.kind == "count" else quantity.step * _HALF
    return quantity.value - slack, quantity.value + slack


@dataclass(frozen=True, slots=True)
class Division:
    """part/whole in per cent, or what it leaves of 100 %, beside the stated per cent."""

    part: Claim
    whole: Claim
    stated: Claim
    complement: bool = False

    def ratio(self) -> Decimal:
        """The ratio of the figures as printed, in per cent."""
        assert self.part.quantity.value is not None
        assert self.whole.quantity.value is not None
        value = self.part.quantity.value / self.whole.quantity.value * _HUNDRED
        return _HUNDRED - value if self.complement else value

    def agrees(self, *, whole_numbers_exact: bool) -> bool:
        """Some figures that round to the printed ones have a ratio that rounds to the stated one."""
        low, high = _interval(self.part.quantity, exact=whole_numbers_exact and _is_whole(self.part))
        least, most = _interval(self.whole.quantity, exact=whole_numbers_exact and _is_whole(self.whole))
        if least <= 0:
            return True
        bounds = (low / most * _HUNDRED, high / least * _HUNDRED)
        if self.complement:
            bounds = (_HUNDRED - bounds[1], _HUNDRED - bounds[0])
        below, above = _interval(self.stated.quantity)
        return below <= bounds[1] and bounds[0] <= above


def _is_whole(claim: Claim) -> bool:
    """Printed without decimals: 7万元, not 7.0万元 or 8.66万元."""
    value, step = claim.quantity.value, claim.quantity.step
    return value is not None and step >= 1 and value % step == 0 and step in (1, 10_000, 100_000_000)


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
    """A finding where the division cannot round to the stated per cent."""
    if any(c.quantity.op not in ("=", "≈") for c in (part, whole, stated)) or not whole.quantity.value:
        return
    division = Division(part, whole, stated, complement)
    if division.agrees(whole_numbers_exact=True):
        return
    hedged = any(c.quantity.op == "≈" for c in (part, whole, stated))
    certainty = "likely" if hedged or division.agrees(whole_numbers_exact=False) else "certain"
    yield _finding(rule, document, numbers, division, certainty)


def _finding(rule: str, document: Document, numbers: tuple[int, ...], division: Division, certainty: str) -> Finding:
    claims = (division.part, division.whole, division.stated)
    part, whole, stated = (document.text[c.quantity.span.start : c.quantity.span.end] for c in claims)
    written = f"({whole}-{part})/{whole}" if division.complement else f"{part}/{whole}"
    step = division.stated.quantity.step
    computed = f"{written}={division.ratio():.{max(2, -int(step.as_tuple().exponent))}f}%"
    message = f"文中写{division.stated.indicator}{stated}，按所列数据{computed}。"
    return Finding(rule, "ratio", certainty, numbers, f"{whole}，{part}，{stated}", computed, step, message)
