"""One report in every format: the same paragraphs, the same tables, and places that point at the words.

The report is built from parts as the examples are. LibreOffice and Chromium make their formats for real; where one is
not installed its formats are skipped, with the reason.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from examples.markup import Heading, Line, Part, Table
from examples.render import as_html, as_text
from examples.word import write_docx, write_pdf
from nlp.readers import READERS, read
from nlp.types import BlockKind, Document
from tests.nlp.readers import indicator_files

PROSE = (
    "根据县财政局关于开展部门整体支出绩效自评工作的通知要求，我局成立了由分管领导任组长的绩效自评工作小组，对照年初设定的绩效目标，"
    "采取查阅资料、实地核查、问卷调查相结合的方式，对本年度部门整体支出的管理情况和使用效益进行了全面自评。"
)
ROWS = (
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"),
    ("产出指标", "数量指标", "新改建农村公路里程", "≥42公里", "45.6公里", "10"),
    ("^", "^", "实施安全生命防护工程", "≥30公里", "30公里", "10"),
    ("^", "质量指标", "交工验收合格率", "100%", "100%", "10"),
    ("效益指标", "社会效益指标", "建制村通硬化路率", "100%", "99.2%", "8.5"),
    ("^", "满意度指标", "沿线群众满意度", "≥90%", "93.4%", "10"),
)
REPORT: tuple[Part, ...] = (
    Line("title", "某县交通运输局2023年度部门整体支出绩效自评报告"),
    Heading(1, "一、", "部门概况", "概况", None, ""),
    Line("text", PROSE * 2),
    Heading(2, "（一）", "主要职能", "职能", None, ""),
    Line("text", "贯彻执行交通运输方面的法律法规和方针政策，拟订全县公路、水路发展规划并组织实施。"),
    Heading(1, "二、", "收入支出情况", "收支", None, ""),
    *(Line("text", f"{2016 + i}年度收入{1203.52 + i}万元，支出{1192.68 + i}万元。" + PROSE) for i in range(8)),
    Table("表1 绩效指标完成情况表", "单位：万元", ROWS),
    Heading(1, "三、", "存在的问题", "问题", None, ""),
    Line("text", "一是预算编制不够精准，年中追加、调整较多；二是部分项目实施进度偏慢，资金支付集中在年底。" + PROSE),
    Heading(1, "四、", "改进措施", "改进措施", None, ""),
    Line("text", "加强项目前期论证，细化预算编制，提高预算执行率。"),
)


def plain_text(path: Path) -> None:
    path.write_text(as_text(REPORT, "tabs"), "utf-8")


def web_page(path: Path) -> None:
    path.write_text(as_html(REPORT, "某县人民政府", "2024-05-20"), "utf-8")


def word(path: Path) -> None:
    write_docx(REPORT, path, "typed", "某县交通运输局")


def numbered_word(path: Path) -> None:
    write_docx(REPORT, path, "numbering", "某县交通运输局")


def word_pdf(path: Path) -> None:
    need("soffice")
    write_pdf(REPORT, path, "某县交通运输局")


def browser_pdf(path: Path) -> None:
    browser = need("chromium")
    page = path.with_suffix(".html")
    web_page(page)
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={path}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def old_word(path: Path) -> None:
    """Word 97 by LibreOffice; WPS Writer's files are of the same kind under another name."""
    soffice = need("soffice")
    source = path.with_name("源.docx")
    word(source)
    folder = path.parent / "out"
    kind = "rtf" if path.suffix == ".rtf" else "doc"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    shutil.move(folder / f"源.{kind}", path)


def need(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


MAKERS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "text": (".txt", plain_text),
    "web page": (".html", web_page),
    "Word": (".docx", word),
    "Word, automatic numbers": (".docx", numbered_word),
    "PDF from Word": (".pdf", word_pdf),
    "PDF from a browser": (".pdf", browser_pdf),
    "Word 97": (".doc", old_word),
    "WPS": (".wps", old_word),
    "RTF": (".rtf", old_word),
}
# The site around the report on a browser's print, where nothing tells it from the text.
AROUND = (
    "某县人民政府",
    "首页",
    "当前位置",
    "发布时间",
    "打印本页",
    "相关信息",
    "部门预算公开",
    "“三公”",
    "主办单位",
    "联系我们",
    "•",
)


def solid(text: str) -> str:
    return "".join(text.split())


def paragraphs(document: Document) -> list[str]:
    """What a reader reads, white space apart: titles, headings, paragraphs, captions."""
    kept = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION)
    return [solid(document.text[b.span.start : b.span.end]) for b in document.blocks if b.kind in kept]


def wanted_paragraphs() -> list[str]:
    said: list[str] = []
    for part in REPORT:
        if isinstance(part, Table):
            said += [part.caption, part.unit]
        else:
            said.append(part.text if isinstance(part, Line) else part.number + part.title)
    return [solid(text) for text in said]


def wanted_table() -> list[list[str]]:
    rows: list[list[str]] = []
    for row in ROWS:
        rows.append([rows[-1][c] if cell == "^" else cell for c, cell in enumerate(row)])
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The report in one of the MAKERS' formats, built once."""
    built: dict[str, Path] = {}

    def make(name: str) -> Path:
        suffix, maker = MAKERS[name]
        if suffix not in READERS:
            pytest.skip(f"{suffix} is not read")
        if name not in built:
            path = tmp_path_factory.mktemp("报告") / f"报告{suffix}"
            maker(path)
            built[name] = path
        return built[name]

    return make


@pytest.mark.parametrize("name", MAKERS)
def test_same_paragraphs(name: str, made: Callable[[str], Path]) -> None:
    found = paragraphs(read(made(name)))
    wanted = wanted_paragraphs()
    if name == "PDF from a browser":  # the page's own headline says the title once more
        found.remove(wanted[0])
        found = [text for text in found if not text.startswith(AROUND)]
    assert found == wanted


@pytest.mark.parametrize("name", MAKERS)
def test_same_table(name: str, made: Callable[[str], Path]) -> None:
    assert indicator_files.tables(read(made(name))) == [wanted_table()]


@pytest.mark.parametrize("name", ["PDF from Word", "PDF from a browser"])
def test_places_point_at_the_words(name: str, made: Callable[[str], Path]) -> None:
    """What another program finds inside a block's rectangle on its page is how the block begins."""
    import pypdfium2

    path = made(name)
    document = read(path)
    with pypdfium2.PdfDocument(path) as pdf:
        for block in document.blocks:
            assert block.page is not None
            assert block.box is not None
            page, box = pdf[block.page - 1], block.box
            height = page.get_height()
            area = (box.left - 2, height - box.bottom - 2, box.right + 2, height - box.top + 2)
            there = solid(page.get_textpage().get_text_bounded(*area))
            assert solid(document.text[block.span.start : block.span.end])[:10] in there
