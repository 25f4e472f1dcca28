"""Columns of rates, shares and changes in tables, each against the figures that stand beside it or above it.

By what a column of rates was divided its name seldom says: every pair of amounts in the row is tried, and for shares
the totals of every column. What holds in other rows of the column is what it states; where a row's own figures agree
with no pair, the row is wrong. A row by itself is judged where its header leaves one pair only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from nlp.audit.arithmetic import HUNDRED, Interval, stands_for
from nlp.audit.facts import Facts
from nlp.audit.sheets import Panel, plain, words
from nlp.audit.tablesums import is_total, where
from nlp.cells import Figure
from nlp.types import Evidence, Finding

_ONE = Decimal("1.5")  # a bare number up to this may be a share of one
_MOST_COLUMNS = 12  # nearest to a rate, of which it may be made
_MOST_TOTALS = 30  # of one table; of more the first and the last are taken


@dataclass(frozen=True, slots=True)
class Division:
    """How a column is made of columns: `part` over `whole` in per cent, or the change from `whole` to `part`.

    `below` is the row in which the whole stands where it is not the row itself.
    """

    part: int
    whole: int
    change: bool = False
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Quotient:
    """A division in one row."""

    part: Figure
    whole: Figure
    stated: Figure
    change: bool

    def value(self) -> Decimal:
        """The figures as printed, in per cent."""
        part, whole = self.part.quantity.value or Decimal(0), self.whole.quantity.value or Decimal(1)
        return (part - whole if self.change else part) / whole * HUNDRED

    def holds(self) -> bool:
        """Some figures that round to the printed ones give the stated per cent, rounded or cut off."""
        share = stands_for(self.part.quantity).percent_of(stands_for(self.whole.quantity))
        if share is None:
            return False
        if self.change:
            share = share - Interval(HUNDRED, HUNDRED)
        turned = Interval(-share.high, -share.low)
        return any(share.touches(s) or (self.change and turned.touches(s)) for s in _stated(self.stated))

    def is_capped(self) -> bool:
        """More was done than was planned, and 100 % is stated; of money no more can be spent than there is."""
        return self.stated.quantity.value == HUNDRED and self.value() > HUNDRED and self.part.quantity.kind != "money"

    def tells(self) -> bool:
        """No 0 % and no 100 %, which many divisions give."""
        return bool(self.stated.quantity.value) and self.stated.quantity.value not in (HUNDRED, 1)


def _stated(figure: Figure) -> Iterator[Interval]:
    value, step = figure.quantity.value or Decimal(0), figure.quantity.step
    yield Interval(value - step, value + step)
    if figure.quantity.unit != "%" and abs(value) <= _ONE:
        yield Interval((value - step) * HUNDRED, (value + step) * HUNDRED)


def table_rates(facts: Facts) -> Iterator[Finding]:
    """执行率 95.68% beside 全年预算数 and 决算数, 占比 13.80% of the column's total."""
    for panel in facts.panels:
        for col, head in panel.heads.items():
            if _is("change", head) or not (_is("rate", head) or _is("share", head)):
                continue
            yield from _checked(facts, panel, col, "ratio.table", "ratio")


def table_changes(facts: Facts) -> Iterator[Finding]:
    """增减率 4.59% beside the amounts of two years."""
    for panel in facts.panels:
        for col, head in panel.heads.items():
            if _is("change", head):
                yield from _checked(facts, panel, col, "change.table", "change")


def _checked(facts: Facts, panel: Panel, col: int, rule: str, kind: str) -> Iterator[Finding]:
    rows = [row for row in panel.rows if (row, col) in panel.figures and _is_share(panel.figures[row, col])]
    divisions = list(_divisions(panel, col))
    table = {row: {d: q for d in divisions if (q := _quotient(panel, d, row, col)) is not None} for row in rows}
    known = {
        d: sum(d in table[row] and table[row][d].tells() and table[row][d].holds() for row in rows) for d in divisions
    }
    best = max(divisions, key=lambda d: known[d], default=None)
    for row in rows:
        if best is None or not table[row] or any(q.holds() for q in table[row].values()):
            continue
        if known[best] > 1 and best in table[row]:
            yield _finding(facts, panel, (row, col), rule, kind, table[row][best], best, "certain")
        elif not any(known.values()) and len(rows) == 1 and (only := _meant(panel, col, table[row])) is not None:
            yield _finding(facts, panel, (row, col), rule, kind, table[row][only], only, "certain")
        elif known[best] == 1 and _meant(panel, col, table[row]) == best:
            yield _finding(facts, panel, (row, col), rule, kind, table[row][best], best, "certain")


def _is_share(figure: Figure) -> bool:
    return figure.quantity.unit == "%" or (figure.quantity.kind == "other" and not figure.quantity.unit)


def _divisions(panel: Panel, col: int) -> Iterator[Division]:
    """Every pair of amounts, as rate and as change; for shares every column against its totals."""
    amounts = [c for c in panel.columns if c != col and not words("apart").search(plain(panel.heads[c]))]
    amounts = sorted(sorted(amounts, key=lambda c: abs(c - col))[:_MOST_COLUMNS])
    for part in amounts:
        for whole in amounts:
            if part != whole and not (_is("spending", panel.heads[col]) and _is_only_plan(panel.heads[part])):
                yield Division(part, whole)
                yield Division(part, whole, change=True)
    if _is("share", panel.heads[col]):
        totals = [row for row in panel.rows if is_total(panel.names[row])]
        for below in totals if len(totals) <= _MOST_TOTALS else (totals[0], totals[-1]):
            yield from (Division(c, c, below=below) for c in amounts)


def _is_only_plan(head: str) -> bool:
    return _is("plan", head) and not _is("spent", head)


def _quotient(panel: Panel, division: Division, row: int, col: int) -> Quotient | None:
    below = row if division.below is None else division.below
    part, whole = panel.figures.get((row, division.part)), panel.figures.get((below, division.whole))
    if part is None or whole is None or part is whole or not whole.quantity.value:
        return None
    if part.quantity.unit != whole.quantity.unit or part.quantity.kind not in ("money", "count", "other"):
        return None
    if min(part.quantity.value or 0, whole.quantity.value) < 0:
        return None
    return Quotient(part, whole, panel.figures[row, col], division.change)


def _meant(panel: Panel, col: int, found: dict[Division, Quotient]) -> Division | None:
    """The one division that the header leaves: what was spent over what was planned, this year against last."""
    head = panel.heads[col]
    if _is("share", head) and not _is("rate", head):
        return None
    change = _is("change", head)
    part, whole = ("new", "old") if change else ("spent", "plan")
    heads = panel.heads
    fits = [d for d in found if d.change == change and _is(part, heads[d.part]) and _is(whole, heads[d.whole])]
    among = [d for d in fits if d.below is None and not _is(whole, heads[d.part])]
    later = [d for d in among if _is("later", panel.heads[d.whole])]
    chosen = among if len(among) == 1 else later
    return chosen[0] if len(chosen) == 1 else None


@lru_cache(maxsize=4096)
def _is(key: str, head: str) -> bool:
    return bool(words("columns", key).search(plain(head)) or words("columns", key).search(head))


def _finding(
    facts: Facts,
    panel: Panel,
    at: tuple[int, int],
    rule: str,
    kind: str,
    found: Quotient,
    division: Division,
    certainty: str,
) -> Finding:
    row, col = at
    capped = found.is_capped()
    part, whole, stated = (_raw(facts, f) for f in (found.part, found.whole, found.stated))
    over = panel.names[row if division.below is None else division.below]
    said = [
        f"{plain(panel.heads[division.whole])}{whole}" if division.below is None else f"{plain(over)}{whole}",
        f"{plain(panel.heads[division.part])}{part}",
        f"{plain(panel.heads[col])}{stated}",
    ]
    decimals = max(2, -int(found.stated.quantity.step.as_tuple().exponent))
    written = f"({part}-{whole})/{whole}" if found.change else f"{part}/{whole}"
    computed = f"{written}={found.value():.{decimals}f}%"
    name = plain(panel.names[row])
    unless = "（完成率以100%为限的除外）" if capped else ""
    message = f"{where(panel)}{name}的{plain(panel.heads[col])}写{stated}，按所列数据{computed}{unless}。"
    certainty = "likely" if capped else certainty
    evidence = tuple(Evidence(f.quantity.span, f.row) for f in (found.whole, found.part, found.stated))
    return Finding(
        rule, kind, certainty, f"{name}：{'，'.join(said)}", computed, found.stated.quantity.step, message, evidence
    )


def _raw(facts: Facts, figure: Figure) -> str:
    return facts.raw(figure.quantity.span)
