"""Labelled sections in models/data: what a section is seen as, and the type it has."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.labels import Seen
from nlp.titles import bare

DATA = Path(__file__).parents[1] / "data"
FILES = (DATA / "sections.jsonl", DATA / "sections_written.jsonl")


@dataclass(frozen=True, slots=True)
class Record:
    """`report` is None for a section that was written by itself and stands in no report."""

    seen: Seen
    type: str
    title_type: str | None
    report: str | None
    origin: str


def read(paths: Iterable[Path] = FILES) -> tuple[Record, ...]:
    """All records of these files, in their order."""
    entries = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    return tuple(_record(entry, around) for entry, around in zip(entries, _around(entries), strict=True))


def _around(entries: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What stands under the parent of each section; sections of a report stand in their order."""
    report, above = None, dict[int, str]()
    for entry in entries:
        if entry["report"] is None:
            yield ""
            continue
        if entry["report"] != report:
            report, above = entry["report"], {}
        above = {level: inner for level, inner in above.items() if level < entry["level"]}
        yield above[max(above)] if above else ""
        above[entry["level"]] = entry["inner"]


def alone(seen: Seen) -> Seen:
    """The section without its place: a judge should not lean on neighbours, whose types may be wrong."""
    return Seen(seen.title, seen.printed, seen.text, None, None, None, None, seen.below, None, None, None, seen.inner)


def _record(entry: dict[str, Any], around: str) -> Record:
    seen = Seen(
        title=bare(entry["title"], entry["number"]),
        printed=entry["title"],
        text=entry["text"],
        parent_title=_bare(entry["parent_title"]),
        parent_type=entry["parent_type"],
        before=entry["before"],
        after=_bare(entry["after"]),
        below=tuple(bare(title, "") for title in entry["below"]),
        level=entry["level"],
        position=entry["position"],
        table=entry["table"],
        inner=entry.get("inner", ""),
        around=around,
    )
    return Record(seen, entry["type"], entry["title_type"], entry["report"], entry["origin"])


def _bare(title: str | None) -> str | None:
    return None if title is None else bare(title, "")
