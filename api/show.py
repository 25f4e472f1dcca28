"""What a person sees in the terminal: reports, lists, hits, comparisons. Report text is never read as markup."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from index.compare import Row
from index.types import Entry, Hit
from nlp.contract import heading

WIDTH = 120  # where there is no terminal to ask
QUIET = "dim"
STRONG = "bold"
FOUND = "bold underline"

CERTAINTY = {"certain": "确定", "likely": "可能"}


def console() -> Console:
    """Standard output, without colouring of whatever looks like a number or a path; as wide as WIDTH in a file."""
    plain = Console(highlight=False, markup=False, emoji=False)
    return plain if plain.is_terminal else Console(highlight=False, markup=False, emoji=False, width=WIDTH)


def report(about: dict[str, Any]) -> RenderableType:
    """One report, given as its JSON object, on about a screen: who, outline, problems, findings, how many claims."""
    parts = (_profile(about), _outline(about), _problems(about), _other_measures(about), _findings(about), _rest(about))
    return Group(*(part for part in parts if part is not None), "")


def entries(held: Sequence[Entry]) -> RenderableType:
    """What the library holds, one line a report."""
    table = Table(box=None, header_style=QUIET, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for title in ("编号", "年度", "自评分", "问题", "措施", "疑点"):
        table.add_column(title, no_wrap=True)
    table.add_column("单位", no_wrap=True, overflow="ellipsis", max_width=28)
    table.add_column("文件", no_wrap=True, overflow="ellipsis", ratio=1)
    for entry in held:
        counts = (str(count) for count in (entry.problems, entry.measures, entry.findings))
        about = (_short(entry.id), _said(entry.year), _said(entry.self_score), *counts)
        table.add_row(*about, entry.bureau or "—", entry.name)
    return Group(table, f"共 {len(held)} 份报告")


def hits(found: Iterable[tuple[Hit, Entry]]) -> RenderableType:
    """Ranked passages, the words that were found underlined."""
    parts: list[RenderableType] = []
    for hit, entry in found:
        passage = hit.passage
        page = f"，第 {passage.page} 页" if passage.page else ""
        head = Text.assemble(
            f"{hit.rank:>2}. ",
            (f"{entry.bureau or entry.name} {_said(entry.year, '')}".strip(), STRONG),
            (f"  {passage.section_title}〔{passage.section_type}{page}〕", QUIET),
        )
        text = Text(passage.text)
        for start, end in hit.highlights:
            text.stylize(FOUND, start, end)
        parts += [head, Padding(text, (0, 0, 0, 4))]
    return Group(*parts) if parts else Text("没有找到；换个说法，或放宽筛选条件")


def comparison(rows: Sequence[Row], held: Sequence[Entry]) -> RenderableType:
    """A line for each theme, a column for each report; below, what all say and what only one says."""
    titles = [f"{entry.bureau or entry.name} {_said(entry.year, '')}".strip() for entry in held]
    table = _table("主题", *titles, lines=True)
    for row in rows:
        table.add_row(row.theme, *(_points(cell) for cell in row.cells))
    said = [("都提到", "、".join(row.theme for row in rows if row.all_say) or "—")]
    for position, title in enumerate(titles):
        alone = (row.theme for row in rows if row.only_one_says and row.said_by == (position,))
        said.append((f"只有 {title} 提到", "、".join(alone) or "—"))
    return Group(table, pairs(said)) if rows else Text("这些报告里都没有读出可以比较的内容")


def who(entry: Entry) -> str:
    """Bureau and year, as far as they are known."""
    return f"{entry.bureau or ''} {_said(entry.year, '')}".strip()


def pairs(rows: Sequence[tuple[str, str]]) -> Table:
    """Names and values, two columns."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style=QUIET, no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, value)
    return grid


def _profile(about: dict[str, Any]) -> RenderableType:
    source, profile = about["source"], about["profile"]
    pages = f"，{source['pages']} 页" if source["pages"] else ""
    rows = (
        ("单位", profile["bureau"] or "没有写明"),
        ("地区", _region(profile["province"], profile["city"], profile["county"])),
        ("年度", _said(profile["year"])),
        ("类型", _said(profile["kind"])),
        ("自评", " ".join(_said(profile[name], "") for name in ("self_score", "grade")).strip() or "—"),
        ("收支", f"预算 {_yuan(profile['budget'])}，支出 {_yuan(profile['spending'])}"),
        ("人员", f"编制 {_said(profile['staff_quota'])}，实有 {_said(profile['staff_actual'])}"),
    )
    title = Text.assemble((source["name"], STRONG), (f"  {source['format']}{pages}  {_short(source['sha256'])}", QUIET))
    return Group(title, pairs(rows))


def _outline(about: dict[str, Any]) -> RenderableType | None:
    if not about["sections"]:
        return None
    table = _table("章节", "类型")
    for section in about["sections"]:
        indent = "  " * (section["level"] - 1)
        promised = section["title_type"]
        kind = f"{section['type']}（标题写的是{promised}）" if promised else section["type"]
        title = heading(section["number"], section["title"]) or "（标题之前）"
        table.add_row(indent + title, kind)
    return _titled("提纲", table)


def _problems(about: dict[str, Any]) -> RenderableType | None:
    if not about["problems"]:
        return None
    measures = {measure["id"]: measure["text"] for measure in about["measures"]}
    table = _table("", "问题", "对应措施", lines=True)
    for number, problem in enumerate(about["problems"], start=1):
        text = Text(problem["text"])
        if problem["cause"]:
            text.append(f"\n原因：{problem['cause']}", QUIET)
        if problem["themes"]:
            text.append(f"\n〔{'、'.join(problem['themes'])}〕", QUIET)
        table.add_row(str(number), text, _points([measures[answer] for answer in problem["answered_by"]]))
    return _titled(f"问题 {len(about['problems'])} 条", table)


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
    notes = [Text(f"注意：{warning}") for warning in about["warnings"]]
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


def _points(texts: Sequence[str]) -> str:
    return "\n".join(f"·{text}" for text in texts) or "—"


def _yuan(amount: float | None) -> str:
    if amount is None:
        return "—"
    return f"{amount / 10_000:,.2f} 万元"


def _short(identity: str) -> str:
    return identity[:12]
