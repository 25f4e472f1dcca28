"""Checks of a report's arithmetic. Each rule is a generator over one report's facts."""

from collections.abc import Callable, Iterator, Mapping

from nlp.audit.facts import Facts
from nlp.audit.ratios import formulas, rates, shares_of_budget
from nlp.audit.tableratios import table_changes, table_rates
from nlp.audit.tablesums import column_sums, row_sums
from nlp.types import Finding

Rule = Callable[[Facts], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "ratio.formula": formulas,
    "ratio.rate": rates,
    "ratio.of-budget": shares_of_budget,
    "ratio.table": table_rates,
    "change.table": table_changes,
    "sum.table": column_sums,
    "sum.table-row": row_sums,
}


def audit(facts: Facts) -> tuple[Finding, ...]:
    """What all rules find, in the rules' order."""
    return tuple(finding for rule in RULES.values() for finding in rule(facts))
