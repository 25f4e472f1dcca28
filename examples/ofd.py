"""OFD files (GB/T 33190—2016) from the parts of a source: places of characters, ruled tables, template pages.

As converters write them: a line is one text object a font, a rule is one path object, fonts are named and not
embedded; in titles every character has a place of its own. The running header is a template, every page's number
another. All lengths are millimetres.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from itertools import accumulate, count, groupby, pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from examples.markup import Heading, Line, Part, Table
from examples.render import PIECE, span
from examples.word import EPOCH

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
SIZE, PITCH = 4.94, 8.6  # of the text: size of a character, from line to line
CELL_SIZE, CELL_PITCH, PADDING = 3.53, 4.6, 1.2
ASCENT = 0.88  # of the size: from the top of a character to its base line
TITLE_FONT = "方正小标宋简体"
FONTS = {"仿宋": 2, "黑体": 3, "楷体": 4, TITLE_FONT: 5, "宋体": 6}
FIRST_ID = 10
NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEADING_FONTS = ("黑体", "楷体", "仿宋", "仿宋")

Run = tuple[str, str]  # text, font


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float  # of the top
    size: float
    font: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    x: float
    y: float
    across: float
    down: float


@dataclass
class Paper:
    """Pages that are filled from the top; `y` is where the next thing goes."""

    pages: list[list[Text | Rule]] = field(default_factory=lambda: [[]])
    y: float = TOP

    def turn(self) -> None:
        self.pages.append([])
        self.y = TOP

    def room(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self.turn()

    def add(self, *things: Text | Rule) -> None:
        self.pages[-1].extend(things)


def write_ofd(parts: tuple[Part, ...], path: Path, header: str) -> None:
    paper = Paper()
    for part in parts:
        if isinstance(part, Table):
            _set_table(paper, part)
        elif isinstance(part, Heading):
            font = HEADING_FONTS[min(part.level, 4) - 1]
            _set(paper, [("　　", font), (part.number + part.title, font), (part.rest, "仿宋")], SIZE)
        else:
            _set_line(paper, part)
    _pack(path, paper.pages, header, "".join(p.text for p in parts if isinstance(p, Line) and p.role == "title"))


def _set_line(paper: Paper, line: Line) -> None:
    if line.role == "page":
        paper.turn()
    elif line.role == "title":
        _set(paper, [(line.text, TITLE_FONT)], 6.4, centred=True)
    else:
        _set(paper, [("　　" if line.role == "text" else "", "仿宋"), (line.text, "仿宋")], SIZE)


def _set(paper: Paper, runs: Sequence[Run], size: float, centred: bool = False) -> None:
    for line in _wrapped(runs, size, RIGHT - LEFT):
        paper.room(PITCH)
        x = LEFT + (RIGHT - LEFT - _width("".join(text for text, _ in line), size)) / 2 if centred else LEFT
        for text, font in line:
            if text.strip():
                indent = len(text) - len(text.lstrip("　"))
                paper.add(Text(x + indent * size, paper.y, size, font, text.lstrip("　")))
            x += _width(text, size)
        paper.y += PITCH if size == SIZE else PITCH * 1.4


def _advance(char: str, size: float) -> float:
    return size / 2 if char.isascii() else size


def _width(text: str, size: float) -> float:
    return sum(_advance(char, size) for char in text)


def _wrapped(runs: Sequence[Run], size: float, width: float) -> list[list[Run]]:
    """Lines of runs; numbers are kept whole, closing marks with what they close."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for text, font in runs:
        for piece in PIECE.findall(text):
            if used + _width(piece, size) > width and lines[-1]:
                lines.append([])
                used = 0.0
            lines[-1].append((piece, font))
            used += _width(piece, size)
    return [[("".join(t for t, _ in same), font) for font, same in groupby(line, lambda r: r[1])] for line in lines]


def _set_table(paper: Paper, table: Table) -> None:
    for text, centred in ((table.caption, True), (table.unit, False)):
        if text:
            paper.room(PITCH * 3)
            x = (LEFT + RIGHT - _width(text, CELL_SIZE)) / 2 if centred else RIGHT - _width(text, CELL_SIZE)
            paper.add(Text(x, paper.y, CELL_SIZE, "黑体" if centred else "宋体", text))
            paper.y += CELL_PITCH + 1
    edges = _edges(table)
    heights = [_height(table, row, edges) for row in range(len(table.rows))]
    for start, end in _over_pages(paper, heights):
        _set_rows(paper, table, edges, heights, start, end)
    paper.y += PITCH / 2


def _edges(table: Table) -> list[float]:
    """Where columns begin and end: wider where cells are longer."""
    longest = [
        max(
            (_width(row[c], 1) for r, row in enumerate(table.rows) if row[c] not in "^<" and span(table, r, c)[1] == 1),
            default=3,
        )
        for c in range(len(table.rows[0]))
    ]
    shares = [min(max(width, 3.0), 14.0) + 1 for width in longest]
    whole, edges = sum(shares), [LEFT]
    for share in shares:
        edges.append(edges[-1] + share / whole * (RIGHT - LEFT))
    return [round(edge, 2) for edge in edges]


def _lines(table: Table, row: int, col: int, edges: list[float]) -> list[str]:
    width = edges[col + span(table, row, col)[1]] - edges[col] - 2 * PADDING
    return ["".join(text for text, _ in line) for line in _wrapped([(table.rows[row][col], "")], CELL_SIZE, width)]


def _height(table: Table, row: int, edges: list[float]) -> float:
    single = [c for c, cell in enumerate(table.rows[row]) if cell not in ("^", "<") and span(table, row, c)[0] == 1]
    return max((len(_lines(table, row, c, edges)) for c in single), default=1) * CELL_PITCH + 2 * PADDING


def _over_pages(paper: Paper, heights: list[float]) -> Iterator[tuple[int, int]]:
    """The rows that stand on one page, page by page; turns the page in between."""
    start, y = 0, paper.y
    for row, height in enumerate(heights):
        if y + height > BOTTOM and row > start:
            yield start, row
            paper.turn()
            start, y = row, TOP
        y += height
    yield start, len(heights)


def _set_rows(paper: Paper, table: Table, edges: list[float], heights: list[float], start: int, end: int) -> None:
    tops = [paper.y]
    for row in range(start, end):
        tops.append(round(tops[-1] + heights[row], 2))
    for row in range(start, end):
        for col in range(len(table.rows[0])):
            cell = table.rows[row][col]
            if cell == "<" or (cell == "^" and row > start):
                continue
            first, left = _first_of(table, row, col)
            down, across = span(table, first, left)
            last = min(first + down, end)
            box = edges[col], tops[row - start], edges[col + across], tops[last - start]
            paper.add(*_frame(*box))
            if cell != "^":
                paper.add(*_cell_text(_lines(table, row, col, edges), *box))
    paper.add(Rule(LEFT, tops[-1], RIGHT - LEFT, 0), Rule(RIGHT, tops[0], 0, tops[-1] - tops[0]))
    paper.y = tops[-1]


def _first_of(table: Table, row: int, col: int) -> tuple[int, int]:
    """Where the cell that covers (row, col) begins."""
    while table.rows[row][col] == "^":
        row -= 1
    while table.rows[row][col] == "<":
        col -= 1
    return row, col


def _frame(left: float, top: float, right: float, bottom: float) -> tuple[Rule, Rule]:
    """Upper and left edge of a cell: the others belong to its neighbours."""
    return Rule(left, top, round(right - left, 2), 0), Rule(left, top, 0, round(bottom - top, 2))


def _cell_text(lines: list[str], left: float, top: float, right: float, bottom: float) -> Iterator[Text]:
    y = (top + bottom - len(lines) * CELL_PITCH) / 2 + (CELL_PITCH - CELL_SIZE) / 2
    for line in lines:
        if line:
            yield Text((left + right - _width(line, CELL_SIZE)) / 2, y, CELL_SIZE, "宋体", line)
        y += CELL_PITCH


def _pack(path: Path, pages: list[list[Text | Rule]], header: str, title: str) -> None:
    """The container of GB/T 33190 7.1–7.7: OFD.xml, a document, its resources, templates and pages."""
    ids = count(FIRST_ID)
    heads: list[Text | Rule] = [Text(LEFT, 25, CELL_SIZE, "楷体", header), Rule(LEFT, 30, RIGHT - LEFT, 0)]
    numbers: list[list[Text | Rule]] = [[_page_number(n)] for n in range(1, len(pages) + 1)]
    templates = [(next(ids), things) for things in (heads, *numbers)]
    contents = [(next(ids), things) for things in pages]
    files: dict[str, str] = {}
    for n, (_, things) in enumerate(templates):
        files[f"Doc_0/Tpls/Tpl_{n}/Content.xml"] = _page(things, ids, ())
    for n, (_, things) in enumerate(contents):
        used = (templates[0][0], templates[n + 1][0])
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = _page(things, ids, used)
    files["Doc_0/PublicRes.xml"] = _resources()
    files["Doc_0/Document.xml"] = _document([t for t, _ in templates], [p for p, _ in contents], next(ids))
    files = {"OFD.xml": _root(title)} | dict(sorted(files.items()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(
                zipfile.ZipInfo(name, EPOCH),
                f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n',
                zipfile.ZIP_DEFLATED,
            )


def _page_number(n: int) -> Text:
    text = f"— {n} —"
    return Text((LEFT + RIGHT - _width(text, CELL_SIZE)) / 2, 270, CELL_SIZE, "宋体", text)


def _root(title: str) -> str:
    return (
        f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{md5(title.encode()).hexdigest()}</ofd:DocID><ofd:Title>{escape(title)}</ofd:Title>"
        "<ofd:CreationDate>2024-01-01</ofd:CreationDate></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(templates: list[int], pages: list[int], last: int) -> str:
    listed = "".join(
        f'<ofd:TemplatePage ID="{key}" BaseLoc="Tpls/Tpl_{n}/Content.xml"/>' for n, key in enumerate(templates)
    )
    paged = "".join(f'<ofd:Page ID="{key}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n, key in enumerate(pages))
    return (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>{last}</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH:g} {HEIGHT:g}</ofd:PhysicalBox></ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{listed}</ofd:CommonData>"
        f"<ofd:Pages>{paged}</ofd:Pages></ofd:Document>"
    )


def _resources() -> str:
    fonts = "".join(f'<ofd:Font ID="{key}" FontName="{name}" FamilyName="{name}"/>' for name, key in FONTS.items())
    return f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:Fonts>{fonts}</ofd:Fonts></ofd:Res>'


def _page(things: Iterable[Text | Rule], ids: Iterator[int], templates: tuple[int, ...]) -> str:
    used = "".join(f'<ofd:Template TemplateID="{key}" ZOrder="Background"/>' for key in templates)
    layer = next(ids)
    objects = "\n".join(_object(thing, next(ids)) for thing in things)
    return (
        f"<ofd:Page {NAMESPACE}>{used}<ofd:Content>"
        f'<ofd:Layer ID="{layer}" Type="Body">\n{objects}\n</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _object(thing: Text | Rule, key: int) -> str:
    if isinstance(thing, Rule):
        box = f"{thing.x - 0.1:.2f} {thing.y - 0.1:.2f} {thing.across + 0.2:.2f} {thing.down + 0.2:.2f}"
        ends = f"M 0.1 0.1 L {thing.across + 0.1:.2f} {thing.down + 0.1:.2f}"
        return (
            f'<ofd:PathObject ID="{key}" Boundary="{box}" LineWidth="0.2">'
            f"<ofd:AbbreviatedData>{ends}</ofd:AbbreviatedData></ofd:PathObject>"
        )
    box = f"{thing.x:.2f} {thing.y:.2f} {_width(thing.text, thing.size):.2f} {thing.size:g}"
    base = f"{thing.size * ASCENT:.2f}"
    if thing.font == TITLE_FONT:  # as converters do for letters that are spaced: every character placed by itself
        starts = [0.0, *accumulate(_advance(char, thing.size) for char in thing.text)]
        placed = [(f"{x:g}", char, "") for x, char in zip(starts, thing.text, strict=False)]
    else:
        placed = [("0", thing.text, _deltas(thing))]
    codes = "".join(f'<ofd:TextCode X="{x}" Y="{base}"{d}>{escape(t)}</ofd:TextCode>' for x, t, d in placed)
    return (
        f'<ofd:TextObject ID="{key}" Boundary="{box}" Font="{FONTS[thing.font]}" Size="{thing.size:g}">'
        f"{codes}</ofd:TextObject>"
    )


def _deltas(thing: Text) -> str:
    """DeltaX: from character to character; `g n d` stands for n times d (GB/T 33190 11.3)."""
    steps = [f"{_advance(a, thing.size):g}" for a, _ in pairwise(thing.text)]
    said = []
    for step, same in groupby(steps):
        times = len(list(same))
        said.append(f"g {times} {step}" if times > 2 else " ".join([step] * times))
    return f' DeltaX="{" ".join(said)}"' if said else ""
