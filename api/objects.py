"""Entries and hits as the JSON objects of docs/contract.md; a report's object is made by nlp.contract."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import msgspec

from index.compare import Row
from index.types import Entry, Hit

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def line(thing: dict[str, Any]) -> bytes:
    """One line of JSON Lines, without its end; exact numbers, Chinese as it is."""
    return _ENCODER.encode(thing)


def entry(entry: Entry) -> dict[str, Any]:
    """A report as the library lists it."""
    said = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {"report": said.pop("id"), **said}


def comparison(row: Row, section: str, entries: Sequence[Entry]) -> dict[str, Any]:
    """One theme over the compared reports: `entries` in the order of the row's cells."""
    cells = list(zip(entries, row.cells, strict=True))
    return {
        "theme": row.theme,
        "section": section,
        "said": [
            {"report": entry.id, "name": entry.name, "bureau": entry.bureau, "year": entry.year, "texts": cell}
            for entry, cell in cells
        ],
        "said_by_all": row.all_say,
        "said_only_by": entries[row.said_by[0]].id if row.only_one_says else None,
    }


def hit(hit: Hit, entry: Entry) -> dict[str, Any]:
    """A search hit; `entry` is the report it stands in."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": hit.score,
        "report": passage.report,
        "name": entry.name,
        "bureau": entry.bureau,
        "province": entry.province,
        "city": entry.city,
        "year": entry.year,
        "section": passage.section_type,
        "section_title": passage.section_title,
        "themes": passage.themes,
        "page": passage.page,
        "text": passage.text,
        "highlights": hit.highlights,
    }
