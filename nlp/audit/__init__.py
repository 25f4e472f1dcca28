"""Checks of a report's arithmetic. Each rule is a generator over one report's claims."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from nlp.audit.ratios import formulas, rates, shares_of_budget
from nlp.types import Claim, Document, Finding

Rule = Callable[[Document, Sequence[Claim]], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "ratio.formula": formulas,
    "ratio.rate": rates,
    "ratio.of-budget": shares_of_budget,
}


def audit(document: Document, claims: Sequence[Claim]) -> tuple[Finding, ...]:
    """What all rules find, in the rules' order."""
    return tuple(finding for rule in RULES.values() for finding in rule(document, claims))
