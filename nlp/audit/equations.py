"""Written-out sums and equalities: 4881.98+1148.34=6030.32万元, 决算数（72.45万元）=调整数（89.76万元）."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nlp.audit.facts import Facts
from nlp.types import Evidence, Finding, Span

_REACH = 160
_YEAR = r"20\d\d\s*年"
_NUMBER = rf"(?!{_YEAR})(?<![\d.])\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:万|亿)?[\u4e00-\u9fff]{0,2}"
_TERM = rf"(?:{_YEAR}|[^\d+\-=，。；、/×*÷]){{0,24}}?{_NUMBER}\s*{_UNIT}\s*[)）]?\s*"
_MONEY = ("元", "万元", "亿元")


@dataclass(frozen=True, slots=True)
class Term:
    """A number in an equation: with its sign, its unit and where it stands."""

    sign: int
    number: Decimal
    unit: str
    span: Span

    @property
    def step(self) -> Decimal:
        """The worth of one unit in the last printed place."""
        exponent = self.number.as_tuple().exponent
        return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def equations(facts: Facts) -> Iterator[Finding]:
    """甲10万元+乙20万元-丙5万元=26万元: 10+20-5=25."""
    for left, right in _sides(facts):
        if len(left) + len(right) > 2:
            yield from _checked_sum(facts, left, right)


def equalities(facts: Facts) -> Iterator[Finding]:
    """决算数（72.45万元）=调整数（89.76万元）: two amounts written as one."""
    for left, right in _sides(facts):
        if len(left) + len(right) == 2 and left[0].unit == right[0].unit and left[0].unit in _MONEY:
            yield from _checked_equality(facts, left[0], right[0])


def _sides(facts: Facts) -> Iterator[tuple[list[Term], list[Term]]]:
    """What stands on either side of every equals sign, one side a single term, all in one unit."""
    for sign in re.finditer("=", facts.text):
        left, right = _left(facts.text, sign.start()), _right(facts.text, sign.end())
        if left and right and _one_unit([*left, *right]) and min(len(left), len(right)) == 1:
            yield left, right


@cache
def _terms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand on the left of an equals sign, and on the right."""
    sums = rf"{_TERM}(?:[+\-]\s*{_TERM})*"
    return re.compile(rf"(?:^|[，。；：:、])\s*({sums})$"), re.compile(rf"\s*{sums}")


def _left(text: str, end: int) -> list[Term] | None:
    start = max(0, end - _REACH, text.rfind("。", 0, end) + 1, text.rfind("\n", 0, end) + 1)
    found = _terms()[0].search(text[start:end])
    if found is None:
        return None
    return _read(text, start + found.start(1), end)


def _right(text: str, start: int) -> list[Term] | None:
    found = _terms()[1].match(text, start, start + _REACH)
    if found is None or re.match(r"\s*[+\-*×xX/÷=%‰]", text[found.end() : found.end() + 3]):
        return None
    return _read(text, start, found.end())


def _read(text: str, start: int, end: int) -> list[Term]:
    terms: list[Term] = []
    for found in re.finditer(rf"({_NUMBER})\s*({_UNIT})", text[start:end]):
        at, gap = start + found.start(), text[terms[-1].span.end : start + found.start()] if terms else ""
        sign = -1 if "-" in gap else 1
        unit = found[2].rstrip("的和与为")
        span = Span(at, start + found.end())
        terms.append(Term(sign, Decimal(found[1].replace(",", "")), unit, span))
    return terms


def _one_unit(terms: list[Term]) -> bool:
    """All terms that name a unit name the same; marks are not added here."""
    units = {term.unit for term in terms if term.unit}
    return len(units) <= 1 and "分" not in units


def _checked_sum(facts: Facts, left: list[Term], right: list[Term]) -> Iterator[Finding]:
    """Whichever side is the longer against the single term on the other."""
    terms, (result,) = (left, right) if len(left) > 1 else (right, left)
    value = sum((term.sign * term.number for term in terms), Decimal(0))
    whole = all(term.number == term.number.to_integral() for term in (*left, *right))
    slack = Decimal(0) if whole else sum((term.step / 2 for term in (*left, *right)), Decimal(0))
    if abs(value - result.number) <= slack:
        return
    shown = "".join(("-" if t.sign < 0 else "+" if i else "") + str(t.number) for i, t in enumerate(terms))
    stated = facts.document.text[left[0].span.start : right[-1].span.end]
    message = f"文中写{stated}，算出来是{shown}={value}。"
    yield _finding(facts, "sum.equation", "sum", [*left, *right], stated, f"{shown}={value}", message)


def _checked_equality(facts: Facts, left: Term, right: Term) -> Iterator[Finding]:
    if abs(left.number - right.number) <= (left.step + right.step) / 2:
        return
    a, b = (facts.raw(term.span) for term in (left, right))
    message = f"文中把{a}和{b}写成相等，两数相差{abs(left.number - right.number)}{right.unit}。"
    computed = f"{left.number}≠{right.number}"
    yield _finding(facts, "sum.equality", "restated", [left, right], f"{a}={b}", computed, message)


def _finding(
    facts: Facts, rule: str, kind: str, terms: list[Term], stated: str, computed: str, message: str
) -> Finding:
    text = facts.text
    start = max(text.rfind(stop, 0, terms[0].span.start) for stop in "。\n") + 1
    ends = [text.find(stop, terms[-1].span.end) for stop in "。\n"]
    context = Span(start, min((end for end in ends if end >= 0), default=len(text)))
    evidence = tuple(Evidence(term.span, context) for term in terms)
    return Finding(rule, kind, "certain", stated, computed, terms[-1].step, message, evidence)
