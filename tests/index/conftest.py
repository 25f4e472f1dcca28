"""Reports made by hand, passages, and an encoder small enough to be checked by eye."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.library import Library
from index.types import Matrix, Passage
from nlp.invariants import violations
from nlp.types import (
    Block,
    BlockKind,
    Cell,
    Document,
    Item,
    ItemRole,
    Label,
    Profile,
    Report,
    Section,
    Span,
    Table,
)

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Part:
    """A section to be: heading, type, own blocks (a paragraph, a table's rows, or a kind with its text)."""

    number: str
    title: str
    type: str
    blocks: tuple[str | Rows | tuple[BlockKind, str], ...] = ()
    level: int = 1
    header_rows: int = 1
    page: int | None = None


@dataclass(frozen=True)
class Said:
    """A problem or a measure to be: `text` is found in the report."""

    text: str
    kind: str = "问题"
    themes: tuple[str, ...] = ("预算执行",)


class Draft:
    """A document as it grows: text and blocks over it."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.tables: list[Table] = []

    def write(self, words: str) -> Span:
        start = len(self.text)
        self.text += words + "\n"
        return Span(start, start + len(words))

    def block(self, kind: BlockKind, words: str, page: int | None) -> None:
        self.blocks.append(Block(kind, self.write(words), page))

    def table(self, rows: Rows, page: int | None, section: int, header_rows: int) -> None:
        start = len(self.text)
        cells = []
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                if words != "^":  # merged with the cell above
                    tall = 1 + sum(1 for _ in takewhile_merged(rows, r + 1, c))
                    cells.append(Cell(r, c, tall, 1, self.write(words)))
        before = self.blocks[-1]
        title = before.span if before.kind is BlockKind.CAPTION else None
        self.tables.append(Table(len(self.blocks), section, title, None, header_rows))
        self.blocks.append(Block(BlockKind.TABLE, Span(start, len(self.text)), page, cells=tuple(cells)))


def takewhile_merged(rows: Rows, row: int, col: int) -> Iterator[int]:
    while row < len(rows) and rows[row][col] == "^":
        yield row
        row += 1


def write_section(draft: Draft, position: int, part: Part, parts: Sequence[Part]) -> Section:
    start = len(draft.text)
    title = Span(start, start)
    if part.number or part.title:
        draft.block(BlockKind.HEADING, part.number + part.title, part.page)
        title = Span(start + len(part.number), start + len(part.number) + len(part.title))
    body = len(draft.text)
    for block in part.blocks:
        if isinstance(block, str):
            draft.block(BlockKind.PARAGRAPH, block, part.page)
        elif isinstance(block[0], BlockKind):
            draft.block(block[0], block[1], part.page)
        else:
            draft.table(block, part.page, position, part.header_rows)
    above = [i for i in range(position) if parts[i].level < part.level and parts[i].title]
    end = len(draft.text)
    return Section(
        above[-1] if above and part.level > 1 else None,
        part.level,
        part.number,
        title,
        Span(start, end),
        Span(body, end),
        part.page,
    )


def write_item(text: str, sections: Sequence[Section], said: Said) -> Item:
    span = Span(text.index(said.text), text.index(said.text) + len(said.text))
    role = ItemRole.PROBLEM if said.kind == "问题" else ItemRole.MEASURE
    section = next(i for i, section in enumerate(sections) if section.span.holds(span))
    return Item(role, said.kind, section, (span,), themes=said.themes)


PARTS = (
    Part("", "", "封面", ("2024年度部门整体支出绩效自评报告",)),
    Part("一、", "基本情况", "概况", ("本部门编制48人，实有45人，负责全县水利工作。",)),
    Part("二、", "存在的问题", "问题", ("一是预算执行进度偏慢，年底集中支付。", "二是绩效指标不够细化，难以衡量。")),
    Part("三、", "改进措施", "改进措施", ("按月通报支出进度，提前做好项目前期工作。",)),
)
ITEMS = (
    Said("预算执行进度偏慢，年底集中支付。"),
    Said("绩效指标不够细化，难以衡量。", themes=("绩效目标与指标",)),
    Said("按月通报支出进度，提前做好项目前期工作。", kind="改进措施"),
)


def make(
    parts: Sequence[Part] = PARTS,
    items: Sequence[Said] | None = None,
    *,
    name: str = "水利局2024.txt",
    bureau: str | None = "甲县水利局",
    year: int | None = 2024,
    province: str | None = "湖南省",
    city: str | None = "益阳市",
    county: str | None = "甲县",
    kind: str | None = "部门整体支出",
    budget: str | None = None,
    made_by: tuple[tuple[str, str], ...] = (("read", "1"), ("items", "1")),
) -> Report:
    draft = Draft()
    sections = tuple(write_section(draft, i, part, parts) for i, part in enumerate(parts))
    wanted = items if items is not None else (ITEMS if parts is PARTS else ())
    report = Report(
        document=Document(
            id=hashlib.sha256(f"{name}{draft.text}".encode()).hexdigest(),
            name=name,
            format="txt",
            pages=None,
            text=draft.text,
            blocks=tuple(draft.blocks),
        ),
        profile=Profile(
            bureau=bureau,
            province=province,
            city=city,
            county=county,
            level="county",
            year=year,
            kind=kind,
            budget=Decimal(budget) if budget else None,
        ),
        sections=sections,
        labels=tuple(Label(part.type, None, 1.0, "title") for part in parts),
        items=tuple(write_item(draft.text, sections, said) for said in wanted),
        claims=(),
        tables=tuple(draft.tables),
        indicators=(),
        findings=(),
        warnings=(),
        made_by=made_by,
    )
    assert violations(report) == []
    return report


@pytest.fixture(scope="session")
def part() -> type[Part]:
    return Part


@pytest.fixture(scope="session")
def said() -> type[Said]:
    return Said


@pytest.fixture(scope="session")
def make_report() -> Callable[..., Report]:
    """Makes a sound Report: `make_report(parts, items, name=…, bureau=…, year=…, …)`."""
    return make


@pytest.fixture
def place(tmp_path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(place) -> Iterator[Library]:
    with Library.open(place) as opened:
        yield opened


@pytest.fixture(scope="session")
def passage() -> Callable[..., Passage]:
    """Makes a passage: `passage(7, "…", title="…")`."""

    def made(i: int, text: str, title: str = "") -> Passage:
        return Passage(i, "a" * 64, "问题", title, (), None, 0, len(text), text)

    return made


class BigramEncoder:
    """Counts pairs of neighbouring Han characters by their hash: real similarity, nothing to train."""

    def __init__(self, dimension: int = 64, name: str = "bigrams") -> None:
        self.dimension = dimension
        self.name = f"{name}-{dimension}"

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Matrix:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
            for a, b in pairwise(han):
                row[zlib.crc32((a + b).encode()) % self.dimension] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1).astype(np.float32)


@pytest.fixture(scope="session")
def encoder() -> BigramEncoder:
    return BigramEncoder()


@pytest.fixture(scope="session")
def other_encoder() -> BigramEncoder:
    return BigramEncoder(name="others")
