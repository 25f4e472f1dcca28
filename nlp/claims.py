"""Claims in prose: a quantity with what it measures, its role, direction and period."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from nlp.blocks import section_at
from nlp.knowledge import load
from nlp.periods import Period, periods
from nlp.quantities import quantities
from nlp.text import fold, sentences
from nlp.titles import plain_title
from nlp.types import BlockKind, Claim, Document, Label, Quantity, Section, Span

_BOUNDARY = re.compile(r"[，。；：:;！？、（(\n]|其中")
_RIGHT = re.compile(r"\s*(?:的|以上|以内|左右|余|多)?\s*([\u4e00-\u9fffA-Za-z“”《》]{2,18})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: its section with plain title and type, and its sentence."""

    section: int
    title: str
    type: str
    sentence: Span


def claims(
    document: Document, sections: Sequence[Section], labels: Sequence[Label], year: int | None
) -> tuple[Claim, ...]:
    """Every claim in the prose of the document, in reading order; `year` is the one evaluated."""
    folded = fold(document.text)
    found: list[Claim] = []
    for block in document.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            continue
        section = section_at(sections, block.span.start)
        place = Place(section, plain_title(document, sections[section]), labels[section].type, block.span)
        found.extend(_paragraph(folded, place, year))
    return tuple(found)


def in_order(found: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims from prose and from tables as they stand in the report."""
    return tuple(sorted(found, key=lambda claim: claim.quantity.span))


def _paragraph(folded: str, paragraph: Place, year: int | None) -> Iterator[Claim]:
    """Claims of one paragraph; a period named in one sentence holds for the next ones too."""
    said: Period | None = None
    for sentence in sentences(folded, paragraph.sentence):
        place = replace(paragraph, sentence=sentence)
        spoken = periods(folded, sentence, year)
        previous: Claim | None = None
        found = quantities(folded, sentence)
        for i, quantity in enumerate(found):
            before = [p for p in spoken if p.span.start < quantity.span.start]
            period = before[-1] if before else _carried(folded, sentence, said)
            left = _left(folded, sentence, found[i - 1] if i else None, quantity)
            previous = _claim(folded, place, quantity, left, period, previous)
            yield previous
        said = spoken[-1] if spoken else said


def _carried(folded: str, sentence: Span, said: Period | None) -> Period | None:
    """A year or its end named earlier in the paragraph holds on; a day or a month only for what is 其中 of it."""
    if said is None or said.text is None or folded.startswith("其中", sentence.start) or said.text.endswith("-12-31"):
        return said
    return Period(said.text[:4], said.span)


def _claim(
    folded: str, place: Place, quantity: Quantity, left: Span, period: Period | None, previous: Claim | None
) -> Claim:
    before = folded[left.start : quantity.span.start]
    wide = folded[max(place.sentence.start, quantity.span.start - 40) : quantity.span.start]
    after = folded[quantity.span.end : quantity.span.end + 6]
    role = _role_of_words(quantity, before, wide, after)
    role = role or _listed_role(folded, quantity, previous) or _role_of_place(quantity, before, place.type)
    indicator = _indicator(folded, place, quantity, left, role, previous)
    when = period.text if period else None
    return Claim(place.section, quantity, indicator, role, _direction(quantity, before), when, place.sentence)


def _listed_role(folded: str, quantity: Quantity, previous: Claim | None) -> str | None:
    """An amount in a list (包括甲2650万元、乙826万元) is what the amount before it is."""
    if previous is None or (quantity.kind, previous.quantity.kind) != ("money", "money"):
        return None
    between = folded[previous.quantity.span.end : quantity.span.start]
    return previous.role if re.match(r"[、，](?:包括|其中)?[^，。；]*$", between) else None


def _left(folded: str, sentence: Span, last: Quantity | None, quantity: Quantity) -> Span:
    """The words before a number back to the clause's boundary or the number before it."""
    start = max(sentence.start, last.span.end if last else 0)
    for match in _BOUNDARY.finditer(folded, start, quantity.span.start):
        if folded[match.end() : quantity.span.start].strip():
            start = match.end() if match[0] != "其中" else match.start()
    return Span(start, quantity.span.start)


@dataclass(frozen=True, slots=True)
class Role:
    """One entry of claims.toml: words before the number (and behind it) that give it a role."""

    name: str
    kinds: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str] | None


@cache
def _roles() -> tuple[Role, ...]:
    return tuple(
        Role(r["name"], tuple(r["kinds"]), re.compile(r["before"]), re.compile(r["after"]) if "after" in r else None)
        for r in load("claims")["role"]
    )


def _role_of_words(quantity: Quantity, before: str, wide: str, after: str) -> str | None:
    """The role that the words around a number give it: its clause, else (a mark) the 40 characters before."""
    for text, roles in ((before, _roles()), (wide, [r for r in _roles() if r.kinds == ("score",)])):
        for role in roles:
            fits = quantity.kind in role.kinds and role.before.search(text)
            if fits and (role.after is None or role.after.match(after)):
                return role.name
    return None


def _role_of_place(quantity: Quantity, before: str, section: str) -> str:
    """What figures are in a section of that type; else what stands (其他) or what was done (完成值)."""
    rules = load("claims")
    if quantity.kind in ("score", "rank"):
        return "其他"
    if default := rules["default_role"].get(section, {}).get(quantity.kind):
        return str(default)
    stands = quantity.kind in rules["standing"]["kinds"] and re.search(rules["standing"]["before"], before)
    return "其他" if stands else "完成值"


def _direction(quantity: Quantity, before: str) -> str | None:
    if quantity.kind in ("score", "rank"):
        return None
    rules = load("claims")["direction"]
    if re.search(rules["up"], before):
        return "up"
    return "down" if re.search(rules["down"], before) else None


def _indicator(folded: str, place: Place, quantity: Quantity, left: Span, role: str, previous: Claim | None) -> str:
    """What the number measures, in the report's words."""
    rules = load("claims")["indicator"]
    name = _core(folded[left.start : left.end])
    if quantity.kind == "score":
        return _marked(folded, place, quantity, name, role, previous)
    if re.match(rules["unnamed"], name):
        name = ""
    inherits = quantity.kind == "rank" or role in ("同比", "占比")
    if previous is not None and inherits and len(name) < 2:
        return previous.indicator
    if not name or name in rules["verbs"]:
        behind = _RIGHT.match(folded, quantity.span.end, place.sentence.end)
        if behind:
            return (name + behind[1]).strip()
    if not name and previous is not None:
        return previous.indicator
    return name or place.title


_MARKS = {"满分": "指标分值", "得分": "自评得分"}


def _marked(folded: str, place: Place, quantity: Quantity, name: str, role: str, previous: Claim | None) -> str:
    """What a mark is for: what is named beside it, the clause before 得…分, the mark before it, the section's title."""
    suffix, subject, sentence = _MARKS.get(role, ""), place.title, place.sentence
    named = re.sub(load("claims")["indicator"]["unmarked"], "", name)
    of_title = bool(subject) and (subject in named or named in subject)
    if 2 <= len(named) <= 16 and not of_title and not re.search(r"\d", named):
        return named + suffix
    of_all = subject and re.search(load("claims")["indicator"]["of_title"], name)
    if role == "得分" and len(named) < 2 and not of_all:
        clauses = [m.start() for m in re.finditer(r"[，。；：]", folded[sentence.start : quantity.span.start])]
        for start, end in reversed(list(pairwise([-1, *clauses]))):
            text = _core(folded[sentence.start + start + 1 : sentence.start + end])
            if len(text) >= 4 and not re.search(r"\d|分$", text):
                return text
            if len(text) >= 4:
                break
    if previous is not None and previous.quantity.kind == "score" and len(named) < 2 and not of_all:
        return re.sub("|".join(_MARKS.values()), "", previous.indicator) + suffix
    return subject + suffix if subject else name


def _core(text: str) -> str:
    rules = load("claims")["indicator"]
    text = re.sub(rules["tail"], "", text.strip())
    text = re.sub(rules["head"], "", text)
    return re.sub(r"\s+", "", text)
