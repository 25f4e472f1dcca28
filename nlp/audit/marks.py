"""Marks (分) as the rules on scores look at them: a value with its place, sums of them and how far these may be off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.quantities import quantities
from nlp.text import fold
from nlp.types import Claim, Evidence, Finding, Span

HUNDRED = Decimal(100)
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark as printed, with what it is for and where it stands."""

    name: str
    value: Decimal
    evidence: Evidence

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def mark_of(claim: Claim) -> Mark:
    """A claim in 分 as a mark. ValueError for a range."""
    if claim.quantity.value is None:
        raise ValueError(f"a range is no mark: {claim.quantity}")
    return Mark(claim.indicator, claim.quantity.value, Evidence(claim.quantity.span, claim.context))


def added(marks: Sequence[Mark]) -> Decimal:
    """The sum of marks."""
    return sum((mark.value for mark in marks), _ZERO)


def slack(parts: Sequence[Mark], whole: Mark) -> Decimal:
    """How far a sum may be from its parts: shares printed to two decimals were rounded, and so may be the sum."""
    finest = max((mark.decimals for mark in parts), default=0)
    own = [mark for mark in parts if mark.decimals >= 2]
    loose = sum((_half(mark.decimals) for mark in own), _ZERO)
    return loose + (_half(whole.decimals) if whole.decimals < finest or (own and whole.decimals >= 2) else _ZERO)


def _half(decimals: int) -> Decimal:
    return Decimal("0.5") / Decimal(10) ** decimals


def agrees(parts: Sequence[Mark], whole: Mark) -> bool:
    """The parts add up to the whole, as far as what is printed can tell."""
    return abs(added(parts) - whole.value) <= slack(parts, whole)


def one_digit(printed: Decimal, right: Decimal) -> bool:
    """One wrong digit makes the right value the printed one."""
    if right <= 0:
        return False
    a, b = (f"{value:08.3f}" for value in (printed, right))
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1


def written_sum(parts: Sequence[Mark]) -> str:
    """70.5+19=89.5; a deduction keeps its sign, and of many parts the first and the last are written."""
    terms = [plain(mark.value) for mark in parts]
    if len(terms) > 12:
        terms = [*terms[:5], "…", terms[-1]]
    return f"{'+'.join(terms).replace('+-', '-')}={plain(added(parts))}"


def plain(value: Decimal) -> str:
    """Without an exponent and without zeros behind: 20, not 2E+1 or 20.00."""
    return f"{value.normalize():f}"


def clean(text: str) -> str:
    """A name without blanks and without the mark in its brackets: 产出指标（50分） → 产出指标."""
    return re.sub(r"[（(]\s*\d+(?:\.\d+)?\s*分?\s*[)）]", "", re.sub(r"\s+", "", text))


def cell_value(text: str) -> Decimal | None:
    """The mark a cell prints: 4, 5.00, 4分, 完成得0.5分, 10%; None where it prints none, or several."""
    text = fold(text).strip()
    bare = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*[分%]?", text)
    if bare:
        return Decimal(bare[1])
    printed = [q for q in quantities(text, Span(0, len(text))) if q.unit == "分"]
    return printed[0].value if len(printed) == 1 else None


def finding(
    rule: str, certainty: str, stated: str, computed: str, message: str, marks: Sequence[Mark], kind: str = "score"
) -> Finding:
    """A finding on marks, each of them its evidence."""
    evidence = tuple(dict.fromkeys(mark.evidence for mark in marks))
    return Finding(rule, kind, certainty, stated, computed, _ZERO, message, evidence)
