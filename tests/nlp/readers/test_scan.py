"""Scans: which pages go through OCR, what is noted, and what comes out on pictures of pages of our own."""

import importlib.util
import io
import re
import unicodedata
from typing import Any

import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import BrokenFile, ModelError, TooLarge
from nlp.knowledge import load
from nlp.readers import lattice, ocr, ocrpage, raster, scan
from nlp.readers.images import read_image
from nlp.readers.ocr import ReadLine
from nlp.readers.options import Options
from nlp.readers.page import Char, PageContent
from nlp.readers.pdf import read_pdf
from nlp.types import BlockKind, Document

with_ocr = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="rapidocr (extra ocr) is not installed"
)
TEXT = ["　　一、基本情况", "　　本年度共安排专项资金一百二十万元，全部用于基层项目建设，年末执行率"]
TEXT += ["为百分之九十五，资金使用合规，未发现截留挪用等问题。"]
ROWS = [["指标", "目标值", "完成值"], ["产出", "25", "26"], ["效益", "30%", "31.5%"]]


def said(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if kind in (None, b.kind)]


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def cells(document: Document) -> list[list[str]]:
    tables = [b for b in document.blocks if b.kind is BlockKind.TABLE]
    return [[folded(document.text[c.span.start : c.span.end]) for c in table.cells] for table in tables]


def report(page: Any) -> Any:
    """A page of prose with a table below it."""
    return page().lines(80, *TEXT).grid((72, 172, 272, 372), (160, 182, 204, 226), ROWS)


def content(text: str) -> PageContent:
    return PageContent(595, 842, tuple(Char(c, 0, 0, 9, 9) for c in text), ())


# --- which pages, which notes -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("", False),
        ("- 1 -", False),  # a page number stamped on a scan: the picture decides
        ("　 \n" * 60, False),
        ("某" * 60, True),
        ("\ufffd" * 60 + "某" * 60, False),  # half the glyphs have no meaning
        ("\ufffd" * 3 + "某" * 60, True),
    ],
)
def test_words_enough(text: str, usable: bool) -> None:
    assert scan.has_words_enough(content(text)) is usable


def test_pages_with_text_are_not_looked_at() -> None:
    """The text layer that OCR software has put over a scan is taken as it is."""

    def asked(number: int, has_words: bool) -> None:
        raise AssertionError(number)

    pages = [content("某" * 60)]
    assert list(scan.Scans(Options(), asked).filled(pages)) == pages


def test_ocr_can_be_off(pdf: Any, page: Any, draw: Any, pictures: Any) -> None:
    data = pictures([draw(pdf([report(page)]), 72)], "PDF")
    found = read_pdf(data, "扫描.pdf", Options(ocr="off"))
    assert (found.text, [(n.code, n.page) for n in found.notes]) == ("", [("no-text-on-page", 1)])
    assert "已关闭" in found.notes[0].message


def test_without_the_extra_a_note_says_what_to_install(
    pdf: Any, page: Any, draw: Any, pictures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)  # as where rapidocr is not installed
    data = pictures([draw(pdf([report(page)]), 72)], "PNG")
    found = read_image(data, "扫描.png", Options())
    assert (found.text, [(n.code, n.page) for n in found.notes]) == ("", [("no-text-on-page", 1)])
    assert "pip install 'jixiao[ocr]'" in found.notes[0].message


def test_every_threshold_is_a_share_or_a_size() -> None:
    rule = load("ocr")
    assert 0 < rule["confidence"]["lowest"] < rule["confidence"]["low"] < 1
    assert 0 < rule["usable"]["unknown_share"] < 1
    assert rule["image"]["detect_dpi"] <= rule["image"]["dpi"]
    assert re.compile(rule["page_number"]["dashed"]).fullmatch("—12一")


@given(st.floats(1, 20_000), st.floats(1, 20_000))
def test_no_page_is_too_large_to_look_at(width: float, height: float) -> None:
    """A drawing of several square metres is looked at more coarsely."""
    scale = ocrpage.resolution(width, height)
    assert 0 < scale <= 200 / 72
    assert width * height * scale**2 <= 1.001 * load("ocr")["image"]["max_pixels"]


# --- rules, dots, skew: without the engine ----------------------------------------------------------


def test_rules_of_a_picture_make_the_grid(pdf: Any, page: Any, draw: Any) -> None:
    """A merged cell stays one; strokes of a large title are no rules, those between cells found as one line are."""
    spec = page()
    spec.rules = [(72, 120, 372, 120), (172, 150, 372, 150), (72, 180, 372, 180)]
    spec.rules += [(72, 120, 72, 180), (172, 120, 172, 180), (272, 150, 272, 180), (372, 120, 372, 180)]
    spec.texts = [(90, 60, 40, "十二五王田"), (75, 155, 12, "项目")]
    pixels = np.asarray(draw(pdf([spec]), 150))[:, :, ::-1]
    scale = 150 / 72
    title = tuple((x * scale, y * scale) for x, y in ((88, 20), (292, 20), (292, 72), (88, 72)))
    row = tuple((x * scale, y * scale) for x, y in ((172, 149), (372, 149), (372, 181), (172, 181)))
    (table,) = lattice.find(raster.rules(np.ascontiguousarray(pixels), [title, row], scale))
    assert [(c.row, c.col, c.rows, c.cols) for c in table.cells] == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    ]
    assert [round(x) for x in (table.box.left, table.box.top, table.box.right, table.box.bottom)] == [72, 120, 372, 180]


def test_leader_dots(pdf: Any, page: Any, draw: Any) -> None:
    """Dots in a row lead somewhere; the full stops of a text do not."""
    spec = page().lines(80, "　　目标。完成。情况。", "......1.2.3")
    spec.texts += [(150, 140, 12, ".................")]
    pixels = np.ascontiguousarray(np.asarray(draw(pdf([spec]), 200))[:, :, ::-1])
    dots = raster.leaders(pixels, 200 / 72)
    assert len(dots) == 17
    assert {round(y / (200 / 72)) for _, y in dots} <= {138, 139, 140}
    bare = raster.without_dots(pixels, dots, 200 / 72)
    assert raster.leaders(bare, 200 / 72) == []


@pytest.mark.parametrize("shown", ["text", "table"])
@pytest.mark.parametrize("angle", [-4.0, -0.5, 0.0, 1.25])
def test_skew(pdf: Any, page: Any, draw: Any, angle: float, shown: str) -> None:
    """Told from lines of text and from rules alone."""
    spec = (
        page().lines(80, *TEXT * 3) if shown == "text" else page().grid((72, 172, 272, 372), (160, 182, 204, 226), [])
    )
    picture = draw(pdf([spec]), 150).rotate(-angle, fillcolor="white", resample=PIL.Image.Resampling.BICUBIC)
    pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    assert raster.skew(pixels, 150 / 72) == pytest.approx(angle, abs=0.11)


@pytest.mark.parametrize(
    ("text", "centres", "expected"),
    [
        ("目标(1)完成情况", [0.5, 1.5, 2.75, 3.25, 3.75, 5.5, 6.5, 7.5, 8.5], "目标（1）完成情况"),
        ("目标(1)完成情况", [0.5, 1.5, 2.25, 2.75, 3.25, 4.0, 5.0, 6.0, 7.0], "目标(1)完成情况"),  # narrow in print
        ("资金,项目,完成情况", [0.5, 1.5, 2.3, 3.5, 4.5, 5.3, 6.5, 7.5, 8.5, 9.5], "资金，项目，完成情况"),
        ("共计1,200万元整数", [0.5, 1.5, 2.25, 2.75, 3.25, 3.75, 4.25, 5.0, 6.0, 7.0, 8.0], "共计1,200万元整数"),
        ("金额单位万元:", [0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.2], "金额单位万元："),
    ],
)
def test_wide_marks_are_told_by_their_room(text: str, centres: list[float], expected: str) -> None:
    across = centres[-1] + 0.5
    strip = ocrpage._Strip(0, 0, 30 * across, 36, np.zeros((36, 9, 3), np.uint8))
    line = ReadLine(text, tuple(c / across for c in centres), 0.99)
    assert ocrpage._widened(strip, line).text == expected


class Told:
    """An engine that finds two given lines and reads them with given scores."""

    def __init__(self, scores: list[float]) -> None:
        self.scores = scores

    def find(self, image: ocr.Image) -> list[ocr.Quad]:
        return [((40, y), (340, y), (340, y + 30), (40, y + 30)) for y in (50, 150)]

    def read(self, lines: Any) -> list[ReadLine]:
        texts = ["本年度完成情况良好", "印章上的字看不清楚"]
        places = tuple((i + 0.5) / 9 for i in range(9))
        return [ReadLine(text, places, score) for text, score in zip(texts, self.scores, strict=False)][: len(lines)]


def test_doubtful_lines_are_noted_and_hopeless_ones_left_out() -> None:
    picture = ocrpage.PageImage(np.full((300, 400, 3), 255, np.uint8), 1.0)
    found = ocrpage.read_image(picture, Told([0.7, 0.3]))
    assert "".join(c.text for c in found.content.chars) == "本年度完成情况良好"
    assert [text for text, _ in found.doubtful] == ["本年度完成情况良好"]
    assert [text for text, _ in found.dropped] == ["印章上的字看不清楚"]


def test_notes_name_the_pages_and_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: True)
    monkeypatch.setitem(ocr.OCR_ENGINES, "rapidocr", lambda: Told([0.7, 0.3]))
    ocr.engine.cache_clear()
    picture = ocrpage.PageImage(np.full((300, 400, 3), 255, np.uint8), 1.0)
    scans = scan.Scans(Options(), lambda number, has_words: picture)
    pages = list(scans.filled([content(""), content(""), content("某" * 60), content("")]))
    ocr.engine.cache_clear()
    assert ["".join(c.text for c in page.chars)[:4] for page in pages] == [
        "本年度完",
        "本年度完",
        "某某某某",
        "本年度完",
    ]
    notes = scans.noted([])
    assert [(note.code, note.page) for note in notes[:3]] == [("ocr", None), ("ocr-low", 1), ("ocr-low", 1)]
    assert "第 1–2、4 页" in notes[0].message
    assert "0.70" in notes[1].message
    assert "本年度完成情况良好" in notes[1].message
    assert "印章上的字看不清楚" in notes[2].message


class Failing(Told):
    def find(self, image: ocr.Image) -> list[ocr.Quad]:
        raise ModelError("文字识别引擎出错")


def test_a_page_that_the_engine_fails_on_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: True)
    monkeypatch.setitem(ocr.OCR_ENGINES, "rapidocr", lambda: Failing([]))
    ocr.engine.cache_clear()
    scans = scan.Scans(Options(), lambda number, has_words: ocrpage.PageImage(np.zeros((9, 9, 3), np.uint8), 1.0))
    assert [page.chars for page in scans.filled([content("")])] == [()]
    ocr.engine.cache_clear()
    assert [(note.code, note.page) for note in scans.noted([])] == [("ocr-failed", 1)]


def test_characters_follow_each_other_in_their_boxes() -> None:
    picture = ocrpage.PageImage(np.full((300, 400, 3), 255, np.uint8), 1.0)
    chars = ocrpage.read_image(picture, Told([0.9, 0.9])).content.chars[:9]
    assert [c.left for c in chars] == sorted(c.left for c in chars)
    assert [round(c.left) for c in chars[:2]] == [40, 73]
    assert abs(chars[-1].right - 340) <= 1.5
    assert {round(c.middle) for c in chars} <= {65, 66}


# --- image files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(64), b"II*\x00\x08\x00\x00\x00", b"\xff\xd8\xff\xe0abc"])
def test_damaged_pictures(data: bytes) -> None:
    with pytest.raises(BrokenFile, match=r"扫描\.png"):
        read_image(data, "扫描.png", Options(ocr="off"))


def test_pages_of_a_picture_file_are_bounded(pictures: Any) -> None:
    data = pictures([PIL.Image.new("RGB", (40, 60), "white")] * 3, "TIFF")
    assert read_image(data, "扫描.tif", Options(ocr="off")).pages == 3
    with pytest.raises(TooLarge, match=r"扫描\.tif.*3 页"):
        read_image(data, "扫描.tif", Options(ocr="off", max_pages=2))


def test_a_picture_that_unfolds_without_end_is_refused(pictures: Any) -> None:
    data = pictures([PIL.Image.new("1", (20_000, 20_000))], "PNG")
    assert len(data) < 100_000
    with pytest.raises(TooLarge, match="像素"):
        read_image(data, "扫描.png", Options(ocr="off"))


# --- with the engine --------------------------------------------------------------------------------


@with_ocr
def test_one_line_is_read(pdf: Any, page: Any, draw: Any, pictures: Any) -> None:
    """The quick look: the engine is there, its models load, a line arrives where it stands."""
    spec = page()
    spec.texts = [(72, 30, 12, "绩效自评报告")]
    picture = draw(pdf([spec]), 150).crop((0, 0, 800, 130))
    found = read_image(pictures([picture], "PNG"), "一行.png", Options())
    assert said(found) == ["绩效自评报告"]
    assert [note.code for note in found.notes] == ["ocr"]


@pytest.mark.slow
@with_ocr
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_any_way_up(pdf: Any, page: Any, draw: Any, pictures: Any, turn: int) -> None:
    picture = draw(pdf([report(page)]), 150).rotate(turn, expand=True)
    found = read_pdf(pictures([picture], "PDF"), "扫描.pdf", Options())
    assert [folded(text) for text in said(found, BlockKind.PARAGRAPH)] == [folded(TEXT[0]), folded("".join(TEXT[1:]))]
    assert cells(found) == [[cell for row in ROWS for cell in row]]
    assert [note.code for note in found.notes] == ["ocr"]


@pytest.mark.slow
@with_ocr
def test_a_page_askew_with_noise(pdf: Any, page: Any, draw: Any, pictures: Any) -> None:
    picture = draw(pdf([report(page)]), 150).rotate(1.5, fillcolor="white", resample=PIL.Image.Resampling.BICUBIC)
    noise = np.random.default_rng(1).normal(0, 8, (picture.height, picture.width, 1))
    noisy = PIL.Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    noisy.save(buffer, "JPEG", quality=60)
    found = read_image(buffer.getvalue(), "扫描.jpg", Options())
    assert cells(found) == [[cell for row in ROWS for cell in row]]
    assert folded("".join(said(found, BlockKind.PARAGRAPH))) == folded("".join(TEXT))


@pytest.mark.slow
@with_ocr
def test_only_pages_without_text_are_scanned(pdf: Any, page: Any, draw: Any, pictures: Any) -> None:
    """A born-digital page and a scan in one file; the scan carries a stamped page number."""
    import pypdfium2

    first = pypdfium2.PdfDocument(pdf([page().lines(80, *(["　　有文字层的一页，不必识别。"] * 4))]))
    second = pypdfium2.PdfDocument(pictures([draw(pdf([report(page)]), 150)], "PDF"))
    whole = pypdfium2.PdfDocument.new()
    whole.import_pages(first)
    whole.import_pages(second)
    buffer = io.BytesIO()
    whole.save(buffer)
    for document in (first, second, whole):
        document.close()
    found = read_pdf(buffer.getvalue(), "混合.pdf", Options())
    assert [(n.code, n.message.split(" ")[1]) for n in found.notes] == [("ocr", "2")]
    assert said(found)[0] == "有文字层的一页，不必识别。"
    assert len(cells(found)) == 1


@pytest.mark.slow
@with_ocr
def test_words_under_a_seal(pdf: Any, page: Any, draw: Any, pictures: Any) -> None:
    """A red ring over the line does not hide it."""
    import PIL.ImageChops
    import PIL.ImageDraw

    picture = draw(pdf([report(page)]), 150)
    seal = PIL.Image.new("RGB", picture.size, "white")
    PIL.ImageDraw.Draw(seal).ellipse((300, 130, 520, 350), outline=(220, 40, 40), width=8)
    picture = PIL.ImageChops.multiply(picture, seal)  # ink on ink
    found = read_image(pictures([picture], "PNG"), "盖章.png", Options())
    assert folded("".join(said(found, BlockKind.PARAGRAPH))) == folded("".join(TEXT))
