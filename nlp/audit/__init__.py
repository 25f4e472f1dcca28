"""Checks of a report's arithmetic. Each rule is a generator over one report's facts."""

from collections.abc import Callable, Iterator, Mapping

from nlp.audit.changes import change_rates, points
from nlp.audit.dates import (
    filed_too_early,
    no_such_day,
    order_in_prose,
    order_in_tables,
    own_results_too_early,
    results_too_early,
)
from nlp.audit.facts import Facts
from nlp.audit.feasible import feasible_rates
from nlp.audit.lists import announced, counted, parts
from nlp.audit.ratios import formulas, rates, shares_of_budget
from nlp.audit.restated import restated
from nlp.types import Finding

Rule = Callable[[Facts], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "ratio.formula": formulas,
    "ratio.rate": rates,
    "ratio.of-budget": shares_of_budget,
    "ratio.feasible": feasible_rates,
    "change.rate": change_rates,
    "change.points": points,
    "date.order-table": order_in_tables,
    "date.order": order_in_prose,
    "date.results": results_too_early,
    "date.own-results": own_results_too_early,
    "date.filed": filed_too_early,
    "date.none": no_such_day,
    "list.announced": announced,
    "list.counted": counted,
    "list.parts": parts,
    "restated.value": restated,
}


def audit(facts: Facts) -> tuple[Finding, ...]:
    """What all rules find, in the rules' order."""
    return tuple(finding for rule in RULES.values() for finding in rule(facts))
