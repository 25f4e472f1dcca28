"""A stated change against the figures of the two years beside it.

Change rate = (this year − the year before) / the year before; the tolerance is that of the printed digits. Where the
year before is not printed it is this year's figure less the stated difference.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from nlp.audit.arithmetic import HUNDRED, Interval, stands_for
from nlp.audit.facts import Facts, evidence_of
from nlp.knowledge import pattern
from nlp.types import Claim, Finding, Quantity

_ABOUT = Decimal("0.1")  # how far off, of itself, a rate said to be about so much may be
_AMOUNTS = ("money", "count", "duration")
_NEAR = 6  # claims before a rate among which its figures are looked for


_pattern = partial(pattern, "audit", "changes")


@dataclass(frozen=True, slots=True)
class Change:
    """What a sentence says of a change: the rate, and what it gives of difference, figure before, figures after."""

    rate: Claim
    difference: Claim | None
    before: Claim | None
    after: tuple[Claim, ...]  # more than one where it is not certain which

    @property
    def sign(self) -> int:
        """-1 where the words are of decrease."""
        return -1 if self.rate.direction == "down" else 1


def change_rates(facts: Facts) -> Iterator[Finding]:
    """比上年的96.4公里增加11.8公里，增长14.22%: no reading of the figures gives the rate."""
    for change in _changes(facts):
        readings, stated = list(_readings(change)), _stated(change.rate.quantity)
        if readings and not any(reading.share.touches(stated) for reading in readings):
            sure = len(readings) == 1 and change.rate.quantity.op == "="
            yield _finding(facts, "change.rate", change.rate, readings[-1], "certain" if sure else "likely", "%")


def change_differences(facts: Facts) -> Iterator[Finding]:
    """新改建108.2公里，比上年的96.4公里增加12.8公里: the difference is not theirs."""
    for change in _changes(facts):
        if change.difference and change.before and len(change.after) == 1:
            yield from _difference(
                facts, "change.difference", change, (change.before, change.after[0], change.difference)
            )


def from_to(facts: Facts) -> Iterator[Finding]:
    """优良天数由62天增加到78天，增加14天: the difference, where no rate is told."""
    for sentence in facts.exact():
        for before, after, stated in zip(sentence, sentence[1:], sentence[2:], strict=False):
            between = re.sub(r"\s", "", facts.between(after.quantity.span.end, stated.quantity.span.start))
            arrived = _pattern("after").search(facts.words_before(after)) and is_before(facts, before, after)
            same = {before.quantity.unit, after.quantity.unit, stated.quantity.unit} == {before.quantity.unit}
            exact = after.quantity.op == stated.quantity.op == "="
            if arrived and same and exact and stated.direction and _pattern("between").fullmatch(between):
                change = Change(stated, stated, before, (after,))
                yield from _difference(facts, "change.from-to", change, (before, after, stated))


def _changes(facts: Facts) -> Iterator[Change]:
    for sentence in facts.exact():
        for at, rate in enumerate(sentence):
            if rate.quantity.unit == "%" and rate.direction and rate.quantity.op in ("=", "≈"):
                change = _change(facts, sentence[max(0, at - _NEAR) : at], rate)
                if change is not None:
                    yield change


def _change(facts: Facts, near: Sequence[Claim], rate: Claim) -> Change | None:
    """The figures that belong to a rate; None where the words between say it is of something else."""
    if not near or _pattern("other").search(facts.words_before(rate)):
        return None
    if _pattern("respectively").search(facts.text, near[0].quantity.span.start, rate.quantity.span.start):
        return None
    last = near[-1]
    difference = last if _is_difference(facts, last, rate) else None
    rest = near[:-1] if difference else near
    if not rest:
        return None
    if _pattern("after").search(facts.words_before(rest[-1])):
        before = rest[-2] if len(rest) > 1 and is_before(facts, rest[-2], rest[-1]) else None
        return Change(rate, difference, before, (rest[-1],)) if before or difference else None
    before = rest[-1] if is_before(facts, rest[-1], rate if difference is None else difference) else None
    unit = (before or difference or rate).quantity.unit
    later = rest[:-1] if before else rest
    after = tuple(c for c in later if c.quantity.unit == unit and c.direction is None and c.quantity.op == "=")
    return Change(rate, difference, before, after) if before or difference else None


def _is_difference(facts: Facts, claim: Claim, rate: Claim) -> bool:
    between = facts.between(claim.quantity.span.end, rate.quantity.span.start)
    words = _pattern("difference").search(facts.words_before(claim))
    same = (words or claim.direction == rate.direction) and claim.quantity.kind in ("money", "count")
    return bool(same) and claim.quantity.op == "=" and bool(_pattern("between").fullmatch(re.sub(r"\s", "", between)))


def is_before(facts: Facts, claim: Claim, other: Claim) -> bool:
    """The figure of the year compared with: so the words before it say, and the unit is that of the other amount."""
    alike = other.quantity.unit == "%" or claim.quantity.unit == other.quantity.unit
    words = facts.words_before(claim)
    compared = bool(_pattern("before").search(words)) and claim.quantity.kind in _AMOUNTS
    stands = claim.direction is None and claim.quantity.op == "=" and bool(claim.quantity.value)
    return alike and compared and stands


def _stated(rate: Quantity) -> Interval:
    """What the rate may be; 约21% a tenth more or less."""
    exact = stands_for(rate)
    slack = abs(rate.value or Decimal(0)) * _ABOUT if rate.op == "≈" else Decimal(0)
    return Interval(exact.low - slack, exact.high + slack)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to work a rate out: the figures, how it is written, the value and the interval it may lie in."""

    claims: tuple[Claim, ...]
    formula: str  # with {0}, {1} for the figures as printed
    value: Decimal
    share: Interval


def _readings(change: Change) -> Iterator[Reading]:
    """By difference and figure before; else by the figures before and after; else by difference and figure after."""
    if change.difference and change.before:
        yield from _divided("{0}/{1}", (change.difference, change.before), change.difference, change.before)
    elif change.before:
        for after in change.after:
            yield from _grown(change, change.before, after)
    elif change.difference:
        for after in change.after:
            yield from _from_difference(change, change.difference, after)


def _divided(formula: str, claims: tuple[Claim, ...], part: Claim, whole: Claim) -> Iterator[Reading]:
    share = stands_for(part.quantity).percent_of(stands_for(whole.quantity))
    if share is not None and part.quantity.value is not None and whole.quantity.value:
        yield Reading(claims, formula, part.quantity.value / whole.quantity.value * HUNDRED, share)


def _grown(change: Change, before: Claim, after: Claim) -> Iterator[Reading]:
    """(after − before)/before, or (before − after)/before where the words are of decrease."""
    first, then = stands_for(before.quantity), stands_for(after.quantity)
    grown = then.percent_of(first)
    if grown is None or not before.quantity.value or after.quantity.value is None:
        return
    base = Interval(HUNDRED, HUNDRED)
    share = grown - base if change.sign > 0 else base - grown
    value = change.sign * (after.quantity.value / before.quantity.value * HUNDRED - HUNDRED)
    formula = "({1}-{0})/{0}" if change.sign > 0 else "({0}-{1})/{0}"
    yield Reading((before, after), formula, value, share)


def _from_difference(change: Change, difference: Claim, after: Claim) -> Iterator[Reading]:
    """difference/(after ∓ difference), where the figure before is not printed."""
    less = stands_for(difference.quantity)
    then = stands_for(after.quantity)
    share = less.percent_of(then - less if change.sign > 0 else then + less)
    if share is None or difference.quantity.value is None or after.quantity.value is None:
        return
    before = after.quantity.value - change.sign * difference.quantity.value
    if before > 0:
        formula = "{0}/({1}-{0})" if change.sign > 0 else "{0}/({1}+{0})"
        yield Reading((difference, after), formula, difference.quantity.value / before * HUNDRED, share)


def _difference(facts: Facts, rule: str, change: Change, figures: tuple[Claim, Claim, Claim]) -> Iterator[Finding]:
    """`figures` are before, after and the stated difference."""
    before, after, stated = figures
    first, then = stands_for(before.quantity), stands_for(after.quantity)
    worked_out = then - first if change.sign > 0 else first - then
    if worked_out.touches(stands_for(stated.quantity)) or after.quantity.unit != before.quantity.unit:
        return
    value = change.sign * ((after.quantity.value or Decimal(0)) - (before.quantity.value or Decimal(0)))
    formula = "{1}-{0}" if change.sign > 0 else "{0}-{1}"
    reading = Reading((before, after), formula, value, worked_out)
    yield _finding(facts, rule, stated, reading, "certain", "")


def points(facts: Facts) -> Iterator[Finding]:
    """执行率95.2%，比上年的92.1%提高4.1个百分点: the difference of two rates."""
    for sentence in facts.exact():
        for after, before, points in zip(sentence, sentence[1:], sentence[2:], strict=False):
            units = [claim.quantity.unit for claim in (after, before, points)]
            exact = all(claim.quantity.op == "=" for claim in (after, before, points))
            arrived = _pattern("after").search(facts.words_before(before))
            if arrived:  # 由上年的4.86%下降到1.43%: the first is the one compared with
                after, before = before, after
            compared = _pattern("before").search(facts.words_before(before))
            if units == ["%", "%", "个百分点"] and exact and compared and points.direction:
                change = Change(points, points, before, (after,))
                yield from _difference(facts, "change.points", change, (before, after, points))


def _finding(facts: Facts, rule: str, stated: Claim, reading: Reading, certainty: str, unit: str) -> Finding:
    printed = [facts.raw(claim.quantity.span) for claim in reading.claims]
    step = stated.quantity.step
    decimals = max(2, -int(step.as_tuple().exponent))
    if unit:
        result = f"{reading.value:.{decimals}f}%"
    else:
        result = _as_printed(reading.value, stated, facts.raw(stated.quantity.span))
    computed = f"{reading.formula.format(*printed)}={result}"
    said = facts.raw(stated.quantity.span)
    word = {"up": "增加", "down": "减少"}.get(stated.direction or "", "变化")
    message = f"文中写{stated.indicator}{word}{said}，按所列数据{computed}。"
    claims = sorted((*reading.claims, stated), key=lambda claim: claim.quantity.span)
    evidence = evidence_of(claims)
    quoted = "，".join(facts.raw(claim.quantity.span) for claim in claims)
    return Finding(rule, "change", certainty, quoted, computed, step, message, evidence)


def _as_printed(value: Decimal, like: Claim, printed: str) -> str:
    """A value in the unit in which a figure like it was printed (万元)."""
    number = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
    if number is None or not like.quantity.value:
        return f"{value.normalize():f}"
    factor = like.quantity.value / Decimal(number[0].replace(",", ""))
    _, _, decimals = number[0].partition(".")
    return f"{value / factor:.{len(decimals)}f}{printed[number.end() :]}"
