"""Rates that no whole count can give: of 475 批次 there is no 96.67 %.

With n counted, a rate is k/n for a whole k; where none rounds to the rate as printed, the count or the rate is wrong,
or the rate is of something else: likely.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import pairwise

from nlp.audit.arithmetic import HUNDRED, stands_for
from nlp.audit.facts import Facts, evidence_of
from nlp.knowledge import pattern
from nlp.types import Claim, Finding

_FEWEST = 3  # of fewer no rate is printed


_pattern = partial(pattern, "audit", "feasible")


def feasible_rates(facts: Facts) -> Iterator[Finding]:
    """监督抽查475批次，合格率96.67%: a count and the rate right behind it, with no other figure of it."""
    for sentence in facts.exact():
        for k, (whole, rate) in enumerate(pairwise(sentence)):
            if _belong(facts, whole, rate) and not _parted(facts, sentence, k):
                yield from _checked(facts, whole, rate)


def _belong(facts: Facts, whole: Claim, rate: Claim) -> bool:
    between = facts.between(whole.quantity.span.end, rate.quantity.span.start)
    counted = whole.quantity.kind == "count" and whole.quantity.op == "=" and rate.quantity.unit == "%"
    return (
        counted
        and rate.quantity.op == "="
        and bool(_pattern("whole").search(facts.words_before(whole)))
        and bool(_pattern("rate").search(facts.words_before(rate)))
        and bool(_pattern("between").fullmatch(between))
    )


def _parted(facts: Facts, sentence: list[Claim], k: int) -> bool:
    """Another count of the same unit stands before: the rate may be of both, or the count may be the part."""
    unit = sentence[k].quantity.unit
    return any(claim.quantity.unit == unit for claim in sentence[max(0, k - 3) : k])


def _checked(facts: Facts, whole: Claim, rate: Claim) -> Iterator[Finding]:
    count, printed = whole.quantity.value or Decimal(0), stands_for(rate.quantity)
    if count < _FEWEST or count != count.to_integral_value() or not 0 < printed.high <= HUNDRED:
        return
    least, most = printed.low * count / HUNDRED, printed.high * count / HUNDRED
    if most.to_integral_value(rounding="ROUND_FLOOR") >= least:
        return
    below = most.to_integral_value(rounding="ROUND_FLOOR")
    decimals = max(2, -int(rate.quantity.step.as_tuple().exponent))
    near = [f"{k}/{count}={k / count * HUNDRED:.{decimals}f}%" for k in (below, below + 1)]
    computed = "，".join(near)
    raw, said = facts.raw(whole.quantity.span), facts.raw(rate.quantity.span)
    message = (
        f"文中写{raw}、{rate.indicator}{said}，但{raw}中没有一个整数能得出{said}（{computed}），除非比率另有口径。"
    )
    evidence = evidence_of((whole, rate))
    yield Finding(
        "ratio.feasible", "ratio", "likely", f"{raw}，{said}", computed, rate.quantity.step, message, evidence
    )  # fmt: skip
