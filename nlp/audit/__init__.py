"""Checks of a report's arithmetic. Each rule is a generator over one report's facts."""

from collections.abc import Callable, Iterator, Mapping

from nlp.audit.balances import adjusted, carried_over
from nlp.audit.equations import equalities, equations
from nlp.audit.facts import Facts
from nlp.audit.ratios import formulas, rates, shares_of_budget
from nlp.audit.sums import parts_of_wholes, totals
from nlp.audit.units import mistaken_units
from nlp.types import Finding

Rule = Callable[[Facts], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "ratio.formula": formulas,
    "ratio.rate": rates,
    "ratio.of-budget": shares_of_budget,
    "sum.parts": parts_of_wholes,
    "sum.total": totals,
    "sum.balance": carried_over,
    "sum.budget": adjusted,
    "sum.equation": equations,
    "sum.equality": equalities,
    "other.unit": mistaken_units,
}


def audit(facts: Facts) -> tuple[Finding, ...]:
    """What all rules find, in the rules' order."""
    return tuple(finding for rule in RULES.values() for finding in rule(facts))
