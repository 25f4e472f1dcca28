"""Old Word files through LibreOffice: what is read is what the .docx of the same report gives."""

import io
import os
import shutil
import stat
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from nlp.errors import BrokenFile, ProgramMissing, ReadError, TooSlow
from nlp.readers import Options, office, read
from nlp.types import BlockKind, Document, Span

needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def numbered(document) -> None:
    """Gives the first list style of the document the numbers 一、（一）1. of an official report."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(LEVELS)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def item(document, text: str, level: int) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))


def report() -> bytes:
    """Automatic numbers on three levels, a heading, a merged table between paragraphs, a footer."""
    document = docx.Document()
    numbered(document)
    document.add_heading("某县水利局2023年度自评报告", 0)
    for text, level in (
        ("部门概况", 0),
        ("主要职能", 1),
        ("编制规划", 2),
        ("管理河道", 2),
        ("人员情况", 1),
        ("问题", 0),
    ):
        item(document, text, level)
    document.add_heading("三、附表", 1)
    table = document.add_table(3, 3)
    for r, row in enumerate((("项目", "预算数", "决算数"), ("支出", "1203.52", "1200"), ("", "192.68", "190"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("以上“数字”以万元为单位，下降－5％。")
    document.sections[0].footer.paragraphs[0].text = "某县水利局"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def compared(document: Document) -> tuple[list[str], list[object]]:
    """Running text and tables, without what a format may choose: blanks, and whether a paragraph is a heading."""

    def said(span: Span) -> str:
        return "".join(document.text[span.start : span.end].split())

    running = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION)
    texts = [said(block.span) for block in document.blocks if block.kind in running]
    cells = [(c.row, c.col, c.rows, c.cols, said(c.span)) for block in document.blocks for c in block.cells]
    return texts, cells


@pytest.fixture
def saved_as(tmp_path, old_word) -> Callable[[str, str], Path]:
    """The report in an older format, under a name."""

    def save(target: str, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(old_word(report(), target))
        return path

    return save


@needs_soffice
@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("doc:MS Word 97", "报告.doc"),
        ("doc:MS Word 97", "报告.wps"),
        pytest.param("odt:writer8", "报告.odt", marks=pytest.mark.slow),
    ],
)
def test_an_old_file_says_what_its_docx_says(saved_as, tmp_path, target, name):
    docx_file = tmp_path / "报告.docx"
    docx_file.write_bytes(report())
    document = read(saved_as(target, name))
    assert compared(document) == compared(read(docx_file))
    assert document.format == name.rpartition(".")[2]
    assert "1.编制规划" in compared(document)[0]


@needs_soffice
@pytest.mark.slow
def test_an_rtf_says_what_its_docx_says(tmp_path, old_word):
    """But for the signs of automatic numbers, which LibreOffice writes into its own .rtf as question marks."""
    as_rtf, as_docx = tmp_path / "报告.rtf", tmp_path / "报告.docx"
    as_docx.write_bytes(report())
    saved = old_word(report(), "rtf:Rich Text Format")
    assert b"leveltext \\'02\\'00\\'3f;" in saved
    saved = saved.replace(b"leveltext \\'02\\'00\\'3f;", b"leveltext \\'02\\'00\\u12289 ?;")
    as_rtf.write_bytes(saved)
    texts, cells = compared(read(as_rtf))
    wanted, wanted_cells = compared(read(as_docx))
    assert (texts, cells) == ([text.replace("（", "(").replace("）", ")") for text in wanted], wanted_cells)


@needs_soffice
def test_together_is_as_alone_and_a_broken_one_stops_nobody(saved_as, tmp_path):
    good = [saved_as("doc:MS Word 97", f"{n}.doc") for n in range(3)]
    broken, encrypted = tmp_path / "坏.doc", tmp_path / "密.doc"
    data = good[0].read_bytes()
    broken.write_bytes(data[:600])
    locked = bytearray(data)
    locked[data.index(b"\xec\xa5\xc1\x00" if b"\xec\xa5\xc1\x00" in data else b"\xec\xa5") + 11] |= 1
    encrypted.write_bytes(locked)
    made = office.convert_together([broken, *good, encrypted], Options())
    assert sorted(made) == good
    assert read(good[0], Options(converted=made[good[0]])) == read(good[0])


@needs_soffice
def test_what_was_converted_for_other_bytes_is_not_used(saved_as):
    path = saved_as("doc:MS Word 97", "新.doc")
    made = office.convert_together([path], Options())[path]
    stale = office.Converted("0" * 64, made.docx[:100])
    assert "水利局" in read(path, Options(converted=stale)).text


def test_without_libreoffice_it_is_said_what_to_install(tmp_path):
    path = tmp_path / "报告.rtf"
    path.write_bytes(b"{\\rtf1 abc}")
    with pytest.raises(ProgramMissing, match=r"libreoffice-writer.*另存为 \.docx"):
        read(path, Options(soffice="no-such-program"))
    assert office.convert_together([path], Options(soffice="no-such-program")) == {}


def fake(folder: Path, script: str) -> Options:
    """A program in the place of LibreOffice that does what `script` says; `$last` is the last of its arguments."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nfor last; do :; done\nfolder=$(dirname "$last")\n{script}\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return Options(soffice=str(program), max_seconds=1)


@pytest.mark.skipif(os.name != "posix", reason="the program in its place is a shell script")
@pytest.mark.parametrize(
    ("script", "error", "says"),
    [
        ("sleep 1000 & echo $! > {mark}; sleep 1000", TooSlow, "超过 1 秒"),  # it hangs, and so does its child
        ("sleep 1000 >&- 2>&- & echo $! > {mark}; kill -9 $$", BrokenFile, "意外终止"),
        ("sleep 1000 >&- 2>&- & echo $! > {mark}; echo Error: no; exit 0", BrokenFile, "Error: no"),
    ],
)
def test_whatever_the_program_does_nothing_of_it_is_left(tmp_path, script, error, says):
    mark, path = tmp_path / "child", tmp_path / "报告.rtf"
    path.write_bytes(b"{\\rtf1 abc}")
    before = left_over()
    with pytest.raises(error, match=says):
        read(path, fake(tmp_path, script.format(mark=mark)))
    assert left_over() == before
    assert not is_running(int(mark.read_text()))


def left_over() -> set[str]:
    return {entry.name for entry in Path(tempfile.gettempdir()).glob("jixiao-*")}


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def with_picture_from(address: str) -> bytes:
    """An OpenDocument text whose picture stands on a server."""
    manifest, office_, text, draw = (
        f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("manifest", "office", "text", "drawing")
    )
    link = "http://www.w3.org/1999/xlink"
    kind = "application/vnd.oasis.opendocument.text"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", kind)
        package.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        package.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{office_}" xmlns:t="{text}" xmlns:d="{draw}" xmlns:x="{link}"'
            f' o:version="1.2"><o:body><o:text><t:p>前'
            f'<d:frame t:anchor-type="as-char"><d:image x:href="{address}" x:type="simple"'
            ' x:show="embed" x:actuate="onLoad"/></d:frame>后</t:p></o:text></o:body></o:document-content>',
        )
    return buffer.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="the program in its place is one of Unix")
def test_without_a_temporary_folder_nothing_is_written_elsewhere(tmp_path, monkeypatch):
    """A full disk: the guardian cannot make its folder, and ends."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("nlp.readers.office.sys.executable", shutil.which("true"))
    with pytest.raises(ReadError, match=r"a\.rtf.*没有能写入的临时文件夹"):
        office.read_rtf(b"{\\rtf1 x}", "a.rtf", Options(soffice="true"))
    assert list(tmp_path.iterdir()) == []


@needs_soffice
def test_nothing_is_fetched_while_a_file_is_read(tmp_path):
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        path = tmp_path / "链接.odt"
        path.write_bytes(with_picture_from(f"http://127.0.0.1:{server.server_port}/a.png"))
        text = read(path).text
        server.shutdown()
    assert text == "前后\n"
    assert asked == []


@needs_soffice
def test_two_at_once_do_not_disturb_each_other(saved_as):
    paths = [saved_as("doc:MS Word 97", f"{n}.doc") for n in range(2)]
    found: dict[Path, str] = {}
    threads = [threading.Thread(target=lambda p=path: found.update({p: read(p).text})) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[paths[0]] == found[paths[1]] != ""


@needs_soffice
def test_the_version_is_told():
    said = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True).stdout
    assert office.version(Options()).split()[1] in said
