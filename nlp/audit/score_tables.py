"""Marks in tables: totals of the columns 分值 and 得分, groups with their marks, marks above full marks.

A sum is checked where the table is complete: its full marks add up to the total's, if need be with those of the rate
of spending, which many forms print in the table of funds above.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.audit.facts import Facts, in_quotes
from nlp.audit.marks import HUNDRED, Mark, added, agrees, clean, finding, mark_of, plain, written_sum
from nlp.audit.scores import is_total, marks_told
from nlp.audit.tallies import Row, Tally, mark_at, pattern
from nlp.text import fold
from nlp.types import Claim, Evidence, Finding

_GROUP = re.compile(
    r"^(?P<name>[^（()）]{2,20})[（(]\s*(?:满分|分值|权重)?\s*(?P<full>\d{1,3}(?:\.\d+)?)\s*分\s*[)）]$"
)
_ABOUT = Decimal("0.15")  # how far from the total a sum may be that is meant to be it
_MANY = 12  # parts that a message can list
_USUAL = Decimal(10)  # marks of the rate of spending, which often stand elsewhere


def totals(facts: Facts) -> Iterator[Finding]:
    """The columns of a table against its row of totals."""
    tables = facts.tallies
    for at, scores in enumerate(tables):
        above = next((t.rows[0] for t in reversed(tables[:at]) if t.of_spending and len(t.rows) == 1), None)
        fulls, given = scores.complete(lambda row: row.full), scores.complete(lambda row: row.given)
        if len(scores.rows) < 2:
            continue
        outside = _outside(scores, fulls, above)
        if outside is None:
            yield from _sum_checked(fulls, scores.full, "分值", spare=True)
        elif (fulls or not any(row.full for row in scores.rows)) and given and not _told_right(facts, given):
            written = _by_groups(scores, outside) if len(given) > _MANY else None
            yield from _sum_checked([*outside, *given], scores.given, "得分", spare=False, written=written)


def _by_groups(scores: Tally, outside: Sequence[Mark]) -> str | None:
    """10+49+30.3+9.8=99.1: the sum of a long column by the groups of its rows; None where there are none."""
    depth = max(len(row.cells) for row in scores.rows)
    for level in range(depth):
        grouped = [[row.given for row in rows if row.given] for _, rows in _grouped(scores.rows, level)]
        if 2 <= len(grouped) <= _MANY:
            sums = [*(mark.value for mark in outside), *(added(marks) for marks in grouped)]
            return f"{'+'.join(map(plain, sums))}={plain(sum(sums, Decimal(0)))}"
    return None


def _told_right(facts: Facts, given: Sequence[Mark]) -> bool:
    """The prose tells the sum of the rows: that the table's total is another is said where the two are compared."""
    told = _told(facts)
    return told is not None and bool(given) and added(given) == mark_of(told).value


def _told(facts: Facts) -> Claim | None:
    """The total that the prose tells."""
    return next((c for marks in marks_told(facts) for c in marks if is_total(facts, c)), None)


def _outside(scores: Tally, fulls: Sequence[Mark], above: Row | None) -> list[Mark] | None:
    """Marks given elsewhere that the total counts: none, or those of the rate of spending; None where neither fits."""
    whole = scores.full.value if scores.full else HUNDRED
    if not fulls or added(fulls) == whole:
        return []
    if above is None or above.full is None or above.given is None or added(fulls) + above.full.value != whole:
        return None
    capped = above.given if above.given.value <= above.full.value else above.full
    return [capped]


def _sum_checked(
    parts: Sequence[Mark],
    whole: Mark | None,
    name: str,
    *,
    spare: bool,
    rule: str = "score.table",
    written: str | None = None,
) -> Iterator[Finding]:
    """The parts against the whole; with `spare` a whole that is larger by the marks of a row elsewhere is right."""
    if len(parts) < 2 or whole is None or agrees(parts, whole):
        return
    off = abs(added(parts) - whole.value)
    if off > whole.value * _ABOUT or (spare and whole.value - added(parts) >= _USUAL):
        return
    printed, written = plain(whole.value), written or written_sum(parts)
    message = f"表中{name}合计写{printed}分，各项{name}相加{written}，两者不符。"
    yield finding(rule, "certain", f"合计{name}{printed}分", written, message, [whole, *_cells_alone(parts)])


def _cells_alone(parts: Sequence[Mark]) -> Sequence[Mark]:
    """The parts of a long column without their rows, which would be the whole table."""
    if len(parts) <= _MANY:
        return parts
    return [replace(part, evidence=Evidence(part.evidence.span, part.evidence.span)) for part in parts]


def groups(facts: Facts) -> Iterator[Finding]:
    """产出指标（50分）: the marks in the brackets of a group against the full marks of its rows."""
    for scores in facts.tallies:
        depth = max((len(row.cells) for row in scores.rows), default=0)
        for level in range(depth):
            for text, rows in _grouped(scores.rows, level):
                yield from _group_checked(facts, text, rows, level)


def _grouped(rows: Sequence[Row], level: int) -> Iterator[tuple[str, list[Row]]]:
    """Runs of rows with the same cell at a level; a cell left empty goes on from the one above."""
    text, run = "", list[Row]()
    for row in rows:
        cell = re.sub(r"\s+", "", row.cells[level]) if level < len(row.cells) else ""
        if cell and cell != text:
            if run:
                yield text, run
            text, run = cell, []
        run.append(row)
    if run:
        yield text, run


def _group_checked(facts: Facts, text: str, rows: Sequence[Row], level: int) -> Iterator[Finding]:
    match = _GROUP.match(fold(text))
    fulls = [row.full for row in rows if row.full is not None]
    if match is None or len(fulls) != len(rows) or not fulls:
        return
    printed = Decimal(match["full"])
    off = abs(added(fulls) - printed)
    if not off or off > printed * _ABOUT:
        return
    message = f"表中{in_quotes(text)}所列各项分值相加{written_sum(fulls)}，与标明的{plain(printed)}分不符。"
    stated = f"{match['name']}（{plain(printed)}分）"
    cell = facts.cell_evidence(*rows[0].place, level)
    whole = [Mark(text, printed, cell)] if cell is not None else []
    computed = f"{len(fulls)}项：{written_sum(fulls)}"
    yield finding("score.group", "certain", stated, computed, message, [*whole, *_cells_alone(fulls)])


def above_full(facts: Facts) -> Iterator[Finding]:
    """分值10，得分100: a row with more marks than there are. Where many rows have, the columns mean something else."""
    for scores in facts.tallies:
        both = [(row, row.full, row.given) for row in scores.rows if row.full and row.given]
        more = [(row, full, given) for row, full, given in both if given.value > full.value > 0]
        if len(more) > max(1, len(both) // 10) or any(full.value < 1 and given.value > 10 for _, full, given in more):
            continue
        for row, full, given in more:
            name = clean(next((cell for cell in reversed(row.cells) if _is_name(cell)), ""))
            if pattern("bonus").search("".join(row.cells)):
                continue
            computed = f"{plain(given.value)}>{plain(full.value)}"
            stated = f"{name}：分值{plain(full.value)}，得分{plain(given.value)}"
            marks = f"分值{plain(full.value)}分、得分{plain(given.value)}分"
            message = f"表中{in_quotes(name)}{marks}，得分超过分值（{computed}）。"
            yield finding("score.above-full", "certain", stated, computed, message, [full, given])


def _is_name(cell: str) -> bool:
    return len(re.findall(r"[\u4e00-\u9fff]", cell)) >= 2


def against_prose(facts: Facts) -> Iterator[Finding]:
    """The total that the prose tells against the table's own, or against the sum of a table of 100 marks."""
    told = _told(facts)
    whole = [s for s in facts.tallies if _is_whole(s)]
    if told is None or not whole or "加分" in facts.text:
        return
    prose = mark_of(told)
    if any(_own_total(s) is not None and _equal(s, prose) for s in whole):
        return
    yield from _against(facts, told, prose, whole[0])


def _is_whole(scores: Tally) -> bool:
    """A table of 100 marks."""
    fulls = scores.complete(lambda row: row.full)
    hundred = (scores.full is not None and scores.full.value == HUNDRED) or (bool(fulls) and added(fulls) == HUNDRED)
    return hundred and len(scores.rows) >= 2


def _own_total(scores: Tally) -> Decimal | None:
    if scores.given is not None:
        return scores.given.value
    given = scores.complete(lambda row: row.given)
    return added(given) if given else None


def _equal(scores: Tally, prose: Mark) -> bool:
    given = scores.complete(lambda row: row.given)
    return scores.given.value == prose.value if scores.given is not None else agrees(given, prose)


def _against(facts: Facts, told: Claim, prose: Mark, scores: Tally) -> Iterator[Finding]:
    own, printed = _own_total(scores), facts.raw(told.quantity.span)
    if own is None or abs(own - prose.value) > prose.value * _ABOUT:
        return
    if scores.given is not None:
        marks, computed = [prose, scores.given], f"{plain(own)}≠{plain(prose.value)}"
        given = scores.complete(lambda row: row.given)
        if given and agrees(given, prose):
            computed += f"；{written_sum(given)}"
        message = f"正文写总分{printed}，评分表合计得分{plain(own)}分，两者不一致。"
        stated, kind = f"正文{printed}；表中合计得分{plain(own)}", "restated"
    else:
        given = scores.complete(lambda row: row.given)
        marks, computed, stated, kind = [prose, *given], written_sum(given), f"正文总分{printed}", "score"
        message = f"正文写总分{printed}，评分表（满分100分）各项得分相加{computed}，两者不符。"
    yield finding("score.against-table", "certain", stated, computed, message, marks, kind)


def bonus(facts: Facts) -> Iterator[Finding]:
    """加分3分 in the prose against a table of what marks were added for."""
    told = next(
        (
            claim
            for marks in marks_told(facts)
            for claim in marks
            if re.search(r"(?<!扣)加分(?:项)?(?:合计|共计|得分?)?[为共:：]?\s*$", facts.words_before(claim))
        ),
        None,
    )
    if told is None:
        return
    for t, rows in enumerate(facts.grids):
        columns = (
            [c for c, cell in enumerate(rows[0]) if pattern("added").search(re.sub(r"\s+", "", cell))] if rows else []
        )
        marks = [mark_at(facts, (t, r), columns[0], "加分") for r in range(1, len(rows))] if len(columns) == 1 else []
        given = [m for m in marks if m is not None]
        whole = mark_of(told)
        if len(given) >= 2 and len(given) == len(marks) and not agrees(given, whole):
            printed, written = facts.raw(told.quantity.span), written_sum(given)
            message = f"正文写加分{printed}，加分表{len(given)}项相加{written}，两者不符。"
            yield finding("score.bonus", "certain", f"加分{printed}", written, message, [whole, *given])


def across(facts: Facts) -> Iterator[Finding]:
    """A table that lies on its side: 指标|决策|过程|合计 over a row 得分|18.5|16.8|35.3."""
    for t, rows in enumerate(facts.grids):
        header = [re.sub(r"\s+", "", cell) for cell in rows[0]] if rows else []
        last = next((c for c, cell in enumerate(header) if c > 2 and pattern("total").search(cell)), None)
        if last is None or len(rows) > 6:
            continue
        for r, row in enumerate(rows[1:], 1):
            name = re.sub(r"\s+", "", row[0])
            if not (pattern("given").search(name) or pattern("full").search(name)):
                continue
            marks = [mark_at(facts, (t, r), c, header[c]) for c in range(1, last)]
            given = [m for m in marks if m is not None]
            if len(given) == len(marks):
                yield from _sum_checked(
                    given, mark_at(facts, (t, r), last, "合计"), name, spare=False, rule="score.table-row"
                )
