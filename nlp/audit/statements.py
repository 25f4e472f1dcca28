"""What a report states of an indicator, as compared with what it states elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import partial

from nlp.audit.facts import Facts
from nlp.audit.names import Name, name_of, scope_of
from nlp.knowledge import load, pattern
from nlp.tableclaims import role_of, row_name
from nlp.types import Claim

FEWEST_DIGITS = 4  # of values whose likeness is no chance
_KINDS = ("money", "percent", "count", "duration", "other")
_FARTHEST, _FARTHEST_NAMESAKES = 3, 5  # times; the second under equal names
_ALL = Decimal(100)
_AND_MORE = re.compile(r"[余多]")
_LESS, _MORE = Decimal("0.9"), Decimal("1.25")  # how far off a value may be that is about so much
_REACH = 40
_ROUND = re.compile(r"(?<![\d.])\d*?(0*(?:\.0+)?)(?![\d.])")
_SHORTEST = 3  # characters of a name
_BEHIND = 6


_pattern = partial(pattern, "audit", "restated")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as compared: `called` is its name as printed, `aspect` its role and direction, `around` its clause."""

    claim: Claim
    called: str
    name: Name
    aspect: str
    unit: str
    period: str
    around: str
    printed: str = ""

    @property
    def value(self) -> Decimal:
        """The one value in base units."""
        assert self.claim.quantity.value is not None
        return self.claim.quantity.value

    @property
    def scope(self) -> frozenset[str]:
        """The words around it that say of which part, place or time it is."""
        return scope_of(_pattern("per").sub("", self.around))

    @property
    def spoken(self) -> bool:
        """Told in prose."""
        return self.claim.cell is None

    @property
    def step(self) -> Decimal:
        """The worth of one unit in the last printed place."""
        return self.claim.quantity.step

    @property
    def is_goal(self) -> bool:
        """What was aimed at."""
        return self.aspect.startswith("目标")

    @property
    def is_change(self) -> bool:
        """How much it went up or down."""
        return self.aspect.endswith(("up", "down"))

    @property
    def measure(self) -> str:
        """Money, shares, or anything counted, of which a table may not tell the unit."""
        kind = self.claim.quantity.kind
        return kind if kind in ("money", "percent") else ""

    @property
    def exact(self) -> bool:
        """No bound, and not about so much."""
        return self.claim.quantity.op == "="

    def agrees(self, other: "Statement") -> bool:
        """The values are equal, or one is the other rounded or cut, or within what the other bounds."""
        if not self.exact or not other.exact:
            return self._bounds_agree(other)
        all_of_it = self.claim.quantity.unit == "%" and _ALL in (self.value, other.value)  # no rounded 99.98%
        coarse = max(self.step, other.step) if self.step != other.step and not all_of_it else Decimal(0)
        return abs(self.value - other.value) <= coarse

    def rounds_to(self, other: "Statement") -> bool:
        """One value may be the other with fewer decimals."""
        return self.step != other.step and abs(self.value - other.value) <= max(self.step, other.step)

    def _bounds_agree(self, other: "Statement") -> bool:
        """Goals are bounds by nature: only two that point the same way differ. Else one must hold the other."""
        ops = {self.claim.quantity.op, other.claim.quantity.op}
        if self.is_goal:
            return not ops <= {"=", ">=", "<="} or {">=", "<="} <= ops or self.value == other.value
        (low, high), (least, most) = self._reach(), other._reach()
        return low <= most and least <= high

    def _reach(self) -> tuple[Decimal, Decimal]:
        """From where to where the value may lie: 40余 up to a quarter more, 近20 and 约20 a tenth off."""
        op, value = self.claim.quantity.op, self.value
        if op in ("<", "<="):
            return Decimal("-Infinity"), value
        if op in (">", ">="):
            return value, Decimal("Infinity")
        if op == "≈":
            return (value, value * _MORE) if _AND_MORE.search(self.printed) else (value * _LESS, value / _LESS)
        return value - self.step, value + self.step

    def far_from(self, other: "Statement") -> bool:
        """The values are so far apart that they are of different things."""
        larger, smaller = max(self.value, other.value), min(self.value, other.value)
        return smaller * (_FARTHEST if self.name.plain != other.name.plain else _FARTHEST_NAMESAKES) < larger


class Slip(StrEnum):
    """How the digits of one value differ from those of another that was meant to be the same."""

    ORDER = "order"  # the same digits in another order
    DIGIT = "digit"  # all but one are the same


def slip(a: str, b: str) -> Slip | None:
    """What of a slip there is between two printed numbers: none where they have other, or few, digits.

    Zeros at the end of both tell nothing: 1500 and 1100 are two round numbers.
    """
    one, other = ("".join(c for c in printed if c.isdigit()) for printed in (a, b))
    if len(one) != len(other) or len(one) < FEWEST_DIGITS:
        return None
    round_ones = [_ROUND.search(printed.replace(",", "")) for printed in (a, b)]
    telling = len(one) - min(len(zeros[1].replace(".", "")) if zeros else 0 for zeros in round_ones)
    if sorted(one) == sorted(other):
        return Slip.ORDER if telling >= FEWEST_DIGITS - 1 else None
    off = sum(x != y for x, y in zip(one, other, strict=True))
    return Slip.DIGIT if off == 1 and telling >= FEWEST_DIGITS else None


def statements(facts: Facts) -> Iterator[Statement]:
    """The claims that can be compared: with one value, a name that tells, and a role that is comparable."""
    aspects: dict[str, str] = load("audit")["restated"]["aspects"]
    subject: Claim | None = None  # the figure before, of which a change in the same sentence is
    for claim in (*facts.claims, *_without_unit(facts)):
        quantity = claim.quantity
        if not quantity.value or quantity.kind not in _KINDS or claim.role not in aspects:
            continue
        named = claim if claim.role != "同比" or subject is None else _of_subject(claim, subject)
        if claim.role != "同比" and name_of(claim.indicator).tells:
            subject = claim
        told = _told(facts, named)
        if told is None or (claim.role == "同比" and claim.direction is None):
            continue
        direction, name = claim.direction or _changes(told[0]), name_of(told[0])
        if name.tells:
            unit = _unit(told[0], quantity.unit)
            aspect = f"{'目标' if _is_aimed_at(facts, claim) else aspects[claim.role]}{direction or ''}"
            printed = facts.raw(quantity.span)
            yield Statement(claim, told[0], name, aspect, unit, _period(facts, claim), told[1], printed)


def _of_subject(change: Claim, subject: Claim) -> Claim:
    """投诉由156件降至61件，下降68.90%: a change without a name of its own is of what stands before it."""
    nameless = len(change.indicator) < _SHORTEST and change.context == subject.context
    return replace(change, indicator=subject.indicator) if nameless else change


def _is_aimed_at(facts: Facts, claim: Claim) -> bool:
    """A bound in a sentence on goals."""
    bound = claim.cell is None and claim.quantity.op in (">=", "<=")
    return bound and bool(_pattern("aimed").search(facts.text, claim.context.start, claim.context.end))


def _without_unit(facts: Facts) -> Iterator[Claim]:
    """The figures in cells of which nothing says in what they are counted."""
    for table, figures in zip(facts.tables, facts.figures, strict=True):
        for figure in figures:
            if not figure.quantity.unit and role_of(figure) in ("完成值", "其他"):
                name = row_name(figure)
                yield Claim(table.section, figure.quantity, name, "完成值", None, None, figure.row, figure.place)


def _changes(name: str) -> str | None:
    match = _pattern("change").search(name)
    return None if match is None else "up" if match["up"] else "down"


def _unit(name: str, unit: str) -> str:
    """每万人口…7.23件 is counted in 件/万人."""
    return f"{unit}/万人" if "万人" in name and "/" not in unit and _pattern("per").match(name) else unit


def _told(facts: Facts, claim: Claim) -> tuple[str, str] | None:
    """The name of what is measured, and the words around the number that may narrow it; None where it has none."""
    if claim.cell is None:
        before = "".join(facts.words_before(claim, _REACH).split())
        inherited = claim.indicator[-2:] not in before and claim.role != "同比"
        if inherited or _pattern("from").search(before):
            return None
        end = min(claim.context.end, claim.quantity.span.end + _BEHIND)
        return claim.indicator, before + _pattern("clause").split(facts.between(claim.quantity.span.end, end))[0]
    if claim.role != "其他" and not _pattern("goals").search(claim.indicator):
        return claim.indicator, claim.indicator
    if claim.role != "目标值":
        return None
    start = max(claim.context.start, claim.quantity.span.start - _REACH)
    before = _pattern("clause").split(facts.between(start, claim.quantity.span.start))[-1]
    return before, before


def _period(facts: Facts, claim: Claim) -> str:
    """The period, where none is told the year evaluated; its end is its year's. A change is that year's own."""
    year = str(facts.profile.year or "")
    if claim.role == "同比":
        return year
    return (claim.period or year).removesuffix("-12-31")
