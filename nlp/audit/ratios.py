"""A stated ratio against the parts that stand beside it in the same sentence.

Tolerance: a printed figure stands for anything that rounds to it, so the ratio of a/b lies
between (a−½step)/(b+½step) and (a+½step)/(b−½step); it agrees with the stated one where the two
intervals touch. Counts are exact. An amount without decimals (7万元) is taken for exact first: where
only its rounding could save the stated ratio, the finding is likely, not certain.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from nlp.knowledge import load
from nlp.text import fold
from nlp.types import Claim, Document, Finding, Quantity

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_NEAR = 8  # claims before a rate among which its parts are looked for


def formulas(document: Document, claims: Sequence[Claim]) -> Iterator[Finding]:
    """甲8.66万元/乙7万元=123.71%: the written-out division."""
    for group in _by_sentence(claims):
        for (_, a), (_, b), (k, stated) in zip(group, group[1:], group[2:], strict=False):
            between = fold(document.text[a.quantity.span.end : b.quantity.span.start])
            result = fold(document.text[b.quantity.span.end : stated.quantity.span.start])
            alike = a.quantity.unit == b.quantity.unit and stated.quantity.unit == "%"
            if alike and re.match(r"\s*[/÷]", between) and re.match(r"\s*(?:[×xX*]\s*100\s*%\s*)?=", result):
                numbers = [n for n, c in group if c in (a, b)]
                yield from _checked("ratio.formula", document, (*numbers, k), a, b, stated)


def rates(document: Document, claims: Sequence[Claim]) -> Iterator[Finding]:
    """检查4260辆次，超标117辆次，超标率3.75%: part/whole; 抽检1142批次，不合格35批次，合格率99.74%: 1 − part/whole.

    The count before the rate must be of what the rate is named for (or of its negation). Where several
    counts of its unit could be the whole, one that agrees settles it; where none does, the nearest is taken.
    """
    for group in _by_sentence(claims):
        for at, (k, rate) in enumerate(group):
            about = _rate_name(document, rate)
            counts = [(i, c) for i, c in group[max(0, at - _NEAR) : at] if c.quantity.kind == "count"]
            if about is None or len(counts) < 2:
                continue
            j, part = counts[-1]
            complement = _speaks_of(about, _words_before(document, part))
            wholes = [
                (i, c)
                for i, c in counts[:-1]
                if _could_be_whole(document, about, c, part) and _same_matter(document, about, c, part)
            ]
            if complement is None or not wholes:
                continue
            divisions = [Division(part, whole, rate, complement) for _, whole in wholes]
            if any(d.agrees(whole_numbers_exact=True) for d in divisions):
                continue
            i, whole = wholes[-1]
            found = _checked("ratio.rate", document, (i, j, k), part, whole, rate, complement=complement)
            yield from (replace(f, certainty="likely") if len(wholes) > 1 else f for f in found)


def _rate_name(document: Document, claim: Claim) -> str | None:
    """What a rate is about (合格 of 抽检合格率 is its last two characters); None where it is no rate."""
    if claim.quantity.unit != "%" or claim.quantity.value is None:
        return None
    found = list(re.finditer(load("audit")["rate"]["name"], _words_before(document, claim)))
    return found[-1][1] if found else None


def _speaks_of(about: str, words: str) -> bool | None:
    """False where the words are of what the rate is about, True where of its negation, None where of neither."""
    core = about[-2:]
    if any(negation + core in words for negation in load("audit")["rate"]["negations"]):
        return not about.startswith(tuple(load("audit")["rate"]["negations"])) and about[-3:-2] != "不"
    return False if core in words or core[::-1] in words else None


def _same_matter(document: Document, about: str, whole: Claim, part: Claim) -> bool:
    """A rate that names whom it is of (患者规范管理率) speaks of counts that name them too."""
    subject = about[:-2]
    if len(subject) < 3:
        return True
    start = max(whole.context.start, whole.quantity.span.start - 24)
    told = fold(document.text[start : part.quantity.span.end])
    pairs = [subject[k : k + 2] for k in range(len(subject) - 1)]
    return 2 * sum(pair in told for pair in pairs) >= len(pairs)


def _could_be_whole(document: Document, about: str, whole: Claim, part: Claim) -> bool:
    """Counted in the same unit, not smaller, and not itself what the rate is about (全市完成…，其中市本级完成…)."""
    words = _words_before(document, whole)
    if about[-2:] in words and not re.search(load("audit")["rate"]["due"], words):
        return False
    same = whole.quantity.unit == part.quantity.unit
    return same and (whole.quantity.value or 0) >= (part.quantity.value or 0)


def shares_of_budget(document: Document, claims: Sequence[Claim]) -> Iterator[Finding]:
    """支出10.83万元，为年初预算23.51万元的46.07%, and 预算15.33万元，实际10.4万元，执行率67.84%."""
    rate_words = load("audit")["budget"]["rate"]
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
            elif re.fullmatch(rate_words, link) and _is_plan(document, first) and _is_spent(document, second):
                yield from _checked("ratio.of-budget", document, (i, j, k), second, first, rate)


def _is_plan(document: Document, claim: Claim) -> bool:
    return bool(re.search(load("audit")["budget"]["plan"], _words_before(document, claim)))


def _is_spent(document: Document, claim: Claim) -> bool:
    words, rules = _words_before(document, claim), load("audit")["budget"]
    return bool(re.search(rules["spent"], words)) and not re.search(rules["other"], words)


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
