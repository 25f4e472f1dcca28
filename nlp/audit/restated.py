"""The same indicator with another value in another place: in prose, in tables, in goals.

Two statements are of one indicator where their names are, and role, unit, direction, period and scope too. Values
that differ by rounding agree.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.audit.facts import Facts, evidence_of, in_quotes
from nlp.audit.statements import Slip, Statement, slip, statements
from nlp.periods import periods
from nlp.types import Claim, Finding

Rows = Mapping[tuple[int, int], set[Decimal | None]]
Key = tuple[str, str, str]
Alike = dict[tuple[Decimal, str, str], list[Statement]]  # by value, aspect, unit
_COMMON = 400  # statements that share a word, beyond which it tells nothing: a long table has it in every row
_GENERAL = "个"
_LONG = 4  # characters of a name that tells, though it is one word
_ALL = ("",)  # in the place of a word for names of the whole


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements of one indicator that contradict each other."""

    first: Statement
    second: Statement
    certainty: str


def restated(facts: Facts) -> Iterator[Finding]:
    """年末结转结余276.28万元, and elsewhere 年末结转267.28万元: one finding for each pair of values."""
    found = list(statements(facts))
    alike = _alike(found)
    seen: set[tuple[Decimal, Decimal]] = set()
    for pair in _contradictions(facts, found, alike):
        values = (min(pair.first.value, pair.second.value), max(pair.first.value, pair.second.value))
        if values not in seen:
            seen.add(values)
            yield _finding(facts, pair, alike)


def _alike(found: Sequence[Statement]) -> Alike:
    alike: Alike = {}
    for statement in found:
        alike.setdefault((statement.value, statement.aspect, statement.unit), []).append(statement)
    return alike


def _contradictions(facts: Facts, found: Sequence[Statement], alike: Alike) -> Iterator[Pair]:
    rows = _rows(facts)
    common = Counter(key for statement in found for key in _keys(statement))
    by_key: dict[Key, list[Statement]] = {}
    for statement in found:
        near: dict[int, Statement] = {}
        for key in _keys(statement):
            known = by_key.setdefault(key, [])
            if common[key] <= _COMMON:
                near |= {id(other): other for other in known}
            known.append(statement)
        for other in near.values():
            if _comparable(facts, other, statement):
                certainty = _slipped(facts, other, statement, alike) or _against_row(other, statement, rows)
                if certainty:
                    yield Pair(other, statement, certainty)


def _keys(statement: Statement) -> Iterator[Key]:
    """By what statements find each other: a word of their names, or the whole name, under which words are common."""
    name = statement.name
    for word in (*sorted(name.words | {name.plain}), *(_ALL if name.of_all else ())):
        yield word, statement.measure, statement.aspect


def _rows(facts: Facts) -> Rows:
    """The values of every row of a table of indicators, without its marks."""
    rows: dict[tuple[int, int], set[Decimal | None]] = {(i.cell.table, i.cell.row): set() for i in facts.indicators}
    for claim in facts.claims:
        place = (claim.cell.table, claim.cell.row) if claim.cell is not None else None
        if place in rows and claim.quantity.kind != "score":
            rows[place].add(claim.quantity.value)
    return rows


def _comparable(facts: Facts, one: Statement, other: Statement) -> bool:
    """Of one indicator, as far as names, period and scope tell, told in two places with values that differ."""
    if one.value == other.value or one.claim.context == other.claim.context or one.agrees(other) or one.far_from(other):
        return False
    if not _counted_alike(one, other):
        return False
    if not _named_alike(one, other):
        return False
    return one.period == other.period or not (_dated(facts, one.claim) and _dated(facts, other.claim))


def _counted_alike(one: Statement, other: Statement) -> bool:
    """In one unit; one without its unit; or under equal names one in 个, which tables print for any classifier."""
    if one.unit == other.unit or not (one.unit and other.unit):
        return True
    counts = {one.claim.quantity.kind, other.claim.quantity.kind} == {"count"}
    return counts and _GENERAL in (one.unit, other.unit) and one.name.plain == other.name.plain


def _named_alike(one: Statement, other: Statement) -> bool:
    """One name holds the other; or both are names of the whole amount."""
    if one.name.within(other.name) or other.name.within(one.name):
        return True
    return one.name.of_all and other.name.of_all and one.measure == "money"


def _dated(facts: Facts, claim: Claim) -> bool:
    """The claim's own sentence (or header) names its time."""
    return claim.period is not None and (
        claim.cell is not None or bool(periods(facts.text, claim.context, facts.profile.year))
    )


def _slipped(facts: Facts, one: Statement, other: Statement, alike: Alike) -> str | None:
    """How sure it is that one value is the other with a slip of its digits; None where it is not."""
    kind = slip(*(facts.raw(statement.claim.quantity.span) for statement in (one, other)))
    same = one.period == other.period and one.scope == other.scope and one.unit == other.unit
    if kind is None or not (one.is_goal or (one.exact and other.exact)):
        return None
    if not one.name.within(other.name) and not other.name.within(one.name):
        return "certain" if _stands_alone(one, other, alike) else "likely"
    if kind is Slip.ORDER:
        return "certain" if same else "likely"
    equal = one.name.plain == other.name.plain
    if one.unit == other.unit and (equal or one.spoken != other.spoken):
        return "certain" if same and equal else "likely"
    return None


def _stands_alone(one: Statement, other: Statement, alike: Alike) -> bool:
    """One value stands once, the other in several places."""
    times = sorted(len(_with_same(statement, alike)) for statement in (one, other))
    return times[0] == 1 < times[1]


def _against_row(one: Statement, other: Statement, rows: Rows) -> str | None:
    """Of a row of an indicator table and what is told elsewhere; None where they may well be two figures.

    Amounts of money are planned, changed and spent: too many things under one name.
    """
    if one.period != other.period or one.scope != other.scope or one.measure == "money":
        return None
    if one.unit != other.unit and not _counted_alike(one, other):
        return None
    shorter = min(one.name, other.name, key=lambda name: len(name.words))
    same = one.name.plain == other.name.plain and len(one.name.plain) >= _LONG
    if (len(shorter.words) < 2 and not one.is_change and not same) or (one.spoken and other.spoken):
        return None
    for told, row in ((one, other), (other, one)):
        if row.claim.cell is None or (told.claim.cell and told.is_goal):
            continue
        values = rows.get((row.claim.cell.table, row.claim.cell.row))
        if values is None or told.value in values:
            return None
    sure = (
        one.name.plain == other.name.plain and one.unit == other.unit and (one.is_goal or (one.exact and other.exact))
    )
    return "certain" if sure else "likely"


def _finding(facts: Facts, pair: Pair, alike: Alike) -> Finding:
    """Both values, how often each stands, and where."""
    sides = [_with_same(statement, alike) for statement in (pair.first, pair.second)]
    printed = [facts.raw(side[0].claim.quantity.span) for side in sides]
    said = [_said(side, raw) for side, raw in zip(sides, printed, strict=True)]
    assumed = "如果说的是同一指标，则" if pair.certainty == "likely" else "同一指标"
    message = f"{said[0]}，{said[1]}，{assumed}前后不一。"
    every = sorted((s.claim for side in sides for s in side), key=lambda claim: claim.quantity.span)
    evidence = evidence_of(every)
    return Finding(
        "restated.value", "restated", pair.certainty, "；".join(said), "≠".join(printed), Decimal(0), message, evidence
    )


def _said(side: Sequence[Statement], raw: str) -> str:
    place, goal = "正文" if side[0].spoken else "表中", "目标" if side[0].is_goal else ""
    return f"{place}{in_quotes(side[0].called)}{goal}{raw}" + (f"（共{len(side)}处）" if len(side) > 1 else "")


def _with_same(statement: Statement, alike: Alike) -> list[Statement]:
    """The statement, and others of the same indicator with the same value."""
    others = alike[statement.value, statement.aspect, statement.unit]
    return [statement, *(other for other in others if other is not statement and _named_alike(statement, other))]
