"""Small files made inside the tests: PDF and OFD written by hand, Word documents by python-docx, pictures by pillow."""

import importlib.util
import io
import re
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import PIL.Image
import pytest
from docx.document import Document as WordDocument

from tests.nlp.readers.raw_pdf import assembled

A4 = (595, 842)
MARGIN, SIZE = 72, 12
ACROSS = 37  # characters of SIZE on a line between the margins


@dataclass
class PageSpec:
    """A page to be written: (x, y from the top, size, text) and rules (x0, y0, x1, y1)."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    slanted: list[tuple[float, float, float, str]] = field(default_factory=list)
    rotate: int = 0  # the page's own turn, clockwise
    turned: int = 0  # how far the texts are turned back, so that they read upright on a page turned so far

    def lines(self, top: float, *texts: str, pitch: float = 20) -> "PageSpec":
        """Lines at the left margin, one below the other; leading ideographic spaces indent."""
        for i, text in enumerate(texts):
            bare = text.lstrip("　")
            self.texts.append((MARGIN + SIZE * (len(text) - len(bare)), top + i * pitch, SIZE, bare))
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> "PageSpec":
        """A fully ruled table with its texts."""
        self.rules += [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text:
                    self.texts.append((xs[c] + 3, ys[r] + 15, SIZE, text))
        return self


def write_pdf(pages: Sequence[PageSpec], encrypted: bool = False) -> bytes:
    """A PDF of these pages in a Chinese font that is not embedded (Adobe-GB1, text as UCS-2)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    kids = []
    for page in pages:
        content = _content(page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (*A4, page.rotate, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return assembled(objects, LOCK if encrypted else b"")


def _content(page: PageSpec) -> bytes:
    parts = [b"%g %g m %g %g l S" % (x0, A4[1] - y0, x1, A4[1] - y1) for x0, y0, x1, y1 in page.rules]
    shown = [(text, _matrix(text[0], text[1], page.turned)) for text in page.texts]
    shown += [(text, (0.7, 0.7, -0.7, 0.7, text[0], A4[1] - text[1])) for text in page.slanted]
    for (_, _, size, text), matrix in shown:
        parts.append(
            b"BT /F1 %g Tf %g %g %g %g %g %g Tm <%s> Tj ET" % (size, *matrix, text.encode("utf-16-be").hex().encode())
        )
    return b"\n".join(parts)


def _matrix(x: float, y: float, turned: int) -> tuple[float, ...]:
    """The text matrix that shows text at (x, y from the top) of the page after it has been turned clockwise."""
    width, height = A4
    return {
        0: (1, 0, 0, 1, x, height - y),
        90: (0, 1, -1, 0, y, x),
        180: (-1, 0, 0, -1, width - x, y),
        270: (0, -1, 1, 0, width - y, height - x),
    }[turned]


LOCK = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32)


MM = 25.4 / 72
OFD_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@dataclass
class OfdPage:
    """A page to be written, in points from the top left as PageSpec; `raw` is XML of objects in millimetres."""

    texts: list[tuple[float, float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    raw: str = ""
    head: str = ""  # before the content: <Template …/>, <Area>…
    lines = PageSpec.lines
    grid = PageSpec.grid

    def xml(self) -> str:
        """The page's part: a text object for each text, a path for each rule."""
        objects = []
        for x, y, size, text in self.texts:
            box, steps = f"{x * MM:.4f} {(y - size) * MM:.4f} 200 10", _steps(text, size)
            code = f'<TextCode X="0" Y="{size * MM:.4f}" DeltaX="{steps}">{text}</TextCode>'
            objects.append(f'<TextObject Boundary="{box}" Font="1" Size="{size * MM:.4f}">{code}</TextObject>')
        for x0, y0, x1, y1 in self.rules:
            wide, high = (x1 - x0) * MM, (y1 - y0) * MM
            data = f"<AbbreviatedData>M 0 0 L {wide:.4f} {high:.4f}</AbbreviatedData>"
            box = f"{x0 * MM:.4f} {y0 * MM:.4f} {wide:.4f} {high:.4f}"
            objects.append(f'<PathObject Boundary="{box}" LineWidth="0.2">{data}</PathObject>')
        layer = f'<Content><Layer Type="Body">{"".join(objects)}{self.raw}</Layer></Content>'
        return f"<Page>{self.head}{layer}</Page>"


def _steps(text: str, size: float) -> str:
    """One step a character; the same ones written together."""
    steps = [size * MM * (0.5 if c.isascii() else 1.0) for c in text[:-1]]
    if len(set(steps)) == 1 and len(steps) > 2:
        return f"g {len(steps)} {steps[0]:.4f}"
    return " ".join(f"{step:.4f}" for step in steps)


def write_ofd(
    pages: Sequence[OfdPage],
    templates: Sequence[OfdPage] = (),
    parts: Mapping[str, str | bytes] | None = None,
    document: str = "",
    resources: str = "",
) -> bytes:
    """An OFD of A4 pages; names in the XML get the standard's prefix.

    `parts` are further parts, or take the place of those written here; `document` goes into Document.xml.
    """
    listed = "".join(f'<Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    models = "".join(f'<TemplatePage ID="T{i}" BaseLoc="Tpls/Tpl_{i}/Content.xml"/>' for i in range(len(templates)))
    area = "<PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>"
    common = f"<MaxUnitID>9</MaxUnitID>{area}<PublicRes>PublicRes.xml</PublicRes>{models}"
    held: dict[str, str | bytes] = {
        "OFD.xml": "<OFD><DocBody><DocInfo><DocID>1</DocID><Title>自评报告</Title></DocInfo>"
        "<DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": f"<Document><CommonData>{common}</CommonData><Pages>{listed}</Pages>"
        f"{document}</Document>",
        "Doc_0/PublicRes.xml": f'<Res BaseLoc="Res"><Fonts><Font ID="1" FontName="宋体"/></Fonts>{resources}</Res>',
    }
    held |= {f"Doc_0/Pages/Page_{i}/Content.xml": page.xml() for i, page in enumerate(pages)}
    held |= {f"Doc_0/Tpls/Tpl_{i}/Content.xml": page.xml() for i, page in enumerate(templates)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in (held | dict(parts or {})).items():
            whole = _prefixed(part) if isinstance(part, str) else part
            package.writestr(zipfile.ZipInfo(name), whole, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _prefixed(xml: str) -> str:
    named = re.sub(r"<(/?)(?=[A-Z])", r"<\1ofd:", xml)
    return '<?xml version="1.0" encoding="UTF-8"?>' + re.sub(r"^<ofd:\w+", rf"\g<0> {OFD_NAMESPACE}", named)


def drawn(data: bytes, dpi: float, number: int = 0) -> PIL.Image.Image:
    """A page of a PDF as a picture."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    picture = document[number].render(scale=dpi / 72).to_pil().convert("RGB")
    document.close()
    return picture


def picture_bytes(pictures: Sequence[PIL.Image.Image], form: str, dpi: float = 150) -> bytes:
    """Pictures as a file: several are the pages of a PDF or TIFF."""
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": list(pictures[1:]), "resolution": dpi} if form in ("PDF", "TIFF") else {}
    pictures[0].save(buffer, form, **more)
    return buffer.getvalue()


def saved(document: WordDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


PROSE = "为进一步强化支出责任提高财政资金使用效益我局按照要求对本年度部门整体支出开展了绩效自评现将有关情况报告如下"


def sample_txt() -> bytes:
    return (
        "某市财政局\n2024年度自评报告\n\n一、部门概况\n" + PROSE + "。\n表1 收入情况表\n单位：万元\n"
        "项目\t预算数\t决算数\n基本支出\t1203.52\t1200\n项目支出\t192.68\t190\n\n二、存在问题\n无\n"
    ).encode()


def sample_docx() -> bytes:
    document = docx.Document()
    document.add_heading("2024年度自评报告", 0)
    document.add_heading("一、部门概况", 1)
    document.add_paragraph(PROSE + "。")
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("单位：万元")
    table = document.add_table(3, 3)
    for r, row in enumerate((("项目", "预算数", "决算数"), ("基本支出", "1203.52", "1200"), ("", "192.68", "190"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.sections[0].footer.paragraphs[0].text = "某市财政局"
    return saved(document)


def sample_pdf() -> bytes:
    rows = (("项目", "预算数", "决算数"), ("基本支出", "1203.52", "1200"), ("项目支出", "192.68", "190"))
    first = PageSpec().lines(
        80, "2024年度自评报告", "　　一、部门概况", "　　" + PROSE[: ACROSS - 2], PROSE[ACROSS - 2 :] + "。"
    )
    first.grid((72, 222, 372, 522), (200, 220, 240, 260), rows).lines(800, "- 1 -")
    second = PageSpec().lines(80, "　　二、存在问题", "　　无").lines(800, "- 2 -")
    return write_pdf([first, second])


def sample_html() -> bytes:
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>自评报告</title><style>p{}</style></head><body>"
        f"<nav>首页</nav><h1>2024年度自评报告</h1><p>一、部门概况</p><p>{PROSE}。</p><table><tr><td>项目</td><td>决算数</td>"
        "</tr><tr><td rowspan='2'>支出</td><td>1203.52</td></tr><tr><td>192.68</td></tr></table></body></html>"
    ).encode()


def sample_xlsx() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    rows = (("2024年度自评报告",), ("编制单位：某市财政局", None, "单位：万元"), ("项目", "预算数", "决算数"),
            ("基本支出", 1203.52, 1200), (None, 192.68, 190))  # fmt: skip
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A4:A5")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def sample_xls() -> bytes:
    """The workbook of `sample_xlsx` as LibreOffice saves it for Excel 97: no library here writes that format."""
    return (Path(__file__).parent / "sample.xls").read_bytes()


def sample_mht() -> bytes:
    archive = MIMEMultipart("related")
    archive.attach(MIMEText(sample_html().decode(), "html", "utf-8"))
    return archive.as_bytes()


@cache
def by_soffice(docx_bytes: bytes, target: str) -> bytes:
    """A .docx as LibreOffice saves it in an older format, `target` in its own terms: "doc:MS Word 97"."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed: nothing can be converted")
    with TemporaryDirectory() as folder:
        made, profile = Path(folder, "a.docx"), Path(folder, "profile").as_uri()
        made.write_bytes(docx_bytes)
        command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, str(made)]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
        return made.with_suffix(f".{target.split(':')[0]}").read_bytes()


@cache
def sample_old_word(target: str) -> bytes:
    document = docx.Document(io.BytesIO(sample_docx()))
    document.add_paragraph("完")  # LibreOffice loses a table at the very end of a .doc it writes
    return by_soffice(saved(document), target)


def compound(streams: Mapping[str, bytes], clsid: bytes = bytes(16)) -> bytes:
    """A compound file ([MS-CFB]) with these streams in its root, each in sectors of 512 bytes."""
    end, free, ours = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    sectors, chain, entries = [b""], [ours], []  # sector 0 is the FAT
    for number, (name, content) in enumerate(streams.items(), 1):
        size = max(4096, len(content))  # shorter ones would go into the mini stream
        padded = content.ljust(-(-size // 512) * 512, b"\0")
        right = number + 1 if number < len(streams) else free
        entries.append(_entry(name, 2, free, right, free, bytes(16), len(sectors), size))
        for at in range(0, len(padded), 512):
            sectors.append(padded[at : at + 512])
            chain.append(len(sectors) if at + 512 < len(padded) else end)
    entries.insert(0, _entry("Root Entry", 5, free, free, 1 if streams else free, clsid, end, 0))
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    first = len(sectors)
    for at in range(0, len(directory), 512):
        sectors.append(directory[at : at + 512])
        chain.append(len(sectors) if at + 512 < len(directory) else end)
    assert len(chain) <= 128, "one sector of FAT"
    sectors[0] = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, first, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return header + b"".join(sectors)


def _entry(name: str, kind: int, left: int, right: int, child: int, clsid: bytes, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII16sI16xIQ", raw, len(raw) + 2, kind, 1, left, right, child, clsid, 0, start, size)


def sample_ofd() -> bytes:
    rows = (("项目", "预算数", "决算数"), ("基本支出", "1203.52", "1200"), ("项目支出", "192.68", "190"))
    first = OfdPage().lines(
        80, "2024年度自评报告", "　　一、部门概况", "　　" + PROSE[: ACROSS - 2], PROSE[ACROSS - 2 :] + "。"
    )
    first.grid((72, 222, 372, 522), (200, 220, 240, 260), rows).lines(800, "- 1 -")
    return write_ofd([first, OfdPage().lines(80, "　　二、存在问题", "　　无").lines(800, "- 2 -")])


def sample_picture(form: str) -> bytes:
    """The first page of the PDF sample as a scanner sees it."""
    return picture_bytes([drawn(sample_pdf(), 110)], form)


PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "tif": "TIFF", "tiff": "TIFF", "bmp": "BMP"}
SAMPLES: dict[str, Callable[[], bytes]] = {
    ".txt": sample_txt,
    ".docx": sample_docx,
    ".docm": sample_docx,
    ".pdf": sample_pdf,
    ".html": sample_html,
    ".htm": sample_html,
    ".xlsx": sample_xlsx,
    ".xlsm": sample_xlsx,
    ".xls": sample_xls,
    ".et": sample_xls,
    ".mht": sample_mht,
    ".doc": partial(sample_old_word, "doc:MS Word 97"),
    ".wps": partial(sample_old_word, "doc:MS Word 97"),  # of WPS Writer: a Word file
    ".rtf": partial(sample_old_word, "rtf:Rich Text Format"),
    ".odt": partial(sample_old_word, "odt:writer8"),
    ".ofd": sample_ofd,
    **{f".{name}": partial(sample_picture, form) for name, form in PICTURES.items()},
    ".mhtml": sample_mht,
}
SLOW = (".wps", ".rtf", ".odt")  # read as .doc is, each time by another process


OCR_MARKS = (
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="rapidocr (extra ocr) is not installed"),
)


class _Made(dict[str, bytes]):
    def __missing__(self, suffix: str) -> bytes:
        return SAMPLES[suffix]()


def _marks(suffix: str) -> tuple[pytest.MarkDecorator, ...]:
    return OCR_MARKS if suffix[1:] in PICTURES else (pytest.mark.slow,) if suffix in SLOW else ()


@pytest.fixture(params=[pytest.param(s, marks=_marks(s)) for s in sorted(SAMPLES)])
def sample(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    """A small report in each format: its extension and its bytes."""
    return request.param, SAMPLES[request.param]()


@pytest.fixture
def sample_names() -> set[str]:
    """The extensions there are samples of."""
    return set(SAMPLES)


@pytest.fixture
def sample_bytes() -> dict[str, bytes]:
    """The samples by extension, each made when it is asked for."""
    return _Made()


@pytest.fixture
def page() -> type[PageSpec]:
    """To describe the pages of a PDF."""
    return PageSpec


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """Pages to the bytes of a PDF."""
    return write_pdf


@pytest.fixture(name="compound")
def _compound() -> Callable[..., bytes]:
    """Streams by name to the bytes of a compound file."""
    return compound


@pytest.fixture
def old_word() -> Callable[[bytes, str], bytes]:
    """A .docx saved by LibreOffice in an older format."""
    return by_soffice


@pytest.fixture
def word() -> Callable[[WordDocument], bytes]:
    """A document of python-docx to the bytes of a .docx."""
    return saved


@pytest.fixture
def ofd_page() -> type[OfdPage]:
    """To describe the pages and templates of an OFD."""
    return OfdPage


@pytest.fixture
def ofd() -> Callable[..., bytes]:
    """Pages to the bytes of an OFD."""
    return write_ofd


@pytest.fixture
def draw() -> Callable[..., PIL.Image.Image]:
    """A page of a PDF to a picture."""
    return drawn


@pytest.fixture
def pictures() -> Callable[..., bytes]:
    """Pictures to the bytes of a file of images, or of a PDF of scans."""
    return picture_bytes
