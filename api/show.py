"""What a person sees in the terminal: reports, lists, hits, comparisons. Report text is never read as markup."""

import io
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.wrapping import Paragraph
from api.years import Year
from index.compare import Row
from index.naming import called, short
from index.types import Entry, Hit
from nlp.contract import heading

ENDLESS = 100_000  # what goes into a file is not wrapped
WIDE = 110  # from here on there is room for the names of files
QUIET = "dim"
STRONG = "bold"
FOUND = "bold underline"

CERTAINTY = {"certain": "确定", "likely": "可能"}


def out(what: RenderableType) -> None:
    """Print to standard output: wrapped for a terminal, one line a paragraph and unpadded into a file.

    Nothing is coloured because it looks like a number or a path.
    """
    if sys.stdout.isatty():
        Console(highlight=False, markup=False, emoji=False).print(what)
        return
    unwrapped = Console(highlight=False, markup=False, emoji=False, width=ENDLESS, file=io.StringIO())
    with unwrapped.capture() as captured:
        unwrapped.print(what)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def width() -> int | None:
    """Columns of the terminal; None where standard output is none."""
    return Console().width if sys.stdout.isatty() else None


def report(about: dict[str, Any]) -> RenderableType:
    """One report, given as its JSON object, on about a screen: who, outline, problems, findings, how many claims."""
    parts = (_profile(about), _outline(about), _problems(about), _other_measures(about), _findings(about), _rest(about))
    return Group(*(part for part in parts if part is not None), "")


def entries(held: Sequence[Entry], columns: int | None) -> RenderableType:
    """What the library holds, one line a report; on a narrow terminal the file's name only where no bureau is known."""
    wide = columns is None or columns >= WIDE
    table = Table(box=None, header_style=QUIET, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("编号", "年度", "自评分", "问题", "措施", "疑点", "单位", *(["文件"] if wide else [])):
        table.add_column(title, no_wrap=True, overflow="ellipsis")
    for entry in held:
        counts = (str(count) for count in (entry.problems, entry.measures, entry.findings))
        about = (short(entry.id), _said(entry.year), _said(entry.self_score), *counts)
        names = (
            (entry.bureau or "—", called(entry.name, entry.part))
            if wide
            else (entry.bureau or called(entry.name, entry.part),)
        )
        table.add_row(*about, *names)
    return Group(table, f"共 {len(held)} 份报告")


def years(found: Sequence[Year]) -> RenderableType:
    """A bureau's reports by year, and below what later ones quote otherwise."""
    table = Table(box=None, header_style=QUIET, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("年度", "类别", "预算", "支出", "自评分", "在职", "问题", "措施", "疑点", "文件"):
        table.add_column(title, no_wrap=True, overflow="ellipsis")
    for year in found:
        entry, staff = year.entry, year.report.profile.staff_actual
        money = (_yuan(None if amount is None else float(amount)) for amount in (entry.budget, entry.spending))
        counts = (str(count) for count in (entry.problems, entry.measures, entry.findings))
        about = (_said(entry.year), _said(entry.kind), *money, _said(entry.self_score), _said(staff), *counts)
        table.add_row(*about, called(entry.name, entry.part))
    differing = [(CERTAINTY[r.certainty], r.message) for year in found for r in year.requoted]
    below = [_titled(f"前后年度对不上的数字 {len(differing)} 处", pairs(differing))] if differing else []
    return Group(Text(found[0].entry.bureau or "单位不详", STRONG), table, *below)


def hits(found: Iterable[tuple[Hit, Entry]]) -> RenderableType:
    """Ranked passages, the words that were found underlined."""
    grid = Table.grid(padding=(0, 1))
    for hit, entry in found:
        passage = hit.passage
        page = f"，第 {passage.page} 页" if passage.page else ""
        head = Text.assemble(
            (f"{entry.bureau or called(entry.name, entry.part)} {_said(entry.year, '')}".strip(), STRONG),
            (f"  {passage.section_title}〔{passage.section_type}{page}〕", QUIET),
        )
        text = Text(passage.text)
        for start, end in hit.highlights:
            text.stylize(FOUND, start, end)
        grid.add_row(f"{hit.rank:>2}.", Group(Paragraph(head), Paragraph(text)))
    return grid if grid.rows else Text("没有找到；换个说法，或放宽筛选条件")


def comparison(rows: Sequence[Row], held: Sequence[Entry], columns: int | None) -> RenderableType:
    """A line for each theme, a column for each report; below, what all say and what only one says.

    Where nothing is wrapped the reports stand below each other.
    """
    titles = [f"{entry.bureau or called(entry.name, entry.part)} {_said(entry.year, '')}".strip() for entry in held]
    told = _below_each_other(rows, titles) if columns is None else _side_by_side(rows, titles)
    said = [("都提到", "、".join(row.theme for row in rows if row.all_say) or "—")]
    for position, title in enumerate(titles):
        alone = (row.theme for row in rows if row.only_one_says and row.said_by == (position,))
        said.append((f"只有 {title} 提到", "、".join(alone) or "—"))
    return Group(told, pairs(said)) if rows else Text("这些报告里都没有读出可以比较的内容")


def who(entry: Entry) -> str:
    """Bureau and year, as far as they are known."""
    return f"{entry.bureau or ''} {_said(entry.year, '')}".strip()


def pairs(rows: Sequence[tuple[str, str]]) -> Table:
    """Names and values, two columns."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=QUIET, no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, Paragraph(value))
    return grid


def _side_by_side(rows: Sequence[Row], titles: Sequence[str]) -> RenderableType:
    table = _table("主题", *titles, lines=True)
    for row in rows:
        table.add_row(row.theme, *(_points(cell) for cell in row.cells))
    return table


def _below_each_other(rows: Sequence[Row], titles: Sequence[str]) -> RenderableType:
    parts: list[RenderableType] = []
    for row in rows:
        parts.append(Text(row.theme, STRONG))
        for title, cell in zip(titles, row.cells, strict=True):
            parts += [Text(f"  {title}"), Padding(_points(cell), (0, 0, 0, 2))]
        parts.append("")
    return Group(*parts)


def _profile(about: dict[str, Any]) -> RenderableType:
    source, profile = about["source"], about["profile"]
    pages = _pages(source)
    rows = (
        ("单位", profile["bureau"] or "没有写明"),
        ("地区", _region(profile["province"], profile["city"], profile["county"])),
        ("年度", _said(profile["year"])),
        ("类型", _said(profile["kind"])),
        ("自评", " ".join(_said(profile[name], "") for name in ("self_score", "grade")).strip() or "—"),
        ("收支", f"预算 {_yuan(profile['budget'])}，支出 {_yuan(profile['spending'])}"),
        ("人员", f"编制 {_said(profile['staff_quota'])}，实有 {_said(profile['staff_actual'])}"),
    )
    name = called(source["name"], source["part"] and source["part"]["number"])
    title = Text.assemble((name, STRONG), (f"  {source['format']}{pages}  {_identity(source)}", QUIET))
    return Group(title, pairs(rows))


def _pages(source: dict[str, Any]) -> str:
    if not source["pages"]:
        return ""
    first, last = (source["part"] and source["part"]["pages"]) or (None, None)
    return f"，{source['pages']} 页" + (f"中的第 {first}—{last} 页" if first else "")


def _outline(about: dict[str, Any]) -> RenderableType | None:
    if not about["sections"]:
        return None
    table = _table("章节", "类型")
    for section in about["sections"]:
        indent = "  " * (section["level"] - 1)
        promised = section["title_type"]
        kind = f"{section['type']}（标题写的是{promised}）" if promised else section["type"]
        title = heading(section["number"], section["title"]) or "（标题之前）"
        table.add_row(Paragraph(indent + title), kind)
    return _titled("提纲", table)


def _problems(about: dict[str, Any]) -> RenderableType | None:
    if not about["problems"]:
        return None
    measures = {measure["id"]: measure["text"] for measure in about["measures"]}
    grid = Table.grid(padding=(0, 2))
    for number, problem in enumerate(about["problems"], start=1):
        text = Text(problem["text"])
        if problem["cause"]:
            text.append(f"\n原因：{problem['cause']}", QUIET)
        if problem["themes"]:
            text.append(f"\n〔{'、'.join(problem['themes'])}〕", QUIET)
        text.append("".join(f"\n→ {measures[answer]}" for answer in problem["answered_by"]))
        grid.add_row(f"{number:>2}", Paragraph(text))
    return _titled(f"问题 {len(about['problems'])} 条，→ 对应措施", grid)


def _other_measures(about: dict[str, Any]) -> RenderableType | None:
    others = [measure for measure in about["measures"] if not measure["answers"]]
    if not others:
        return None
    return _titled(f"没有对应到某个问题的措施 {len(others)} 条", pairs([(m["kind"], m["text"]) for m in others]))


def _findings(about: dict[str, Any]) -> RenderableType | None:
    if not about["findings"]:
        return None
    rows = [(CERTAINTY[finding["certainty"]], finding["message"]) for finding in about["findings"]]
    return _titled(f"数字核对出的疑点 {len(rows)} 处", pairs(rows))


def _rest(about: dict[str, Any]) -> RenderableType:
    count = f"数字 {len(about['claims'])} 个，表格 {len(about['tables'])} 张，指标 {len(about['indicators'])} 行"
    notes = [Paragraph(f"注意：{warning}") for warning in about["warnings"]]
    return Group("", Text(count, QUIET), *notes)


def _titled(title: str, what: RenderableType) -> RenderableType:
    return Group("", Text(title, STRONG), what)


def _table(*titles: str, lines: bool = False) -> Table:
    table = Table(box=None, header_style=QUIET, pad_edge=False, padding=(0, 2, int(lines), 0))
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def _region(*names: str | None) -> str:
    return " ".join(name for name in names if name) or "—"


def _said(value: object, otherwise: str = "—") -> str:
    return otherwise if value is None else str(value)


def _points(texts: Sequence[str]) -> Paragraph:
    return Paragraph("\n".join(f"·{text}" for text in texts) or "—")


def _yuan(amount: float | None) -> str:
    if amount is None:
        return "—"
    return f"{amount / 10_000:,.2f} 万元"


def _identity(source: dict[str, Any]) -> str:
    """The report's id as people use it, from its JSON object."""
    number = source["part"] and source["part"]["number"]
    return short(source["sha256"] + (f"-{number}" if number else ""))
