"""Reports made of a few paragraphs, an encoder of a dozen lines, and every engine a passage index can be made of."""

import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.backends import KEYWORD_INDEXES, VECTOR_INDEXES
from index.library import Library
from index.search import Searcher
from index.types import Matrix, Passage, PassageIndex
from nlp.text import fold
from nlp.themes import themes
from nlp.types import Block, BlockKind, Document, Item, ItemRole, Label, Profile, Report, Section, Span

Told = tuple[str, str, Sequence[str]]  # a section's type, title and paragraphs
Engine = Callable[[Path], PassageIndex]

SECTIONS: tuple[Told, ...] = (
    ("收支", "一、收支情况", ["2023年部门预算收入1444.28万元，实际支出1310.60万元。"]),
    ("问题", "二、存在的问题", ["预算执行进度偏慢，部分项目前期工作不充分。", "专业技术人员不足，一人多岗。"]),
    ("改进措施", "三、改进措施", ["提前做好项目前期工作，按月通报预算执行进度。"]),
)
MADE_BY = (("read", "1"), ("items", "1"))


class BigramEncoder:
    """Counts of hashed character pairs, as unit vectors. `meanings` lets it know what else a word is called."""

    def __init__(self, name: str = "bigrams", dimension: int = 128, meanings: tuple[tuple[str, str], ...] = ()) -> None:
        self.name = name
        self.dimension = dimension
        self._meanings = meanings

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Matrix:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word, other in self._meanings:
                text = text.replace(word, other)
            letters = [c for c in fold(text) if c.isalpha()]
            for pair in zip(letters, letters[1:], strict=False):
                row[zlib.crc32("".join(pair).encode()) % self.dimension] += 1
            row /= np.linalg.norm(row) or 1.0
        return vectors


def make_report(
    sections: Sequence[Told] = SECTIONS,
    *,
    bureau: str | None = "甲县水利局",
    year: int | None = 2023,
    province: str | None = "江苏省",
    name: str | None = None,
    made_by: tuple[tuple[str, str], ...] = MADE_BY,
) -> Report:
    """A report of these sections; each paragraph of a 问题 or 改进措施 section is an item."""
    text, blocks, outline, items = f"{bureau}{year}年度自评报告\n", [], [], []
    for position, (kind, title, paragraphs) in enumerate(sections):
        begin = len(text)
        text += f"{title}\n"
        heading = Span(begin, len(text) - 1)
        blocks.append(Block(BlockKind.PARAGRAPH, heading))
        body = len(text)
        for paragraph in paragraphs:
            span = Span(len(text), len(text) + len(paragraph))
            text += f"{paragraph}\n"
            blocks.append(Block(BlockKind.PARAGRAPH, span))
            role = {"问题": ItemRole.PROBLEM, "改进措施": ItemRole.MEASURE}.get(kind)
            if role:
                items.append(Item(role, kind, position, (span,), themes=themes(paragraph)))
        outline.append(Section(None, 1, "", heading, Span(begin, len(text)), Span(body, len(text)), None))
    identity = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        document=Document(identity, name or f"{bureau}{year}.txt", "txt", None, text, tuple(blocks)),
        profile=Profile(bureau=bureau, province=province, year=year, kind="部门整体支出"),
        sections=tuple(outline),
        labels=tuple(Label(kind, None, 1.0, "title") for kind, _, _ in sections),
        items=tuple(items),
        claims=(),
        tables=(),
        indicators=(),
        findings=(),
        warnings=(),
        made_by=made_by,
    )


def make_passage(identity: int, text: str, title: str = "一、概况") -> Passage:
    return Passage(identity, "r", "概况", title, (), None, 0, len(text), text)


ENGINES: dict[str, Engine] = dict(KEYWORD_INDEXES) | {
    name: lambda folder, engine=engine: engine(folder, BigramEncoder()) for name, engine in VECTOR_INDEXES.items()
}


@pytest.fixture
def report() -> Callable[..., Report]:
    return make_report


@pytest.fixture
def passage() -> Callable[..., Passage]:
    return make_passage


@pytest.fixture
def encoder() -> Callable[..., BigramEncoder]:
    return BigramEncoder


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Opens the index of a folder; runs over every engine there is."""
    return ENGINES[request.param]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as opened:
        yield opened


@pytest.fixture(params=KEYWORD_INDEXES)
def keyword(request: pytest.FixtureRequest) -> Engine:
    return KEYWORD_INDEXES[request.param]


@pytest.fixture(params=VECTOR_INDEXES)
def vector(request: pytest.FixtureRequest) -> Callable[[Path, BigramEncoder], PassageIndex]:
    return VECTOR_INDEXES[request.param]


@pytest.fixture
def searcher(library: Library) -> Callable[..., Searcher]:
    """A Searcher over the library's own indexes, as a new process would open it."""

    def opened(encoder: BigramEncoder | None = None) -> Searcher:
        keyword, vector = KEYWORD_INDEXES["tantivy"], VECTOR_INDEXES["faiss-flat"]
        folder = library.indexes
        return Searcher(library, keyword(folder / "keyword"), vector(folder / "vector", encoder or BigramEncoder()))

    return opened
