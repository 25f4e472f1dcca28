"""Two PDF engines, one text: what each reads of the same pages, and when the second is asked."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import BrokenFile
from nlp.readers import pdf as reader
from nlp.readers import radicals
from nlp.readers.options import Options
from nlp.readers.page import UNMAPPED, Char, PageContent
from nlp.readers.pdf import ENGINES, Pages, read_pdf
from nlp.types import Document
from tests.nlp.readers import indicator_files as files

Pdf = Callable[..., bytes]
# A scan has no text for either: it is read by OCR.
EXAMPLES = sorted(p for p in (Path(__file__).parents[3] / "examples").glob("*.pdf") if "扫描" not in p.name)


def by(engine: str, data: bytes) -> Document:
    return read_pdf(data, "报告.pdf", Options(pdf_engine=engine))


def same(data: bytes) -> None:
    """Both engines: the same characters in the same blocks, the same tables. Blanks between words may differ."""
    one, other = (by(engine, data) for engine in ENGINES)
    assert [_squeezed(one, b) for b in one.blocks] == [_squeezed(other, b) for b in other.blocks]
    assert [(b.kind, b.page) for b in one.blocks] == [(b.kind, b.page) for b in other.blocks]
    assert files.tables(one) == files.tables(other)
    assert one.notes == other.notes


def _squeezed(document: Document, block: Any) -> str:
    return "".join(document.text[block.span.start : block.span.end].split())


def test_every_engine_is_one_a_setting_can_name() -> None:
    assert set(ENGINES) == {"pdfium", "pdfminer"}
    assert Options().pdf_engine in ENGINES


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_examples_read_the_same(path: Path) -> None:
    same(path.read_bytes())


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_hand_written_pages_read_the_same(turn: int, pdf: Pdf, page: Any) -> None:
    spec = page(rotate=turn, turned=turn)
    spec.texts = [(80, 80, 12, "一、概况"), (80, 100, 12, "GB/T 26940 of 2024年度")]
    upright = page().grid((72, 172, 272), (120, 140, 160), [["项目", "金额"], ["甲", "1"]]).lines(300, "　　后文。")
    upright.slanted = [(200, 500, 40, "内部资料")]
    same(pdf([spec, upright, page()]))


@pytest.mark.parametrize("seed", [3, 4])
def test_long_tables_read_the_same(seed: int, pdf: Pdf, page: Any) -> None:
    same(files.by_hand(files.rows(40, seed), page, pdf, closed=False))


def test_printed_by_a_browser_reads_the_same(tmp_path: Path) -> None:
    """There the file says ⻔ and ⽬ for 门 and 目: glyphs that a font shares between two characters."""
    if not files.installed("chromium"):
        pytest.skip("chromium is not installed")
    text = "门见长食车马鱼鸟页风飞贝金目面色行文方日月一二人力口土大女小山工己干心手水火生用田白立老言走足里"
    style = f"body{{font-family:'{files.FONT}'}}"
    data = files.browser_pdf(f"<meta charset=utf-8><style>{style}</style><p>{text}１２，①㎡</p>", tmp_path)
    same(data)
    assert by("pdfminer", data).text.strip() == text + "１２，①㎡"


def test_radicals_alone_are_replaced() -> None:
    """Full-width forms, ① and ㎡ have compatibility characters too, and are meant as they stand."""
    plain = radicals.plain()
    assert "".join(plain[c] for c in "⻔⻝⼀⼈⽂⻓⻅⿓") == "门食一人文长见龍"
    assert all(0x2E80 <= ord(c) < 0x2FE0 for c in plain)
    assert all("\u4e00" <= to <= "\u9fff" for to in plain.values())


def content(text: str) -> PageContent:
    chars = tuple(Char(c, 72 + 12 * i, 80, 84 + 12 * i, 92, True, i) for i, c in enumerate(text))
    return PageContent(595, 842, chars, ())


class Fixed:
    """An engine's view of a file, page by page; None: that page is damaged."""

    def __init__(self, *texts: str | None) -> None:
        self.texts, self.count = texts, len(texts)

    def page(self, number: int) -> PageContent:
        text = self.texts[number]
        if text is None:
            raise BrokenFile("第几页已损坏")
        return content(text)


def engine(view: Fixed | None) -> Callable[[bytes, str, Options], AbstractContextManager[Pages]]:
    @contextmanager
    def opened(data: bytes, name: str, options: Options) -> Iterator[Pages]:
        if view is None:
            raise BrokenFile(f"“{name}”已损坏")
        yield view

    return opened


@pytest.mark.parametrize(
    ("first", "second", "said", "notes"),
    [
        pytest.param(["一、概况"], ["别的"], "一、概况", [], id="the first reads well: the second is not asked"),
        pytest.param(["甲", ""], ["别的", "乙"], "甲\n乙", [], id="no text on one page"),
        pytest.param([f"一{UNMAPPED}概况"], ["一、概况"], "一、概况", [], id="a glyph without a meaning"),
        pytest.param(
            [f"一{UNMAPPED}概况"], [UNMAPPED * 4], f"一{UNMAPPED}概况", ["unknown-characters"], id="the second is worse"
        ),
        pytest.param([None, "乙"], ["甲", "别的"], "甲\n乙", [], id="a page that one cannot load"),
        pytest.param([None, "乙"], [None, "别的"], "乙", ["broken-page"], id="that neither can load"),
        pytest.param(["", "乙"], None, "乙", ["no-text-on-page"], id="the second does not open the file"),
        pytest.param(None, ["甲"], "甲", [], id="the first does not open the file"),
        pytest.param([], ["甲"], "甲", [], id="the first finds no page"),
    ],
)
def test_which_engine_a_page_comes_from(
    first: list[str | None] | None,
    second: list[str | None] | None,
    said: str,
    notes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    views = [None if texts is None else Fixed(*texts) for texts in (first, second)]
    monkeypatch.setattr(reader, "ENGINES", {"pdfium": engine(views[0]), "pdfminer": engine(views[1])})
    document = read_pdf(b"", "报告.pdf", Options())
    assert document.text.strip() == said
    assert [note.code for note in document.notes] == notes


@pytest.mark.parametrize(("first", "second"), [(None, None), ([], []), ([None], [None])])
def test_a_file_neither_can_read(first: Any, second: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    views = [None if texts is None else Fixed(*texts) for texts in (first, second)]
    monkeypatch.setattr(reader, "ENGINES", {"pdfium": engine(views[0]), "pdfminer": engine(views[1])})
    with pytest.raises(BrokenFile, match=r"报告\.pdf"):
        read_pdf(b"", "报告.pdf", Options())


def test_progress_is_told_page_by_page(pdf: Pdf, page: Any) -> None:
    told: list[tuple[int, int]] = []
    read_pdf(pdf([page()] * 3), "报告.pdf", Options(on_page=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]
