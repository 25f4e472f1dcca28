"""tests/data/claims.tsv: what figures look like in the genre, one row per phenomenon, with why it is there.

In a row `*` leaves a field open, `-` is none, a range is low~high; a `raw` of silent says that nothing in the sentence
is a claim. A sentence with several claims has several rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from nlp.types import Claim, Report

Make = Callable[[str], Report]
TABLE = Path(__file__).parents[1] / "data" / "claims.tsv"


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table."""

    sentence: str
    section: str
    raw: str
    value: str
    unit: str
    kind: str
    op: str
    indicator: str
    role: str
    direction: str
    period: str
    why: str


def cases() -> list[Case]:
    lines = TABLE.read_text("utf-8").splitlines()[1:]
    return [Case(*line.split("\t")) for line in lines if not line.startswith("#")]


def heard(case: Case, report: Make) -> list[tuple[str, Claim]]:
    made = report(f"某县档案局2024年度部门整体支出绩效自评报告\n{case.section or '一、基本情况'}\n{case.sentence}\n")
    text = made.document.text
    return [(text[c.quantity.span.start : c.quantity.span.end], c) for c in made.claims]


def amount(claim: Claim) -> tuple[Decimal | None, ...]:
    quantity = claim.quantity
    return (quantity.value,) if quantity.value is not None else (quantity.low, quantity.high)


def fits(case: Case, raw: str, claim: Claim) -> bool:
    quantity = claim.quantity
    said = ((case.unit, quantity.unit), (case.kind, quantity.kind), (case.op, quantity.op), (case.role, claim.role))
    named = ((case.direction, claim.direction or "-"), (case.period, claim.period or "-"))
    return (
        raw == case.raw
        and amount(claim) == tuple(map(Decimal, case.value.split("~")))
        and all(wanted in ("*", given) for wanted, given in (*said, *named))
        and (case.indicator == "*" or case.indicator in claim.indicator)
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.why}: {case.sentence}")
def test_phenomenon(report: Make, case: Case) -> None:
    found = heard(case, report)
    if case.raw == "silent":
        assert found == []
    else:
        assert any(fits(case, raw, claim) for raw, claim in found), found


def test_the_table_is_long_and_every_row_says_why() -> None:
    assert len(cases()) >= 220
    assert all(case.why for case in cases())
