"""Reports as rows with named columns."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nlp.contract import as_json, heading_path
from nlp.types import Report

Value = str | int | Decimal | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it for programs, `title` for people; `width` is in characters, `between` joins several values."""

    key: str
    title: str
    help: str
    width: int = 12
    between: str = "、"

    def cell(self, value: Value) -> str | int | Decimal | None:
        """The value as it stands in one cell of a spreadsheet; no values at all are an empty cell."""
        return self.between.join(value) or None if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of the columns; they may be a stream and are gone through once."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]


REPORT_COLUMNS = (
    Column("report", "报告编号", "报告在库中的编号：原文件内容的 SHA-256", 14),
    Column("name", "文件名", "原文件的名字", 28),
    Column("bureau", "单位", "写报告的单位，报告没有写明则空", 24),
    Column("province", "省", "单位所在的省、自治区、直辖市"),
    Column("city", "市", "单位所在的地级市、州"),
    Column("county", "县", "单位所在的县、区、县级市"),
    Column("year", "年度", "被评价的年度", 8),
    Column("kind", "报告类型", "部门整体支出 或 项目支出", 14),
)

PLACE_COLUMNS = (
    Column("section_title", "章节", "所在章节的标题，从上级到下级", 30),
    Column("section", "章节类型", "该章节写的是什么，见 docs/contract.md 的词表", 12),
    Column("page", "页码", "原文件的页码，从 1 起；没有分页的文件为空", 8),
)

PROBLEM_COLUMNS = (
    *REPORT_COLUMNS,
    *PLACE_COLUMNS,
    Column("text", "问题", "报告原文，跨行跨页处已接上", 60),
    Column("cause", "原因", "报告为这个问题写的原因，原文", 40, "\n"),
    Column("themes", "主题", "问题所属的主题，可有多个", 18),
    Column("measures", "对应措施", "回应这个问题的改进措施或建议，原文，一行一条", 60, "\n"),
    Column("id", "条目编号", "问题在该报告中的编号，与 jixiao show --json 中的相同", 12),
)


def problems(reports: Iterable[Report], themes: Collection[str] = ()) -> Table:
    """One row per problem, in the order of the reports and of their text; of any theme, or of one of `themes`."""
    rows = (row for report in reports for row in _problem_rows(report, themes))
    return Table("问题", PROBLEM_COLUMNS, rows)


def _problem_rows(report: Report, themes: Collection[str]) -> Iterator[tuple[Value, ...]]:
    about = as_json(report)
    places = {section["id"]: place for place, section in enumerate(about["sections"])}
    measures = {measure["id"]: measure["text"] for measure in about["measures"]}
    first = (report.document.id, *_about(about))
    for problem in about["problems"]:
        if themes and not set(themes) & set(problem["themes"]):
            continue
        place = places[problem["section"]]
        yield (
            *first,
            heading_path(report, place),
            report.labels[place].type,
            problem["page"],
            problem["text"],
            problem["cause"],
            tuple(problem["themes"]),
            tuple(measures[answer] for answer in problem["answered_by"]),
            problem["id"],
        )


def _about(about: dict[str, Any]) -> tuple[Value, ...]:
    """The columns of a report behind its id."""
    source, profile = about["source"], about["profile"]
    said = ("bureau", "province", "city", "county", "year", "kind")
    return (source["name"], *(profile[name] for name in said))
