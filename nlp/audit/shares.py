"""A share beside its part, against the whole that stands before it or is named.

share = part / whole × 100 %. The whole is looked for near by; a share that agrees with any candidate is right.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise

from nlp.audit.arithmetic import HUNDRED, stands_for
from nlp.audit.facts import Facts, evidence_of
from nlp.audit.names import name_of
from nlp.knowledge import load, pattern
from nlp.types import Claim, Finding

_BEFORE = 14  # claims before a part among which its whole is looked for
_REACH = 300  # characters before a part within which they stand


_pattern = partial(pattern, "audit", "shares")


def shares_of_whole(facts: Facts) -> Iterator[Finding]:
    """支出总额3691.55万元，其中基本支出2735.18万元，占74.09%; 占项目支出的76.44%."""
    spoken = [claim for claim in facts.spoken if claim.quantity.value is not None]
    for k, (part, share) in enumerate(pairwise(spoken)):
        link = _link(facts, part, share)
        if link is None or _pattern("not_whole").search(link):
            continue
        near = [c for c in spoken[max(0, k - _BEFORE) : k] if _stands_near(c, part) and _may_be_whole(c, part)]
        if any(_agrees(part, whole, share) for whole in near) or _is_of_sum(spoken, k, part, share):
            continue
        now = [whole for whole in near if not _is_compared_with(facts, whole)]
        yield from _named(facts, link, now, part, share) if link else _opened(facts, now, part, share)


def _link(facts: Facts, part: Claim, share: Claim) -> str | None:
    """The name of the whole between part and share, "" where it has none; None where there is no such link."""
    exact = part.quantity.op == "=" and share.quantity.op == "=" and share.quantity.unit == "%"
    if not exact or part.context != share.context or part.quantity.kind not in ("money", "count"):
        return None
    match = _pattern("link").fullmatch(facts.between(part.quantity.span.end, share.quantity.span.start))
    return match["whole"] if match else None


def _stands_near(claim: Claim, part: Claim) -> bool:
    return claim.section == part.section and part.quantity.span.start - claim.quantity.span.end < _REACH


def _may_be_whole(claim: Claim, part: Claim) -> bool:
    value, least = claim.quantity.value, part.quantity.value
    same = claim.quantity.unit == part.quantity.unit and claim.quantity.op in ("=", "≈")
    return same and value is not None and least is not None and value >= least > 0


def _is_compared_with(facts: Facts, claim: Claim) -> bool:
    """It is of another year (比上年的1688.90万元), and no whole of this year's parts."""
    return re.search(load("audit")["changes"]["before"], facts.words_before(claim)) is not None


def _agrees(part: Claim, whole: Claim, share: Claim) -> bool:
    ratio = stands_for(part.quantity).percent_of(stands_for(whole.quantity))
    return ratio is None or ratio.touches(stands_for(share.quantity))


def _is_of_sum(spoken: Sequence[Claim], k: int, part: Claim, share: Claim) -> bool:
    """The whole is the sum of the parts told in the sentence: 基本支出甲，占x%；项目支出乙，占y%."""
    parts = [c for c in spoken[max(0, k - _BEFORE) : k + _BEFORE] if c.context == part.context]
    whole = sum((c.quantity.value or Decimal(0) for c in parts if c.quantity.unit == part.quantity.unit), Decimal(0))
    if not whole or part.quantity.value is None:
        return False
    stated = stands_for(share.quantity)
    return stated.low <= part.quantity.value / whole * HUNDRED <= stated.high


def _named(facts: Facts, name: str, near: Sequence[Claim], part: Claim, share: Claim) -> Iterator[Finding]:
    """Against the one near by that bears the name, else against the only value of that name in the report."""
    here = [whole for whole in near if name in whole.indicator or whole.indicator.endswith(name)]
    if here:
        yield _finding(facts, part, here[-1], share, "certain" if len(here) == 1 else "likely")
    elif _pattern("far").search(name):
        told = [c for c in facts.claims if _is_called(c, name) and _may_be_whole(c, part)]
        planned = {c.quantity.value for c in told if c.role == "预算数"} if "预算" not in name else set()
        spent = [c for c in told if c.quantity.value not in planned]
        values = {claim.quantity.value for claim in spent}
        if len(values) == 1 and not any(_agrees(part, whole, share) for whole in told):
            yield _finding(facts, part, spent[0], share, "likely")


def _is_called(claim: Claim, name: str) -> bool:
    return claim.role != "同比" and name_of(claim.indicator).plain == name_of(name).plain


def _opened(facts: Facts, near: Sequence[Claim], part: Claim, share: Claim) -> Iterator[Finding]:
    """Against the figure before the words that open the parts; else against the one that the part follows: likely."""
    told = [whole for whole in near if whole.context == part.context]
    wholes = [w for w in near if _pattern("opens").search(facts.between(w.quantity.span.end, part.quantity.span.start))]
    if wholes:
        alone = len({whole.quantity.value for whole in near}) == 1 and wholes[-1].context == part.context
        yield _finding(
            facts, part, wholes[-1], share, "certain" if alone and wholes[-1].quantity.op == "=" else "likely"
        )
    elif len(told) == 1 and part.quantity.kind == "count":
        yield _finding(facts, part, told[0], share, "likely")


def _finding(facts: Facts, part: Claim, whole: Claim, share: Claim, certainty: str) -> Finding:
    claims = (whole, part, share)
    printed, raw, said = (facts.raw(claim.quantity.span) for claim in claims)
    value = (part.quantity.value or Decimal(0)) / (whole.quantity.value or Decimal(1)) * HUNDRED
    step = share.quantity.step
    computed = f"{raw}/{printed}={value:.{max(2, -int(step.as_tuple().exponent))}f}%"
    unsure = f"（以{whole.indicator}为总数）" if certainty == "likely" else ""
    message = f"文中写{part.indicator}{raw}占{said}，按所列数据{computed}{unsure}。"
    evidence = evidence_of(claims)
    return Finding(
        "ratio.share", "ratio", certainty, f"{printed}，{raw}，{said}", computed, step, message, evidence
    )  # fmt: skip
