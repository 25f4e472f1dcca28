"""Figures and their shares or changes told in the same order: 甲60万元、乙40万元，分别占60%、40%.

A single one that the figures do not give is wrong for certain where the others of the same list are right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from nlp.audit.arithmetic import HUNDRED, Interval, stands_for
from nlp.audit.changes import is_before
from nlp.audit.facts import Facts
from nlp.audit.partlists import PartList, part_lists
from nlp.types import Claim, Evidence, Finding

_FEWEST = 2  # figures in a list


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure, what it is held against, the stated per cent; `grown` is 1 for an increase, -1 for a decrease."""

    figure: Claim
    base: Claim
    stated: Claim
    grown: int = 0

    def value(self) -> Decimal:
        """What the printed figures give, in per cent."""
        figure, base = self.figure.quantity.value or Decimal(0), self.base.quantity.value or Decimal(1)
        ratio = figure / base * HUNDRED
        return self.grown * (ratio - HUNDRED) if self.grown else ratio

    def agrees(self) -> bool:
        """Some figures that round to the printed ones give what rounds to the stated per cent."""
        ratio = stands_for(self.figure.quantity).percent_of(stands_for(self.base.quantity))
        if ratio is None:
            return True
        if self.grown:
            base = Interval(HUNDRED, HUNDRED)
            ratio = ratio - base if self.grown > 0 else base - ratio
        return ratio.touches(stands_for(self.stated.quantity))


def shares(facts: Facts) -> Iterator[Finding]:
    """收入100万元，其中甲60万元、乙40万元，分别占60%、50%."""
    seen: set[int] = set()
    for found in part_lists(facts):
        if _is_in_order(found) and found.shares[0].quantity.span.start not in seen:
            seen.add(found.shares[0].quantity.span.start)
            yield from _one_wrong(facts, "ratio.respective", _best(found))


def _is_in_order(found: PartList) -> bool:
    """All shares stand behind all parts and are as many."""
    alike = len(found.shares) == len(found.parts) >= _FEWEST and bool(found.wholes)
    exact = all(c.quantity.op == "=" and c.quantity.value is not None for c in found.shares)
    return alike and exact and found.shares[0].quantity.span.start >= found.parts[-1].quantity.span.end


def _best(found: PartList) -> list[Pair]:
    """The parts against that one of the possible wholes which most of the shares agree with."""
    ways = [_against(found, whole) for whole in found.wholes]
    return max(ways, key=lambda pairs: sum(pair.agrees() for pair in pairs))


def _against(found: PartList, whole: Claim) -> list[Pair]:
    return [Pair(part, whole, share) for part, share in zip(found.parts, found.shares, strict=True)]


def changes(facts: Facts) -> Iterator[Finding]:
    """立案45起、罚没128.60万元，上年为37起、96.80万元，分别增长21.62%和32.85%."""
    for sentence in facts.exact():
        for at, claim in enumerate(sentence):
            if claim.direction and claim.quantity.unit == "%" and "分别" in facts.words_before(claim):
                yield from _one_wrong(facts, "change.respective", _grown(facts, sentence, at))


def _grown(facts: Facts, sentence: Sequence[Claim], at: int) -> list[Pair]:
    """This year's figures, then last year's in the same units, then as many rates; nothing where that is not so."""
    rates = list(takewhile(lambda c: c.quantity.unit == "%", sentence[at:]))
    count = len(rates)
    now, before = sentence[max(0, at - 2 * count) : max(0, at - count)], sentence[max(0, at - count) : at]
    alike = [c.quantity.unit for c in now] == [c.quantity.unit for c in before]
    exact = all(c.quantity.op == "=" for c in (*now, *before, *rates)) and all(c.direction is None for c in now)
    if count < _FEWEST or len(now) != count or not alike or not exact:
        return []
    if not is_before(facts, before[0], now[0]) or "；" in facts.between(
        now[0].quantity.span.start, rates[0].quantity.span.start
    ):
        return []
    sign = -1 if rates[0].direction == "down" else 1  # 分别下降17.78%和24.73%: one word for both
    return [Pair(*three, sign) for three in zip(now, before, rates, strict=True)]


def _one_wrong(facts: Facts, rule: str, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """The pairs that do not agree, where some other does: then the list is read as it was meant."""
    wrong = [pair for pair in pairs if not pair.agrees()]
    if wrong and len(wrong) < len(pairs):
        certainty = "certain" if len(wrong) == 1 else "likely"
        yield from (_finding(facts, rule, pair, certainty) for pair in wrong)


def _finding(facts: Facts, rule: str, pair: Pair, certainty: str) -> Finding:
    claims = sorted((pair.figure, pair.base, pair.stated), key=lambda claim: claim.quantity.span)
    figure, base, said = (facts.raw(claim.quantity.span) for claim in (pair.figure, pair.base, pair.stated))
    shown = {0: f"{figure}/{base}", 1: f"({figure}-{base})/{base}", -1: f"({base}-{figure})/{base}"}[pair.grown]
    decimals = max(2, -int(pair.stated.quantity.step.as_tuple().exponent))
    computed = f"{shown}={pair.value():.{decimals}f}%"
    word = "的增减幅度" if pair.grown else "所占比重"
    unsure = "（按所列次序一一对应）" if certainty == "likely" else ""
    message = f"文中写{pair.figure.indicator}{figure}{word}为{said}，按所列数据{computed}{unsure}。"
    evidence = tuple(Evidence(claim.quantity.span, claim.context) for claim in claims)
    stated = "，".join(facts.raw(claim.quantity.span) for claim in claims)
    kind = "change" if pair.grown else "ratio"
    return Finding(rule, kind, certainty, stated, computed, pair.stated.quantity.step, message, evidence)
