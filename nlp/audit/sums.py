"""A stated whole against its parts in prose.

Tolerance: every amount stands for what rounds to it; counts without a scale are exact. More parts than the whole is
a contradiction unless they overlap; fewer only where nothing can be missing: the list says so, names every group, or
one digit mended makes the sum right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.audit.arithmetic import Interval, is_whole, scale_of, total, written
from nlp.audit.facts import Facts, evidence_of
from nlp.audit.itemised import itemised
from nlp.audit.partlists import PartList, name_of, part_lists, separator, unit_of
from nlp.knowledge import load
from nlp.types import Claim, Finding

_FINE = 10_000  # a whole of so many steps is not met by chance
_ROUGH = 1_000


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and the parts that are said to make it."""

    whole: Claim
    parts: tuple[Claim, ...]
    names: tuple[str, ...]

    def value(self) -> Decimal:
        """The parts as printed, added up."""
        return sum((_value(part) for part in self.parts), Decimal(0))

    def excess(self) -> Decimal:
        """By how much the parts exceed the whole."""
        return self.value() - _value(self.whole)

    def agrees(self) -> bool:
        """Some figures that round to the printed parts add up to one that rounds to the whole."""
        return total(_stands_for(part) for part in self.parts).touches(_stands_for(self.whole))


def _value(claim: Claim) -> Decimal:
    assert claim.quantity.value is not None
    return claim.quantity.value


def _stands_for(claim: Claim) -> Interval:
    """A count without a scale and an amount without decimals are exact: parts of a rounded whole are rounded too."""
    quantity = claim.quantity
    exact = quantity.step == 1 if quantity.kind == "count" else is_whole(quantity)
    slack = Decimal(0) if exact else quantity.step / 2
    return Interval(_value(claim) - slack, _value(claim) + slack)


def parts_of_wholes(facts: Facts) -> Iterator[Finding]:
    """支出100万元，其中基本支出60万元、项目支出50万元: 60+50=110."""
    seen: set[int] = set()
    for found in (*part_lists(facts), *itemised(facts)):
        if len(found.parts) == 1:
            yield from _too_large(facts, found)
        elif not _settled(found):
            claims = Sum(_whole_of(found), found.parts, found.names) if found.wholes else None
            certainty = _certainty(found, claims) if claims else None
            if claims and certainty and claims.parts[0].quantity.span.start not in seen:
                seen.add(claims.parts[0].quantity.span.start)
                yield _finding("sum.parts", facts, claims, certainty)


def _settled(found: PartList) -> bool:
    """Some way to read the list agrees with some figure before it."""
    exact = [c for c in found.possible if c.quantity.value is not None]
    for reading in (found.parts, *found.readings):
        if all(c.quantity.value is not None for c in reading):
            sums = total(_stands_for(c) for c in reading)
            if any(sums.touches(_stands_for(whole)) for whole in exact):
                return True
    return False


def _whole_of(found: PartList) -> Claim:
    """Of what may be the whole the first that one digit mended makes right; else the nearest."""
    for whole in found.wholes:
        if is_slip(Sum(whole, found.parts, found.names)):
            return whole
    return found.wholes[0]


def _certainty(found: PartList, claims: Sum) -> str | None:
    """How sure it is that the parts should have made the whole; None where that cannot be told."""
    if claims.whole.quantity.value == 0 or not _shares_fit(found):
        return None
    known, whole_class = _classes(claims.names)
    if found.scope.bare and not known:
        return None
    slip = is_slip(claims)
    if claims.excess() > 0:
        return _too_much(found, claims, known=known, slip=slip)
    complete = whole_class or found.scope.every or _has_rest(claims) or bool(found.shares)
    small = claims.whole.quantity.kind == "count" and -claims.excess() < 10
    if complete:
        return "certain" if slip else "likely"
    if not slip or (found.sep == 2 and not known):
        return None
    if known and len(claims.parts) > 2:
        return "certain"
    if known and small:
        return "likely"
    return "certain" if known else _by_chance(claims)


def _too_much(found: PartList, claims: Sum, *, known: bool, slip: bool) -> str | None:
    """More than the whole: amounts contradict it; counts only where nothing is counted twice."""
    sure = known or _has_rest(claims)
    if claims.whole.quantity.kind != "money":
        if not sure and any(re.search(load("audit")["sums"]["overlap"], name) for name in claims.names):
            return None
        apart = sure or len(claims.parts) > 2 or _ends_alike(claims)
        if not slip and not apart:
            return None
        sure = sure or (slip and apart)
        likely = None if claims.value() > 2 * _value(claims.whole) or found.sep == 2 else "likely"
        return "certain" if sure else likely
    return "certain" if sure or slip or found.sep != 2 else None


def _ends_alike(claims: Sum) -> bool:
    """All parts are named as kinds of the same (行政案件、刑事案件)."""
    return len({name[-1:] for name in claims.names}) == 1


def _shares_fit(found: PartList) -> bool:
    """The shares of the parts, where all have one, make 100 %: else they overlap or some are missing."""
    if not found.shares:
        return True
    value = sum((_value(c) for c in found.shares if c.quantity.value is not None), Decimal(0))
    return len(found.shares) == len(found.parts) and abs(value - 100) <= 1


def _has_rest(claims: Sum) -> bool:
    return re.search(load("audit")["sums"]["rest"], claims.names[-1]) is not None


def _classes(names: Sequence[str]) -> tuple[bool, bool]:
    """Whether all names are of one known way to part a whole, and whether they name all its groups."""
    for kind in load("audit")["sums"]["class"]:
        groups = [next((i for i, g in enumerate(kind["groups"]) if re.search(g, name)), None) for name in names]
        if None not in groups and len(set(groups)) > 1:
            return True, kind["all"] and len(set(groups)) == len(kind["groups"])
    return False, False


def _by_chance(claims: Sum) -> str | None:
    """Few digits agree with a mended one by chance: then nothing is said."""
    step = min(c.quantity.step for c in (claims.whole, *claims.parts))
    units = [int(_value(c) / step) for c in (claims.whole, *claims.parts)]
    while all(unit % 10 == 0 for unit in units) and any(units):
        units = [unit // 10 for unit in units]
    alike = len(claims.parts) > 2 and _ends_alike(claims)
    if units[0] >= _FINE or (units[0] >= _ROUGH and alike):
        return "certain"
    return "likely" if units[0] >= _ROUGH and len(claims.parts) > 2 else None


def is_slip(claims: Sum) -> bool:
    """One wrong digit, or two digits that changed places, in one of the figures explains the difference."""
    excess = claims.excess()
    whole = mended(claims.whole, _value(claims.whole) + excess)
    return whole or any(mended(part, _value(part) - excess) for part in claims.parts)


def mended(claim: Claim, right: Decimal) -> bool:
    """The printed figure is the right one but for a wrong digit or two that changed places."""
    step = claim.quantity.step
    if right <= 0 or right % step:
        return False
    a, b = str(int(_value(claim) / step)), str(int(right / step))
    width = max(len(a), len(b))
    a, b = a.zfill(width), b.zfill(width)
    wrong = sum(x != y for x, y in zip(a, b, strict=True))
    return wrong == 1 or (wrong == 2 and sorted(a) == sorted(b))


def _too_large(facts: Facts, found: PartList) -> Iterator[Finding]:
    """A single part larger than its whole: 资金50万元，其中中央资金80万元."""
    part, exact = found.parts[0], [c for c in found.possible if c.quantity.value is not None]
    if len(exact) != 1 or len(found.possible) != 1 or not found.wholes or len(found.readings) > 0:
        return
    gap = facts.between(exact[0].quantity.span.end, part.quantity.span.start)
    if not re.fullmatch(r"[，,。；;：:]?其中[：:，,]?[^，,。；;、\d]{1,12}", gap):
        return
    if _stands_for(part).low > _stands_for(exact[0]).high and exact[0].quantity.value:
        yield _finding("sum.parts", facts, Sum(exact[0], (part,), found.names), "certain")


def totals(facts: Facts) -> Iterator[Finding]:
    """困难残疾人3058人、重度残疾人4417人，合计7457人: 3058+4417=7475."""
    for group in facts.sentences:
        for at, whole in enumerate(group):
            if at > 1 and whole.quantity.kind in ("money", "count") and _is_total(facts, group[at - 1], whole):
                yield from _checked_total(facts, group[:at], whole)


def _is_total(facts: Facts, last: Claim, whole: Claim) -> bool:
    gap = facts.between(last.quantity.span.end, whole.quantity.span.start).replace(" ", "").replace("，", ",")
    return re.match(load("audit")["sums"]["total"], gap.replace("；", ";").replace("：", ":")) is not None


def _checked_total(facts: Facts, before: Sequence[Claim], whole: Claim) -> Iterator[Finding]:
    alike = [c for c in before if unit_of(facts, c) == unit_of(facts, whole)]
    if len(alike) < 2 or any(c.quantity.op != "=" or c.quantity.value is None for c in (*alike, whole)):
        return
    sums = [Sum(whole, tuple(alike[k:]), ()) for k in range(len(alike) - 1)]
    if before[-1] is not alike[-1] or any(found.agrees() for found in sums):
        return
    strength = separator(facts, alike[-2], alike[-1])
    run = [alike[-1]]
    for left, right in zip(alike[-2::-1], alike[:0:-1], strict=True):
        if separator(facts, left, right) > strength:
            break
        run.insert(0, left)
    found = Sum(whole, tuple(run), tuple(name_of(facts, c) for c in run))
    words = facts.between(run[0].quantity.span.start, whole.quantity.span.start)
    if re.search(load("audit")["sums"]["open"] + "|其中", words) or strength == 3 or any(map(_changes, run)):
        return
    if is_slip(found) or strength == 1:
        yield _finding("sum.total", facts, found, "certain" if is_slip(found) and strength == 1 else "likely")


def _changes(claim: Claim) -> bool:
    return claim.direction is not None or claim.role == "同比"


def _finding(rule: str, facts: Facts, claims: Sum, certainty: str) -> Finding:
    figures = (*claims.parts, claims.whole) if rule == "sum.total" else (claims.whole, *claims.parts)
    stated = "，".join(told(facts, claim) for claim in figures)
    computed = added(facts, claims.parts, claims.whole)
    whole = told(facts, claims.whole)
    message = f"文中写{whole}，所列各项相加{computed}，与之不符"
    if len(claims.parts) == 1:
        message, computed = f"文中写{whole}，其中的{told(facts, claims.parts[0])}比它还大", _larger(facts, claims)
    if certainty == "likely":
        message += "（假定所列各项互不重叠、没有遗漏）"
    evidence = evidence_of(figures)
    return Finding(rule, "sum", certainty, stated, computed, claims.whole.quantity.step, message + "。", evidence)


def _larger(facts: Facts, claims: Sum) -> str:
    part, whole = claims.parts[0], claims.whole
    return f"{facts.raw(part.quantity.span)}＞{facts.raw(whole.quantity.span)}"


def told(facts: Facts, claim: Claim) -> str:
    """A figure with the words before it."""
    return f"{name_of(facts, claim)}{facts.raw(claim.quantity.span)}"


def added(facts: Facts, parts: Sequence[Claim], whole: Claim) -> str:
    """3218.46+1986.31+685.50=5890.27, in the scale of the whole."""
    scale = scale_of(whole.quantity, facts.raw(whole.quantity.span))
    step = min(c.quantity.step for c in parts) / scale
    value = sum((_value(part) for part in parts), Decimal(0)) / scale
    shown = [written(_value(part) / scale, part.quantity.step / scale) for part in parts]
    return f"{'+'.join(shown)}={written(value, step)}"
