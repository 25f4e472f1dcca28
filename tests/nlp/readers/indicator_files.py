"""Long indicator tables (一级/二级/三级指标 with merged labels) as three makers print them, and what is read of them.

The texts are made by a seeded generator, so that every run prints the same pages.
"""

# ruff: noqa: E501 – markup of other formats in long lines
import io
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from nlp.types import Block, BlockKind, Document

HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
WIDTHS = (44, 48, 92, 66, 66, 30, 30, 110)  # points
FONT = "Noto Serif CJK SC"
_SECOND = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
}
_WORDS = "完成开展组织农村道路养护里程专项资金培训人次检查企业隐患整改到位率及时性群众满意度项目验收合格比例信息系统运行维护保障能力提升覆盖乡镇社区服务站点"


@dataclass(frozen=True)
class Row:
    """A row of the table; `first` and `second` are labels that reach over all rows that share them."""

    first: str
    second: str
    cells: tuple[str, ...]  # 三级指标 to the last column

    @property
    def filled(self) -> list[str]:
        return [self.first, self.second, *self.cells]


def rows(count: int = 136, seed: int = 7) -> list[Row]:
    """`count` rows with texts of one to some five printed lines a cell; labels reach over 2 to 14 rows."""
    dice = random.Random(seed)
    made: list[Row] = []
    group = 0
    while len(made) < count:
        first = list(_SECOND)[group % 2]
        for second in _SECOND[first]:
            for _ in range(dice.randint(2, 14)):
                made.append(_row(dice, first, second, len(made) + 1))
        group += 1
    return made[:count]


def _row(dice: random.Random, first: str, second: str, number: int) -> Row:
    target = dice.choice(
        (f"≥{dice.randint(3, 990)}个", f"{dice.randint(80, 100)}%", f"{dice.randint(1, 12)}月底前完成", "有所提升")
    )
    score = dice.choice(("1", "2", "2.5", "5"))
    reason = "" if dice.random() < 0.4 else _phrase(dice, 6, 44) + "。"
    return Row(first, second, (f"{_phrase(dice, 4, 22)}{number}", target, target.strip("≥"), score, score, reason))


def _phrase(dice: random.Random, shortest: int, longest: int) -> str:
    at, length = dice.randrange(len(_WORDS)), dice.randint(shortest, longest)
    return (_WORDS * 3)[at : at + length]


def spans(made: Sequence[Row]) -> list[tuple[int, int]]:
    """For each row how many rows its first and its second label cover from there, 0 inside a label."""
    starts = [
        (
            i == 0 or r.first != made[i - 1].first,
            i == 0 or (r.first, r.second) != (made[i - 1].first, made[i - 1].second),
        )
        for i, r in enumerate(made)
    ]
    found = []
    for i, (one, two) in enumerate(starts):
        reach = [next((k for k in range(i + 1, len(made)) if starts[k][col]), len(made)) - i for col in (0, 1)]
        found.append((reach[0] if one else 0, reach[1] if two else 0))
    return found


# --- the makers -------------------------------------------------------------------------------------


def by_soffice(
    made: Sequence[Row], folder: Path, repeat: bool = True, split: bool = True, before: Sequence[str] = ()
) -> bytes:
    """Word's table printed by LibreOffice, with a running title and a page number on every page."""
    document = docx.Document()
    document.styles["Normal"].font.name = FONT
    document.styles["Normal"].font.size = Pt(10)
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia", FONT)
    section = document.sections[0]
    section.left_margin = section.right_margin = Cm(1.9)
    section.header.paragraphs[0].text = "某某市农业农村局2023年度绩效自评报告"
    section.footer.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>'))
    for text in before:
        document.add_paragraph(text)
    document.add_paragraph("附件2 部门整体支出绩效自评表")
    document.add_paragraph("单位：万元")
    document.element.body.insert(-1, _word_table(made, repeat, split))
    document.add_paragraph("填表人：张某")
    buffer = io.BytesIO()
    document.save(buffer)
    return office_pdf(buffer.getvalue(), folder)


def _word_table(made: Sequence[Row], repeat: bool, split: bool) -> Any:
    grid = "".join(f'<w:gridCol w:w="{20 * w}"/>' for w in WIDTHS)
    lines = [_word_row([(text, "") for text in HEADER], "<w:tblHeader/>" if repeat else "")]
    for row, (one, two) in zip(made, spans(made), strict=True):
        labels = [
            (text, '<w:vMerge w:val="restart"/>' if n else "<w:vMerge/>")
            for text, n in ((row.first, one), (row.second, two))
        ]
        lines.append(_word_row([*labels, *((text, "") for text in row.cells)], "" if split else "<w:cantSplit/>"))
    look = '<w:tblW w:w="0" w:type="auto"/><w:tblLayout w:type="fixed"/><w:tblBorders>' + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>{look}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _word_row(cells: Sequence[tuple[str, str]], properties: str) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{20 * wide}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>'
        f"<w:p><w:r><w:t>{'' if merge == '<w:vMerge/>' else escape(text)}</w:t></w:r></w:p></w:tc>"
        for (text, merge), wide in zip(cells, WIDTHS, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def office_pdf(word: bytes, folder: Path) -> bytes:
    """A .docx printed by LibreOffice."""
    source = folder / "报告.docx"
    source.write_bytes(word)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=300)
    return source.with_suffix(".pdf").read_bytes()


def by_chromium(made: Sequence[Row], folder: Path, repeat: bool = True, split: bool = True) -> bytes:
    """A web page's table printed by a browser."""
    lines = []
    for row, (one, two) in zip(made, spans(made), strict=True):
        labels = "".join(f'<td rowspan="{n}">{text}</td>' for text, n in ((row.first, one), (row.second, two)) if n)
        lines.append(f"<tr>{labels}{''.join(f'<td>{escape(text)}</td>' for text in row.cells)}</tr>")
    header = "<tr>" + "".join(f"<th>{text}</th>" for text in HEADER) + "</tr>"
    head = f"<thead>{header}</thead>" if repeat else ""
    widths = "".join(f'<col style="width:{w}pt">' for w in WIDTHS)
    style = f"table{{border-collapse:collapse;table-layout:fixed}}td,th{{border:1px solid #000;font-size:10pt;padding:2pt}}tr{{break-inside:{'auto' if split else 'avoid'}}}"
    body = f"<p>附件2 部门整体支出绩效自评表</p><p>单位：万元</p><table><colgroup>{widths}</colgroup>{head}<tbody>{'' if repeat else header}{''.join(lines)}</tbody></table><p>填表人：张某</p>"
    return browser_pdf(
        f"<html lang='zh-CN'><meta charset='utf-8'><style>body{{font-family:'{FONT}'}}{style}</style>{body}</html>",
        folder,
    )


def browser_pdf(page: str, folder: Path) -> bytes:
    """A web page printed by chromium."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, "utf-8")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/browser",
        "--no-pdf-header-footer",
    ]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True, timeout=300
    )
    return target.read_bytes()


def installed(program: str) -> bool:
    return shutil.which(program) is not None


def by_hand(
    made: Sequence[Row], page: Callable[[], Any], write: Callable[[Sequence[Any]], bytes], closed: bool
) -> bytes:
    """The test's own PDF: a row goes on over the page end line by line; `closed`: the grid is closed there all the same."""
    xs = [30.0]
    for wide in WIDTHS:
        xs.append(xs[-1] + wide)
    printer = _Hand(page, xs, closed)
    printer.row(list(HEADER), (0, 0), False)
    for row, starts in zip(made, spans(made), strict=True):
        printer.row([row.first if starts[0] else "", row.second if starts[1] else "", *row.cells], starts, True)
    return write(printer.finished())


_PITCH, _TOP, _END = 14.0, 70.0, 780.0


class _Hand:
    """Prints rows, and rules where rows and labels begin."""

    def __init__(self, page: Callable[[], Any], xs: Sequence[float], closed: bool) -> None:
        self.make, self.xs, self.closed = page, xs, closed
        self.pages: list[Any] = []
        self._next()

    def _next(self) -> None:
        self.pages.append(self.make())
        self.pages[-1].texts += [
            (60, 40, 10, "某某市农业农村局2023年度绩效自评报告"),
            (280, 815, 10, f"- {len(self.pages)} -"),
        ]
        self.y = _TOP

    def row(self, texts: Sequence[str], labels: tuple[int, int], ruled: bool) -> None:
        """A row with its upper rule: over a label that goes on from above there is none."""
        first = 0 if labels[0] or not ruled else 1 if labels[1] else 2
        if self.y > _END - _PITCH:
            self._turn(first)
        self._rule(first if self.y > _TOP or not self.closed else 0)
        wrapped = [_lines(text, b - a) for text, a, b in zip(texts, self.xs, self.xs[1:], strict=False)]
        for at in range(max(map(len, wrapped))):
            if self.y > _END - _PITCH:
                self._turn(None)
            for x, lines in zip(self.xs, wrapped, strict=False):
                if at < len(lines):
                    self.pages[-1].texts.append((x + 2, self.y + 11, 10, lines[at]))
            self._sides(self.y, self.y + _PITCH)
            self.y += _PITCH

    def _turn(self, ended: int | None) -> None:
        """A page end: `ended` is the first column whose cell ends with the page, None where the row goes on."""
        if self.closed:
            self._rule(0)
        elif ended is not None:
            self._rule(ended)
        self._next()
        if self.closed:
            self._rule(0)

    def _rule(self, first: int) -> None:
        self.pages[-1].rules.append((self.xs[first], self.y, self.xs[-1], self.y))

    def _sides(self, top: float, bottom: float) -> None:
        self.pages[-1].rules += [(x, top, x, bottom) for x in self.xs]

    def finished(self) -> list[Any]:
        self._rule(0)
        return self.pages


def _lines(text: str, wide: float) -> list[str]:
    count = int((wide - 4) // 10)
    return [text[i : i + count] for i in range(0, len(text), count)] or [""]


# --- what was read -----------------------------------------------------------------------------------


def grid(document: Document, block: Block) -> list[list[str]]:
    """Rows with merged cells filled in, white space left out."""
    places = {
        (c.row + r, c.col + k): "".join(document.text[c.span.start : c.span.end].split())
        for c in block.cells
        for r in range(c.rows)
        for k in range(c.cols)
    }
    lines: dict[int, dict[int, str]] = {}
    for (r, k), text in places.items():
        lines.setdefault(r, {})[k] = text
    return [[line[k] for k in sorted(line)] for _, line in sorted(lines.items())]


def tables(document: Document) -> list[list[list[str]]]:
    return [grid(document, block) for block in document.blocks if block.kind is BlockKind.TABLE]


def conserved(expected: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """How many rows come out exactly once, and a sentence on each that does not or that was never put in."""
    put, got = Counter(tuple(row) for row in expected), Counter(tuple(row) for row in found)
    wrong = [
        f"{'lost' if n > 0 else 'made up'} {abs(n)}×: {row}" for row in {**put, **got} if (n := put[row] - got[row])
    ]
    return sum(min(n, got[row]) for row, n in put.items()), wrong
