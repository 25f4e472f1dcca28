"""A Report as the public JSON object: docs/contract.md says what each field means."""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile
from typing import Any

from nlp.blocks import page_at
from nlp.items import item_text
from nlp.labels import own_text
from nlp.tables import grid, header
from nlp.text import STRAY, shown
from nlp.types import Claim, Document, Finding, ItemRole, Profile, Report, Span


def as_json(report: Report) -> dict[str, Any]:
    """The object that `jixiao parse --json` prints; plain dicts, lists, strings and numbers."""
    document = report.document
    contexts = _Contexts(document)
    return {
        "source": _source(document),
        "profile": _profile(report.profile),
        "sections": _sections(report),
        "problems": _problems(report),
        "measures": _measures(report),
        "claims": [_claim(contexts, document, i, c) for i, c in enumerate(report.claims)],
        "tables": _tables(report),
        "indicators": _indicators(report),
        "findings": [_finding(contexts, report, i, f) for i, f in enumerate(report.findings)],
        "warnings": list(report.warnings),
    }


def said(document: Document, span: Span) -> str:
    """The span's words, joined over line and page breaks."""
    return shown(document.text, span, STRAY in document.meta)


def heading(number: str, title: str) -> str:
    """A heading as it is shown: 一、概况, but 附件1 自评表 and 第一部分 概况."""
    gap = " " if number[-1:].isalnum() and title else ""
    return f"{number}{gap}{title}"


def heading_path(report: Report, section: int) -> str:
    """The headings from the top down to a section, a position in `report.sections`: 一、存在的问题 > （四）资金缺口."""
    titles: list[str] = []
    at: int | None = section
    while at is not None:
        here = report.sections[at]
        titles.append(heading(here.number, said(report.document, here.title)))
        at = here.parent
    return " > ".join(title for title in reversed(titles) if title)


def number(value: Decimal | None) -> int | float | None:
    """A Decimal as the JSON number that prints like it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _source(document: Document) -> dict[str, Any]:
    part = document.part
    place = (
        None
        if part is None
        else {
            "number": part.number,
            "of": part.of,
            "pages": None if part.pages is None else list(part.pages),
            "title": part.title,
        }
    )
    return {
        "name": document.name,
        "sha256": document.file,
        "format": document.format,
        "pages": document.pages,
        "part": place,
    }


def _profile(profile: Profile) -> dict[str, Any]:
    names = ("bureau", "province", "city", "county", "level", "year", "kind")
    rest = ("grade", "filed_on", "staff_quota", "staff_actual")
    plain = {name: getattr(profile, name) for name in (*names, *rest)}
    money = {name: number(getattr(profile, name)) for name in ("self_score", "budget", "spending")}
    return plain | money


def _section_id(index: int | None) -> str | None:
    return None if index is None else f"s{index + 1}"


def _sections(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "id": _section_id(i),
            "parent": _section_id(section.parent),
            "level": section.level,
            "number": section.number,
            "title": said(report.document, section.title),
            "type": label.type,
            "title_type": label.title_type,
            "page": section.page,
            "text": own_text(report.document, section).strip(),
        }
        for i, (section, label) in enumerate(zip(report.sections, report.labels, strict=True))
    ]


def _item_ids(report: Report) -> list[str]:
    """p1, p2 … for problems and m1, m2 … for measures, by position in Report.items."""
    counts = {ItemRole.PROBLEM: 0, ItemRole.MEASURE: 0}
    ids = []
    for item in report.items:
        counts[item.role] += 1
        ids.append(f"{'p' if item.role is ItemRole.PROBLEM else 'm'}{counts[item.role]}")
    return ids


def _problems(report: Report) -> list[dict[str, Any]]:
    ids = _item_ids(report)
    answered: dict[int, list[int]] = {i: [] for i in range(len(report.items))}
    for m, item in enumerate(report.items):
        for p in item.answers:
            answered[p].append(m)
    return [
        {
            "id": ids[i],
            "text": item_text(report.document, item),
            "cause": _joined_spans(report.document, item.cause),
            "themes": list(item.themes),
            "section": _section_id(item.section),
            "page": page_at(report.document, item.spans[0].start),
            "answered_by": [ids[m] for m in answered[i]],
        }
        for i, item in enumerate(report.items)
        if item.role is ItemRole.PROBLEM
    ]


def _measures(report: Report) -> list[dict[str, Any]]:
    ids = _item_ids(report)
    return [
        {
            "id": ids[i],
            "text": item_text(report.document, item),
            "kind": item.kind,
            "themes": list(item.themes),
            "section": _section_id(item.section),
            "page": page_at(report.document, item.spans[0].start),
            "answers": [ids[p] for p in item.answers],
        }
        for i, item in enumerate(report.items)
        if item.role is ItemRole.MEASURE
    ]


def _joined_spans(document: Document, spans: Sequence[Span]) -> str | None:
    return "；".join(said(document, s) for s in spans) if spans else None


class _Contexts:
    """Sentences, and rows with blanks between their cells."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._cells = sorted(cell.span for block in document.blocks for cell in block.cells)

    def said(self, span: Span) -> str:
        """The words of a sentence or a row."""
        first = bisect_left(self._cells, Span(span.start, span.start))
        inside = list(takewhile(span.holds, self._cells[first:])) if first < len(self._cells) else []
        if not inside:
            return said(self._document, span)
        return " ".join(text for cell in inside if (text := said(self._document, cell)))


def _claim(contexts: _Contexts, document: Document, i: int, claim: Claim) -> dict[str, Any]:
    quantity = claim.quantity
    return {
        "id": f"c{i + 1}",
        "raw": said(document, quantity.span),
        "value": number(quantity.value),
        "low": number(quantity.low),
        "high": number(quantity.high),
        "unit": quantity.unit,
        "kind": quantity.kind,
        "op": quantity.op,
        "indicator": claim.indicator,
        "role": claim.role,
        "direction": claim.direction,
        "period": claim.period,
        "section": _section_id(claim.section),
        "page": page_at(document, quantity.span.start),
        "table": f"t{claim.cell.table + 1}" if claim.cell else None,
        "context": contexts.said(claim.context),
    }


def _tables(report: Report) -> list[dict[str, Any]]:
    result = []
    for i, table in enumerate(report.tables):
        block = report.document.blocks[table.block]
        rows = grid(report.document, block)
        result.append(
            {
                "id": f"t{i + 1}",
                "title": said(report.document, table.title) if table.title else "",
                "unit": table.unit,
                "header": header(rows, table.header_rows),
                "rows": rows[table.header_rows :],
                "page": block.page,
                "section": _section_id(table.section),
            }
        )
    return result


def _indicators(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "level1": x.level1,
            "level2": x.level2,
            "name": x.name,
            "target": x.target,
            "actual": x.actual,
            "full_score": x.full_score,
            "score": x.score,
            "table": f"t{x.cell.table + 1}",
        }
        for x in report.indicators
    ]


def _finding(contexts: _Contexts, report: Report, i: int, finding: Finding) -> dict[str, Any]:
    document = report.document
    return {
        "id": f"f{i + 1}",
        "rule": finding.rule,
        "kind": finding.kind,
        "certainty": finding.certainty,
        "message": finding.message,
        "stated": finding.stated,
        "computed": finding.computed,
        "evidence": [
            {
                "raw": said(document, e.span),
                "context": contexts.said(e.context),
                "page": page_at(document, e.span.start),
            }
            for e in finding.evidence
        ],
    }
