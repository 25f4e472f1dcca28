"""The values that flow through jixiao: from a file to a Report.

All are frozen; every annotation is a half-open Span into `Document.text`, which is never
altered. Relations are integer positions into the tuples of a Report, so that there are no
cycles and a value is one JSON object. Invariants are checked by `nlp.invariants.violations`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range [start, end) of characters of `Document.text`."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def holds(self, other: "Span") -> bool:
        """True where `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points (1/72 inch), origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"  # the file's own style says so: evidence for the outline, not truth
    TABLE = "table"
    CAPTION = "caption"  # a table's title or its unit line
    FURNITURE = "furniture"  # page headers, footers, page numbers, contents pages


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at (row, col), covering `rows` × `cols` grid places."""

    row: int
    col: int
    rows: int
    cols: int
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that belongs together: a paragraph (joined over lines and pages), a table."""

    kind: BlockKind
    span: Span
    page: int | None = None  # 1-based; the page it begins on
    box: Box | None = None
    level: int | None = None  # outline level of a HEADING where the file states one
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt about the reading, not an error: "table-guessed", "no-text-on-page"."""

    code: str
    page: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Part:
    """Where in its file a report stands that does not fill it: the `number`-th of `of` reports, from 1.

    `pages` are the first and the last page of the file it stands on; None where the format has none. `aside` names
    what else the file holds and no report took. `chapter` is True where it is no report of its own but the chapter
    of a larger one that speaks of the evaluation.
    """

    number: int
    of: int
    pages: tuple[int, int] | None
    title: str
    aside: tuple[str, ...] = ()
    chapter: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One file, or a report cut out of it, as text with blocks over it.

    `id` is the SHA-256 of the file's bytes, of a part with "-" and its number behind. The pages of a part are counted
    as in the file.
    """

    id: str
    name: str
    format: str
    pages: int | None
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    part: Part | None = None  # None where the document is the whole file

    @property
    def file(self) -> str:
        """SHA-256 of the file's bytes."""
        return self.id.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next heading; the sections' spans partition the text.

    `title` is empty for text before the first heading, `body` is the own text after the
    heading (children not included), `parent` a position in `Report.sections`.
    """

    parent: int | None
    level: int
    number: str
    title: Span
    span: Span
    body: Span
    page: int | None


@dataclass(frozen=True, slots=True)
class Label:
    """What a section is about. `by` is "title", "content", "parent", "position" or "model:<version>"."""

    type: str
    title_type: str | None
    score: float
    by: str


class ItemRole(StrEnum):
    PROBLEM = "problem"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Item:
    """A problem or a measure. `spans` in reading order (heading and body may be apart)."""

    role: ItemRole
    kind: str  # of a measure: 改进措施, 建议, 整改情况; of a problem: 问题
    section: int
    spans: tuple[Span, ...]
    cause: tuple[Span, ...] = ()
    themes: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()  # positions in Report.items of the problems a measure answers


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as said: exact, in base units (元, %, …).

    `value` is None for a range, which has `low` and `high`. `step` is the worth of one unit in
    the last printed place (1444.28万元 → 100 元) and gives a check its tolerance.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    kind: str  # money percent count score duration rank multiple other
    op: str  # = >= <= > < ≈ range
    step: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a claim stands in a table: positions in Report.tables and in its grid."""

    table: int
    row: int
    col: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity that measures something."""

    section: int
    quantity: Quantity
    indicator: str
    role: str
    direction: str | None  # "up", "down"
    period: str | None
    context: Span  # the sentence, or the row, it stands in
    cell: CellPlace | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A TABLE block with its title and unit; `block` is a position in Document.blocks."""

    block: int
    section: int
    title: Span | None
    unit: str | None
    header_rows: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of an indicator table (一级/二级/三级指标)."""

    level1: str
    level2: str
    name: str
    target: str
    actual: str
    full_score: str
    score: str
    cell: CellPlace


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value that a rule used, and the sentence or row it stands in."""

    span: Span
    context: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say about some values. `message` is one Chinese sentence.

    `stated` and `computed` are what the report says and what it works out to, `tolerance` how far apart the two may
    be in the stated value's own unit.
    """

    rule: str
    kind: str  # sum ratio change restated target_unmet_full_score date_order count_of_list score other
    certainty: str  # certain, likely
    stated: str
    computed: str
    tolerance: Decimal
    message: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What a report says of itself; None where it does not say. Money in yuan."""

    bureau: str | None = None
    province: str | None = None
    city: str | None = None
    county: str | None = None
    level: str | None = None  # province, city, county
    year: int | None = None
    kind: str | None = None  # 部门整体支出, 项目支出
    self_score: Decimal | None = None
    grade: str | None = None
    filed_on: str | None = None
    staff_quota: int | None = None
    staff_actual: int | None = None
    budget: Decimal | None = None
    spending: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A Document and everything that has been understood of it.

    `made_by` names the version of every step, so that a library knows what is stale.
    """

    document: Document
    profile: Profile
    sections: tuple[Section, ...]
    labels: tuple[Label, ...]  # one per section
    items: tuple[Item, ...]
    claims: tuple[Claim, ...]
    tables: tuple[Table, ...]
    indicators: tuple[Indicator, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    made_by: tuple[tuple[str, str], ...]
