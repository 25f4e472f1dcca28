"""Workbooks of Excel and WPS (.xlsx, .xlsm): every sheet's filled cells as they are shown.

The parts are read in one pass, row by row, so that a million formatted but empty rows cost no
memory; number formats are the sheet's own (ECMA-376 part 1, 18.3 worksheets, 18.8 styles).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.readers.building import too_many_cells
from nlp.readers.numberformat import BUILT_IN, general, shown
from nlp.readers.options import Options
from nlp.readers.package import Package
from nlp.readers.wordxml import whole

Element = Any  # lxml ships no types for its elements
Place = tuple[int, int]  # row, column; both from 0
Merge = tuple[Place, Place]  # the first and the last place of merged cells, both inside

_LAST = (1_048_576, 16_384)  # rows and columns of a sheet
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})$")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class Sheet:
    """A sheet's filled cells as shown, by their places.

    `words` are those of its text boxes; `unset` counts the formulas whose result the file does not hold;
    `waiting` is the place of a formula whose text is still to come.
    """

    name: str
    cells: dict[Place, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    unset: int = 0
    waiting: Place | None = None


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share."""

    package: Package
    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool


def sheets(package: Package, options: Options) -> Iterator[tuple[Sheet, bool]]:
    """The sheets in the workbook's order, each with whether it is shown; a hidden one is not read."""
    main = package.main_part("xl/workbook.xml")
    root, parts = package.xml(main), package.relations(main)
    properties = next((e for e in root if _name(e) == "workbookPr"), None)
    strings = package.related(main, "sharedStrings")
    book = _Book(
        package,
        [_escaped(_words(si)) for si in package.stream(strings[0], "si")] if strings else (),
        _formats(package.related_xml(main, "styles")),
        properties is not None and _value(properties, "date1904") in ("1", "true"),
    )
    left = options.max_cells
    for entry in (e for e in root.iter() if _name(e) == "sheet"):
        kind, part = parts.get(_value(entry, "id") or "", ("", ""))
        sheet = Sheet(_value(entry, "name") or "")
        visible = _value(entry, "state") in (None, "visible")
        if kind == "worksheet" and visible:
            _fill(book, sheet, part, left, options)
            left -= len(sheet.cells)
        if kind in ("worksheet", "chartsheet", "dialogsheet"):
            yield sheet, visible


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Element, attribute: str) -> str | None:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == attribute), None)


def _words(element: Element) -> str:
    """The text of a string (18.4.8); phonetic runs are no part of it."""
    return "".join(
        t.text or ""
        for t in element.iter(f"{element.tag.rpartition('}')[0]}}}t" if "}" in element.tag else "t")
        if _name(t.getparent()) != "rPh"
    )


def _escaped(text: str) -> str:
    """_x000D_ stands for a character that XML does not hold (18.4.8, ST_Xstring), or for a half of one."""
    if "_x" not in text:
        return text
    units = _ESCAPE.sub(lambda m: chr(int(m[1], 16)).replace("\r", "\n"), text)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _formats(styles: Element | None) -> list[str]:
    """The number format code of each cell style (18.8.10)."""
    if styles is None:
        return []
    own: dict[str | None, str] = {}
    for entry in (e for e in styles.iter() if _name(e) == "numFmt"):
        own[_value(entry, "numFmtId")] = _value(entry, "formatCode") or "General"
    cells = next((e for e in styles if _name(e) == "cellXfs"), ())
    keys = [_value(xf, "numFmtId") or "0" for xf in cells if _name(xf) == "xf"]
    return [own.get(key) or BUILT_IN.get(whole(key) or 0, "General") for key in keys]


# --- one sheet ----------------------------------------------------------------------------------


def _fill(book: _Book, sheet: Sheet, part: str, left: int, options: Options) -> None:
    """Read the part into the sheet. TooLarge where it has more filled cells than are left of the limit."""
    above = -1
    for element in book.package.stream(part, "row", "mergeCell"):
        if _name(element) == "mergeCell":
            merge = _range(element.get("ref", ""))
            if merge is not None:
                sheet.merges.append(merge)
            continue
        at = whole(element.get("r"))
        above = min(max(above + 1 if at is None else at - 1, 0), _LAST[0])
        for col, text in _row(book, element):
            if text is None:
                sheet.unset += 1
            elif text.strip():
                sheet.cells[above, col] = text
        if len(sheet.cells) > left or len(sheet.merges) > left:
            raise too_many_cells(book.package.name, options)
    for drawing in book.package.related(part, "drawing"):
        sheet.words += _paragraphs(book.package.xml(drawing))


def _row(book: _Book, row: Element) -> Iterator[tuple[int, str | None]]:
    """The columns of the filled cells and what they show; None for a formula without a result."""
    before = -1
    for cell in row:
        reference = cell.get("r")
        place = _place(reference) if reference else None
        before = place[1] if place else min(before + 1, _LAST[1])
        if len(cell):
            yield before, _shown(book, cell)


def _shown(book: _Book, cell: Element) -> str | None:
    """What a cell shows: the result of a formula as it was stored, never the formula."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return next((_escaped(_words(e)) for e in cell if _name(e) == "is"), "")
    value = next((e.text or "" for e in cell if _name(e) == "v"), "")
    if not value:
        return None if kind != "str" and any(_name(e) == "f" for e in cell) else ""
    if kind == "s":
        number = whole(value)
        return book.strings[number] if number is not None and 0 <= number < len(book.strings) else ""
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind == "str":
        return _escaped(value)
    if kind == "d":
        return value.removesuffix("T00:00:00")
    return _number(book, value, cell.get("s", "")) if kind == "n" else value  # an error shows as itself


def _number(book: _Book, value: str, style: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    at = whole(style) or 0
    code = book.formats[at] if 0 <= at < len(book.formats) else "General"
    return general(number) if code == "General" else shown(number, code, book.from_1904)


def _place(reference: str) -> Place | None:
    """(row, column) of a reference like B12; None where it is none or lies outside a sheet."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    col, row = _column(match[1]), int(match[2])
    return (row - 1, col - 1) if 1 <= row <= _LAST[0] and col <= _LAST[1] else None


@lru_cache(maxsize=_LAST[1])
def _column(letters: str) -> int:
    """A is 1, XFD is 16,384."""
    col = 0
    for letter in letters.upper():
        col = 26 * col + ord(letter) - 64
    return col


def _range(reference: str) -> Merge | None:
    first, _, last = reference.partition(":")
    start, end = _place(first), _place(last)
    return (start, end) if start and end and start[0] <= end[0] and start[1] <= end[1] else None


def _paragraphs(drawing: Element) -> Iterator[str]:
    """What the text boxes of a drawing say, paragraph by paragraph."""
    for paragraph in (e for e in drawing.iter() if _name(e) == "p"):
        text = "".join(t.text or "" for t in paragraph.iter() if _name(t) == "t")
        if text.strip():
            yield text
