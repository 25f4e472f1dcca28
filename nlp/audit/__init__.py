"""Checks of a report's arithmetic. Each rule is a generator over one report's facts."""

from collections.abc import Callable, Iterator, Mapping

from nlp.audit.facts import Facts
from nlp.audit.ratios import formulas, rates, shares_of_budget
from nlp.audit.score_tables import above_full, across, against_prose, bonus, groups, totals
from nlp.audit.scores import by_rate, deductions, grades, levels, over, parts, sums
from nlp.audit.targets import admitted, confessed, rows, told
from nlp.types import Finding

Rule = Callable[[Facts], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "ratio.formula": formulas,
    "ratio.rate": rates,
    "ratio.of-budget": shares_of_budget,
    "score.parts": parts,
    "score.sum": sums,
    "score.deducted": deductions,
    "score.over": over,
    "score.by-rate": by_rate,
    "score.grade": grades,
    "score.levels": levels,
    "score.table": totals,
    "score.table-row": across,
    "score.group": groups,
    "score.above-full": above_full,
    "score.against-table": against_prose,
    "score.bonus": bonus,
    "target.row": rows,
    "target.told": told,
    "target.admitted": admitted,
    "target.confessed": confessed,
}


def audit(facts: Facts) -> tuple[Finding, ...]:
    """What all rules find, in the rules' order."""
    return tuple(finding for rule in RULES.values() for finding in rule(facts))
