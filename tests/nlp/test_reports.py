"""What must hold for every whole report at hand: no text lost, sound relations, the way there and back."""

import json
import re
from pathlib import Path

from nlp import codec
from nlp.contract import as_json
from nlp.invariants import violations
from nlp.readers import read
from nlp.text import joined
from nlp.types import BlockKind
from nlp.understand import understand

KEYS = {
    "sections": {"id", "parent", "level", "number", "title", "type", "title_type", "page", "text"},
    "problems": {"id", "text", "cause", "themes", "section", "page", "answered_by"},
    "measures": {"id", "text", "kind", "themes", "section", "page", "answers"},
    "tables": {"id", "title", "unit", "header", "rows", "page", "section"},
    "findings": {"id", "rule", "kind", "certainty", "message", "stated", "computed", "evidence"},
    "claims": {
        *("id", "raw", "value", "low", "high", "unit", "kind", "op", "indicator", "role"),
        *("direction", "period", "section", "page", "table", "context"),
    },
}


def test_invariants(report_path: Path) -> None:
    assert violations(understand(read(report_path))) == []


def test_a_report_comes_back_from_its_bytes(report_path: Path) -> None:
    report = understand(read(report_path))
    assert codec.decode(codec.encode(report)) == report


def test_understanding_is_pure(report_path: Path) -> None:
    document = read(report_path)
    assert understand(document) == understand(document)


def test_the_public_object_keeps_the_contract(report_path: Path) -> None:
    made = json.loads(json.dumps(as_json(understand(read(report_path)))))
    for name, keys in KEYS.items():
        assert all(set(entry) == keys for entry in made[name]), name
    sections = {s["id"] for s in made["sections"]}
    assert all(s["parent"] in sections or s["parent"] is None for s in made["sections"])
    problems, measures = {p["id"] for p in made["problems"]}, {m["id"] for m in made["measures"]}
    assert all(set(m["answers"]) <= problems for m in made["measures"])
    assert all(set(p["answered_by"]) <= measures for p in made["problems"])


def letters(text: str) -> str:
    """Letters and digits, converters' left-over marks taken out."""
    return "".join(c for c in re.sub(r"\[bookmark:[^\]]*\]", "", text) if c.isalnum())


def test_every_paragraph_and_cell_is_shown(report_path: Path) -> None:
    """Titles, numbers and texts of the sections hold every paragraph whole, the tables every cell."""
    report = understand(read(report_path))
    made = as_json(report)
    prose = letters("".join(s["number"] + s["title"] + s["text"] for s in made["sections"]))
    cells = {letters(cell) for t in made["tables"] for row in t["rows"] for cell in row}
    cells |= {letters(cell) for t in made["tables"] for cell in t["header"]}
    heads = " ".join(cell for t in made["tables"] for cell in t["header"])
    text = report.document.text
    for block in report.document.blocks:
        said = letters(joined(text[block.span.start : block.span.end]))
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            assert said in prose
        for cell in block.cells:
            said = letters(text[cell.span.start : cell.span.end])
            assert said in cells or said in letters(heads)
