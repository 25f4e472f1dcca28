"""What a title says: its words without brackets and marks, and the section types they speak for."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.knowledge import load
from nlp.text import fold
from nlp.types import Document, Section

CLOSERS = "。：:；;，,、 \t\u3000*"  # what may close a title and is no part of it
_CLOSING = re.compile("[）)”》]")
_LEFT_OVER = re.compile(r"[\s*]|\[bookmark:[^\]\n]{0,40}\]")


@dataclass(frozen=True, slots=True)
class SectionType:
    """One entry of section_types.toml."""

    name: str
    title: tuple[tuple[re.Pattern[str], int], ...]
    plain: re.Pattern[str] | None
    content: tuple[str, ...]
    inside: tuple[str, ...]
    overruled_by: tuple[str, ...]
    either: tuple[tuple[str, re.Pattern[str]], ...]
    deeds: re.Pattern[str] | None
    stays: re.Pattern[str] | None


@cache
def section_types() -> dict[str, SectionType]:
    """The vocabulary in its order."""
    return {
        name: SectionType(
            name,
            tuple((re.compile(pattern), weight) for pattern, weight in entry["title"]),
            re.compile(entry["plain"]) if "plain" in entry else None,
            tuple(entry["content"]),
            tuple(entry["inside"]),
            tuple(entry.get("overruled_by", ())),
            tuple((other, re.compile(pattern)) for other, pattern in entry.get("either", ())),
            re.compile(entry["deeds"]) if "deeds" in entry else None,
            re.compile(entry["stays"]) if "stays" in entry else None,
        )
        for name, entry in load("section_types").items()
    }


def without_brackets(text: str) -> str:
    """The text outside brackets, quotation marks and titles of documents; one that never closes hides nothing."""
    if _CLOSING.search(text) is None:
        return text.strip(CLOSERS)
    kept: list[str] = []
    openings: list[int] = []
    for char in text:
        if char in "（(“《":
            openings.append(len(kept))
            kept.append(char)
        elif char in "）)”》" and openings:
            del kept[openings.pop() :]
        else:
            kept.append(char)
    return "".join(kept).strip(CLOSERS)


def plain_title(document: Document, section: Section) -> str:
    """A section's title without brackets, white space and left-over mark-up; 附件 keeps its number."""
    return bare(document.text[section.title.start : section.title.end], section.number)


def bare(title: str, number: str) -> str:
    """What `plain_title` gives for a section with this title and number."""
    whole = number + title if number.startswith("附") else title
    return _LEFT_OVER.sub("", without_brackets(fold(whole)))


def plain_type(title: str) -> str | None:
    """The type whose name the title is and nothing else."""
    return next((kind.name for kind in section_types().values() if kind.plain and kind.plain.search(title)), None)


def rivals(title: str, kind: str) -> tuple[str, ...]:
    """The other types that a title of this type may as well announce."""
    types = section_types()
    mine = (other for other, pattern in types[kind].either if pattern.search(title))
    theirs = (n for n, t in types.items() for other, pattern in t.either if other == kind and pattern.search(title))
    return (*mine, *theirs)


def names_deed(title: str) -> bool:
    """Whether a title says what is done, or to be done: 强化结果应用."""
    return any(kind.deeds and kind.deeds.search(title) for kind in section_types().values())


def title_weights(title: str) -> dict[str, int]:
    """How much a title's words speak for each type; types it says nothing about are left out."""
    return dict(_title_weights(title))


@lru_cache(maxsize=4096)  # a title is asked about by outline, labels and classifier
def _title_weights(title: str) -> tuple[tuple[str, int], ...]:
    summed = ((t.name, sum(w for pattern, w in t.title if pattern.search(title))) for t in section_types().values())
    return tuple((name, weight) for name, weight in summed if weight > 0)
