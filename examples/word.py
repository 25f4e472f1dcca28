"""Word documents from the parts of a source, and from those what LibreOffice makes of them: .doc, .wps, PDF."""

import re
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from examples.markup import Heading, Line, Part, Table
from examples.office import converted
from examples.render import span

FONT = "Noto Serif CJK SC"
EPOCH = (2024, 1, 1, 0, 0, 0)  # the date of every entry, so that a rebuilt file has the same bytes
NUMBERING = ("chineseCountingThousand:%1、", "chineseCountingThousand:（%2）", "decimal:%3.", "decimal:（%4）")


def write_docx(parts: tuple[Part, ...], path: Path, style: str, header: str = "", narrow: bool = False) -> None:
    """`style`: "headings" (Word's heading styles), "numbering" (automatic numbers), "typed" (bold paragraphs).

    `narrow` is A4 with small margins and no space between paragraphs, for what has to fit a few sheets.
    """
    document = Document()
    if narrow:
        _narrow(document)
    document.core_properties.author = ""
    _fonts(document)
    if style == "numbering":
        _define_numbering(document)
    if header:
        _header(document, header)
    for part in parts:
        if isinstance(part, Table):
            _add_table(document, part)
        elif isinstance(part, Heading):
            _add_heading(document, part, style)
        else:
            _add_line(document, part)
    document.save(str(path))
    fixed_dates(path)


def write_old_word(parts: tuple[Part, ...], path: Path, style: str, header: str = "") -> None:
    """A .doc or .wps file: the .docx of the same parts, saved by LibreOffice as Word 97–2003."""
    path.write_bytes(_by_way_of_docx(parts, path.suffix, style, header))


def write_pdf(parts: tuple[Part, ...], path: Path, header: str) -> None:
    path.write_bytes(as_pdf(parts, header))


def as_pdf(parts: tuple[Part, ...], header: str, narrow: bool = False) -> bytes:
    return same_bytes(_by_way_of_docx(parts, ".pdf", "typed", header, narrow))


def _by_way_of_docx(parts: tuple[Part, ...], to: str, style: str, header: str, narrow: bool = False) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        docx = Path(folder) / "report.docx"
        write_docx(parts, docx, style, header, narrow)
        return converted(docx, to)


def same_bytes(pdf: bytes) -> bytes:
    """The file with its date and its random ids replaced by constants of the same length: places in it stay right."""
    pdf = re.sub(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}", rb"\g<1>20240101000000", pdf)
    return re.sub(rb"(?<=[</])[0-9A-F]{32}\b", b"0" * 32, pdf)


def _fonts(document: Any) -> None:
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Title"):
        style = document.styles[name]
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    document.styles["Normal"].font.size = Pt(12)


def _narrow(document: Any) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)


def _add_line(document: Any, line: Line) -> None:
    if line.role == "page":
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        return
    paragraph = document.add_paragraph(style="Title" if line.role == "title" else None)
    paragraph.add_run(line.text)
    if line.role == "title":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif line.role == "contents":
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    elif line.role == "text":
        paragraph.paragraph_format.first_line_indent = Pt(24)


def _add_heading(document: Any, heading: Heading, style: str) -> None:
    as_style = style == "headings" and not heading.run_in
    paragraph = document.add_paragraph(style=f"Heading {min(heading.level, 4)}" if as_style else None)
    automatic = style == "numbering" and _is_automatic(heading)
    paragraph.add_run(("" if automatic else heading.number) + heading.title).bold = True
    if heading.rest:
        paragraph.add_run(heading.rest)
    if automatic:
        _number(paragraph, heading.level)
    elif not as_style:
        paragraph.paragraph_format.first_line_indent = Pt(24)


def _is_automatic(heading: Heading) -> bool:
    return bool(heading.number) and not heading.number.startswith(("附", "①", "1.1"))


def _number(paragraph: Any, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    number = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level - 1), ("w:numId", 77)):
        child = OxmlElement(tag)
        child.set(qn("w:val"), str(value))
        number.append(child)
    properties.append(number)


def _define_numbering(document: Any) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form.split(":")[0]}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{form.split(":")[1]}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, form in enumerate(NUMBERING)
    )
    root = document.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>{levels}'
    root.insert(0, parse_xml(abstract + "</w:abstractNum>"))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def _add_table(document: Any, table: Table) -> None:
    if table.caption:
        document.add_paragraph(table.caption).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if table.unit:
        document.add_paragraph(table.unit).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    grid = document.add_table(rows=len(table.rows), cols=len(table.rows[0]), style="Table Grid")
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            down, across = span(table, r, c)
            cell = grid.cell(r, c)
            if (down, across) != (1, 1):
                cell = cell.merge(grid.cell(r + down - 1, c + across - 1))
            cell.text = text
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(10)
    document.add_paragraph()


def _header(document: Any, text: str) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = text
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)
    footer.add_run(" —")


def fixed_dates(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        entries = [(name, packed.read(name)) for name in packed.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
