"""What a file is, told by its content."""

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.errors import BrokenFile, EncryptedFile, ReadError
from nlp.readers import detect
from nlp.readers.detect import extension
from nlp.readers.ole import CompoundFile

WORD = b"\xec\xa5\xc1\x00" + bytes(100)  # FibBase, no flag set
WORD_LOCKED = b"\xec\xa5\xc1\x00" + bytes(7) + b"\x01" + bytes(100)
BOOK = b"\x09\x08\x10\x00" + bytes(16) + b"\xe1\x00\x02\x00\xb0\x04"
BOOK_LOCKED = b"\x09\x08\x10\x00" + bytes(16) + b"\x86\x00\x00\x00" + b"\x2f\x00\x02\x00\x00\x00"
PAGE = "<html><body>报告</body></html>"
MAIL = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"


def zipped(*names: str, mimetype: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        if mimetype:
            package.writestr("mimetype", mimetype)
        for name in names:
            package.writestr(name, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("streams", "name", "kind"),
    [
        ({"WordDocument": WORD, "1Table": b""}, "a.doc", ".doc"),
        ({"WordDocument": WORD, "0Table": b""}, "a.docx", ".doc"),  # the name says more than there is
        ({"WordDocument": WORD}, "a.wps", ".wps"),  # WPS Writer writes Word files
        ({"WordDocument": WORD}, "无扩展名", ".doc"),
        ({"MatOST": b"", "CompObj": b""}, "a.wps", ".wps"),  # Microsoft Works
        ({"Workbook": BOOK}, "a.doc", ".xls"),
        ({"Book": BOOK}, "a.xls", ".xls"),  # Excel 5
        ({"PowerPoint Document": b""}, "a.doc", ".ppt"),
        ({"anything": b"WordDocument" + "WordDocument".encode("utf-16-le")}, "a.doc", ".ole"),  # a word in the text
    ],
)
def test_a_compound_file_is_what_its_streams_are(compound, streams, name, kind):
    assert extension(compound(streams), name) == kind


def test_an_installer_is_told_by_its_class(compound):
    assert extension(compound({"x": b""}, bytes.fromhex("84100c0000000000c000000000000046")), "a.doc") == ".msi"


@pytest.mark.parametrize(
    "streams", [{"EncryptedPackage": b""}, {"WordDocument": WORD_LOCKED}, {"Workbook": BOOK_LOCKED}]
)
def test_a_file_under_a_password_is_told_from_a_damaged_one(compound, streams):
    with pytest.raises(EncryptedFile, match=r"a\.doc.*密码"):
        extension(compound(streams), "a.doc")


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "a.doc", ".docx"),
        (zipped("word/document2.xml"), "a.doc", ".docx"),  # the main part may be called otherwise
        (zipped("xl/workbook.xml", "xl/embeddings/word/document.xml"), "a.xls", ".xlsx"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "a.doc", ".odt"),
        (zipped("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.odt", ".ods"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "a.pdf", ".ofd"),
        (zipped("报告.docx"), "a.docx", ".zip"),  # an archive with a report in it
        (zipped("word/document.xml")[:60], "a.doc", ".docx"),  # cut: the list of parts stands at the end
        (b"PK\x03\x04" + bytes(9), "a.docx", ".docx"),
        (b"{\\rtf1\\ansi}", "a.doc", ".rtf"),
        (b"\xef\xbb\xbf \r\n{\\rtf1\\ansi}", "a.doc", ".rtf"),
        (PAGE.encode(), "a.doc", ".html"),
        (PAGE.encode(), "a.xls", ".html"),
        (b"\xef\xbb\xbf<!-- saved -->\r\n<!--[if gte mso 9]><xml/><![endif]-->" + PAGE.encode(), "a.doc", ".html"),
        (PAGE.encode("utf-16"), "a.html", ".html"),
        (PAGE.encode("utf-16-be"), "a.doc", ".html"),
        (b"<table><tr><td>1</td></tr></table>", "a.xls", ".html"),
        (MAIL, "a.doc", ".mht"),
        (b"From: <Saved by a browser>\r\nSubject: x\r\n y\r\n" + MAIL, "a.mht", ".mht"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", "a.doc", ".pdf"),  # junk before the header
        ("一、部门概况".encode(), "报告", ".txt"),  # no extension, but text
        ("一、部门概况\n某局贯彻执行国家有关法律法规。".encode("gb18030"), "a.doc", ".txt"),
        (b"\x89PNG\r\n", "a.doc", ".png"),
        (b"\x00\x01\x02\xff" * 30, "报告", ""),
        (b"\x00\x01\x02\xff" * 30, "a.md", ".md"),
    ],
)
def test_content_goes_before_the_name(data, name, kind):
    assert extension(data, name) == kind


def test_a_first_part_that_unfolds_without_end_is_not_unfolded():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", bytes(100_000_000))
    tracemalloc.start()
    try:
        assert extension(buffer.getvalue(), "a.odt") == ".zip"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_first_part_that_is_damaged():
    whole = bytearray(zipped(mimetype="a" * 60))
    for at in (8, whole.index(b"PK\x01\x02") + 10):  # the method of packing: it is not packed, and says it is
        whole[at] = zipfile.ZIP_DEFLATED
    assert extension(bytes(whole), "a.docx") == ".docx"


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.xls", "a.rtf", "a.odt", "a.mht"])
def test_what_is_not_what_its_name_says_nor_anything_else_is_damaged(name):
    with pytest.raises(BrokenFile, match=name):
        extension(b"\x00\x01\x02\xff" * 30, name)


@pytest.mark.parametrize("length", [8, 40, 76, 511, 512, 700, 1100])
def test_a_cut_compound_file_is_damaged(compound, length):
    with pytest.raises(BrokenFile, match=r"a\.doc.*已损坏"):
        extension(compound({"WordDocument": WORD})[:length], "a.doc")


def test_every_kind_that_is_told_has_a_name():
    kinds = {
        kind for table in (detect._ZIPS, detect._OPEN_DOCUMENTS, detect._STREAMS, detect._MAGIC) for _, kind in table
    }
    assert kinds - set(detect._CALLED) == {".docx", ".encrypted"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it only makes bytes
@given(st.integers(0, 9000), st.integers(0, 255), st.integers(0, 200))
def test_a_damaged_compound_file_ends_the_search(compound, at, byte, cut):
    """Chains that go in a circle, sizes beyond the file: an answer or a ReadError, never anything else."""
    data = bytearray(compound({"WordDocument": WORD, "1Table": b""}))
    data[at % len(data)] = byte
    data[76 + at % 500] ^= byte
    try:
        extension(bytes(data[: len(data) - cut]), "a.doc")
    except ReadError as error:
        assert "a.doc" in str(error)  # noqa: PT017


def test_streams_of_an_embedded_object_are_not_the_file_s(compound):
    """An Excel table in a Word file has a Workbook of its own, in a storage below the root."""
    data = bytearray(compound({"WordDocument": WORD, "Workbook": BOOK}))
    assert set(CompoundFile(bytes(data)).streams) == {"WordDocument", "Workbook"}
    at = data.index("WordDocument".encode("utf-16-le").ljust(64, b"\0"))
    data[at + 72 : at + 76] = b"\xff\xff\xff\xff"  # no right sibling: no longer in the root
    assert set(CompoundFile(bytes(data)).streams) == {"WordDocument"}
