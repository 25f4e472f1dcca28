"""All rules of the audit, by their ids: what a report is checked for, at one glance."""

from collections.abc import Callable, Iterator, Mapping

from nlp.audit import (
    balances,
    changes,
    dates,
    equations,
    feasible,
    lists,
    ratios,
    respective,
    restated,
    score_tables,
    scores,
    shares,
    sums,
    tableratios,
    tablesums,
    targets,
    units,
    wholes,
)
from nlp.audit.facts import Facts
from nlp.types import Finding

Rule = Callable[[Facts], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "sum.parts": sums.parts_of_wholes,
    "sum.total": sums.totals,
    "sum.balance": balances.carried_over,
    "sum.budget": balances.adjusted,
    "sum.equation": equations.equations,
    "sum.equality": equations.equalities,
    "other.overspent": wholes.overspent,
    "other.unit": units.mistaken_units,
    "sum.table": tablesums.column_sums,
    "sum.table-row": tablesums.row_sums,
    "ratio.formula": ratios.formulas,
    "ratio.rate": ratios.rates,
    "ratio.of-budget": ratios.shares_of_budget,
    "ratio.of-target": ratios.shares_of_target,
    "ratio.share": shares.shares_of_whole,
    "ratio.respective": respective.shares,
    "ratio.feasible": feasible.feasible_rates,
    "ratio.whole": wholes.spending_rate,
    "ratio.adjustment": wholes.adjustment_rate,
    "change.net": wholes.net_growth,
    "ratio.table": tableratios.table_rates,
    "change.table": tableratios.table_changes,
    "change.rate": changes.change_rates,
    "change.respective": respective.changes,
    "change.difference": changes.change_differences,
    "change.from-to": changes.from_to,
    "change.points": changes.points,
    "restated.value": restated.restated,
    "date.order-table": dates.order_in_tables,
    "date.order": dates.order_in_prose,
    "date.results": dates.results_too_early,
    "date.own-results": dates.own_results_too_early,
    "date.filed": dates.filed_too_early,
    "date.none": dates.no_such_day,
    "list.announced": lists.announced,
    "list.counted": lists.counted,
    "list.parts": lists.parts,
    "score.parts": scores.parts,
    "score.sum": scores.sums,
    "score.deducted": scores.deductions,
    "score.over": scores.over,
    "score.by-rate": scores.by_rate,
    "score.grade": scores.grades,
    "score.levels": scores.levels,
    "score.table": score_tables.totals,
    "score.table-row": score_tables.across,
    "score.group": score_tables.groups,
    "score.above-full": score_tables.above_full,
    "score.against-table": score_tables.against_prose,
    "score.bonus": score_tables.bonus,
    "target.row": targets.rows,
    "target.told": targets.told,
    "target.admitted": targets.admitted,
    "target.confessed": targets.confessed,
}


def audit(facts: Facts) -> tuple[Finding, ...]:
    """What all rules find, in the rules' order."""
    return tuple(finding for rule in RULES.values() for finding in rule(facts))
