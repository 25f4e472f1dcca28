"""What is left of money: 上年结转 + 收入 − 支出 = 年末结转, 年初预算 + 追加 − 调减 = 全年预算."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.audit.arithmetic import Interval, scale_of, stands_for, written
from nlp.audit.facts import Facts, evidence_of
from nlp.audit.sums import mended, told
from nlp.knowledge import load
from nlp.types import Claim, Finding


@dataclass(frozen=True, slots=True)
class Balance:
    """What comes in, what goes out, and what is said to be left."""

    added: tuple[Claim, ...]
    taken: tuple[Claim, ...]
    left: Claim

    def claims(self) -> tuple[Claim, ...]:
        """All figures as they stand."""
        return tuple(sorted((*self.added, *self.taken, self.left), key=lambda claim: claim.quantity.span))

    def value(self) -> Decimal:
        """What is left by the figures as printed."""
        return sum(map(_value, self.added), Decimal(0)) - sum(map(_value, self.taken), Decimal(0))

    def agrees(self) -> bool:
        """Figures that round to the printed ones can balance."""
        result = Interval(Decimal(0), Decimal(0))
        for claim in self.added:
            result = result + stands_for(claim.quantity, whole_exact=True)
        for claim in self.taken:
            result = result - stands_for(claim.quantity, whole_exact=True)
        return result.touches(stands_for(self.left.quantity, whole_exact=True))

    def one_digit_off(self) -> bool:
        """One wrong digit, or two that changed places, explains the difference."""
        excess = self.value() - _value(self.left)
        return any(mended(c, _value(c) - excess) for c in self.added) or any(
            mended(c, _value(c) + excess) for c in (*self.taken, self.left)
        )


def carried_over(facts: Facts) -> Iterator[Finding]:
    """上年结转10万元，本年收入100万元，本年支出90万元，年末结转30万元: 10+100-90=20."""
    for paragraph in _paragraphs(facts):
        found = _named(facts, paragraph, ("opening", "income", "spending", "closing"))
        if all(len(found[part]) == 1 for part in ("income", "spending", "closing")) and len(found["opening"]) < 2:
            balance = Balance((*found["opening"], *found["income"]), tuple(found["spending"]), found["closing"][0])
            sure = len(found["opening"]) == 1
            if not balance.agrees() and (sure or balance.one_digit_off()):
                yield _finding("sum.balance", facts, balance, sure=sure)


def adjusted(facts: Facts) -> Iterator[Finding]:
    """年初预算100万元，追加20万元，调整后预算130万元: 100+20=120."""
    for paragraph in _paragraphs(facts):
        found = _named(facts, paragraph, ("before", "added", "cut", "after"))
        if len(found["before"]) == 1 and len(found["after"]) == 1 and (found["added"] or found["cut"]):
            balance = Balance((*found["before"], *found["added"]), tuple(found["cut"]), found["after"][0])
            in_order = balance.claims()[0] is found["before"][0] and balance.claims()[-1] is found["after"][0]
            if in_order and not balance.agrees():
                yield _finding("sum.budget", facts, balance, sure=True)


def _paragraphs(facts: Facts) -> Iterator[list[Claim]]:
    """The money of every run of sentences without a gap, what is 其中 of something left out."""
    run: list[Claim] = []
    end = -1
    for sentence in facts.sentences:
        context = sentence[0].context
        if end < 0 or facts.between(end, context.start).strip() or "\n" in facts.between(end, context.start):
            if run:
                yield run
            run = []
        end = context.end
        run += [c for c in sentence if c.quantity.kind == "money" and not _is_nested(facts, c)]
    if run:
        yield run


def _is_nested(facts: Facts, claim: Claim) -> bool:
    """Behind 其中 or 包括 in its clauses up to the last ；."""
    said = facts.between(claim.context.start, claim.quantity.span.start)
    clauses = re.split(r"[；;]", said)[-1]
    return said.startswith("其中") or re.search(load("audit")["balance"]["nested"], clauses) is not None


def _named(facts: Facts, claims: Sequence[Claim], parts: Sequence[str]) -> dict[str, list[Claim]]:
    """The claims by what their words say they are; nothing where money moves that is in none of these."""
    rules = load("audit")["balance"]
    found: dict[str, list[Claim]] = {part: [] for part in parts}
    for claim in claims:
        words = facts.words_before(claim)
        if re.search(rules["other"], words) and not ("cut" in parts and re.search(rules["cut"], words)):
            return {part: [] for part in parts}
        part = next((part for part in parts if re.search(rules[part], words)), None)
        exact = claim.quantity.value is not None and claim.quantity.op == "="
        if part is not None and exact:
            found[part].append(claim)
    return found


def _value(claim: Claim) -> Decimal:
    assert claim.quantity.value is not None
    return claim.quantity.value


def _finding(rule: str, facts: Facts, balance: Balance, *, sure: bool) -> Finding:
    scale = scale_of(balance.left.quantity, facts.raw(balance.left.quantity.span))
    step = min(claim.quantity.step for claim in balance.claims()) / scale

    def shown(claim: Claim) -> str:
        return written(_value(claim) / scale, claim.quantity.step / scale)

    computed = "+".join(map(shown, balance.added)) + "".join(f"-{shown(claim)}" for claim in balance.taken)
    computed += f"={written(balance.value() / scale, step)}"
    certainty = "certain" if sure and balance.one_digit_off() else "likely"
    assumed = "" if certainty == "certain" else "（假定没有其他增减）"
    message = f"文中写{told(facts, balance.left)}，按所列数据{computed}{assumed}。"
    stated = "，".join(told(facts, claim) for claim in balance.claims())
    evidence = evidence_of(balance.claims())
    return Finding(rule, "sum", certainty, stated, computed, balance.left.quantity.step, message, evidence)
