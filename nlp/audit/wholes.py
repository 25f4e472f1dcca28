"""Figures of the whole against a rate of it: of spending, of growth, of the change of the budget.

Where what the rate was worked out from is not printed beside it, a finding is likely.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby, pairwise

from nlp.audit.arithmetic import HUNDRED, Interval, stands_for
from nlp.audit.facts import Facts, evidence_of
from nlp.audit.names import name_of
from nlp.cells import Figure
from nlp.knowledge import pattern
from nlp.types import Claim, Finding

_NEAR = 8  # claims before a rate among which its amounts are looked for
_SLACK = Decimal("0.05")  # points by which a rate may be off where it was worked out from other roundings
_LEAST = Decimal(2)  # how many times its net increase a stock must be at least


_pattern = partial(pattern, "audit")


def spending_rate(facts: Facts) -> Iterator[Finding]:
    """部门预算支出总进度88%, where no two totals of the report give it: budget and spending are quoted."""
    budget, spending = facts.profile.budget, facts.profile.spending
    totals = [claim for claim in facts.claims if _is_total(claim)]
    planned = next((claim for claim in totals if claim.quantity.value == budget), None)
    spent = next((claim for claim in totals if claim.quantity.value == spending), None)
    if planned is None or spent is None:
        return
    for rate in facts.spoken:
        if _is_of_all(facts, rate) and not _given_by_any(totals, rate):
            yield _finding(facts, "ratio.whole", "ratio", rate, (spent, planned), "{0}/{1}", _ratio(spent, planned))
            return


def _is_total(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity.unit == "元" and bool(quantity.value) and name_of(claim.indicator).of_all


def _is_of_all(facts: Facts, rate: Claim) -> bool:
    """A rate of spending of the whole year's whole budget, alone in its sentence with no amount."""
    if rate.quantity.unit != "%" or rate.quantity.value is None or rate.quantity.op != "=":
        return False
    words = "".join(facts.words_before(rate, 40).split())
    sentence = facts.between(rate.context.start, rate.quantity.span.end)
    return (
        bool(_pattern("whole", "rate").search(words))
        and bool(_pattern("whole", "own").search(sentence))
        and not _pattern("whole", "part").search(words)
        and not any(c.quantity.kind == "money" for c in facts.spoken if c.context == rate.context)
    )


def _given_by_any(totals: Sequence[Claim], rate: Claim) -> bool:
    """Some total is that share of another."""
    stated = stands_for(rate.quantity)
    stated = Interval(stated.low - _SLACK, stated.high + _SLACK)
    amounts = dict.fromkeys(stands_for(total.quantity) for total in totals)
    shares = (one.percent_of(other) for one in amounts for other in amounts)
    return any(share is not None and share.touches(stated) for share in shares)


def _ratio(part: Claim, whole: Claim) -> Decimal:
    return (part.quantity.value or Decimal(0)) / (whole.quantity.value or Decimal(1)) * HUNDRED


def adjustment_rate(facts: Facts) -> Iterator[Finding]:
    """年初预算数1444.25万元，预算调整数1389.92万元，预算调整比率37.16%: what was changed / the year's first budget."""
    spoken = [claim for claim in facts.spoken if claim.quantity.value]
    for at, rate in enumerate(spoken):
        exact = rate.quantity.unit == "%" and rate.quantity.op == "="
        if not exact or not _pattern("adjustment", "rate").search(facts.words_before(rate)):
            continue
        near = [c for c in spoken[max(0, at - _NEAR) : at] if c.quantity.unit == "元" and c.section == rate.section]
        said = {key: [c for c in near if _says(facts, key, c)] for key in ("initial", "adjusted", "change")}
        first, others = said["initial"], [*said["adjusted"], *said["change"]]
        if first and others and not _changed_by(near, rate):
            sure = len(first) == len(others) == 1
            yield _adjusted(facts, rate, first[-1], others[-1], others[-1] in said["change"], sure=sure)


def _says(facts: Facts, key: str, claim: Claim) -> bool:
    """The words since the number before say what the amount is."""
    words = "".join(facts.words_before(claim).split())
    found = [m.end() for m in _pattern("adjustment", key).finditer(words)]
    others = [m.end() for k in ("initial", "adjusted", "change") for m in _pattern("adjustment", k).finditer(words)]
    return bool(found) and max(found) == max(others)


def _changed_by(near: Sequence[Claim], rate: Claim) -> bool:
    """Some amount, or the difference of two, is that share of another."""
    for whole in near:
        base = stands_for(whole.quantity)
        for other in near:
            amount = stands_for(other.quantity)
            for change in (amount, amount - base, base - amount):
                share = change.percent_of(base) if change.high > 0 else None
                if share is not None and _given(share, rate):
                    return True
    return False


def _adjusted(facts: Facts, rate: Claim, first: Claim, other: Claim, change: bool, *, sure: bool) -> Finding:
    start, end = first.quantity.value or Decimal(1), other.quantity.value or Decimal(0)
    value = (end if change else abs(end - start)) / start * HUNDRED
    formula = "{1}/{0}" if change else "({1}-{0})/{0}" if end >= start else "({0}-{1})/{0}"
    return _finding(facts, "ratio.adjustment", "ratio", rate, (first, other), formula, value, sure=sure)


def net_growth(facts: Facts) -> Iterator[Finding]:
    """实有经营主体450134户，净增32226户, and elsewhere 市场主体增长率7.81%: increase / (stock − increase)."""
    for stock, increase in pairwise(facts.spoken):
        if not _is_increase(facts, stock, increase):
            continue
        less = stands_for(increase.quantity)
        share = less.percent_of(stands_for(stock.quantity) - less)
        told = [c for c in facts.claims if _is_growth_of(c, stock)]
        if share is None or not told or any(_given(share, rate) for rate in told):
            continue
        before = (stock.quantity.value or Decimal(0)) - (increase.quantity.value or Decimal(0))
        value = (increase.quantity.value or Decimal(0)) / before * HUNDRED
        yield _finding(facts, "change.net", "change", told[0], (increase, stock), "{0}/({1}-{0})", value)


def overspent(facts: Facts) -> Iterator[Finding]:
    """全年预算数6653.73, 全年执行数8876.29: more spent in all than the budget after its changes."""
    for figures in facts.figures:
        for _, group in groupby(figures, key=lambda figure: figure.place.row):
            row = [f for f in group if f.quantity.value is not None and f.quantity.unit == "元"]
            row = [f for f in row if _pattern("overspent", "row").search(re.sub(r"\s", "", f.label))]
            budgets = [f for f in row if _pattern("overspent", "budget").search(f.header)]
            spent = [f for f in row if _pattern("overspent", "spent").search(f.header)]
            if (
                len(budgets) == len(spent) == 1
                and stands_for(spent[0].quantity).low > stands_for(budgets[0].quantity).high
            ):
                yield _overspent(facts, budgets[0], spent[0])


def _overspent(facts: Facts, budget: Figure, spent: Figure) -> Finding:
    planned, used = (facts.raw(f.quantity.span) for f in (budget, spent))
    name = re.sub(r"\s", "", spent.label)
    message = f"表中{name}的全年预算数{planned}小于执行数{used}，若预算数已含全部调整，支出不应超过预算。"
    cells = (facts.cell_evidence(f.place.table, f.place.row, f.place.col) for f in (budget, spent))
    evidence = tuple(cell for cell in cells if cell is not None)
    stated = f"{name} 全年预算数{planned}，执行数{used}"
    return Finding("other.overspent", "other", "likely", stated, f"{used}>{planned}", Decimal(0), message, evidence)


def _is_increase(facts: Facts, stock: Claim, increase: Claim) -> bool:
    same = stock.quantity.unit == increase.quantity.unit and stock.context == increase.context
    exact = stock.quantity.op == increase.quantity.op == "=" and stock.quantity.kind == "count"
    smaller = (increase.quantity.value or Decimal(0)) * _LEAST < (stock.quantity.value or Decimal(0))
    return same and exact and smaller and bool(_pattern("net", "increase").search(facts.words_before(increase)))


def _is_growth_of(claim: Claim, stock: Claim) -> bool:
    """A rate of growth, no target, of what the stock is of."""
    grown = claim.quantity.unit == "%" and claim.quantity.op == "=" and claim.role != "目标值"
    if not grown or not claim.quantity.value or not _pattern("net", "growth").search(claim.indicator + claim.role):
        return False
    one, other = name_of(claim.indicator), name_of(stock.indicator)
    return one.tells and other.tells and (one.within(other) or other.within(one))


def _given(share: Interval, rate: Claim) -> bool:
    stated = stands_for(rate.quantity)
    return share.touches(Interval(stated.low - _SLACK, stated.high + _SLACK))


def _finding(
    facts: Facts,
    rule: str,
    kind: str,
    rate: Claim,
    figures: tuple[Claim, Claim],
    formula: str,
    value: Decimal,
    *,
    sure: bool = False,
) -> Finding:
    printed = [facts.raw(claim.quantity.span) for claim in figures]
    said, step = facts.raw(rate.quantity.span), rate.quantity.step
    computed = f"{formula.format(*printed)}={value:.2f}%"
    assumed = "" if sure else "（若口径相同）"
    message = f"文中写{rate.indicator}{said}，按{figures[0].indicator}、{figures[1].indicator}计算{computed}{assumed}。"
    evidence = evidence_of((rate, *figures))
    stated = f"{rate.indicator}{said}；{printed[0]}，{printed[1]}"
    return Finding(rule, kind, "certain" if sure else "likely", stated, computed, step, message, evidence)
