"""Lists that say how many entries they have, and have more or fewer."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from nlp.audit.facts import Facts, in_quotes
from nlp.blocks import section_at
from nlp.knowledge import pattern
from nlp.numerals import decimal_number, ordinal
from nlp.text import sentences
from nlp.types import BlockKind, Evidence, Finding, Span

_SLIP = 2  # further off the number is that of something else
_joins = partial(pattern, "claims", "indicator", "joins")


_pattern = partial(pattern, "audit", "lists")


def announced(facts: Facts) -> Iterator[Finding]:
    """存在以下五个方面的问题, with four of them below: by the headings under it, else by the enumerators behind it."""
    for paragraph in facts.paragraphs:
        for match in _pattern("announced").finditer(facts.text, paragraph.start, paragraph.end):
            said = _number(match["n"] or match["n2"])
            entries = _headings(facts, match.end()) or _enumerators(facts, match.end())
            if said and len(entries) > 1 and len(entries) != said:
                yield _finding(facts, "list.announced", match, said, len(entries), _certainty(entries, said), paragraph)


def _number(printed: str) -> int:
    value = decimal_number(printed)
    return int(value) if value is not None else 0


def _certainty(entries: Sequence[int], said: int) -> str:
    """More entries than said are too many; fewer are all there are where they are numbered without a gap."""
    without_gap = list(entries) == list(range(1, len(entries) + 1))
    return "certain" if without_gap or len(entries) > said else "likely"


def _headings(facts: Facts, at: int) -> list[int]:
    """The numbers of the headings right below the section that announces the list in its own words."""
    here = section_at(facts.sections, at)
    if at > facts.sections[here].body.end:
        return []
    below = [s for s in facts.sections[here + 1 :] if s.parent == here]
    return [ordinal(s.number) for s in below] if all(s.number for s in below) else []


def _enumerators(facts: Facts, at: int) -> list[int]:
    """The numbers of one family of enumerators behind the words, to the end of their section."""
    end = facts.sections[section_at(facts.sections, at)].span.end
    found: dict[str, list[int]] = {}
    for match in _pattern("entries").finditer(facts.text, at, end):
        name = match.lastgroup or ""
        number = ordinal(match[name])
        if number == len(found.get(name, ())) + 1:
            found.setdefault(name, []).append(number)
        elif name in found and number == 1:
            break
    return next(iter(found.values()), [])


def counted(facts: Facts) -> Iterator[Finding]:
    """下辖桥头、湖畔、工人村7个社区; 新增专业3个，分别是甲、乙: names beside their number."""
    for block in facts.document.blocks:
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        for sentence in sentences(facts.text, block.span):
            for key in ("counted", "named"):
                for match in _pattern(key).finditer(facts.text, sentence.start, sentence.end):
                    yield from _compared(facts, match, sentence, _names(match))
            for match in _pattern("quoted").finditer(facts.text, sentence.start, sentence.end):
                yield from _compared(facts, match, sentence, re.findall("“([^“”]+)”", match["names"]))


def parts(facts: Facts) -> Iterator[Finding]:
    """从预算编制合理性、规范性两方面, over four headings: where the names are those of headings right below."""
    for i, section in enumerate(facts.sections):
        for match in _pattern("parts").finditer(facts.text, section.body.start, section.body.end):
            titles = [facts.between(s.title.start, s.title.end) for s in facts.sections[i + 1 :] if s.parent == i]
            said = _number(match["n"])
            names = [name for listed in match["names"].split("、") for name in _joins().split(listed)]
            known = sum(any(_alike(name, title) for title in titles) for name in names)
            if said and known > 1 and len(titles) > 1 and len(titles) != said:
                block = next(s for s in [*sentences(facts.text, section.body), section.body] if s.end >= match.end())
                yield _finding(facts, "list.parts", match, said, len(titles), "likely", block)


def _alike(name: str, title: str) -> bool:
    """Most of the name's pairs of characters stand in the title."""
    pairs = [name[k : k + 2] for k in range(len(name) - 1)]
    return bool(pairs) and 2 * sum(pair in title for pair in pairs) >= len(pairs)


def _names(match: re.Match[str]) -> list[str]:
    return [name for name in match["names"].split("、") if name.strip()]


def _compared(facts: Facts, match: re.Match[str], sentence: Span, names: Sequence[str]) -> Iterator[Finding]:
    """Names are counted both with and without one that 和 joins to the last."""
    said = _number(match["n"])
    if not said or any(_pattern(key).search(text) for key, text in _otherwise(match)):
        return
    joined, quoted = bool(_joins().search(names[-1])), match.re is _pattern("quoted")
    off = max(len(names) - said, said - len(names) - joined)
    if 0 < off <= max(_SLIP, len(names) // 3):
        certainty = "certain" if not joined and (quoted or _pattern("opens").search(match[0])) else "likely"
        yield _finding(facts, "list.counted", match, said, len(names), certainty, sentence)


def _otherwise(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    """Patterns with the text in which they say that the number is not that of the names."""
    return ("not_whole", match[0]), ("more", match["names"]), ("number", match["names"])


def _finding(
    facts: Facts, rule: str, match: re.Match[str], said: int, there: int, certainty: str, context: Span
) -> Finding:
    stated = facts.raw(Span(match.start(), match.end())).lstrip("，。；：: \n\u3000")
    computed = f"列出{there}个"
    message = f"文中说{in_quotes(stated[-60:])}，即{said}个，实际列出{there}个。"
    span = Span(max(match.start(), context.start), min(match.end(), context.end))
    return Finding(
        rule, "count_of_list", certainty, stated, computed, Decimal(0), message, (Evidence(span, context),)
    )  # fmt: skip
