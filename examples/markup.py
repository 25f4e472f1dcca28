"""The mark-up in which the example reports are written: a text and, in the same file, how a reader understands it.

A source is a body, a line `+++`, and TOML. In the body every line is one paragraph, except:

    @title TEXT             the document's title; several lines make one title
    @cover TEXT             a line of the cover
    @contents TEXT          a line of a contents page
    @page                   a page break
    @report, @rest          the report that is labelled begins, ends here, in a file that holds more than it
    ## （一）|title|类型       a heading of level 2; `|title type` may follow, and ` :: 。body` a body on the same line
    @table caption|unit|2   up to `@end`, rows `| a | b |`; `^` continues the cell above, `<` the cell to the left;
                            the number of header rows may be left out where it is 1;
                            in workbooks `<br>` breaks a line inside a cell

`<p1>…</p1>` and `<m1>…</m1>` enclose a problem and a measure, which may begin in a heading; `<c:p1 p2>…</c>` encloses
the cause of p1 and p2. The TOML says the rest: what file to build (`[build]`), the profile (`[metadata]`), the themes
and links (`[items]`), the slips planted (`[[inconsistencies]]`), relations that hold (`[[verified]]`), and `claims`.
"""

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

TAG = re.compile(r"</?(?:[pm]\d+|c(?::[^>]+)?)>")
OPENING = re.compile(r"<([pm]\d+|c:[^>]+)>")
PAGE_NUMBER = re.compile(r"— \d+ —$")
CLAIM_FIELDS = ("raw", "value", "unit", "kind", "op", "indicator", "role", "direction", "period")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    number: str
    title: str
    type: str
    title_type: str | None
    rest: str  # closing punctuation and a body on the heading's line

    @property
    def run_in(self) -> bool:
        return len(self.rest) > 1


@dataclass(frozen=True, slots=True)
class Line:
    role: str  # title cover contents text page, or report rest: marks that are not printed
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    unit: str
    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 1


Part = Heading | Line | Table


@dataclass(frozen=True, slots=True)
class Source:
    parts: tuple[Part, ...]  # with the tags still in them
    about: dict[str, Any]

    @property
    def file(self) -> str:
        return str(self.about["build"]["file"])


def load(path: Path) -> Source:
    body, _, about = path.read_text("utf-8").partition("\n+++\n")
    return Source(tuple(_parts(body.splitlines())), tomllib.loads(about))


def _parts(lines: list[str]) -> list[Part]:
    parts: list[Part] = []
    rest = iter(lines)
    for line in rest:
        if line.startswith("@table"):
            parts.append(_table(line, rest))
        elif line.startswith("@"):
            role, _, text = line[1:].partition(" ")
            parts.append(Line(role, text))
        elif line.startswith("#"):
            parts.append(_heading(line))
        elif line.strip():
            parts.append(Line("text", line))
    return parts


def _heading(line: str) -> Heading:
    marks, _, label = line.partition(" ")
    label, _, rest = label.partition(" :: ")
    number, title, kind, *title_type = label.split("|")
    return Heading(len(marks), number, title, kind, title_type[0] if title_type else None, rest)


def _table(line: str, rest: Any) -> Table:
    caption, unit, header_rows = (line.removeprefix("@table").strip() + "||").split("|")[:3]
    rows = []
    for row in rest:
        if row.startswith("@end"):
            break
        rows.append(tuple(cell.strip() for cell in row.strip().strip("|").split("|")))
    return Table(caption, unit, tuple(rows), int(header_rows or 1))


def plain(text: str) -> str:
    """The text as a reader of the built file sees it."""
    return TAG.sub("", text)


def untagged(source: Source) -> tuple[Part, ...]:
    """The parts without tags and marks, for the renderers."""
    return tuple(_untagged(part) for part in source.parts if not _is_mark(part, "report", "rest"))


def _is_mark(part: Part, *roles: str) -> bool:
    return isinstance(part, Line) and part.role in roles


def reported(source: Source) -> Source:
    """The source cut down to the report that is labelled: all of it where nothing is marked."""
    starts = [i + 1 for i, part in enumerate(source.parts) if _is_mark(part, "report")]
    ends = [i for i, part in enumerate(source.parts) if _is_mark(part, "rest")]
    return Source(source.parts[starts[0] if starts else 0 : ends[0] if ends else None], source.about)


def _untagged(part: Part) -> Part:
    if isinstance(part, Heading):
        return Heading(part.level, part.number, plain(part.title), part.type, part.title_type, plain(part.rest))
    if isinstance(part, Line):
        return Line(part.role, plain(part.text))
    rows = tuple(tuple(plain(cell) for cell in row) for row in part.rows)
    return Table(part.caption, part.unit, rows, part.header_rows)


def words(part: Part) -> str:
    """The words of one part in reading order, tags kept, heading number left out."""
    if isinstance(part, Heading):
        return part.title + part.rest
    if isinstance(part, Line):
        return part.text if part.role == "text" else ""
    return "".join(cell for row in part.rows for cell in row if cell not in "^<")


def labels(source: Source, built: str | None = None) -> dict[str, Any]:
    """The annotations as score.py reads them; `built` is the text of a built .txt file, for the lines of claims."""
    whole, source = source, reported(source)
    sections, homes = _sections(source.parts)
    problems, measures = _items(source, homes)
    found: dict[str, Any] = {
        "file": source.file,
        "metadata": _none_for_empty(source.about["metadata"]),
        "sections": sections,
        "problems": problems,
        "measures": measures,
        "tables": _tables(untagged(source), merged=not source.file.endswith(".txt")),
        "inconsistencies": source.about.get("inconsistencies", []),
        "verified": source.about.get("verified", []),
        "notes": source.about.get("notes", ""),
    }
    if len(source.parts) < len(whole.parts):
        found["cut"] = True  # the file holds more than the report
    if "claims" in source.about and built is not None:
        found["claims"] = _claims(source.about["claims"], built)
    return found


def _none_for_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value == "" else value for key, value in values.items()}


def _sections(parts: tuple[Part, ...]) -> tuple[list[dict[str, Any]], list[str]]:
    """The annotated sections, and for every part the id of the section it stands in."""
    title = "".join(part.text for part in parts if isinstance(part, Line) and part.role == "title")
    cover = {"id": "s1", "parent": None, "level": 1, "number": "", "title": title, "type": "封面", "run_in": False}
    sections, homes = [cover], []
    open_ids: dict[int, str] = {}
    for part in parts:
        if isinstance(part, Heading):
            key = f"s{len(sections) + 1}"
            open_ids = {level: i for level, i in open_ids.items() if level < part.level} | {part.level: key}
            parent = open_ids.get(max((level for level in open_ids if level < part.level), default=0))
            entry = {"id": key, "parent": parent, "level": part.level, "number": part.number}
            entry |= {"title": plain(part.title), "type": part.type, "run_in": part.run_in}
            sections.append(entry | ({"title_type": part.title_type} if part.title_type else {}))
        homes.append(str(sections[-1]["id"]))
    return sections, homes


def _items(source: Source, homes: list[str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    stream, starts = "", []
    for part in source.parts:
        starts.append(len(stream))
        stream += words(part)
    starts.append(len(stream) + 1)
    problems, measures, causes = [], [], {}
    for match in OPENING.finditer(stream):
        key = match.group(1)
        text = plain(stream[match.end() : stream.index("</c>" if key[0] == "c" else f"</{key}>", match.end())])
        home = next(homes[i] for i, (a, b) in enumerate(pairwise(starts)) if a <= match.start() < b)
        if key[0] == "c":
            causes.update({name: text.rstrip("。；，") for name in key[2:].split()})
            continue
        item = {"id": key, "text": text.rstrip("。；，"), "section": home}
        if key[0] == "p":
            problems.append(item | {"themes": source.about["items"][key].split()})
        else:
            kind, addresses, themes, *optional = (field.split() for field in source.about["items"][key].split("|"))
            item |= {"kind": kind[0], "addresses": addresses, "themes": themes}
            measures.append(item | ({"optional": True} if optional else {}))
    return [item | {"cause": causes.get(item["id"])} for item in problems], measures


def _tables(parts: tuple[Part, ...], merged: bool) -> list[dict[str, Any]]:
    """Tables with merged cells filled in, and the rows of indicator tables by name, target and actual value.

    A plain text does not tell which cells were merged: there only whole tables without any are annotated.
    """
    found: list[dict[str, Any]] = []
    for table in (part for part in parts if isinstance(part, Table)):
        if merged or not any(cell in ("^", "<") for row in table.rows for cell in row):
            rows = [list(row) for row in filled(table)]
            about = {"title": table.caption, "unit": table.unit.rpartition("：")[2]}
            found.append(about | {"header": rows[table.header_rows - 1], "rows": rows[table.header_rows :]})
        if rows_of_indicators := _indicators(table):
            found.append({"title": table.caption, "rows": rows_of_indicators})
    return found


def filled(table: Table) -> tuple[tuple[str, ...], ...]:
    rows: list[tuple[str, ...]] = []
    for row in table.rows:
        cells: list[str] = []
        for column, cell in enumerate(row):
            cells.append(cells[-1] if cell == "<" else rows[-1][column] if cell == "^" else cell)
        rows.append(tuple(cells))
    return tuple(rows)


def _indicators(table: Table) -> list[dict[str, str]]:
    rows = filled(table)
    header = rows[table.header_rows - 1]
    if "三级指标" not in header or not any(title.endswith(("指标值", "目标值")) for title in header):
        return []
    name = header.index("三级指标")
    target = next(i for i, title in enumerate(header) if title.endswith(("指标值", "目标值")))
    actual = next(i for i, title in enumerate(header) if "完成" in title)
    indicators = [row for row in rows[table.header_rows :] if row[0] not in ("合计", "总分", "总计")]
    return [{"indicator": row[name], "target": row[target], "actual": row[actual]} for row in indicators]


def _claims(listing: str, built: str) -> list[dict[str, Any]]:
    """Claims in document order: each is looked for after the one before it; `~` in front marks a borderline one."""
    squeezed, line_of = [], []
    for number, line in enumerate(built.split("\n"), 1):
        for char in "" if PAGE_NUMBER.match(line) else re.sub(r"\s", "", line):
            squeezed.append(char)
            line_of.append(number)
    whole, at, claims = "".join(squeezed), 0, []
    for row in listing.strip().splitlines():
        claim: dict[str, Any] = dict(zip(CLAIM_FIELDS, (f.strip() for f in row.lstrip("~").split(";")), strict=True))
        raw = re.sub(r"\s", "", claim["raw"])
        at = whole.index(raw, at)
        claim |= {"line": line_of[at], "direction": claim["direction"] or None, "period": claim["period"] or None}
        claim |= _value(claim["value"]) | {"optional": row.startswith("~")}
        claims.append(claim)
        at += len(raw)
    return claims


def _value(text: str) -> dict[str, float | None]:
    low, _, high = text.partition("..")
    if high:
        return {"value": None, "low": float(low), "high": float(high)}
    return {"value": float(low)}
