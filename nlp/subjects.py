"""What a number is said of: the words before it as a name, and clauses that share their numbers or their subjects.

甲、乙分别为1万元、2万元 gives each subject its own number, 甲率、乙率均为95% each the same one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.knowledge import load
from nlp.periods import Period
from nlp.types import Quantity, Span

_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_CLAUSE = re.compile(r"[，。；：;:！？\n]")
_NEXT = re.compile(r"\s*(?:、|,|，|以及|和|与|及)\s*(?:约|近|超|达)?\s*")
_GROUP = re.compile(r"(?:[两三四五六七八九十]|\d+)[\u4e00-\u9fff]{1,6}$")
_EACH = re.compile(r"^(?P<names>.+?)(?P<verb>(?:(?<![平人户亩年月日])均|都|皆)[^，。；\d、]{0,8})$")
_FURTHEST = 14  # characters between 分别 and its first number


@dataclass(frozen=True, slots=True)
class Subject:
    """What one number is said of: its name with the words up to the number, and its year where that is the subject."""

    name: str
    words: str
    period: str | None = None


def core(text: str) -> str:
    """The words before a number without what names nothing: 截至年底累计完成 → 完成."""
    rules = load("claims")["indicator"]
    text = re.sub(rules["tail"], "", _ASIDE.sub("", text).strip())
    text = re.sub(rules["head"], "", text)
    return re.sub(r"\s+", "", text)


def subjects(
    folded: str, sentence: Span, found: Sequence[Quantity], spoken: Sequence[Period]
) -> dict[int, tuple[Subject, ...]]:
    """For each number (its position in `found`) that shares its clause with others or has several subjects: these.

    `spoken` are the times named in the sentence.
    """
    shared: dict[int, tuple[Subject, ...]] = {}
    if folded.find("分别", sentence.start, sentence.end) >= 0:
        for first, run in _runs(folded, sentence, found):
            for i, subject in enumerate(_paired(folded, sentence, first, run, spoken)):
                shared[run[i]] = (subject,)
    for i, quantity in enumerate(found):
        if i not in shared and (several := _each(folded, sentence, quantity)):
            shared[i] = several
    return shared


def _runs(folded: str, sentence: Span, found: Sequence[Quantity]) -> Iterator[tuple[Span, list[int]]]:
    """Each 分别 with the numbers of its list."""
    starts = [(i, q.span.start) for i, q in enumerate(found)]
    for match in re.compile("分别").finditer(folded, sentence.start, sentence.end):
        first = next((i for i, start in starts if start >= match.end()), None)
        if first is None or found[first].span.start - match.end() > _FURTHEST:
            continue
        run = [first]
        for before, after in pairwise(range(first, len(found))):
            if not _NEXT.fullmatch(folded, found[before].span.end, found[after].span.start):
                break
            run.append(after)
        if len(run) > 1:
            yield Span(match.start(), found[first].span.start), run


def _paired(folded: str, sentence: Span, said: Span, run: Sequence[int], spoken: Sequence[Period]) -> list[Subject]:
    """The subjects before 分别, one for each number; none where their count is another."""
    clause = _clause(folded, sentence, said.start)
    verb = folded[said.start : said.end]
    times = [p for p in spoken if said.start - len(clause) <= p.span.start and p.span.end <= said.start]
    if len(times) > 1:
        rest = folded[times[-1].span.end : said.end]
        name = rest.replace("分别", "")
        return [Subject(name, rest, time.text) for time in times] if len(times) == len(run) else []
    names = _names(_GROUP.sub("", core(clause)))
    if len(names) != len(run) or not all(names):
        return []
    doing = core(verb.replace("分别", ""))
    return [Subject(name + doing, name + verb) for name in _whole(names)]


@cache
def _divider() -> re.Pattern[str]:
    return re.compile(f"、|{load('claims')['indicator']['joins']}")


def _names(text: str) -> list[str]:
    return _divider().split(text)


def _whole(names: Sequence[str]) -> list[str]:
    """小学、初中、高中入学率 → 小学入学率, 初中入学率, 高中入学率."""
    lengths = {len(name) for name in names[:-1]}
    longest = max(lengths)
    rest = names[-1][longest:]
    ends = load("claims")["indicator"]["shared"]
    if len(lengths) != 1 or not re.search(ends, rest) or any(re.search(ends, name) for name in names[:-1]):
        return list(names)
    return [*(name + rest for name in names[:-1]), names[-1]]


def _each(folded: str, sentence: Span, quantity: Quantity) -> tuple[Subject, ...]:
    """The subjects of a number that holds for each of them."""
    match = _EACH.match(_clause(folded, sentence, quantity.span.start))
    if match is None:
        return ()
    names = _names(core(match["names"]))
    ends = load("claims")["indicator"]["shared"]
    if len(names) < 2 or not all(2 <= len(n) <= 16 and re.search(ends, n) and not re.search(r"\d", n) for n in names):
        return ()
    return tuple(Subject(name, name + match["verb"]) for name in names)


def _clause(folded: str, sentence: Span, end: int) -> str:
    return _CLAUSE.split(folded[sentence.start : end])[-1]
