"""A whole and its parts in prose: 支出100万元，其中基本支出60万元、项目支出40万元."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.audit.facts import Facts
from nlp.knowledge import load
from nlp.types import Claim, Span

_STOPS = {"；": 3, ";": 3, "，": 2, ",": 2, "、": 1}
_KINDS = ("money", "count")
_LONGEST = 40  # parts of one whole, at most


@dataclass(frozen=True, slots=True)
class PartList:
    """Parts as they are listed behind what may be their whole.

    `wholes` are nearest first, `possible` every figure before the list in its unit, `readings` other ways to take
    what follows: one of them that agrees with a possible whole settles the matter. `sep` is the strength of what
    parts them: 1 、 2 ， 3 ；.
    """

    wholes: tuple[Claim, ...]
    possible: tuple[Claim, ...]
    parts: tuple[Claim, ...]
    names: tuple[str, ...]
    readings: tuple[tuple[Claim, ...], ...]
    sep: int
    every: bool
    shares: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """Claims before a marker and those behind it, as far as its words reach."""

    before: tuple[Claim, ...]
    after: tuple[Claim, ...]
    start: int
    end: int
    every: bool


def part_lists(facts: Facts) -> Iterator[PartList]:
    """Every list of parts in the prose, one for each unit that a whole and its parts share."""
    last: Sequence[Claim] = ()
    for sentence in facts.sentences:
        for scope in _scopes(facts, last, sentence):
            units = dict.fromkeys(unit_of(facts, c) for c in scope.before if c.quantity.kind in _KINDS)
            for unit in units:
                found = _list(facts, scope, unit)
                if found is not None:
                    yield found
        last = sentence


def unit_of(facts: Facts, claim: Claim) -> str:
    """The unit of a claim; posts are counted as people, whatever the classifier (编制96个)."""
    posts = claim.quantity.unit in ("个", "人") and "编制" in facts.words_before(claim)
    return "人" if posts else claim.quantity.unit


def name_of(facts: Facts, claim: Claim) -> str:
    """The words of a claim's clause before its number, without the marker and without what stands in brackets."""
    words = re.split(r"[、:：(（]|其中|包括", facts.words_before(claim))[-1].strip("和及与 ")
    return words or re.split(r"[、:：(（]|其中", claim.indicator)[-1]


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(load("audit")["sums"]["marker"])


def _scopes(facts: Facts, last: Sequence[Claim], sentence: Sequence[Claim]) -> Iterator[_Scope]:
    rules, context = load("audit")["sums"], sentence[0].context
    named = re.match(rules["named"], facts.between(context.start, min(context.end, context.start + 24)))
    if named is not None and last:
        wholes = [c for c in last if name_of(facts, c).endswith(named[1])]
        start = context.start + named.end()
        yield _Scope(tuple(wholes), tuple(sentence), start, context.end, every=False)
    for mark in _marker().finditer(facts.text, context.start, context.end):
        before = [c for c in sentence if c.quantity.span.end <= mark.start()]
        if not before and mark.start() - context.start <= 1 and _follows(facts, last, context):
            before = list(last)
        end = _closed(facts.text, mark.start(), context.end)
        after = [c for c in sentence if mark.end() <= c.quantity.span.start < end]
        every = re.match(rules["every"], mark[0]) is not None
        if before and after:
            yield _Scope(tuple(before), tuple(after), mark.end(), end, every)


def _follows(facts: Facts, last: Sequence[Claim], context: Span) -> bool:
    """The sentence stands right behind that of the last claims."""
    return bool(last) and not facts.between(last[0].context.end, context.start).strip()


def _closed(text: str, at: int, end: int) -> int:
    """Where the bracket closes in which a marker stands (or which it is); else the sentence's end."""
    depth = 0
    for place in range(at, end):
        if text[place] in "(（":
            depth += 1
        elif text[place] in ")）":
            depth -= 1
            if depth < 0 or (depth == 0 and text[at] in "(（"):
                return place
    return end


def _list(facts: Facts, scope: _Scope, unit: str) -> PartList | None:
    possible = [c for c in reversed(scope.before) if unit_of(facts, c) == unit]
    shown = _outside(facts, scope)
    alike = [c for c in shown if unit_of(facts, c) == unit][:_LONGEST]
    listed = [c for c in alike if not _is_aside(facts, c) and not _no_part(facts, c)]
    if not possible or not listed:
        return None
    top = _without_nested(facts, listed)
    sep, natural = _run(facts, top)
    words = facts.between(scope.start, natural[-1].quantity.span.end)
    tail = facts.between(natural[-1].quantity.span.end, min(scope.end, natural[-1].quantity.span.end + 8))
    lead = facts.between(max(scope.before[-1].quantity.span.end, scope.start - 12), scope.start)
    if any(c.quantity.op != "=" or c.quantity.value is None for c in natural) or _is_open(words, tail, lead):
        return None
    mains = [c for c in possible if _could_be_whole(facts, scope, c)]
    readings = [tuple(way[:k]) for way in (alike, listed, top) for k in range(2, len(way) + 1)]
    readings += [tuple(way) for way in _columns(facts, alike)]
    names = tuple(name_of(facts, c) for c in natural)
    shares = tuple(c for c in shown if c.quantity.unit == "%" and c.quantity.span.end <= _reach(facts, natural, shown))
    shares = tuple(c for c in shares if "占" in facts.words_before(c))
    return PartList(tuple(mains), tuple(possible), tuple(natural), names, tuple(readings), sep, scope.every, shares)


def _reach(facts: Facts, natural: Sequence[Claim], shown: Sequence[Claim]) -> int:
    """The end of the figure behind the last part: its share, where there is one."""
    later = [c.quantity.span.end for c in shown if c.quantity.span.start >= natural[-1].quantity.span.end]
    return later[0] if later else natural[-1].quantity.span.end


def _is_open(words: str, tail: str, lead: str) -> bool:
    pattern = load("audit")["sums"]["open"]
    return re.search(pattern, words) is not None or re.match(r"[^，。；、\d]{0,4}等", tail) is not None or "主要" in lead


def _outside(facts: Facts, scope: _Scope) -> list[Claim]:
    """The claims behind a marker that no bracket holds."""
    shown, depth, at = [], 0, scope.start
    for claim in scope.after:
        gap = facts.between(at, claim.quantity.span.start)
        depth += sum(c in "(（" for c in gap) - sum(c in ")）" for c in gap)
        at = claim.quantity.span.start
        if depth <= 0:
            shown.append(claim)
    return shown


def _is_aside(facts: Facts, claim: Claim) -> bool:
    """A change, a share, an average: neither a whole nor a part."""
    words = facts.words_before(claim).strip()
    return claim.direction is not None or re.search(load("audit")["sums"]["aside"], words) is not None


def _no_part(facts: Facts, claim: Claim) -> bool:
    return re.search(load("audit")["sums"]["no_part"], facts.words_before(claim).strip()) is not None


def _could_be_whole(facts: Facts, scope: _Scope, claim: Claim) -> bool:
    """It stands behind the last ； before the marker, has one value, and is no change and no share."""
    near = not re.search(r"[;；]", facts.between(claim.quantity.span.end, scope.before[-1].quantity.span.end))
    near = near and not re.search(r"[;；]", facts.between(scope.before[-1].quantity.span.end, scope.start))
    return near and claim.quantity.op == "=" and claim.quantity.value is not None and not _is_aside(facts, claim)


def separator(facts: Facts, left: Claim, right: Claim) -> int:
    """The strength of the strongest mark between two figures, brackets left out."""
    between = facts.between(left.quantity.span.end, right.quantity.span.start)
    between = re.sub(r"[(（][^()（）]*[)）]", "", between)
    return max((_STOPS.get(char, 0) for char in between), default=0) or 1


def _run(facts: Facts, parts: Sequence[Claim]) -> tuple[int, list[Claim]]:
    """The first parts, as far as nothing parts them more than the first two are parted."""
    if len(parts) < 2:
        return 1, list(parts)
    strength, run = separator(facts, parts[0], parts[1]), [parts[0]]
    for left, right in zip(parts, parts[1:], strict=False):
        if separator(facts, left, right) > strength:
            break
        run.append(right)
    return strength, run


def _without_nested(facts: Facts, parts: Sequence[Claim]) -> list[Claim]:
    """The parts that are not parts of a part (甲30万元，其中乙10万元；丙…): a list of its own ends where ，or ； does."""
    top: list[Claim] = []
    limit = 0  # nested until a mark of this strength
    for at, part in enumerate(parts):
        gap = facts.between(parts[at - 1].quantity.span.end, part.quantity.span.start) if at else ""
        if limit and separator(facts, parts[at - 1], part) >= limit and not _marker().search(gap):
            limit = 0
        if at and _marker().search(gap):
            strength = separator(facts, part, parts[at + 1]) if at + 1 < len(parts) else 3
            limit = 2 if strength == 1 else 3
        if not limit:
            top.append(part)
    return top


def _columns(facts: Facts, parts: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Every k-th of parts that come in clauses of k (甲预算10万元，执行9万元；乙预算…)."""
    clauses: list[list[Claim]] = []
    for at, part in enumerate(parts):
        if at and separator(facts, parts[at - 1], part) < 3:
            clauses[-1].append(part)
        else:
            clauses.append([part])
    widths = {len(clause) for clause in clauses}
    if len(clauses) > 1:
        for place in range(min(widths)):
            yield [clause[place] for clause in clauses]
