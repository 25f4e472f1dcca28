"""Write models/data/sections.jsonl, the labelled sections of our own reports: python -m scripts.make_sections

They are those of examples/source and models/data/reports. What models/data/held_out holds is for
measuring, never for training. models/data/sections_written.jsonl, in the same form, is written by hand.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from examples.markup import Heading, Line, Part, Table, load, plain, reported
from nlp.labels import INNER
from nlp.titles import bare

ROOT = Path(__file__).parents[1]
SOURCES = ("examples/source", "models/data/reports")
TARGET = ROOT / "models" / "data" / "sections.jsonl"


def sections(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """The sections in their order, each with its parent's place; text before the first heading is left out."""
    found: list[dict[str, Any]] = []
    open_ones: list[int] = []
    for part in parts:
        if isinstance(part, Heading):
            open_ones = [i for i in open_ones if found[i]["level"] < part.level]
            found.append(_section(part, open_ones[-1] if open_ones else None))
            open_ones.append(len(found) - 1)
        elif found and isinstance(part, Table):
            found[-1]["table"] = True
        elif found and isinstance(part, Line) and part.role == "text":
            found[-1]["text"].append(plain(part.text))
    return found


def _section(heading: Heading, parent: int | None) -> dict[str, Any]:
    body = plain(heading.rest).strip("。：: ")
    return {
        "number": heading.number,
        "title": plain(heading.title),
        "text": [body] if body else [],
        "type": heading.type,
        "title_type": heading.title_type,
        "level": heading.level,
        "table": False,
        "parent": parent,
    }


def records(found: list[dict[str, Any]], report: str, origin: str) -> Iterator[dict[str, Any]]:
    """One record a section, with what its neighbours are."""
    for i, section in enumerate(found):
        parent = section["parent"]
        above = found[parent] if parent is not None else None
        siblings = [k for k, other in enumerate(found) if other["parent"] == parent]
        place = siblings.index(i)
        yield {
            "report": report,
            "origin": origin,
            "number": section["number"],
            "title": section["title"],
            "text": "\n".join(section["text"]),
            "type": section["type"],
            "title_type": section["title_type"],
            "parent_title": above["title"] if above else None,
            "parent_type": above["type"] if above else None,
            "before": found[siblings[place - 1]]["type"] if place else "",
            "after": found[siblings[place + 1]]["title"] if place + 1 < len(siblings) else "",
            "below": [other["title"] for other in found if other["parent"] == i],
            "level": section["level"],
            "position": round((i + 1) / (len(found) + 1), 4),
            "table": section["table"],
            "inner": _inner(found, i),
        }


def _inner(found: list[dict[str, Any]], i: int) -> str:
    """What stands in the children of a section, as `nlp.labels` gives it to a classifier."""
    below = ((k, other) for k, other in enumerate(found) if other["parent"] == i)
    texts = ("\n".join((bare(s["title"], s["number"]), *s["text"], _inner(found, k))) for k, s in below)
    return "\n".join(texts)[:INNER]


def main() -> None:
    made = []
    for origin in SOURCES:
        for path in sorted((ROOT / origin).glob("*.markup")):
            made += records(sections(reported(load(path)).parts), path.stem, origin)
    TARGET.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in made), "utf-8")
    print(f"{len(made)} sections")


if __name__ == "__main__":
    main()
