"""Reports of one bureau beside each other: the year before, as quoted a year later, against its own report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from nlp.audit.facts import Facts, in_quotes
from nlp.audit.names import name_of
from nlp.audit.statements import Slip, Statement, slip, statements
from nlp.knowledge import pattern
from nlp.types import Claim, Evidence, Report

_REACH = 40


@dataclass(frozen=True, slots=True)
class Requoted:
    """A figure of `year` as the report of the next year quotes it, and as the year's own report gives it.

    `quoted_in` and `own` are positions in the reports that were compared; each evidence is of that report's document.
    """

    year: int
    indicator: str
    certainty: str  # certain, likely
    quoted_in: int
    own: int
    quoted: Evidence
    stated: Evidence
    message: str


def across(reports: Sequence[Report]) -> Iterator[Requoted]:
    """Where the reports of one bureau differ on a year: those of a year and of the next, of the same kind."""
    for later, report in enumerate(reports):
        for earlier, before in enumerate(reports):
            year, kind = report.profile.year, report.profile.kind
            if year and before.profile.year == year - 1 and before.profile.kind == kind:
                facts = _facts(report), _facts(before)
                for told, own, certainty in _differences(*facts):
                    yield _requoted(facts, (later, earlier), told, own, certainty)


def _facts(report: Report) -> Facts:
    about = report.document, report.sections, report.labels, report.claims, report.tables
    return Facts.of(*about, [() for _ in report.tables], report.indicators, report.profile)


def _differences(facts: Facts, before: Facts) -> Iterator[tuple[Statement, Statement, str]]:
    """The figures quoted that the year's own report contradicts: none of its statements agrees with them."""
    year = str(before.profile.year)
    own = [s for s in statements(before) if s.period == year and not s.is_goal]
    for told in _quoted(facts, year):
        known = [other for other in own if _akin(told, other)]
        if known and not any(told.agrees(other) for other in known):
            for other in known:
                certainty = _certainty(facts, before, told, other)
                if certainty:
                    yield told, other, certainty
                    break


def _akin(told: Statement, other: Statement) -> bool:
    """Of one indicator, counted alike; of all that was spent where both names say so."""
    named = told.name.tells and (told.name.within(other.name) or other.name.within(told.name))
    whole = told.name.of_all and other.name.of_all and told.measure == "money"
    return (named or whole) and told.unit == other.unit and told.aspect == other.aspect


def _certainty(facts: Facts, before: Facts, told: Statement, own: Statement) -> str | None:
    """Digits of one value in another order are a slip; under equal names other values may be of another count."""
    slipped = slip(facts.raw(told.claim.quantity.span), before.raw(own.claim.quantity.span))
    equal = told.name.plain == own.name.plain
    if slipped is Slip.ORDER or (slipped is Slip.DIGIT and equal):
        return "certain" if told.scope <= own.scope else "likely"
    tells = equal and told.name.tells and told.scope == own.scope
    return "likely" if tells and not told.far_from(own) else None


_pattern = partial(pattern, "audit", "across")


def _quoted(facts: Facts, year: str) -> Iterator[Statement]:
    """What a report says of the year before: in prose behind 比上年的, 由上年的, in tables under the year's header."""
    for statement in statements(facts):
        if statement.claim.cell is not None and statement.period == year and not statement.is_goal:
            yield statement
    for sentence in facts.sentences:
        for at, claim in enumerate(sentence):
            before = "".join(facts.words_before(claim, _REACH).split())
            match = None if _pattern("difference").search(before) else _pattern("quoted").search(before)
            if match is None or not claim.quantity.value or claim.quantity.op not in ("=", "≈"):
                continue
            if match["year"] and match["year"] != year:
                continue
            name = match["name"] or match["subject"] or _subject(sentence[:at], claim)
            if name:
                yield _statement(claim, name, year)


def _subject(earlier: Sequence[Claim], claim: Claim) -> str:
    """What is compared with the year before: the last figure in the same unit."""
    alike = [c for c in earlier if c.quantity.unit == claim.quantity.unit and c.direction is None and c.role != "同比"]
    return alike[-1].indicator if alike else ""


def _statement(claim: Claim, name: str, year: str) -> Statement:
    exact = replace(claim, quantity=replace(claim.quantity, op="="))
    return Statement(exact, name, name_of(name), "实绩", claim.quantity.unit, year, name)


def _requoted(
    facts: tuple[Facts, Facts], at: tuple[int, int], told: Statement, own: Statement, certainty: str
) -> Requoted:
    year = facts[1].profile.year or 0
    quoted, stated = (f.raw(s.claim.quantity.span) for f, s in zip(facts, (told, own), strict=True))
    assumed = "，如果口径相同，则前后不一" if certainty == "likely" else "，前后不一"
    later, earlier = in_quotes(told.called), in_quotes(own.called)
    message = f"{year + 1}年度报告说上年{later}为{quoted}，{year}年度报告里{earlier}为{stated}{assumed}。"
    there, here = (Evidence(s.claim.quantity.span, s.claim.context) for s in (told, own))
    return Requoted(year, own.called, certainty, at[0], at[1], there, here, message)
