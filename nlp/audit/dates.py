"""Days in an order that cannot be: a contract before its award, results made known before the year was over."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import pairwise

from nlp.audit.facts import Facts, in_quotes
from nlp.calendar import Day, days
from nlp.knowledge import load, pattern
from nlp.text import fold, sentences
from nlp.types import Evidence, Finding, Section, Span

_REACH = 24  # characters behind or before a day within which its step is named
_MONTHS_APART = 6  # a day without a year may be the next year's where it lies further back


@cache
def _steps() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in load("audit")["dates"]["steps"].items()}


_pattern = partial(pattern, "audit", "dates")


def _pairs() -> list[list[str]]:
    pairs: list[list[str]] = load("audit")["dates"]["order"]["pairs"]
    return pairs


def order_in_tables(facts: Facts) -> Iterator[Finding]:
    """A table with a column for each step: 中标通知书发出日期 | 签订合同日期; a later step on an earlier day."""
    for t, (rows, table) in enumerate(zip(facts.grids, facts.tables, strict=True)):
        columns = _columns(rows[: max(1, table.header_rows)])
        pairs = [(columns[a], columns[b], a, b) for a, b in _pairs() if a in columns and b in columns]
        for r in range(table.header_rows, len(rows)) if pairs else ():
            for first, then, a, b in pairs:
                early, late = _only_day(rows[r][first]), _only_day(rows[r][then])
                if early and late and late < early:
                    yield _in_row(facts, t, r, (first, then), (early, late), (a, b))


def _columns(head: list[list[str]]) -> dict[str, int]:
    """Step → its column, for steps that head just one."""
    found: dict[str, list[int]] = {}
    for col in range(len(head[0]) if head else 0):
        text = re.sub(r"\s", "", "".join(dict.fromkeys(row[col] for row in head)))
        steps = [name for name, pattern in _steps().items() if pattern.search(fold(text))]
        if len(steps) == 1:
            found.setdefault(steps[0], []).append(col)
    return {name: columns[0] for name, columns in found.items() if len(columns) == 1}


def _only_day(cell: str) -> date | None:
    text = fold(re.sub(r"\s", "", cell))
    found = list(days(text, Span(0, len(text))))
    alone = len(found) == 1 and not found[0].inherited
    return found[0].date if alone else None


def _in_row(
    facts: Facts, t: int, r: int, columns: tuple[int, int], on: tuple[date, date], steps: tuple[str, str]
) -> Finding:
    places = [facts.places[t][r, col] for col in columns]
    row = facts.rows[t].get(r)
    subject = next((cell for cell in facts.grids[t][r] if re.search(r"[\u4e00-\u9fff]{2}", cell)), "")
    evidence = tuple(Evidence(span, row if row and row.holds(span) else span) for span in places)
    return _finding("date.order-table", subject, on, steps, "certain", evidence)


def _finding(
    rule: str,
    subject: str,
    on: tuple[date, date],
    steps: tuple[str, str],
    certainty: str,
    evidence: tuple[Evidence, ...],
) -> Finding:
    names = load("audit")["dates"]["order"]["names"]
    (early, late), (first, then) = on, (names[steps[0]], names[steps[1]])
    computed = f"{late.isoformat()}早于{early.isoformat()}"
    stated = f"{subject} {first}{early.isoformat()}，{then}{late.isoformat()}".strip()
    about = in_quotes(subject[:40]) if subject else "文中所述"
    unsure = "（后一个日期没有写年份，按同一年算）" if certainty == "likely" else ""
    message = f"{about}{then}在{late.isoformat()}，早于{first}的{early.isoformat()}，先后颠倒{unsure}。"
    return Finding(rule, "date_order", certainty, stated, computed, Decimal(0), message, evidence)


def order_in_prose(facts: Facts) -> Iterator[Finding]:
    """2020年5月20日开工，10月12日完工，9月28日通过竣工验收: steps of one matter told one after the other."""
    for paragraph in facts.paragraphs:
        named = days(facts.text, paragraph)
        told = [(day, step) for day in named if (step := _step(facts.text, paragraph, day))]
        for (one, a), (other, b) in pairwise(told):
            first, then, steps = (one, other, (a, b)) if [a, b] in _pairs() else (other, one, (b, a))
            between = facts.between(one.span.end, other.span.start)
            if list(steps) in _pairs() and _reversed(first, then) and not _another(between):
                evidence = tuple(Evidence(day.span, _around(facts.text, paragraph, day.span)) for day in (first, then))
                on = (first.date or date.min, then.date or date.min)
                yield _finding("date.order", "", on, steps, _certainty(facts, first, then), evidence)


def _reversed(first: Day, then: Day) -> bool:
    return first.date is not None and then.date is not None and then.date < first.date


def _another(between: str) -> bool:
    """What stands between two days begins another matter, or is too long to be of one."""
    return between.count("。") > 1 or bool(_pattern("order", "another").search(between))


def _around(text: str, paragraph: Span, inner: Span) -> Span:
    """The sentence of the paragraph that holds a stretch."""
    return next((s for s in sentences(text, paragraph) if s.holds(inner)), paragraph)


def _sentences(facts: Facts) -> Iterator[Span]:
    for paragraph in facts.paragraphs:
        yield from sentences(facts.text, paragraph)


def _step(text: str, sentence: Span, day: Day) -> str | None:
    """The one step that the words beside a day name: behind it in its clause, else before it."""
    behind = re.split(r"[，。；]|\d月", text[day.span.end : min(sentence.end, day.span.end + _REACH)])[0]
    before = re.split(r"[，。；]|\d日", text[max(sentence.start, day.span.start - _REACH) : day.span.start])[-1]
    for words in (behind, before):
        found = [name for name, pattern in _steps().items() if pattern.search(words)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _certainty(facts: Facts, first: Day, then: Day) -> str:
    """A later step without a year may be the next year's, unless that is past the year evaluated and far off."""
    assert first.date is not None
    assert then.date is not None
    apart = (first.date.year - then.date.year) * 12 + first.date.month - then.date.month
    if not then.inherited or (then.date.year == facts.profile.year and apart <= _MONTHS_APART):
        return "certain"
    return "likely"


def results_too_early(facts: Facts) -> Iterator[Finding]:
    """2024年度自评结果于2024年4月29日公开: what is known of a year only when it is over."""
    for sentence in _sentences(facts):
        if _pattern("results", "not_results").search(facts.text, sentence.start, sentence.end):
            continue
        for match in _pattern("results", "of_year").finditer(facts.text, sentence.start, sentence.end):
            clause = Span(match.start(), _clause_end(facts.text, match.end(), sentence.end))
            if not _pattern("results", "made_known").search(facts.text, match.end(), clause.end):
                continue
            for day in days(facts.text, Span(match.end(), clause.end)):
                if day.date and not day.inherited and day.date <= date(int(match["year"]), 12, 31):
                    yield _too_early(facts, sentence, match, day.date, day.span)


def own_results_too_early(facts: Facts) -> Iterator[Finding]:
    """On what is done with the results of this evaluation: 于2024年4月29日在网站公开, where 2024 is evaluated."""
    year = facts.profile.year
    for section, label in zip(facts.sections, facts.labels, strict=True):
        for sentence in sentences(facts.text, section.body) if year and label.type == "结果应用" else ():
            text = facts.between(sentence.start, sentence.end)
            before = _pattern("results", "of_before").search(text) or f"{(year or 0) - 1}" in re.sub(r"\s", "", text)
            if before or not _pattern("results", "public").search(text) or not _pattern("results", "own").search(text):
                continue
            for day in days(facts.text, sentence):
                if day.date and not day.inherited and day.date.year == year:
                    yield _own_too_early(facts, section, sentence, day.date, day.span)


def _own_too_early(facts: Facts, section: Section, sentence: Span, day: date, span: Span) -> Finding:
    """Certain where the section says that it speaks of the evaluation of this year."""
    over = f"{facts.profile.year}-12-31"
    named = re.search(
        rf"{facts.profile.year}年度?[^，。；]{{0,24}}(?:自评|评价)", facts.between(section.body.start, sentence.end)
    )
    assumed = "" if named else "（如果说的是本次自评的结果）"
    message = f"文中说结果在{day.isoformat()}公开，而被评价的年度到{over}才结束{assumed}。"
    computed = f"{day.isoformat()}早于{over}"
    evidence = (Evidence(span, sentence),)
    sure = "certain" if named else "likely"
    return Finding("date.own-results", "date_order", sure, facts.raw(span), computed, Decimal(0), message, evidence)


def _clause_end(text: str, start: int, end: int) -> int:
    stops = [at for stop in "。；" if (at := text.find(stop, start, end)) >= 0]
    return min(stops, default=end)


def _too_early(facts: Facts, sentence: Span, match: re.Match[str], day: date, span: Span) -> Finding:
    over = date(int(match["year"]), 12, 31)
    matter = f"{match['year']}年度{match['what'].removeprefix('度')}"
    computed = f"{day.isoformat()}早于{over.isoformat()}"
    message = f"文中说{matter}在{day.isoformat()}已经形成或公开，而被评价的年度到{over.isoformat()}才结束。"
    evidence = (Evidence(span, sentence),)
    return Finding(
        "date.results", "date_order", "certain", f"{matter} {facts.raw(span)}", computed, Decimal(0), message, evidence
    )


def filed_too_early(facts: Facts) -> Iterator[Finding]:
    """A report dated before the end of the year it evaluates."""
    filed, year = facts.profile.filed_on, facts.profile.year
    if not filed or not year or date.fromisoformat(filed) > date(year, 12, 15):
        return
    wanted = date.fromisoformat(filed)
    for day in days(facts.text, Span(0, len(facts.text))):
        if day.date == wanted and not day.inherited:
            computed = f"{filed}早于{year}-12-31"
            message = f"报告评价{year}年度，落款或填报日期却是{filed}，当时该年度还没有结束（除非是年中自评）。"
            line = _line(facts.text, day.span)
            stated = f"评价年度{year}，日期{facts.raw(day.span)}"
            evidence = (Evidence(day.span, line),)
            yield Finding("date.filed", "date_order", "likely", stated, computed, Decimal(0), message, evidence)
            return


def _line(text: str, span: Span) -> Span:
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return Span(start, end if end >= 0 else len(text))


def no_such_day(facts: Facts) -> Iterator[Finding]:
    """2月30日, 13月1日: a day that no calendar has."""
    for sentence in _sentences(facts):
        for day in days(facts.text, sentence):
            if day.impossible:
                printed = facts.raw(day.span)
                message = f"文中写“{printed}”，历法上没有这一天。"
                evidence = (Evidence(day.span, sentence),)
                yield Finding(
                    "date.none", "other", "certain", printed, "没有这一天", Decimal(0), message, evidence
                )  # fmt: skip
