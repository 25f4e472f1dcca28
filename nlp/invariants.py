"""What must hold for every Report, whatever the file: the tests and `jixiao doctor` ask for it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.types import Block, BlockKind, Document, Evidence, ItemRole, Report, Span


def violations(report: Report) -> list[str]:
    """Sentences on what is broken; empty for a sound report."""
    return [*document_violations(report.document), *_sections(report), *_annotations(report), *_relations(report)]


def document_violations(document: Document) -> list[str]:
    """The blocks' invariants: ordered, disjoint, in the text, cells inside their table, no text outside."""
    found = [f"block {b.span} is not inside the text" for b in document.blocks if not _inside(document, b.span)]
    found += [
        f"blocks {a.span} and {b.span} overlap" for a, b in pairwise(document.blocks) if a.span.end > b.span.start
    ]
    for block in document.blocks:
        found += list(_cells(block))
    covered = sum(_solid(document.text[b.span.start : b.span.end]) for b in document.blocks)
    if covered != _solid(document.text):
        found.append(f"{_solid(document.text) - covered} characters stand in no block")
    return found


def _cells(block: Block) -> Iterator[str]:
    if block.cells and block.kind is not BlockKind.TABLE:
        yield f"block {block.span} has cells but is no table"
    for cell in block.cells:
        if not block.span.holds(cell.span):
            yield f"cell {cell.span} is not inside its table {block.span}"
        if cell.rows < 1 or cell.cols < 1:
            yield f"cell {cell.span} covers nothing"


def _sections(report: Report) -> Iterator[str]:
    """Sections partition the text, parents come first, one label each."""
    text, sections = report.document.text, report.sections
    if len(report.labels) != len(sections):
        yield f"{len(sections)} sections have {len(report.labels)} labels"
    edges = [0, *(s.span.end for s in sections)]
    for section, edge in zip(sections, edges, strict=False):
        if section.span.start != edge:
            yield f"section {section.span} does not begin at {edge}"
        if not (section.span.holds(section.title) and section.span.holds(section.body)):
            yield f"title or body of section {section.span} lies outside it"
    if edges[-1] != len(text):
        yield f"the sections end at {edges[-1]} of {len(text)}"
    for i, section in enumerate(sections):
        if section.parent is not None and not (section.parent < i and sections[section.parent].level < section.level):
            yield f"section {i} stands under {section.parent}"
    for block in report.document.blocks:
        if sum(s.span.start <= block.span.start < s.span.end for s in sections) != 1:
            yield f"block {block.span} is not in exactly one section"


def _annotations(report: Report) -> Iterator[str]:
    """Spans of items, claims and tables are in the text and in their section; a cause may be told in another."""
    whole = Span(0, len(report.document.text))
    for item in report.items:
        for span in item.spans:
            if not report.sections[item.section].span.holds(span) or not span:
                yield f"{item.role} {span} is not inside its section"
        for span in item.cause:
            if not whole.holds(span) or not span:
                yield f"cause {span} is not inside the text"
    for claim in report.claims:
        if not claim.context.holds(claim.quantity.span):
            yield f"claim {claim.quantity.span} is not inside its sentence {claim.context}"
        if (claim.quantity.value is None) != (claim.quantity.op == "range"):
            yield f"claim {claim.quantity.span} is neither a value nor a range"
    for table in report.tables:
        if report.document.blocks[table.block].kind is not BlockKind.TABLE:
            yield f"table {table.block} is not a table block"


def _relations(report: Report) -> Iterator[str]:
    """Positions point at what they should."""
    for item in report.items:
        if not _all_problems(report, item.answers) or (item.answers and item.role is ItemRole.PROBLEM):
            yield f"item {item.spans} answers what is no problem"
    for finding in report.findings:
        if not finding.evidence or not all(_quoted(report.document, e) for e in finding.evidence):
            yield f"finding {finding.rule} quotes nothing, or what is not in its sentence"
    for indicator in report.indicators:
        if not 0 <= indicator.cell.table < len(report.tables):
            yield f"indicator {indicator.name} points at a table that is not there"


def _all_problems(report: Report, answers: Sequence[int]) -> bool:
    return all(0 <= p < len(report.items) and report.items[p].role is ItemRole.PROBLEM for p in answers)


def _quoted(document: Document, evidence: Evidence) -> bool:
    inside = _inside(document, evidence.context) and evidence.context.holds(evidence.span)
    return inside and len(evidence.span) > 0


def _inside(document: Document, span: Span) -> bool:
    return 0 <= span.start <= span.end <= len(document.text)


def _solid(text: str) -> int:
    return sum(not c.isspace() for c in text)
