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
from nlp.subjects import Subject, core, subjects
from nlp.text import fold, sentences
from nlp.titles import plain_title
from nlp.types import BlockKind, Claim, Document, Label, Quantity, Section, Span

_BOUNDARY = re.compile(r"[，。；：:;！？、（(\n]|,(?!\d)|其中")
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
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
        found.extend(paragraph(folded, place, year))
    return tuple(found)


def in_order(found: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims from prose and from tables as they stand in the report."""
    return tuple(sorted(found, key=lambda claim: claim.quantity.span))


def paragraph(folded: str, whole: Place, year: int | None) -> Iterator[Claim]:
    """Claims of one paragraph (`whole.sentence` is all of it); a period holds on from sentence to sentence."""
    said: Period | None = None
    for sentence in sentences(folded, whole.sentence):
        place = replace(whole, sentence=sentence)
        spoken = periods(folded, sentence, year)
        previous: Claim | None = None
        found = quantities(folded, sentence)
        shared = subjects(folded, sentence, found, spoken)
        for i, quantity in enumerate(found):
            before = [p for p in spoken if p.span.start < quantity.span.start]
            period = before[-1] if before else _carried(folded, sentence, said)
            left = _left(folded, sentence, found[i - 1] if i else None, quantity)
            when = period.text if period else None
            words = folded[left.start : left.end]
            for subject in shared.get(i, (Subject(words, words),)):
                spoken_of = _claim(folded, place, quantity, subject, subject.period or when, previous)
                yield spoken_of
            previous = spoken_of
        said = spoken[-1] if spoken else said


def _carried(folded: str, sentence: Span, said: Period | None) -> Period | None:
    """A year or its end named earlier in the paragraph holds on; a day or a month only for what is 其中 of it."""
    if said is None or said.text is None or folded.startswith("其中", sentence.start) or said.text.endswith("-12-31"):
        return said
    return Period(said.text[:4], said.span)


def _claim(
    folded: str, place: Place, quantity: Quantity, subject: Subject, period: str | None, previous: Claim | None
) -> Claim:
    before = subject.words + ("翻" if folded[quantity.span.start] == "翻" else "")
    wide = folded[max(place.sentence.start, quantity.span.start - 40) : quantity.span.start]
    after = folded[quantity.span.end : quantity.span.end + 6]
    role = _part_role(folded, quantity, before, previous) or _role_of_words(quantity, before, wide, after)
    role = role or _listed_role(folded, quantity, previous) or _role_of_place(quantity, before, place.type)
    indicator = _indicator(folded, place, quantity, core(subject.name), role, previous)
    return Claim(place.section, quantity, indicator, role, _direction(quantity, before), period, place.sentence)


def _listed_role(folded: str, quantity: Quantity, previous: Claim | None) -> str | None:
    """An amount in a list (包括甲2650万元、乙826万元) is what the amount before it is."""
    if previous is None or (quantity.kind, previous.quantity.kind) != ("money", "money"):
        return None
    between = folded[previous.quantity.span.end : quantity.span.start]
    return previous.role if re.match(r"[、，(](?:包括|其中)?[^，。；]*$", between) else None


def _part_role(folded: str, quantity: Quantity, before: str, previous: Claim | None) -> str | None:
    """The parts of a budget are budgeted too: 预算800万元，其中基本支出500万元、项目支出300万元."""
    if previous is None or previous.role not in ("预算数", "调整数") or quantity.kind != "money":
        return None
    between = folded[previous.quantity.span.end : quantity.span.start]
    listed = re.match(r"[，(]?其中[：:]?[^，。；\d]*$|、[^，。；\d]*$", between)
    return previous.role if listed and not re.search(load("claims")["spent"], before) else None


def _left(folded: str, sentence: Span, last: Quantity | None, quantity: Quantity) -> Span:
    """The words before a number back to the clause's boundary or the number before it."""
    after = last.span.end if last else None
    start = max(sentence.start, after or 0)
    asides = [m.span() for m in _ASIDE.finditer(folded, start, quantity.span.start)]
    for match in _BOUNDARY.finditer(folded, start, quantity.span.start):
        if asides and any(begin <= match.start() < end for begin, end in asides):
            continue
        if match[0] == "、" and start != after and folded[start : match.start()].strip():
            continue  # names that share their number: 企业、商户85家
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


def _indicator(folded: str, place: Place, quantity: Quantity, name: str, role: str, previous: Claim | None) -> str:
    """What the number measures, in the report's words; `name` is said of it in its clause."""
    rules = load("claims")["indicator"]
    if quantity.kind == "rank":
        name = re.sub(rules["ranked"], "", name)
    if quantity.kind == "score":
        return _marked(folded, place, quantity, name, role, previous)
    if re.match(rules["unnamed"], name):
        name = ""
    inherits = quantity.kind == "rank" or role in ("同比", "占比")
    if previous is not None and inherits and len(name) < 2:
        return previous.indicator
    if not name or _opens(name):
        behind = _RIGHT.match(folded, quantity.span.end, place.sentence.end)
        if behind and (behind[1] in rules["verbs"] or not behind[1].startswith(tuple(rules["verbs"]))):
            return (name + behind[1]).strip()
    if not name and previous is not None:
        return previous.indicator
    return name or place.title


def _opens(name: str) -> bool:
    """A clause that ends with its verb is about what comes behind the number: 全县完成12个行政村."""
    return name.endswith(tuple(load("claims")["indicator"]["verbs"]))


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
            text = core(folded[sentence.start + start + 1 : sentence.start + end])
            if len(text) >= 4 and not re.search(r"\d|分$", text):
                return text
            if len(text) >= 4:
                break
    if previous is not None and previous.quantity.kind == "score" and len(named) < 2 and not of_all:
        return re.sub("|".join(_MARKS.values()), "", previous.indicator) + suffix
    return subject + suffix if subject else name
