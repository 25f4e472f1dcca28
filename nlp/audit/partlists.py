"""A whole and its parts in prose: 支出100万元，其中基本支出60万元、项目支出40万元."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.audit.facts import Facts
from nlp.knowledge import load
from nlp.types import Claim, Span

_STOPS = {"；": 3, ";": 3, "，": 2, ",": 2, "、": 1}
KINDS = ("money", "count")
LONGEST = 40  # parts of one whole, at most
_BY_CHANCE = 4  # digits in which a sum does not agree with a figure by chance


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
    scope: "Scope"
    shares: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Claims before a marker and those behind it, as far as its words reach."""

    before: tuple[Claim, ...]
    after: tuple[Claim, ...]
    start: int
    end: int
    every: bool = False  # the marker promises all parts
    bare: bool = False  # there is no marker


def part_lists(facts: Facts) -> Iterator[PartList]:
    """Every list of parts in the prose, one for each unit that a whole and its parts share."""
    last: Sequence[Claim] = ()
    for sentence in facts.sentences:
        for scope in _scopes(facts, last, sentence):
            for unit in dict.fromkeys(unit_of(facts, c) for c in scope.before if c.quantity.kind in KINDS):
                yield from _lists(facts, scope, unit)
        last = sentence


def unit_of(facts: Facts, claim: Claim) -> str:
    """The unit of a claim; posts are counted as people, whatever the classifier (编制96个)."""
    posts = claim.quantity.unit in ("个", "人") and "编制" in facts.words_before(claim)
    return "人" if posts else claim.quantity.unit


def name_of(facts: Facts, claim: Claim) -> str:
    """The words of a claim's clause before its number, without the marker and without what stands in brackets."""
    words = re.sub(r"[(（][^()（）]*[)）]", "", facts.words_before(claim))
    words = re.split(r"[、:：()（）]|其中|包括", words)[-1].strip("和及与 “”")
    return words or re.split(r"[、:：(（]|其中", claim.indicator)[-1]


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(load("audit")["sums"]["marker"])


def _scopes(facts: Facts, last: Sequence[Claim], sentence: Sequence[Claim]) -> Iterator[Scope]:
    rules, context = load("audit")["sums"], sentence[0].context
    named = re.match(rules["named"], facts.between(context.start, min(context.end, context.start + 24)))
    if named is not None and last:
        wholes = [c for c in last if name_of(facts, c).endswith(named[1])]
        start = context.start + named.end()
        yield Scope(tuple(wholes), tuple(sentence), start, context.end, every=False)
    for mark in _marker().finditer(facts.text, context.start, context.end):
        before = [c for c in sentence if c.quantity.span.end <= mark.start()]
        if not before and mark.start() - context.start <= 1 and _follows(facts, last, context):
            before = list(last)
        end = _closed(facts.text, mark.start(), context.end)
        after = [c for c in sentence if mark.end() <= c.quantity.span.start < end]
        every, bare = re.match(rules["every"], mark[0]) is not None, mark[0] == "，"
        if bare:
            before = [c for c in before[-1:] if not re.search(rules["grouped"], name_of(facts, c))]
        if before and after:
            yield Scope(tuple(before), tuple(after), mark.end(), end, every, bare)


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


def _lists(facts: Facts, scope: Scope, unit: str) -> Iterator[PartList]:
    """The list behind a marker; where every clause has several figures, a list for each of these columns."""
    possible = [c for c in reversed(scope.before) if unit_of(facts, c) == unit]
    shown = _outside(facts, scope)
    alike = [c for c in shown if unit_of(facts, c) == unit][:LONGEST]
    listed = [c for c in alike if not is_aside(facts, c) and not _no_part(facts, c)]
    if not possible or not listed:
        return
    top = _without_nested(facts, listed)
    columns = _columns(facts, top)
    readings = [tuple(way[:k]) for way in (alike, listed, top) for k in range(2, len(way) + 1)]
    readings += [tuple(way) for way in (*columns, *_columns(facts, alike))]
    mains = tuple(c for c in possible if _could_be_whole(facts, scope, c))
    near = tuple(c for c in possible if _is_near(facts, scope, c))
    sep, natural = _run(facts, top)
    natural = _before_next_whole(facts, natural)
    if sep == _STOPS["；"] and not re.search(r"[：:]", facts.text[scope.start - 1 : scope.start + 1]):
        sep = _STOPS["，"]  # behind 其中 without a colon ； may end the list as well
    shares = _shares(facts, natural, shown)
    if len(columns) > 1 and _is_mixed(facts, natural):
        names = tuple(name_of(facts, c) for c in columns[0])
        for whole, parts in zip(mains[::-1], columns, strict=False) if len(mains) == len(columns) else ():
            if _is_list(facts, scope, parts):
                yield PartList((whole,), _can_settle(possible, near), tuple(parts), names, (), _STOPS["；"], scope)
    elif _is_list(facts, scope, natural):
        names, settling = tuple(name_of(facts, c) for c in natural), _can_settle(possible, near)
        yield PartList(mains, settling, tuple(natural), names, tuple(readings), sep, scope, shares)


def _is_list(facts: Facts, scope: Scope, parts: Sequence[Claim]) -> bool:
    """Every part has one value, nothing says that more belong to the whole, and all are measures of one kind."""
    words = facts.between(scope.start, parts[-1].quantity.span.end)
    tail = facts.between(parts[-1].quantity.span.end, min(scope.end, parts[-1].quantity.span.end + 8))
    lead = facts.between(max(scope.before[-1].quantity.span.end, scope.start - 12), scope.start)
    exact = all(c.quantity.op == "=" and c.quantity.value is not None for c in parts)
    return exact and not _is_open(words, tail, lead) and not _is_mixed(facts, parts)


def _is_mixed(facts: Facts, parts: Sequence[Claim]) -> bool:
    """Some are of one kind, some of another (财政拨款收入…，支出…): figures beside each other, no parts."""
    names = [facts.words_before(c) for c in parts]
    for left, right in load("audit")["sums"]["apart"]:
        sides = [(re.search(left, name) is not None, re.search(right, name) is not None) for name in names]
        if (True, False) in sides and (False, True) in sides:
            return True
    return False


def _can_settle(possible: Sequence[Claim], near: Sequence[Claim]) -> tuple[Claim, ...]:
    """What a sum may agree with: all that is near, and of what is far the figures that it would not meet by chance."""
    return tuple(c for c in possible if c in near or _digits(c) >= _BY_CHANCE)


def _digits(claim: Claim) -> int:
    value = claim.quantity.value
    return len("".join(map(str, value.as_tuple().digits)).strip("0")) if value is not None else 0


def _shares(facts: Facts, parts: Sequence[Claim], shown: Sequence[Claim]) -> tuple[Claim, ...]:
    """The shares that are told of the parts."""
    last = parts[-1].quantity.span
    inside = [c for c in shown if c.quantity.unit == "%" and c.quantity.span.end <= last.start]
    shares = [c for c in inside if "占" in facts.words_before(c)]
    behind = [c for c in shown if c.quantity.span.start >= last.end]
    return (*shares, *_shares_behind(facts, last.end, behind, len(parts)))


def _shares_behind(facts: Facts, end: int, behind: Sequence[Claim], count: int) -> Sequence[Claim]:
    """The last part's own share (占74.09%), or those of all in their order (分别占60%、40%)."""
    if not behind or behind[0].quantity.unit != "%":
        return ()
    words = facts.between(end, behind[0].quantity.span.start)
    if re.fullmatch(load("audit")["sums"]["shares"], words):
        return tuple(c for c in behind[:count] if c.quantity.unit == "%")
    return behind[:1] if re.fullmatch(load("audit")["shares"]["link"], words) else ()


def _is_open(words: str, tail: str, lead: str) -> bool:
    """The words in a list, right behind it or right before its marker say that it is not complete."""
    rules = load("audit")["sums"]
    return bool(re.search(rules["open"], words) or re.match(rules["tail"], tail) or re.search(rules["lead"], lead))


def _outside(facts: Facts, scope: Scope) -> list[Claim]:
    """The claims behind a marker that no bracket holds."""
    shown, depth, at = [], 0, scope.start
    for claim in scope.after:
        gap = facts.between(at, claim.quantity.span.start)
        depth += sum(c in "(（" for c in gap) - sum(c in ")）" for c in gap)
        at = claim.quantity.span.start
        if depth <= 0:
            shown.append(claim)
    return shown


def is_aside(facts: Facts, claim: Claim) -> bool:
    """A change, a share, an average: neither a whole nor a part."""
    words = facts.words_before(claim).strip()
    return claim.direction is not None or re.search(load("audit")["sums"]["aside"], words) is not None


def _no_part(facts: Facts, claim: Claim) -> bool:
    return re.search(load("audit")["sums"]["no_part"], facts.words_before(claim).strip()) is not None


def _could_be_whole(facts: Facts, scope: Scope, claim: Claim) -> bool:
    """It is near, has one value, and is no change and no share."""
    exact = claim.quantity.op == "=" and claim.quantity.value is not None
    return exact and _is_near(facts, scope, claim) and not is_aside(facts, claim)


def _is_near(facts: Facts, scope: Scope, claim: Claim) -> bool:
    """It stands behind the last ； before the marker, but for one right before 其中."""
    between = re.sub(r"[;；]其中[:：,，]?$", "", facts.between(claim.quantity.span.end, scope.start))
    return not re.search(r"[;；]", between)


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
    for left, right in pairwise(parts):
        if separator(facts, left, right) > strength:
            break
        run.append(right)
    return strength, run


def _before_next_whole(facts: Facts, run: list[Claim]) -> list[Claim]:
    """The parts before the first with parts of its own, unless the first has them: that may be another whole."""
    if len(run) < 2 or separator(facts, run[0], run[1]) < _STOPS["，"]:
        return run
    whole = [_marker().match(facts.text, c.quantity.span.end + 1) is not None for c in run]
    return run if whole[0] or True not in whole else run[: whole.index(True)]


def _without_nested(facts: Facts, parts: Sequence[Claim]) -> list[Claim]:
    """The parts that are not parts of a part (甲30万元，其中乙10万元；丙…): a list within a list ends at ， or ；."""
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


def _columns(facts: Facts, parts: Sequence[Claim]) -> list[list[Claim]]:
    """Every k-th of parts that come in clauses of k (甲预算10万元，执行9万元；乙预算…); none where clauses differ."""
    clauses: list[list[Claim]] = []
    for at, part in enumerate(parts):
        if at and separator(facts, parts[at - 1], part) < _STOPS["；"]:
            clauses[-1].append(part)
        else:
            clauses.append([part])
    width = min(map(len, clauses), default=0)
    if len(clauses) < 2 or any(len(clause) != width for clause in clauses):
        return []
    return [[clause[place] for clause in clauses] for place in range(width)]
