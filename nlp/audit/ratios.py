"""A stated ratio against the parts that stand beside it in the same sentence.

Tolerance: a printed figure stands for anything that rounds to it, so the ratio of a/b lies
between (a−½step)/(b+½step) and (a+½step)/(b−½step); it agrees with the stated one where the two
intervals touch. Counts are exact. An amount without decimals (7万元) is taken for exact first: where
only its rounding could save the stated ratio, the finding is likely, not certain.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from nlp.audit.arithmetic import HUNDRED, Interval, stands_for
from nlp.audit.facts import Facts, evidence_of
from nlp.knowledge import load
from nlp.types import Claim, Finding

_NEAR = 8  # claims before a rate among which its parts are looked for


def formulas(facts: Facts) -> Iterator[Finding]:
    """甲8.66万元/乙7万元=123.71%: the written-out division."""
    for group in facts.exact():
        for a, b, stated in zip(group, group[1:], group[2:], strict=False):
            between = facts.between(a.quantity.span.end, b.quantity.span.start)
            result = facts.between(b.quantity.span.end, stated.quantity.span.start)
            alike = a.quantity.unit == b.quantity.unit and stated.quantity.unit == "%"
            if alike and re.match(r"\s*[/÷]", between) and re.match(r"\s*(?:[×xX*]\s*100\s*%\s*)?=", result):
                yield from _checked("ratio.formula", facts, Division(a, b, stated))


def rates(facts: Facts) -> Iterator[Finding]:
    """检查4260辆次，超标117辆次，超标率3.75%: part/whole; 抽检1142批次，不合格35批次，合格率99.74%: 1 − part/whole.

    The count before the rate must be of what the rate is named for (or of its negation). Where several
    counts of its unit could be the whole, one that agrees settles it; where none does, the nearest is taken.
    """
    for group in facts.exact():
        for at, rate in enumerate(group):
            about = _rate_name(facts, rate)
            near = [c for c in group[max(0, at - _NEAR) : at] if _of_one_matter(facts, c, rate)]
            counts = [c for c in near if c.quantity.kind == "count"]
            if about is None or len(counts) < 2 or re.search(load("audit")["rate"]["change"], about):
                continue
            part = counts[-1]
            if _is_of_fewer(facts, about, [c for c in near if c.quantity.span.start > part.quantity.span.start]):
                continue
            complement = _speaks_of(about, _own_words(facts, part) + _words_behind(facts, part, rate))
            wholes = [
                c for c in counts[:-1] if _could_be_whole(facts, about, c, part) and _same_matter(facts, about, c, part)
            ]
            if complement is None or not wholes:
                continue
            divisions = [Division(part, whole, rate, complement) for whole in wholes]
            others = [Division(part, c, rate, complement) for c in counts[:-1] if c.quantity.unit == part.quantity.unit]
            if any(d.agrees(whole_numbers_exact=True) for d in (*divisions, *others)):
                continue
            found = _checked("ratio.rate", facts, divisions[-1])
            yield from (replace(f, certainty="likely") if len(wholes) > 1 else f for f in found)


def _of_one_matter(facts: Facts, claim: Claim, rate: Claim) -> bool:
    """Nothing between them but commas: after ； begins another matter."""
    return "；" not in facts.between(claim.quantity.span.end, rate.quantity.span.start)


def _rate_name(facts: Facts, claim: Claim) -> str | None:
    """What a rate is about (合格 of 抽检合格率 is its last two characters); None where it is no rate."""
    if claim.quantity.unit != "%" or claim.quantity.value is None:
        return None
    found = list(re.finditer(load("audit")["rate"]["name"], facts.words_before(claim)))
    return found[-1][1] if found else None


def _is_of_fewer(facts: Facts, about: str, between: Sequence[Claim]) -> bool:
    """The part's own rate stands before this one, which names only some: 整改97条，整改率97%，重大隐患整改率100%."""
    others = [_rate_name(facts, claim) for claim in between]
    return any(other is not None and other != about and about.endswith(other) for other in others)


def _own_words(facts: Facts, part: Claim) -> str:
    """The words before a count without those of the count before it: 调解534件、裁决 is of 裁决."""
    return re.split(r"\d[^、]*、", facts.words_before(part))[-1]


def _words_behind(facts: Facts, part: Claim, rate: Claim) -> str:
    """The rest of the part's clause: 有92户表示满意."""
    return re.split(r"[，。；、]", facts.between(part.quantity.span.end, rate.quantity.span.start))[0]


def _speaks_of(about: str, words: str) -> bool | None:
    """False where the words are of what the rate is about, True where of its negation, None where of neither."""
    core = about[-2:]
    if any(negation + core in words for negation in load("audit")["rate"]["negations"]):
        return not about.startswith(tuple(load("audit")["rate"]["negations"])) and about[-3:-2] != "不"
    return False if core in words or core[::-1] in words else None


def _same_matter(facts: Facts, about: str, whole: Claim, part: Claim) -> bool:
    """A rate that names whom it is of (患者规范管理率) speaks of counts that name them too."""
    subject = about[:-2]
    if len(subject) < 3:
        return True
    start = max(whole.context.start, whole.quantity.span.start - 24)
    told = facts.between(start, part.quantity.span.end)
    pairs = [subject[k : k + 2] for k in range(len(subject) - 1)]
    return 2 * sum(pair in told for pair in pairs) >= len(pairs)


def _could_be_whole(facts: Facts, about: str, whole: Claim, part: Claim) -> bool:
    """Counted in the same unit, not smaller, and not itself what the rate is about (全市完成…，其中市本级完成…)."""
    words = facts.words_before(whole)
    if about[-2:] in words and not re.search(load("audit")["rate"]["due"], words):
        return False
    same = whole.quantity.unit == part.quantity.unit
    return same and (whole.quantity.value or 0) >= (part.quantity.value or 0)


def shares_of_budget(facts: Facts) -> Iterator[Finding]:
    """支出10.83万元，为年初预算23.51万元的46.07%, and 预算15.33万元，实际10.4万元，执行率67.84%."""
    rate_words = load("audit")["budget"]["rate"]
    for group in facts.exact():
        for first, second, rate in zip(group, group[1:], group[2:], strict=False):
            if (
                first.quantity.unit != second.quantity.unit
                or rate.quantity.unit != "%"
                or first.quantity.kind == "percent"
            ):
                continue
            link = facts.between(second.quantity.span.end, rate.quantity.span.start)
            words = facts.words_before(second)
            if re.fullmatch(r"的", link) and re.search(r"[为占是]", words):
                yield from _checked("ratio.of-budget", facts, Division(first, second, rate))
            elif re.fullmatch(rate_words, link) and _is_plan(facts, first) and _is_spent(facts, second):
                yield from _checked("ratio.of-budget", facts, Division(second, first, rate))


def shares_of_target(facts: Facts) -> Iterator[Finding]:
    """新增就业8416人，完成目标任务8000人的102.50%: where one figure only may be what was done."""
    for group in facts.exact():
        for at, (plan, rate) in enumerate(pairwise(group)):
            link = facts.between(plan.quantity.span.end, rate.quantity.span.start)
            done = [c for c in group[max(0, at - _NEAR) : at] if c.quantity.unit == plan.quantity.unit]
            told = re.search(load("audit")["rate"]["of_target"], facts.words_before(plan))
            if link != "的" or rate.quantity.unit != "%" or not told or len(done) != 1:
                continue
            if re.fullmatch(r"，[^，。；、)）]*", facts.between(done[0].quantity.span.end, plan.quantity.span.start)):
                yield from _checked("ratio.of-target", facts, Division(done[0], plan, rate))


def _is_plan(facts: Facts, claim: Claim) -> bool:
    return bool(re.search(load("audit")["budget"]["plan"], facts.words_before(claim)))


def _is_spent(facts: Facts, claim: Claim) -> bool:
    words, rules = facts.words_before(claim), load("audit")["budget"]
    return bool(re.search(rules["spent"], words)) and not re.search(rules["other"], words)


@dataclass(frozen=True, slots=True)
class Division:
    """part/whole in per cent, or what it leaves of 100 %, beside the stated per cent."""

    part: Claim
    whole: Claim
    stated: Claim
    complement: bool = False

    def claims(self) -> tuple[Claim, Claim, Claim]:
        """The three figures in the order whole, part, stated."""
        return self.whole, self.part, self.stated

    def ratio(self) -> Decimal:
        """The ratio of the figures as printed, in per cent."""
        assert self.part.quantity.value is not None
        assert self.whole.quantity.value is not None
        value = self.part.quantity.value / self.whole.quantity.value * HUNDRED
        return HUNDRED - value if self.complement else value

    def agrees(self, *, whole_numbers_exact: bool) -> bool:
        """Some figures that round to the printed ones have a ratio that rounds to the stated one."""
        part = stands_for(self.part.quantity, whole_exact=whole_numbers_exact)
        share = part.percent_of(stands_for(self.whole.quantity, whole_exact=whole_numbers_exact))
        if share is None:
            return True
        if self.complement:
            share = Interval(HUNDRED, HUNDRED) - share
        return share.touches(stands_for(self.stated.quantity))


def _checked(rule: str, facts: Facts, division: Division) -> Iterator[Finding]:
    """A finding where the division cannot round to the stated per cent."""
    claims = division.claims()
    if any(c.quantity.op not in ("=", "≈") for c in claims) or not division.whole.quantity.value:
        return
    if division.agrees(whole_numbers_exact=True):
        return
    hedged = any(c.quantity.op == "≈" for c in claims)
    certainty = "likely" if hedged or division.agrees(whole_numbers_exact=False) else "certain"
    yield _finding(rule, facts, division, certainty)


def _finding(rule: str, facts: Facts, division: Division, certainty: str) -> Finding:
    whole, part, stated = (facts.raw(claim.quantity.span) for claim in division.claims())
    written = f"({whole}-{part})/{whole}" if division.complement else f"{part}/{whole}"
    step = division.stated.quantity.step
    computed = f"{written}={division.ratio():.{max(2, -int(step.as_tuple().exponent))}f}%"
    message = f"文中写{division.stated.indicator}{stated}，按所列数据{computed}。"
    evidence = evidence_of(division.claims())
    return Finding(rule, "ratio", certainty, f"{whole}，{part}，{stated}", computed, step, message, evidence)
