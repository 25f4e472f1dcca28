"""PDFs that are wrong, absurd or locked: a named error or a note, the text there is, and an end to it."""

import hashlib
import zlib
from collections.abc import Sequence

import pytest

from nlp.errors import BrokenFile, EncryptedFile
from nlp.readers.options import Options
from nlp.readers.pdf import ENGINES, read_pdf
from nlp.types import Document
from tests.nlp.readers.raw_pdf import assembled

SAID = "一、部门概况与主要职责说明材料"
FONTS = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)
SHOWN = b"BT /F1 12 Tf 1 0 0 1 72 700 Tm <%s> Tj ET" % SAID.encode("utf-16-be").hex().encode()
BOX = b"/MediaBox [0 0 595 842]"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def one_page(
    before: bytes = b"",
    box: bytes = BOX,
    forms: Sequence[bytes] = (),
    kids: bytes = b"[7 0 R]",
    count: int = 1,
) -> bytes:
    """A page with SAID on it after `before`; `forms` are objects from 8 on, /X0 the first of them."""
    content, dictionary = stream(before + b"\n" + SHOWN), b"<< /Font << /F1 3 0 R >> /XObject << /X0 8 0 R >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids %s /Count %d >>" % (kids, count),
        *FONTS,
        content,
        b"<< /Type /Page /Parent 2 0 R %s /Contents 6 0 R /Resources %s >>" % (box, dictionary),
        *forms,
    ]
    return assembled(objects)


def read(data: bytes, engine: str = "pdfium") -> Document:
    return read_pdf(data, "报告.pdf", Options(pdf_engine=engine))


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    "box",
    [
        b"/MediaBox [0 0 1000000 1000000]",
        b"/MediaBox [0 0 0 0]",
        b"/MediaBox [595 842 0 0]",
        b"/MediaBox [0 0 nan nan]",
        b"/MediaBox [0 0 1e400 99999999999999999999999999999999999999999999]",
        b"/MediaBox [0 0 595 842] /CropBox [100000 100000 100100 100100]",
        b"/MediaBox [0 0 595 842] /UserUnit 75000",
        b"",
    ],
)
def test_absurd_page_sizes_cost_no_text(box: bytes, engine: str) -> None:
    assert read(one_page(box=box), engine).text.strip() == SAID


@pytest.mark.parametrize(
    ("kids", "count"),
    [(b"[7 0 R]", 10**9), (b"[7 0 R]", -5), (b"[]", 0), (b"[7 0 R 2 0 R]", 2)],
    ids=["a false count", "a negative count", "no page in the tree", "a tree that holds itself"],
)
def test_page_trees_that_lie(kids: bytes, count: int, engine: str) -> None:
    document = read(one_page(kids=kids, count=count), engine)
    assert document.text.strip() == SAID


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7])
def test_a_cut_file_is_refused_or_read(share: float, engine: str) -> None:
    data = one_page()
    try:
        document = read(data[: int(share * len(data))], engine)
    except BrokenFile as error:
        assert "报告.pdf" in str(error)  # noqa: PT017
    else:
        assert document.pages


def test_a_form_that_shows_itself(engine: str) -> None:
    form = stream(b"/X0 Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X0 8 0 R >> >>")
    assert read(one_page(b"/X0 Do", forms=[form]), engine).text.strip() == SAID


def test_forms_nested_deeply(engine: str) -> None:
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X%d %d 0 R >> >>"
    forms = [stream(b"/X%d Do" % (i + 1), entries % (i + 1, 9 + i)) for i in range(200)]
    forms.append(stream(b"0 0 m 9 9 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]"))
    assert read(one_page(b"/X0 Do", forms=forms), engine).text.strip() == SAID


@pytest.mark.parametrize("packed", [False, True])
def test_forms_that_unfold_without_end(packed: bool, engine: str) -> None:
    """Nine times ten forms in each other are a thousand million: what lies on the page itself is read, with a note."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X%d %d 0 R >> >>"
    forms = []
    for i in range(9):
        content, more = b" ".join([b"/X%d Do" % (i + 1)] * 10), entries % (i + 1, 9 + i)
        forms.append(
            stream(zlib.compress(content), more + b" /Filter /FlateDecode") if packed else stream(content, more)
        )
    forms.append(stream(b"0 0 m 9 9 l S", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"))
    document = read(one_page(b"/X0 Do", forms=forms), engine)
    assert document.text.strip() == SAID
    assert [note.code for note in document.notes] == ["page-cut"]


def test_more_drawn_than_is_looked_at() -> None:
    """The text is read all the same, and the note says that rules may be missing."""
    lines = b"\n".join(b"%d %d m %d %d l S" % (i % 500, i % 700, i * 7 % 500, i * 3 % 700) for i in range(120_000))
    document = read(one_page(lines))
    assert document.text.strip() == SAID
    assert [(note.code, note.page) for note in document.notes] == [("page-cut", 1)]


def test_text_far_off_the_page_makes_no_trouble(engine: str) -> None:
    far = b"BT /F1 1e30 Tf 1 0 0 1 1e30 1e30 Tm <4e00> Tj ET BT /F1 0 Tf 1 0 0 1 9 9 Tm <4e00> Tj ET"
    assert SAID in read(one_page(far), engine).text


def test_a_font_without_a_map() -> None:
    """Glyph numbers are no characters: whatever is shown for them, the page is said to be unreadable."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+X /Encoding /Identity-H /DescendantFonts [7 0 R] >>"
    inner = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+X /DW 1000 /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    page = b"<< /Type /Page /Parent 2 0 R %s /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >> >>" % BOX
    shown = stream(b"BT /F1 12 Tf 72 700 Td <010002000341046105010600070007100800> Tj ET")
    data = assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            font,
            FONTS[2],
            shown,
            inner,
        ]
    )
    assert "unreadable-text" in [note.code for note in read(data).notes]


# --- locks (PDF 32000-1, 7.6.3: the standard handler, revision 2, RC4 with 40 bits) ---------------------

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(user: bytes, owner: bytes) -> bytes:
    padded = (user + PADDING)[:32]
    entry = rc4(hashlib.md5((owner + PADDING)[:32]).digest()[:5], padded)
    key = hashlib.md5(padded + entry + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + b"\0").digest()[:5]
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>"
    shown = rc4(hashlib.md5(key + (6).to_bytes(3, "little") + b"\0\0").digest()[:10], SHOWN)
    page = b"<< /Type /Page /Parent 2 0 R %s /Contents 6 0 R /Resources << /Font << /F1 3 0 R >> >> >>" % BOX
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [7 0 R] /Count 1 >>"]
    descendant = FONTS[1].replace(b"(Adobe)", b"/Adobe").replace(b"(GB1)", b"/GB1")
    objects += [FONTS[0], descendant, FONTS[2], stream(shown), page]
    return assembled(objects, lock % (entry.hex().encode(), rc4(key, PADDING).hex().encode()))


def test_a_password_to_open_is_asked_for_by_name(engine: str) -> None:
    with pytest.raises(EncryptedFile, match=r"报告\.pdf.*密码"):
        read(locked(b"secret", b"owner"), engine)


def test_a_password_of_the_owner_alone_opens(engine: str) -> None:
    """It forbids printing or copying and hides nothing."""
    assert len(read(locked(b"", b"owner"), engine).text.strip()) == len(SAID)
