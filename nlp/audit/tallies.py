"""Tables of marks as tallies: their rows with full marks and marks given, and their totals."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from nlp.audit.marks import HUNDRED, Mark, cell_value
from nlp.knowledge import load
from nlp.types import Span

if TYPE_CHECKING:
    from nlp.audit.facts import Facts


@dataclass(frozen=True, slots=True)
class Row:
    """A row with marks: its cells left of them, full marks and marks given."""

    place: tuple[int, int]  # positions of its table and in that table's grid
    cells: tuple[str, ...]
    full: Mark | None
    given: Mark | None


@dataclass(slots=True)
class Tally:
    """The rows of a table (and of those that go on from it) that have marks, and its totals."""

    rows: list[Row] = field(default_factory=list)
    full: Mark | None = None
    given: Mark | None = None
    of_spending: bool = False  # a table of funds with the rate of spending
    read: set[Span] = field(default_factory=set)  # cells whose mark is taken; a merged one counts once

    def complete(self, key: Callable[[Row], Mark | None]) -> list[Mark]:
        """The marks of one column, none of them where a row that has others lacks it."""
        found = [key(row) for row in self.rows]
        return [m for m in found if m is not None] if None not in found else []


def tallies(facts: "Facts") -> list[Tally]:
    """Every table that gives marks."""
    found: list[Tally] = []
    width, columns = 0, dict[str, int]()
    for t, rows in enumerate(facts.grids):
        goes_on = bool(found) and columns and _adjoins(facts, t) and len(rows[0]) == width and found[-1].given is None
        scores = found[-1] if goes_on else Tally()
        columns, width = columns if goes_on else {}, len(rows[0]) if rows else 0
        for r, row in enumerate(rows):
            header = _columns(row)
            columns = header or columns
            scores.of_spending |= bool(header) and any("执行率" in cell for cell in row)
            if columns and not header and scores.given is None:
                _add(facts, scores, (t, r), columns)
        if not goes_on and scores.rows:
            found.append(scores)
    return found


def _adjoins(facts: "Facts", t: int) -> bool:
    between = facts.document.blocks[facts.tables[t - 1].block + 1 : facts.tables[t].block]
    return all(block.kind == "furniture" for block in between)


@cache
def pattern(key: str) -> re.Pattern[str]:
    """A pattern of the words in tables of marks."""
    return re.compile(load("audit")["score_table"][key])


def _columns(row: Sequence[str]) -> dict[str, int]:
    """The columns of full marks and marks given that a header row names; several of one kind: of the last level."""
    if not any("分" in cell or "权" in cell for cell in row):
        return {}
    texts = [re.sub(r"\s+", "", cell) for cell in row]
    if any(re.fullmatch(r"\d+(?:\.\d+)?%?", text) for text in texts) or len(set(texts)) < 3:
        return {}
    given = [c for c, text in enumerate(texts) if pattern("given").search(text)]
    full = [c for c, text in enumerate(texts) if pattern("full").search(text)]
    found: dict[str, int] = {}
    if given:
        found["given"] = next((c for c in given if texts[c].startswith("自评")), given[0])
    left = [c for c in full if c < found.get("given", len(texts))]
    if full:
        found["full"] = left[-1] if left else full[0]
    return found if given else {}


def _add(facts: "Facts", scores: Tally, place: tuple[int, int], columns: dict[str, int]) -> None:
    """One row: of marks, or the totals."""
    t, r = place
    row = facts.grids[t][r]
    first = re.sub(r"\s+", "", next((cell for cell in row if cell.strip()), ""))
    if pattern("total").search(first):
        scores.full, scores.given = _totals(facts, place, columns)
        return
    label = " ".join(dict.fromkeys(cell.strip() for cell in row[: min(columns.values())] if cell.strip()))
    marks = [mark_at(facts, place, columns.get(key), label) for key in ("full", "given")]
    full, given = (m if m is not None and m.evidence.span not in scores.read else None for m in marks)
    scores.read |= {m.evidence.span for m in marks if m is not None}
    if (full or given) and not pattern("subtotal").search(first):
        scores.rows.append(Row(place, tuple(row[: min(columns.values())]), full, given))


def mark_at(facts: "Facts", place: tuple[int, int], col: int | None, label: str) -> Mark | None:
    """The mark of a cell; None where it holds none."""
    if col is None or (evidence := facts.cell_evidence(*place, col)) is None:
        return None
    value = cell_value(facts.grids[place[0]][place[1]][col])
    return None if value is None else Mark(label, value, evidence)


def _totals(facts: "Facts", place: tuple[int, int], columns: dict[str, int]) -> tuple[Mark | None, Mark | None]:
    """Full marks and marks given of a row of totals; its cells may be out of line with the columns."""
    full, given = (mark_at(facts, place, columns.get(key), "合计") for key in ("full", "given"))
    if given is not None and (full is None or full.evidence.span != given.evidence.span):
        return full, given
    cells = range(len(facts.grids[place[0]][place[1]]))
    marks = [m for c in cells if (m := mark_at(facts, place, c, "合计")) is not None]
    marks = list({m.evidence.span: m for m in marks}.values())
    if len(marks) == 2 and "full" in columns:
        return marks[0], marks[1]
    if len(marks) == 1 and marks[0].value != HUNDRED:
        return None, marks[0]
    return None, None
