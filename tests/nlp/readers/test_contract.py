"""What every reader promises, whatever the format."""

import io
import os
import re
import unicodedata
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from nlp.errors import BrokenFile, EncryptedFile, ReadError, TooLarge, UnknownFormat
from nlp.readers import READERS, Options, read
from nlp.types import BlockKind, Document
from tests.conftest import example_params

FORMATS = {  # other names of a format
    ".htm": "html", ".mht": "html", ".mhtml": "html", ".xlsm": "xlsx", ".et": "xls",
    ".docm": "docx", ".jpeg": "jpg", ".tiff": "tif",
}  # fmt: skip


def violations(document: Document) -> list[str]:
    """Every promise about text and blocks that the document breaks."""
    text, blocks, found = document.text, document.blocks, []
    covered = bytearray(len(text))
    for before, block in zip((None, *blocks), blocks, strict=False):
        if not 0 <= block.span.start < block.span.end <= len(text):
            found.append(f"span out of range: {block.span}")
        if before is not None and before.span.end > block.span.start:
            found.append(f"blocks overlap or are out of order: {before.span} {block.span}")
        covered[block.span.start : block.span.end] = b"\1" * len(block.span)
        found += _cell_violations(document, block.kind, block.span.start, block.span.end, block.cells)
        if block.page is not None and not 1 <= block.page <= (document.pages or 0):
            found.append(f"page {block.page} of {document.pages}")
    lost = {c for c, seen in zip(text, covered, strict=True) if not seen and not c.isspace()}
    if lost:
        found.append(f"characters outside all blocks: {sorted(lost)[:9]}")
    return found


def _cell_violations(document, kind, start, end, cells) -> list[str]:
    found, taken = [], set()
    if bool(cells) != (kind is BlockKind.TABLE):
        found.append("cells belong to tables, and a table has cells")
    for cell in cells:
        places = {(cell.row + r, cell.col + c) for r in range(cell.rows) for c in range(cell.cols)}
        if not start <= cell.span.start <= cell.span.end <= end:
            found.append(f"cell outside its table: {cell}")
        if not places or places & taken:
            found.append(f"cell without a place of its own: {cell}")
        taken |= places
    if cells:
        held = Counter(c for cell in cells for c in document.text[cell.span.start : cell.span.end] if not c.isspace())
        whole = Counter(c for c in document.text[start:end] if not c.isspace())
        if held != whole:
            found.append(f"table text outside its cells: {whole - held}")
    return found


LOOK_ALIKES = str.maketrans("⺠⻓⻔戶⻋⻛⻚", "民长门户车风页")  # radicals pdfminer gives, left by NFKC


def said(text: str) -> Counter[str]:
    """The non-blank characters, variants made alike as independent readers may choose others."""
    normal = unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES)
    return Counter(c for c in normal if not c.isspace())


def independent(path: Path) -> str:
    """The text as another library or the raw file gives it."""
    if path.suffix == ".docx":
        from lxml import etree

        with zipfile.ZipFile(path) as package:
            roots = [etree.fromstring(package.read(n)) for n in package.namelist() if n.startswith("word/document")]
        return "".join(t for root in roots for t in root.xpath("//*[local-name()='t']/text()"))
    if path.suffix == ".ofd":
        with zipfile.ZipFile(path) as package:
            pages = [package.read(n).decode() for n in package.namelist() if n.endswith("Content.xml")]
        return "".join(t for page in pages for t in re.findall("<ofd:TextCode[^>]*>([^<]*)<", page))
    if path.suffix == ".pdf":
        from pdfminer.high_level import extract_text

        return extract_text(path)
    if path.suffix in (".xlsx", ".xlsm", ".xls", ".et"):
        import python_calamine

        rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return "".join(f"{c:g}" if isinstance(c, float) else str(c) for row in rows for c in row)
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(path)


def test_every_reader_has_a_sample(sample_names: set[str]) -> None:
    assert sample_names == set(READERS)


def test_promises_hold(sample: tuple[str, bytes], tmp_path: Path) -> None:
    suffix, data = sample
    path = tmp_path / f"报告{suffix}"
    path.write_bytes(data)
    document = read(path)
    assert violations(document) == []
    assert document.id == sha256(data).hexdigest()
    assert document.name == f"报告{suffix}"
    assert document.format == FORMATS.get(suffix, suffix[1:])
    assert "".join(document.text.split()).find("某市财政局") >= 0 or "2024年度自评报告" in document.text
    assert [b.kind for b in document.blocks].count(BlockKind.TABLE) == 1
    assert read(path) == document, "reading twice gives the same value"
    if suffix in (".txt", ".docx", ".pdf", ".ofd", ".xlsx", ".xls"):
        assert said(independent(path)) - said(document.text) == Counter()


def test_content_decides_not_the_name(sample: tuple[str, bytes], tmp_path: Path) -> None:
    suffix, data = sample
    if suffix == ".bmp":
        pytest.skip("a mark of two letters that text may begin with: the name decides")
    path = tmp_path / ("报告.docx" if suffix in (".txt", ".pdf", ".doc", ".odt") else "报告.pdf")
    path.write_bytes(data)
    if suffix == ".txt":  # text has no mark of its own: there the name is all there is
        with pytest.raises(ReadError, match=r"报告\.docx"):
            read(path)
    else:
        named = {".wps": "doc"}  # WPS Writer's files are Word's: only the name tells them apart
        assert read(path).format == (FORMATS | named).get(suffix, suffix[1:])


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_empty_file(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"空{suffix}"
    path.write_bytes(b"")
    with pytest.raises(BrokenFile, match="空"):
        read(path)


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_oversized_file(suffix: str, tmp_path: Path, sample_bytes: dict[str, bytes]) -> None:
    path = tmp_path / f"大{suffix}"
    path.write_bytes(sample_bytes[suffix])
    with pytest.raises(TooLarge, match=r"大\.\w+”有 \d+ 字节"):
        read(path, Options(max_bytes=40))


def test_too_many_cells(sample: tuple[str, bytes], tmp_path: Path) -> None:
    suffix, data = sample
    path = tmp_path / f"表{suffix}"
    path.write_bytes(data)
    with pytest.raises(TooLarge, match=r"表\.\w+”的表格单元格超过上限 3 个"):
        read(path, Options(max_cells=3))


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".ofd", ".xlsx", ".xls"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_truncated_file(suffix: str, share: float, tmp_path: Path, sample_bytes: dict[str, bytes]) -> None:
    """A cut file is refused by name, or what is left of it is read; nothing else comes out."""
    path = tmp_path / f"断{suffix}"
    data = sample_bytes[suffix]
    path.write_bytes(data[: int(share * len(data))])
    try:
        document = read(path)
    except ReadError as error:
        assert f"断{suffix}" in str(error)  # noqa: PT017
    else:
        assert violations(document) == []


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".ofd", ".xlsx", ".xls"])
def test_damaged_bytes(suffix: str, tmp_path: Path, sample_bytes: dict[str, bytes]) -> None:
    """Every hundredth byte overwritten, at several offsets: a ReadError or a Document that keeps its promises."""
    path = tmp_path / f"坏{suffix}"
    for offset in range(0, 100, 9):
        data = bytearray(sample_bytes[suffix])
        data[400 + offset :: 100] = b"#" * len(data[400 + offset :: 100])
        path.write_bytes(data)
        try:
            document = read(path)
        except ReadError as error:
            assert f"坏{suffix}" in str(error)  # noqa: PT017
        else:
            assert violations(document) == []


def test_encrypted_pdf(tmp_path: Path, pdf, page) -> None:
    path = tmp_path / "密.pdf"
    path.write_bytes(pdf([page().lines(80, "文字")], encrypted=True))
    with pytest.raises(EncryptedFile, match=r"密\.pdf.*密码"):
        read(path)


def test_encrypted_docx(tmp_path: Path, compound) -> None:
    """Word puts a document under a password into a compound file with a stream of this name."""
    path = tmp_path / "密.docx"
    path.write_bytes(compound({"EncryptionInfo": b"", "EncryptedPackage": b""}))
    with pytest.raises(EncryptedFile, match=r"密\.docx.*密码"):
        read(path)


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("表.docx", zipped("ppt/presentation.xml"), "演示"),  # the name says Word, the content does not
        ("包.zip", zipped("a.txt"), "压缩包"),
        ("图.pdf", b"GIF89a" + bytes(64), "图片"),
        ("文.md", "一些文字".encode(), "支持 .txt"),
        ("无扩展名", b"\x00\x01\x02\xff" * 30, "无扩展名"),
    ],
)
def test_unknown_formats_name_the_way_out(name: str, data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnknownFormat, match=says) as caught:
        read(path)
    assert name in str(caught.value)
    assert "添加" in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match=r"没有\.txt"):
        read(tmp_path / "没有.txt")


@pytest.mark.parametrize("path", example_params())
def test_examples(path: Path) -> None:
    document = read(path)
    assert violations(document) == []
    if path.suffix in (".txt", ".docx", ".pdf", ".ofd"):
        assert said(independent(path)) - said(document.text) == Counter()


def test_real_reports() -> None:
    folder = os.environ.get("JIXIAO_REPORTS")
    if not folder:
        pytest.skip("JIXIAO_REPORTS names no folder with texts/")
    paths = sorted((Path(folder) / "texts").glob("*.txt"))
    assert paths
    for path in paths:
        document = read(path)
        assert violations(document) == []
        assert document.text == independent(path)
