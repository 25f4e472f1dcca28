"""Entries and hits as the JSON objects of docs/contract.md; a report's object is made by nlp.contract."""

from dataclasses import fields
from typing import Any

import msgspec

from index.types import Entry, Hit

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def line(thing: dict[str, Any]) -> bytes:
    """One line of JSON Lines, without its end; exact numbers, Chinese as it is."""
    return _ENCODER.encode(thing)


def entry(entry: Entry) -> dict[str, Any]:
    """A report as the library lists it."""
    said = {field.name: getattr(entry, field.name) for field in fields(entry)}
    return {"report": said.pop("id"), **said}


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
