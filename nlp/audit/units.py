"""元 written for 万元: the same digits for the same thing, one figure ten thousand times the other."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from nlp.audit.facts import Facts, evidence_of
from nlp.knowledge import load
from nlp.types import Claim, Finding

_TIMES = 10_000
_DIGITS = 4  # as many, without zeros at the end, do not agree by chance


def mistaken_units(facts: Facts) -> Iterator[Finding]:
    """项目支出326.45元 and 项目支出326.45万元."""
    alike: dict[str, list[Claim]] = defaultdict(list)
    for claim in facts.claims:
        digits = _digits(claim)
        if digits is not None:
            alike[digits].append(claim)
    for claims in alike.values():
        yield from _pairs(facts, claims)


def _digits(claim: Claim) -> str | None:
    """The digits of an amount without the zeros at its end; None where they are few or it is no plain amount."""
    quantity = claim.quantity
    if quantity.kind != "money" or quantity.unit != "元" or not quantity.value or quantity.op != "=":
        return None
    digits = "".join(map(str, quantity.value.as_tuple().digits)).strip("0")
    return digits if len(digits) >= _DIGITS else None


def _pairs(facts: Facts, claims: list[Claim]) -> Iterator[Finding]:
    """The first figure that another is ten thousand times of, with that other."""
    by_value: dict[Decimal, Claim] = {}
    for claim in claims:
        assert claim.quantity.value is not None
        by_value.setdefault(claim.quantity.value, claim)
    for value, small in by_value.items():
        large = by_value.get(value * _TIMES)
        if large is not None and _same_thing(facts, small, large):
            yield _finding(facts, small, large)
            return


def _same_thing(facts: Facts, small: Claim, large: Claim) -> bool:
    """Named alike, in the same role and period, and neither is a price for one."""
    a, b = small.indicator, large.indicator
    pairs = {a[k : k + 2] for k in range(len(a) - 1)} & {b[k : k + 2] for k in range(len(b) - 1)}
    other_period = small.period and large.period and small.period != large.period
    words = facts.words_before(small) + a
    each = any(word in words for word in load("audit")["unit"]["each"])
    return bool(pairs) and not other_period and not each


def _finding(facts: Facts, small: Claim, large: Claim) -> Finding:
    a, b = facts.raw(small.quantity.span), facts.raw(large.quantity.span)
    told = f"{small.indicator}一处为{a}，一处{large.indicator}为{b}，相差一万倍"
    message = f"{told}，疑为“元”与“万元”混用（假定两处是同一指标）。"
    evidence = evidence_of((small, large))
    stated = f"{small.indicator}{a}，{large.indicator}{b}"
    computed = f"{b}/{a}={_TIMES}"
    return Finding("other.unit", "other", "likely", stated, computed, small.quantity.step, message, evidence)
