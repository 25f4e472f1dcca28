"""What a record says of the section it was made of."""

import json
from pathlib import Path
from typing import Any

from examples.markup import Heading, Line
from models.section import records
from scripts.make_sections import records as made
from scripts.make_sections import sections


def heading(level: int, title: str) -> Heading:
    return Heading(level, "", title, "主要成效", None, "")


def read_back(folder: Path, entries: list[dict[str, Any]]) -> tuple[records.Record, ...]:
    path = folder / "sections.jsonl"
    path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries), "utf-8")
    return records.read([path])


def test_a_section_is_seen_with_what_stands_below_and_around_it(tmp_path: Path) -> None:
    parts = (heading(1, "成效"), heading(2, "修路"), Line("text", "修十里。"), heading(2, "种树"), heading(1, "问题"))
    found = sections(parts)
    entries = [*made(found, "甲", "written"), *made(found, "乙", "written")]
    whole, road, trees, last = read_back(tmp_path, entries)[:4]
    assert whole.seen.inner.split() == ["修路", "修十里。", "种树"]
    assert road.seen.around == trees.seen.around == whole.seen.inner
    assert (whole.seen.around, last.seen.around, road.seen.inner) == ("", "", "")


def test_a_section_written_by_itself_has_nothing_around_it(tmp_path: Path) -> None:
    entry = next(made(sections((heading(1, "成效"),)), "甲", "written")) | {"report": None}
    del entry["inner"]  # may be left out
    (record,) = read_back(tmp_path, [entry])
    assert (record.seen.inner, record.seen.around) == ("", "")
