"""A target that was missed while its marks are full.

A target speaks by its operator (≥, 以上: at least; ≤, 以内: at most). Without one a share or a number is to be reached,
unless the indicator's name says that less is better (成灾率, 投诉, 成本); then the finding is likely. Cost, time and
rates of change without an operator decide nothing, nor do words (合理, 明显).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise

from nlp.audit.facts import Facts, evidence_of, in_quotes
from nlp.audit.marks import cell_value
from nlp.knowledge import pattern
from nlp.numerals import decimal_number
from nlp.quantities import quantities
from nlp.text import fold, without
from nlp.types import Claim, Evidence, Finding, Indicator, Quantity, Span

_BARE = re.compile(r"\s*(?P<op>≥|≤|>=|<=|>|<|=)?\s*(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[%‰])?\s*")
_LIST = re.compile(r"\s*1[.．]\d.*\s2[.．]", re.DOTALL)  # 1.98次 2.5期: items of a list, or decimals
_OPS = {"≥": ">=", "≤": "<=", ">=": ">=", "<=": "<=", ">": ">", "<": "<"}
_DATE = re.compile(
    r"[≤<]?\s*(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<part>底|末|上旬|中旬|下旬))?"
    r"\s*(?:之?前|以前|末?底?前|完成|建成|完工|前完成|前完工|前建成)*"
)
_PARTS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_AT_LEAST, _AT_MOST = (">=", ">"), ("<=", "<")
_WORDS = 8  # characters of words beside the figures of a cell that is little but figures
_ZERO = Decimal(0)


def rows(facts: Facts) -> Iterator[Finding]:
    """指标值≥99%，完成值98.7%，分值3，得分3: a row of an indicator table."""
    columns = {(place.table, place.row): place.columns for place in facts.indicator_rows}
    for indicator in facts.indicators:
        full, score = cell_value(indicator.full_score), cell_value(indicator.score)
        if full is None or score is None or not 0 < full <= score:
            continue
        missed = _missed(indicator)
        if missed is not None and not _rounds_up(indicator, full):
            place = (indicator.cell.table, indicator.cell.row)
            yield _row_finding(facts, indicator, missed, columns[place])


def _rounds_up(indicator: Indicator, full: Decimal) -> bool:
    """A rate of spending of 99.96 % of 10 marks is 10.00: those marks are a share by custom, and round."""
    rate = _figures(fold(indicator.actual))
    if not re.search(r"执行率|支出率", indicator.name) or len(rate) != 1 or rate[0].value is None:
        return False
    return round(full * rate[0].value / 100, 2) >= full


@dataclass(frozen=True, slots=True)
class _Missed:
    """That a target was missed, and how: 98.7%<99%."""

    written: str
    certainty: str


def _missed(indicator: Indicator) -> _Missed | None:
    target, actual = fold(indicator.target), fold(indicator.actual)
    late = _late(target, actual)
    if late is not None:
        return late
    told = _patterns("undone").match(actual.strip())
    if told and target.strip() and target.strip() != actual.strip():
        return _Missed(f"{told[0]}≠{target.strip()}", "likely" if told[0].startswith("部分") else "certain")
    wanted, got = _figures(target), _figures(actual)
    if not wanted or len(wanted) != len(got):
        return None
    name = f"{indicator.level2}{indicator.name}"
    pairs = [short(t, a, name, target, actual) for t, a in zip(wanted, got, strict=True)]
    found = [pair for pair in pairs if pair is not None]
    if not found:
        return None
    return found[0] if len(pairs) == 1 else _Missed("；".join(m.written for m in found), "likely")


def _figures(text: str) -> list[Quantity]:
    """The figures of a cell that holds little else; a bare number has no unit."""
    if _LIST.match(text):
        return []
    bare = _BARE.fullmatch(text)
    if bare:
        value = decimal_number(bare["number"])
        op, span = _OPS.get(bare["op"] or "", "="), Span(*bare.span("number"))
        unit = bare["unit"] or ""
        span = Span(span.start, bare.end("unit")) if unit else span
        kind = "percent" if unit else "other"
        return [] if value is None else [Quantity(value, None, None, unit, kind, op, Decimal(1), span)]
    found = quantities(text, Span(0, len(text)))
    words = len(re.findall(r"[\u4e00-\u9fff]", without(text, [q.span for q in found])))
    return found if found and words <= _WORDS * len(found) and "±" not in text else []


def short(target: Quantity, actual: Quantity, name: str, target_text: str, actual_text: str) -> _Missed | None:
    """How an actual value misses a target; None where it does not, or nothing says which way is better."""
    if not _comparable(target, actual) or actual.value is None:
        return None
    way, sure = _direction(target, name)
    bound = target.value if target.value is not None else target.low if way == "up" else target.high
    if bound is None or way == "" or actual.op in (_AT_LEAST if way == "up" else _AT_MOST):
        return None
    strict = target.op in (">", "<") and actual.value == bound and actual.op == "="
    fails = actual.value < bound if way == "up" else actual.value > bound
    if not fails or strict:
        return None
    printed = [
        re.sub(r"\s+", "", text[q.span.start : q.span.end])
        for text, q in ((actual_text, actual), (target_text, target))
    ]
    certainty = "certain" if sure and actual.op == "=" else "likely"
    return _Missed(f"{printed[0]}{'<' if way == 'up' else '>'}{printed[1]}", certainty)


def _comparable(target: Quantity, actual: Quantity) -> bool:
    """In the same unit; a bare number counts what the other one's unit says, but is no share."""
    if target.unit == actual.unit:
        return True
    units = {target.kind: target, actual.kind: actual}
    named = units.get("count")
    return "other" in units and named is not None and named.step <= 1 and {target.unit, actual.unit} >= {""}


_patterns = partial(pattern, "audit", "target")


def _direction(target: Quantity, name: str) -> tuple[str, bool]:
    """Whether more ("up") or less ("down") is better, "" where nothing says so, and whether that is sure."""
    if target.op in _AT_LEAST or target.op in _AT_MOST:
        return ("up" if target.op in _AT_LEAST else "down"), True
    if target.op == "≈":
        return "", False
    if target.value == _ZERO or target.kind == "rank":
        return "down", True
    if _patterns("less").search(name):
        return ("up" if _patterns("reverses").search(name) else "down"), False
    if target.kind in ("duration", "multiple"):
        return "", False
    if _patterns("either").search(name) and not _patterns("achieves").search(name):
        return "", False
    return "up", target.op in ("=", "range")


def _late(target: str, actual: str) -> _Missed | None:
    """9月底前 and 11月25日: done after the day it was due."""
    due, done = _DATE.fullmatch(target.strip()), _DATE.fullmatch(actual.strip())
    if due is None or done is None:
        return None
    years = (due["year"] or done["year"] or "0", done["year"] or due["year"] or "0")
    last = (int(years[0]), int(due["month"]), _day(due, last=True))
    first = (int(years[1]), int(done["month"]), _day(done, last=False))
    if first <= last:
        return None
    certainty = "certain" if bool(due["year"]) == bool(done["year"]) else "likely"
    return _Missed(f"{actual.strip()}晚于{target.strip()}", certainty)


def _day(date: re.Match[str], *, last: bool) -> int:
    if date["day"]:
        return int(date["day"])
    return _PARTS.get(date["part"] or "", (1, 31))[int(last)]


def _row_finding(facts: Facts, indicator: Indicator, missed: _Missed, columns: Mapping[str, int]) -> Finding:
    keys = ("target", "actual", "full_score", "score")
    places = [(indicator.cell.table, indicator.cell.row, columns[key]) for key in keys if key in columns]
    evidence = tuple(e for place in places if (e := facts.cell_evidence(*place)) is not None)
    name, target, actual, full, score = (
        re.sub(r"\s+", "", text)
        for text in (indicator.name, indicator.target, indicator.actual, indicator.full_score, indicator.score)
    )
    stated = f"{name}：目标{target}，完成{actual}，分值{full}，得分{score}"
    assumed = "" if missed.certainty == "certain" else "（按指标名称和所列顺序理解）"
    message = (
        f"{in_quotes(name)}的目标是{target}，实际是{actual}，没有达到目标（{missed.written}）{assumed}，"
        f"却得了满分（分值{full}，得分{score}）。"
    )
    return Finding(
        "target.row", "target_unmet_full_score", missed.certainty, stated, missed.written, _ZERO, message, evidence
    )


def told(facts: Facts) -> Iterator[Finding]:
    """目标值98%，完成值96.31%，分值5分，得5分: the same in prose; the target may be told elsewhere."""
    targets = _targets(facts)
    for sentence in facts.exact():
        for clause in _clauses(facts, sentence):
            marks = _full_marks(clause)
            if marks is None:
                continue
            target, value = _measured(facts, clause, marks, targets)
            missed = (
                target and value and short(target.quantity, value.quantity, value.indicator, facts.text, facts.text)
            )
            if target and value and missed:
                yield _told_finding(facts, target, value, marks, missed)


def _targets(facts: Facts) -> dict[tuple[str, str], list[Claim]]:
    """The targets of the prose by indicator and unit."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in facts.spoken:
        if claim.role == "目标值" and len(claim.indicator) >= 4:
            found.setdefault((claim.indicator, claim.quantity.unit), []).append(claim)
    return found


def _clauses(facts: Facts, sentence: Sequence[Claim]) -> Iterator[Sequence[Claim]]:
    """The claims of a sentence between semicolons; all of them where there are marks for one thing only."""
    if sum(claim.quantity.kind == "score" for claim in sentence) == 2:
        yield sentence
        return
    clause: list[Claim] = []
    for claim in sentence:
        if clause and re.search("[;；]", facts.between(clause[-1].quantity.span.end, claim.quantity.span.start)):
            yield clause
            clause = []
        clause.append(claim)
    if clause:
        yield clause


def _full_marks(clause: Sequence[Claim]) -> tuple[Claim, Claim] | None:
    """Full marks and the marks given, where the two are the same and the clause has no others."""
    marks = [claim for claim in clause if claim.quantity.kind == "score"]
    if len(marks) != 2 or {claim.role for claim in marks} != {"满分", "得分"}:
        return None
    same = marks[0].quantity.value == marks[1].quantity.value and marks[0].quantity.value
    return (marks[0], marks[1]) if same else None


def _measured(
    facts: Facts, clause: Sequence[Claim], marks: tuple[Claim, Claim], targets: dict[tuple[str, str], list[Claim]]
) -> tuple[Claim | None, Claim | None]:
    """What the marks are for: the one target of the clause and the value behind it, else the only target told
    elsewhere of what stands before the marks."""
    end = max(claim.quantity.span.start for claim in marks)
    before = [c for c in clause if c.quantity.kind != "score" and c.quantity.span.start < end]
    wanted = [c for c in before if _patterns("wanted").search(facts.words_before(c))]
    if len(wanted) > 1 or not before:
        return None, None
    if wanted:
        behind = before[before.index(wanted[0]) + 1 :]
        return wanted[0], next((c for c in behind if c.quantity.unit == wanted[0].quantity.unit), None)
    value = before[-1]
    same = targets.get((value.indicator, value.quantity.unit), [])
    return (same[0] if same and len({c.quantity.value for c in same}) == 1 else None), value


def _told_finding(facts: Facts, target: Claim, value: Claim, marks: tuple[Claim, Claim], missed: _Missed) -> Finding:
    claims = (target, value, *marks)
    printed = [facts.raw(claim.quantity.span) for claim in claims]
    names = (name for name in (value.indicator, target.indicator) if not _patterns("unnamed").match(name))
    name = next(names, "该指标")
    message = (
        f"文中写{name}的目标是{printed[0]}，实际是{printed[1]}，没有达到目标，"
        f"却得了满分（{printed[2]}中的{printed[3]}）。"
    )
    evidence = evidence_of(claims)
    stated = f"{name}：目标{printed[0]}，完成{printed[1]}，满分{printed[2]}，得{printed[3]}"
    return Finding(
        "target.told", "target_unmet_full_score", missed.certainty, stated, missed.written, _ZERO, message, evidence
    )


def admitted(facts: Facts) -> Iterator[Finding]:
    """A target that the text says was missed, with its figures, in a section that gives itself full marks."""
    marks = _section_marks(facts)
    for sentence in facts.exact():
        pair = marks.get(sentence[0].section) if sentence else None
        if pair is None or not _patterns("admits").search(facts.raw(sentence[0].context)):
            continue
        for unit in dict.fromkeys(c.quantity.unit for c in sentence if c.quantity.kind in ("percent", "count")):
            for goal, value in pairwise(c for c in sentence if c.quantity.unit == unit):
                missed = _falls_short(facts, goal, value)
                if missed:
                    yield _admitted_finding(facts, (goal, value), pair, missed)


def _falls_short(facts: Facts, goal: Claim, value: Claim) -> _Missed | None:
    """限上餐饮营业额增长20%，实际…增长0.17%: what was meant to be, and behind it the less that was."""
    start = max(goal.context.start, goal.quantity.span.start - 30)
    meant = _patterns("meant").search(facts.between(start, goal.quantity.span.start))
    between = facts.between(goal.quantity.span.end, value.quantity.span.start)
    if not meant or not _patterns("actually").search(between):
        return None
    return short(goal.quantity, value.quantity, value.indicator, facts.text, facts.text)


def _section_marks(facts: Facts) -> dict[int, tuple[Claim, Claim]]:
    """For every section that gives itself full marks: the full marks and the marks given."""
    full: dict[int, Claim] = {}
    given: dict[int, Claim] = {}
    for claim in facts.spoken:
        if claim.quantity.kind == "score" and claim.role == "满分":
            full.setdefault(claim.section, claim)
        elif claim.quantity.kind == "score" and claim.role == "得分":
            given[claim.section] = claim
    both = {section: (full[section], given[section]) for section in full if section in given}
    return {s: (f, g) for s, (f, g) in both.items() if f.quantity.value == g.quantity.value and f.quantity.value}


def _admitted_finding(
    facts: Facts, figures: tuple[Claim, Claim], marks: tuple[Claim, Claim], missed: _Missed
) -> Finding:
    goal, value, full, given = (facts.raw(claim.quantity.span) for claim in (*figures, *marks))
    message = (
        f"文中写{figures[0].indicator}目标{goal}、实际{value}，自己说没有达到预期，"
        f"而这一项（满分{full}）得了{given}，若这是该项考核的内容，满分不成立。"
    )
    evidence = evidence_of((*figures, *marks))
    stated = f"目标{goal}，实际{value}，满分{full}，得{given}"
    return Finding(
        "target.admitted", "target_unmet_full_score", "likely", stated, missed.written, _ZERO, message, evidence
    )


def confessed(facts: Facts) -> Iterator[Finding]:
    """The problems say that targets were not reached; outputs and effects have full marks nevertheless."""
    marks = _performance_marks(facts)
    if not marks or any(full != given for full, given, _ in marks):
        return
    span = next(_confessions(facts), None)
    if span is None:
        return
    evidence = (span, *(e for _, _, pair in marks[:4] for e in pair))
    words = in_quotes(facts.raw(span.span))
    printed = "、".join(f"{given}/{full}分" for full, given, _ in marks[:4])
    message = f"问题部分承认{words}，而产出、效益类指标得的都是满分（{printed}），若所说的目标在考核之内，满分不成立。"
    computed = "；".join(f"{given}={full}" for full, given, _ in marks[:4])
    yield Finding(
        "target.confessed",
        "target_unmet_full_score",
        "likely",
        f"{words}；自评{printed}",
        computed,
        _ZERO,
        message,
        evidence,
    )


Mark = tuple[Decimal, Decimal, tuple[Evidence, ...]]


def _performance_marks(facts: Facts) -> list[Mark]:
    """Full marks and given ones of outputs and effects: of sections named for them, else of indicator rows."""
    found: list[Mark] = []
    for section, title in ((i, facts.raw(s.title)) for i, s in enumerate(facts.sections)):
        if _patterns("performance").search(title):
            found.extend(_pairs_in(facts, section))
    return found


def _pairs_in(facts: Facts, section: int) -> Iterator[Mark]:
    marks = [c for c in facts.spoken if c.section == section and c.quantity.kind == "score"]
    for full, given in pairwise(marks):
        alike = full.context == given.context and (full.role, given.role) == ("满分", "得分")
        if alike and full.quantity.value and given.quantity.value is not None:
            evidence = evidence_of((full, given))
            yield full.quantity.value, given.quantity.value, evidence


def _confessions(facts: Facts) -> Iterator[Evidence]:
    """Words in the sections of problems that say that targets were not reached."""
    for section, label in zip(facts.sections, facts.labels, strict=True):
        if label.type in ("问题", "原因"):
            for match in _patterns("confesses").finditer(facts.text, section.body.start, section.body.end):
                span = Span(*match.span())
                start = facts.text.rfind("。", section.body.start, span.start) + 1
                end = facts.text.find("。", span.end, section.body.end)
                begin = start if start > section.body.start else section.body.start
                yield Evidence(span, Span(begin, end if end > 0 else section.body.end))
