"""The knowledge files: every pattern compiles, every entry has the keys that code asks for."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import DataError
from nlp.knowledge import lines, load

DATA = Path(__file__).parents[2] / "nlp" / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.toml"))

# Strings for people, plain words and CSS selectors: everything else is a pattern or at least reads as one.
NO_PATTERNS = {"description", "why", "drop", "main", "strip", "dots", "names", "base"}


def strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """(where it stands, the string) for every string that may be used as a pattern."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_PATTERNS:
                yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from strings(inner, f"{path}[{i}]")


@pytest.mark.parametrize("name", NAMES)
def test_every_pattern_compiles(name: str) -> None:
    broken = []
    for path, pattern in strings(load(name), name):
        try:
            re.compile(pattern)
        except re.error as error:
            broken.append(f"{path}: {error}")
    assert broken == []


# File → table or list of tables → keys that every entry must have. "*" stands for every table of the file.
REQUIRED = [
    ("claims", "role", {"name", "kinds", "before"}),
    ("claims", "direction", {"up", "down"}),
    ("headings", "family", {"name", "pattern", "strong"}),
    ("section_types", "*", {"description", "title", "content", "inside"}),
    ("parts", "title", {"name", "prefix", "never", "above", "bureau", "names_bureau"}),
    (
        "parts",
        "structure",
        {"types", "core", "verdict", "least", "prose", "section", "matter", "chapter", "aside"},
    ),
    ("parts", "surrounding", {"other", "accounts", "chapter", "beyond", "own_annex"}),
    ("silent", "silent", {"pattern", "why"}),
    ("themes", "*", {"cues", "hints"}),
    ("units", "unit", {"names", "base", "kind"}),
    ("reading", "markers", {"heading", "item", "other", "markup", "label"}),
    ("reading", "ends", {"sentence", "unfinished", "closing"}),
    ("reading", "captions", {"unit", "unit_end", "title_start", "title_end"}),
    ("reading", "furniture", {"running", "page_number", "bare_number", "footnote", "contents", "dots"}),
    ("reading", "tables", {"number", "blank_value", "header", "header_not", "serial", "form_label"}),
    (
        "reading",
        "html",
        {"drop", "main", "block", "void", "loose", "hidden", "around", "furniture", "published", "source"},
    ),
    ("reading", "html", {"meta_title", "meta_published", "meta_source", "date", "attachment"}),
    ("reading", "flattened", {"ended", "title_goes_on", "title_closes", "text_opens", "scored", "annex", "no_title"}),
    ("reading", "flattened", {"entry", "page"}),
    ("reading", "radicals", {"from", "to"}),
]


@pytest.mark.parametrize(("name", "table", "keys"), REQUIRED)
def test_every_entry_has_its_keys(name: str, table: str, keys: set[str]) -> None:
    found = list(load(name).values()) if table == "*" else load(name)[table]
    entries = found if isinstance(found, list) else [found]
    assert entries
    assert [sorted(keys - set(entry)) for entry in entries if not keys <= set(entry)] == []


def test_an_unknown_file_is_a_data_error() -> None:
    with pytest.raises(DataError, match=r"nlp/data/nichts\.toml"):
        load("nichts")
    with pytest.raises(DataError, match=r"nlp/data/nichts\.tsv"):
        lines("nichts.tsv")


def test_a_file_that_is_no_toml_is_a_data_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "broken.toml").write_bytes("键 = 'ä".encode("gb18030"))
    (tmp_path / "data" / "open.toml").write_text("[table\n", "utf-8")
    monkeypatch.setattr("nlp.knowledge.files", lambda package: tmp_path)
    for name in ("broken", "open"):
        with pytest.raises(DataError, match=name):
            load(name)
