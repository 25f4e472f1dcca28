"""Printed figures as the intervals they stand for.

A printed figure stands for anything that rounds to it: 1444.28万元 for 1444.275 to 1444.285. Counts are exact, and so
are whole amounts where a rule says so. Two statements contradict where their intervals do not touch.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nlp.types import Quantity

_HALF = Decimal("0.5")
HUNDRED = Decimal(100)
_WHOLE_STEPS = (1, 10_000, 100_000_000)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return Interval(self.low - other.high, self.high - other.low)

    def touches(self, other: "Interval") -> bool:
        """Some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def percent_of(self, whole: "Interval") -> "Interval | None":
        """Hundred times self/whole for amounts that are not negative; None where the whole may be nothing."""
        if whole.low <= 0:
            return None
        return Interval(self.low / whole.high * HUNDRED, self.high / whole.low * HUNDRED)


def stands_for(quantity: Quantity, *, whole_exact: bool = False) -> Interval:
    """What a printed quantity may be; with `whole_exact` an amount without decimals is just that.

    ValueError for a range, which states two values.
    """
    if quantity.value is None:
        raise ValueError(f"a range has no single value: {quantity}")
    exact = quantity.kind == "count" or (whole_exact and is_whole(quantity))
    slack = Decimal(0) if exact else quantity.step * _HALF
    return Interval(quantity.value - slack, quantity.value + slack)


def is_whole(quantity: Quantity) -> bool:
    """Printed without decimals: 7万元, not 7.0万元 or 8.66万元."""
    value, step = quantity.value, quantity.step
    return value is not None and step >= 1 and value % step == 0 and step in _WHOLE_STEPS


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum; nothing adds up to nothing."""
    result = Interval(Decimal(0), Decimal(0))
    for interval in intervals:
        result = result + interval
    return result


def written(value: Decimal, step: Decimal) -> str:
    """A value with as many decimals as the step has: 96.9352 at steps of 0.01 is 96.94."""
    exponent = step.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{value:.{decimals}f}"


def scale_of(quantity: Quantity, printed: str) -> Decimal:
    """By what the printed number was multiplied to give the value (10000 for 万元): 1 where that cannot be told."""
    digits = "".join(c for c in printed if c.isdigit() or c == ".").rstrip(".")
    if not digits or quantity.value is None or not quantity.value:
        return Decimal(1)
    number = Decimal(digits)
    return abs(quantity.value) / number if number else Decimal(1)
