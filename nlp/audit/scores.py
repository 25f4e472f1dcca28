"""Marks told in prose: totals and their parts, deductions, full marks, grades, marks worked out from a rate.

Marks are exact as printed; shares of marks printed to two decimals were rounded, and so may be their sum.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import pairwise, zip_longest

from nlp.audit.arithmetic import HUNDRED, Interval, stands_for
from nlp.audit.facts import Facts
from nlp.audit.marks import Mark, added, agrees, finding, mark_of, one_digit, plain, slack, written_sum
from nlp.knowledge import load, pattern
from nlp.numerals import chinese_number
from nlp.types import Claim, Evidence, Finding, Span

_NUMBER = r"\d{1,3}(?:\.\d{1,4})?"
_PART = re.compile(
    rf"\s*(?P<name>[^\d，。；;、：:（）()]{{2,30}}?)[\s:：]*(?:满分|分值|得分|自评得?分?|得|为)?[\s为:：]*"
    rf"(?:(?P<of>{_NUMBER})\s*分\s*[,，]?\s*(?:自评)?得分?[\s为]*)?(?P<value>{_NUMBER})\s*分"
    rf"(?:\s*[（(]\s*(?:满分|分值|权重|总分)?[\s为:：]*(?P<full>{_NUMBER})\s*分?(?:[,，；][^（）()]{{0,30}})?\s*[）)])?"
)
_NEXT = re.compile(r"\s*[、，,；;]\s*(?:以及|和|及)?|\s*(?:和|及)\s*")
_MOST, _FEW = Decimal("0.15"), Decimal("0.1")  # how much more or less than the whole still is about it


_patterns = partial(pattern, "audit", "score")


def marks_told(facts: Facts) -> Iterator[list[Claim]]:
    """Sentence by sentence the marks of the prose that have one value."""
    for sentence in facts.exact():
        marks = [claim for claim in sentence if claim.quantity.unit == "分"]
        if marks:
            yield marks


def parts(facts: Facts) -> Iterator[Finding]:
    """自评总分91.5分，其中甲70.5分、乙19分: the parts of a total, in its sentence or in the next one."""
    for marks in marks_told(facts):
        for claim in marks:
            start = _list_start(facts, claim)
            if start is not None and claim.quantity.op == "=":
                yield from _parts_checked(facts, claim, start)


def _list_start(facts: Facts, whole: Claim) -> int | None:
    """Where the parts of a total begin: behind 其中 or a bracket, or with the next sentence."""
    end = whole.context.end
    if match := _patterns("list").match(facts.text, whole.quantity.span.end, end):
        return match.end()
    if not _patterns("total").search(facts.words_before(whole, 30)):
        return None
    rest = facts.between(whole.quantity.span.end, end)
    if re.search(r"\d\s*分", rest):
        return None
    match = _patterns("next").match(facts.text, end)
    return match.end() if match else None


def _sentence_at(facts: Facts, whole: Claim, start: int) -> Span:
    """The sentence that holds the list: the total's own, or the next one."""
    if start < whole.context.end:
        return whole.context
    end = facts.text.find("。", start, start + 600)
    begin = (
        whole.context.end
        + len(facts.between(whole.context.end, start))
        - len(facts.between(whole.context.end, start).lstrip("。； \n\t"))
    )
    return Span(begin, end if end >= 0 else start)


def _list(facts: Facts, start: int, context: Span) -> tuple[list[tuple[Mark, Mark | None]], int]:
    """The parts from `start` on, each with its full marks where they are printed, and where the list ends."""
    found: list[tuple[Mark, Mark | None]] = []
    at, last = start, start
    while match := _PART.match(facts.text, at, context.end):
        if _patterns("no_part").search(match["name"]):
            break
        found.append(_part(match, context))
        last = match.end()
        step = _NEXT.match(facts.text, last, context.end)
        if step is None:
            break
        at = step.end()
    return found, last


def _part(match: re.Match[str], context: Span) -> tuple[Mark, Mark | None]:
    name = re.sub(r"\s+", "", match["name"])
    value = Decimal(match["value"])
    taken = _patterns("taken").search(name)
    given = Mark(name, -value if taken else value, Evidence(Span(*match.span("value")), context))
    group = "full" if match["full"] else "of"
    if not match[group]:
        return given, None
    return given, Mark(name, Decimal(match[group]), Evidence(Span(*match.span(group)), context))


def _parts_checked(facts: Facts, claim: Claim, start: int) -> Iterator[Finding]:
    context = _sentence_at(facts, claim, start)
    if context.end <= start:
        return
    listed, last = _list(facts, start, context)
    if len(listed) < 2 or _patterns("goes_on").match(facts.text, last):
        return
    given = [part for part, _ in listed]
    fulls = [full for _, full in listed if full is not None]
    whole = mark_of(claim)
    if agrees(given, whole):
        return
    complete = len(fulls) == len(given) and added(fulls) == HUNDRED
    certainty = _certainty(given, whole, complete=complete, told="其中" in facts.between(start - 4, start))
    if certainty is None:
        return
    capped = whole.value == HUNDRED and added(given) > HUNDRED and any("加" in part.name for part in given)
    if capped and complete:
        return
    assumed = "（若总分不按100分封顶）" if capped else "（若所列是全部）" if certainty == "likely" else ""
    printed = facts.raw(claim.quantity.span)
    named = "、".join(f"{part.name}{plain(abs(part.value))}分" for part in given)
    message = f"文中写总分{printed}，其中{named}，各项相加{written_sum(given)}，与{printed}不符{assumed}。"
    found = finding(
        "score.parts", "likely" if capped else certainty, f"{printed}，其中{named}", written_sum(given), message,
        [whole, *given],
    )  # fmt: skip
    yield found


def _certainty(given: Sequence[Mark], whole: Mark, *, complete: bool, told: bool) -> str | None:
    """How sure it is that the list is all there is of the whole; None where it may well be something else."""
    off = added(given) - whole.value
    if complete:
        return "certain"
    if off > 0:
        slip = told and len(given) >= 3 and any(one_digit(part.value, part.value - off) for part in given)
        return "certain" if off <= whole.value * _MOST or slip else None
    if -off > whole.value * _FEW:
        return None
    return "certain" if len(given) >= 3 or told else "likely"


def sums(facts: Facts) -> Iterator[Finding]:
    """自评得分依次为13.2分、18.1分、31.4分、26.8分，合计89.9分, and 以上五项合计27.2分."""
    seen: list[Claim] = []
    for marks in marks_told(facts):
        for at, claim in enumerate(marks):
            before = facts.words_before(claim)
            counted = _patterns("items").search(before)
            run = _run_before(facts, marks[:at]) if _patterns("sum").search(before) else []
            if counted:
                run = _last_given(seen + marks[:at], claim, chinese_number(counted[1]) or 0)
            if len(run) >= 2:
                yield from _sum_checked(facts, run, claim)
        seen.extend(marks)


def _run_before(facts: Facts, marks: Sequence[Claim]) -> list[Claim]:
    """The marks of a list that ends here: with nothing but a comma and a name between them."""
    run = list(marks[-1:])
    for before, after in reversed(list(pairwise(marks))):
        between = facts.between(before.quantity.span.end, after.quantity.span.start)
        if not re.fullmatch(r"\s*(?:、|，|,|和|及)[^\d，。；（）()]{0,16}", between):
            break
        run.insert(0, before)
    return run


def _last_given(marks: Sequence[Claim], total: Claim, count: int) -> list[Claim]:
    """The marks given in the total's section so far, where they are as many as it says."""
    given = [claim for claim in marks if claim.section == total.section and claim.role == "得分"]
    return given if len(given) == count else []


def _sum_checked(facts: Facts, run: Sequence[Claim], total: Claim) -> Iterator[Finding]:
    given, whole = [mark_of(claim) for claim in run], mark_of(total)
    off = abs(added(given) - whole.value)
    if agrees(given, whole) or off > whole.value * _MOST:
        return
    printed = facts.raw(total.quantity.span)
    listed = "、".join(facts.raw(claim.quantity.span) for claim in run)
    message = f"文中写{listed}合计{printed}，相加{written_sum(given)}，与{printed}不符。"
    yield finding("score.sum", "certain", f"{listed}，合计{printed}", written_sum(given), message, [*given, whole])


def deductions(facts: Facts) -> Iterator[Finding]:
    """满分35分，扣2分、1.6分，得31.4分; 自评总分91.5分，扣分合计10.5分."""
    sentences = list(marks_told(facts))
    for marks, after in zip_longest(sentences, sentences[1:], fillvalue=list[Claim]()):
        yield from _deducted_in(facts, marks)
        yield from _deducted_of_all(facts, marks, after)


def _deducted_in(facts: Facts, marks: Sequence[Claim]) -> Iterator[Finding]:
    """Full marks, deductions and what is left, all in one sentence and nothing else."""
    taken = [c for c in marks if _patterns("deducts").search(facts.words_before(c))]
    if taken:
        taken = _with_listed(facts, marks, taken)
    if len(taken) > 2 and _opens_list(facts, taken[0], taken[1]):
        marks, taken = [c for c in marks if c not in taken[1:]], taken[:1]
    full = [c for c in marks if c.role == "满分" and c not in taken]
    given = [c for c in marks if c.role == "得分" and c not in taken and c not in full]
    if not taken or (len(full), len(given)) != (1, 1) or len(marks) != len(taken) + 2 or _rules(facts, marks[0]):
        return
    parts = [mark_of(full[0]), *(replace(m, value=-m.value) for m in map(mark_of, taken))]
    whole = mark_of(given[0])
    if agrees(parts, whole):
        return
    listed = "、".join(facts.raw(c.quantity.span) for c in taken)
    stated = f"满分{plain(parts[0].value)}分，扣{listed}，得{plain(whole.value)}分"
    message = f"文中写{stated}，扣分后应为{written_sum(parts)}，与{plain(whole.value)}分不符。"
    yield finding("score.deducted", "certain", stated, written_sum(parts), message, [*parts, whole])


def _opens_list(facts: Facts, whole: Claim, part: Claim) -> bool:
    """扣8.2分：甲扣0.7分…: the first deduction is the sum of those that follow."""
    between = facts.between(whole.quantity.span.end, part.quantity.span.start)
    return re.match(r"\s*[,，。；]?\s*(?:[:：(（]|其中)", between) is not None


def _with_listed(facts: Facts, marks: Sequence[Claim], taken: Sequence[Claim]) -> list[Claim]:
    """扣2分、1.6分: what follows a deduction after 、 is one too."""
    found = [taken[0]]
    for before, after in pairwise(marks):
        listed = facts.between(before.quantity.span.end, after.quantity.span.start).strip() in ("、", "和", "及")
        if after in taken[1:] or (listed and before in found):
            found.append(after)
    return found


def _rules(facts: Facts, claim: Claim) -> bool:
    """A sentence that says how marks are taken off in general, or that adds some."""
    return bool(_patterns("rule").search(facts.raw(claim.context)))


def _deducted_of_all(facts: Facts, marks: Sequence[Claim], after: Sequence[Claim]) -> Iterator[Finding]:
    """The total and all that was taken off it: together they are full marks."""
    total = next((c for c in marks if is_total(facts, c)), None)
    near = [*marks, *after] if after and marks[0].section == after[0].section else marks
    taken = next((c for c in near if _patterns("all_taken").search(facts.words_before(c))), None)
    if total is None or taken is None or any(_rules(facts, c) for c in (total, taken)):
        return
    whole, off = mark_of(total), mark_of(taken)
    if whole.value + off.value == HUNDRED or off.value > HUNDRED - whole.value * _FEW:
        return
    printed = any(c.role == "满分" and c.quantity.value == HUNDRED for c in near)
    left = f"100-{plain(off.value)}={plain(HUNDRED - off.value)}"
    assumed = "" if printed else "（按满分100分、没有加分计）"
    stated = f"总分{facts.raw(total.quantity.span)}，扣分合计{facts.raw(taken.quantity.span)}"
    message = f"文中写{stated}，{left}，与{facts.raw(total.quantity.span)}不符{assumed}。"
    yield finding("score.deducted", "certain" if printed else "likely", stated, left, message, [whole, off])


def is_total(facts: Facts, claim: Claim) -> bool:
    """The mark the whole evaluation gave itself this year."""
    words, year = facts.words_before(claim, 40), facts.profile.year
    if (
        claim.quantity.op != "="
        or claim.role == "满分"
        or claim.quantity.value is None
        or not Decimal(30) <= claim.quantity.value <= 120
    ):
        return False
    if claim.period is not None and year is not None and not claim.period.startswith(str(year)):
        return False
    sentence = facts.between(claim.context.start, claim.quantity.span.start)
    return bool(_patterns("total").search(words)) and not _patterns("not_total").search(sentence[-40:])


def over(facts: Facts) -> Iterator[Finding]:
    """产出41分（满分40分）: more than there is."""
    for marks in marks_told(facts):
        for one, other in pairwise(marks):
            between = facts.between(one.quantity.span.end, other.quantity.span.start)
            if not _patterns("beside").fullmatch(between) or {one.role, other.role} != {"满分", "得分"}:
                continue
            full, given = (one, other) if one.role == "满分" else (other, one)
            if (given.quantity.value or 0) > (full.quantity.value or 0) and "加" not in facts.words_before(given):
                yield _over(facts, mark_of(full), mark_of(given))


def _over(facts: Facts, full: Mark, given: Mark) -> Finding:
    stated = f"满分{plain(full.value)}分，得{plain(given.value)}分"
    computed = f"{plain(given.value)}>{plain(full.value)}"
    message = f"文中写{stated}，得分超过满分（{computed}）。"
    return finding("score.over", "certain", stated, computed, message, [full, given])


def by_rate(facts: Facts) -> Iterator[Finding]:
    """指标分值8分，执行率94.95%，按比例得7.60分: marks that are said to be full marks times a rate."""
    for sentence in facts.exact():
        rates = [c for c in sentence if c.quantity.unit == "%"]
        full = [c for c in sentence if c.quantity.unit == "分" and c.role == "满分"]
        given = [c for c in sentence if c.quantity.unit == "分" and c.role == "得分"]
        said = _patterns("proportional").search(facts.raw(sentence[0].context)) if sentence else None
        if not said or not rates or (len(full), len(given)) != (1, 1):
            continue
        checked = [_times(full[0], rate, given[0]) for rate in rates]
        if all(certainty is not None for certainty in checked):
            yield _rated(facts, full[0], rates[-1], given[0], checked[-1] or "likely", alone=len(rates) == 1)


def _times(full: Claim, rate: Claim, given: Claim) -> str | None:
    """None where full marks times the rate are the marks given; likely where rounding of the rate could save them."""
    assert full.quantity.value is not None
    assert rate.quantity.value is not None
    assert given.quantity.value is not None
    half = max(given.quantity.step, Decimal("0.01"))  # rounded or cut off
    printed = Interval(given.quantity.value - half, given.quantity.value + half)
    share = min(rate.quantity.value, HUNDRED)
    exact = Interval(full.quantity.value * share / HUNDRED, full.quantity.value * share / HUNDRED)
    narrow = Interval(given.quantity.value - half / 2, given.quantity.value + half / 2)
    if exact.touches(printed if given.quantity.step < 1 and rate.quantity.step < 1 else narrow):
        return None
    may_be = stands_for(rate.quantity)
    loose = Interval(full.quantity.value * may_be.low / HUNDRED, full.quantity.value * may_be.high / HUNDRED)
    return "likely" if loose.touches(printed) else "certain"


def _rated(facts: Facts, full: Claim, rate: Claim, given: Claim, certainty: str, *, alone: bool) -> Finding:
    assert full.quantity.value is not None
    assert rate.quantity.value is not None
    product = plain(round(full.quantity.value * rate.quantity.value / HUNDRED, 4))
    printed = [facts.raw(c.quantity.span) for c in (full, rate, given)]
    computed = f"{plain(full.quantity.value)}×{printed[1]}={product}"
    sure = certainty if alone else "likely"
    assumed = "（若文中的比率没有另行取整）" if sure == "likely" else ""
    message = f"文中说按比率计分，分值{printed[0]}、比率{printed[1]}，{computed}，与自评得分{printed[2]}不符{assumed}。"
    stated = f"分值{printed[0]}，比率{printed[1]}，得{printed[2]}"
    marks = [mark_of(c) for c in (full, rate, given)]
    return finding("score.by-rate", sure, stated, computed, message, marks)


def grades(facts: Facts) -> Iterator[Finding]:
    """自评得分88.5分，等级为“优”: a grade that its marks do not reach, by the printed scale or the usual one."""
    scale, printed = _scale(facts)
    for marks in marks_told(facts):
        claim = marks[0]
        match = _patterns("grade").match(facts.text, claim.quantity.span.end, claim.context.end)
        if match is None or not _patterns("total").search(facts.words_before(claim, 40)) or claim.quantity.op != "=":
            continue
        value, grade = claim.quantity.value, match["grade"]
        bounds = scale.get(grade)
        if bounds is None or value is None or bounds[0] <= value < bounds[1] or value > HUNDRED:
            continue
        right = next((name for name, (low, high) in scale.items() if low <= value < high), "")
        yield _graded(facts, claim, (grade, right), Span(*match.span("grade")), printed)


def _scale(facts: Facts) -> tuple[dict[str, tuple[Decimal, Decimal]], bool]:
    """The grades with their lowest marks and the marks that are too many: as printed, else as usual."""
    lows: dict[str, Decimal] = {}
    for best in re.finditer("优", facts.text):  # the others stand around the best grade
        for match in _patterns("scale").finditer(facts.text, max(0, best.start() - 40), best.end() + 80):
            lows.setdefault(match["grade"], Decimal(match["low"]))
    printed = len(lows) >= 2 and "优" in lows
    if not printed:
        lows = {grade: Decimal(low) for grade, low in load("audit")["score"]["usual"].items()}
    ordered = sorted(lows.items(), key=lambda item: -item[1])
    tops = [Decimal(1000), *(low for _, low in ordered)]
    return {grade: (low, top) for (grade, low), top in zip(ordered, tops, strict=False)}, printed


def _graded(facts: Facts, claim: Claim, grades: tuple[str, str], at: Span, printed: bool) -> Finding:
    grade, right = grades
    value = facts.raw(claim.quantity.span)
    by = "文中的等级标准" if printed else "通常的等级标准（90分以上为优、80至90分为良、60至80分为中）"
    message = f"文中写得分{value}、等级“{grade}”，按{by}应为“{right}”。"
    marks = [mark_of(claim), Mark(grade, Decimal(0), Evidence(at, claim.context))]
    certainty = "certain" if printed else "likely"
    return finding("score.grade", certainty, f"{value}，等级{grade}", f"{value}→{right}", message, marks)


def levels(facts: Facts) -> Iterator[Finding]:
    """（一）产出（40分）with 1.数量（20分）2.质量（15分）: the marks of sections against that of the one above."""
    fulls, given = _titled(facts)
    children: dict[int, list[int]] = {}
    for i, section in enumerate(facts.sections):
        if section.parent is not None:
            children.setdefault(section.parent, []).append(i)
    for parent, inner in children.items():
        for name, marks in (("满分", fulls), ("得分", given)):
            if parent in marks and len(inner) >= 2 and all(i in marks for i in inner):
                yield from _level_checked(facts, marks[parent], [marks[i] for i in inner], name)
        if inner and all(i in fulls and i in given for i in inner) and len(inner) >= 2:
            yield from _top_checked(facts, [fulls[i] for i in inner], [given[i] for i in inner])


def _titled(facts: Facts) -> tuple[dict[int, Mark], dict[int, Mark]]:
    """Full marks and marks given of the sections that tell both in their title, or in a sentence of 本项."""
    fulls: dict[int, Mark] = {}
    given: dict[int, Mark] = {}
    for marks in marks_told(facts):
        section = marks[0].section
        title = facts.sections[section].title.holds(marks[0].quantity.span)
        if not title and not _patterns("own").search(facts.raw(marks[0].context)[:20]):
            continue
        for claim in marks[:2]:
            own = fulls if claim is marks[0] and claim.role != "得分" else given
            if own is fulls or claim.role == "得分":
                own.setdefault(section, mark_of(claim))
    return fulls, given


def _level_checked(facts: Facts, whole: Mark, inner: Sequence[Mark], name: str) -> Iterator[Finding]:
    if agrees(inner, whole):
        return
    stated = f"{name}{plain(whole.value)}分，下设{'、'.join(plain(m.value) for m in inner)}分"
    message = f"上一级标题写{name}{plain(whole.value)}分，下级各项相加{written_sum(inner)}，两者不符。"
    yield finding("score.levels", "certain", stated, written_sum(inner), message, [whole, *inner])


def _top_checked(facts: Facts, fulls: Sequence[Mark], given: Sequence[Mark]) -> Iterator[Finding]:
    """Sections whose full marks are 100 together: their marks are the total's, unless marks were added."""
    if added(fulls) != HUNDRED or "加分" in facts.text:
        return
    total = next((c for marks in marks_told(facts) for c in marks if is_total(facts, c)), None)
    if total is None or agrees(given, whole := mark_of(total)):
        return
    off = abs(added(given) - whole.value)
    if slack(given, whole) < off <= whole.value * _MOST:
        stated = f"总分{facts.raw(total.quantity.span)}，各部分{'、'.join(plain(m.value) for m in given)}分"
        message = f"文中写总分{facts.raw(total.quantity.span)}，各部分得分相加{written_sum(given)}，两者不符。"
        yield finding("score.levels", "certain", stated, written_sum(given), message, [whole, *given])
