"""One bureau over its years: its reports in their order, and where one quotes another wrongly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from index.types import Entry, Filters
from nlp.contract import number, said
from nlp.errors import Ambiguous, NotInLibrary
from nlp.types import Report

if TYPE_CHECKING:
    from api.workbench import Workbench
    from nlp.audit.across import Requoted

_SHOWN = 8  # bureaus named in a message


@dataclass(frozen=True, slots=True)
class Year:
    """A report of the bureau, and what a later one says of its figures otherwise than it does itself."""

    entry: Entry
    report: Report
    requoted: tuple["Requoted", ...] = ()


def of_bureau(bench: "Workbench", bureau: str) -> list[Year]:
    """The reports of the one bureau whose name is, or holds, `bureau`, by year and kind.

    NotInLibrary where there is none, Ambiguous where several bureaus are called so.
    """
    from nlp.audit.across import across

    held = list(bench.library.reports(Filters(bureau=(bureau,))))
    held = [pair for pair in held if pair[0].bureau == bureau] or held
    names = sorted({entry.bureau or "" for entry, _ in held})
    if not names:
        raise NotInLibrary(f"资料库里没有“{bureau}”的报告；用 jixiao list 可以看到有哪些单位")
    if len(names) > 1:
        more = f"等 {len(names)} 个" if len(names) > _SHOWN else ""
        raise Ambiguous(f"“{bureau}”可以指多个单位：{'、'.join(names[:_SHOWN])}{more}。请写单位的全称")
    held.sort(key=lambda pair: (pair[0].year or 0, pair[0].kind or "", pair[0].name))
    years = [Year(entry, report) for entry, report in held]
    for found in across([report for _, report in held]):
        own = years[found.own]
        years[found.own] = replace(own, requoted=(*own.requoted, found))
    return years


def as_json(years: Sequence[Year], year: Year) -> dict[str, Any]:
    """One year as its JSON object; `years` are all of the bureau, in which `quoted_in` counts."""
    entry = year.entry
    return {
        "report": entry.id,
        "name": entry.name,
        "bureau": entry.bureau,
        "year": entry.year,
        "kind": entry.kind,
        "budget": number(entry.budget),
        "spending": number(entry.spending),
        "self_score": number(entry.self_score),
        "grade": entry.grade,
        "staff_actual": year.report.profile.staff_actual,
        "problems": entry.problems,
        "measures": entry.measures,
        "findings": entry.findings,
        "requoted": [_requoted(years, year, found) for found in year.requoted],
    }


def _requoted(years: Sequence[Year], year: Year, found: "Requoted") -> dict[str, Any]:
    later = years[found.quoted_in]
    return {
        "indicator": found.indicator,
        "certainty": found.certainty,
        "stated": said(year.report.document, found.stated.span),
        "quoted": said(later.report.document, found.quoted.span),
        "quoted_in": later.entry.id,
        "message": found.message,
    }
