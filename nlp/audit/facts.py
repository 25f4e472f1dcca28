"""What the rules of the audit look at: everything a report says in figures, and where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from nlp.audit.sheets import Panel, Source, panels
from nlp.audit.tallies import Tally, tallies
from nlp.cells import Figure, cell_spans, row_spans
from nlp.indicators import IndicatorRow, indicator_rows
from nlp.tables import grid
from nlp.text import fold
from nlp.types import BlockKind, Claim, Document, Evidence, Indicator, Label, Profile, Section, Span, Table


@dataclass(frozen=True)  # no slots: what is worked out once is kept
class Facts:
    """One report's figures. `text` is folded, so that spans hold in it; `figures` are those of each table."""

    document: Document
    text: str
    sections: tuple[Section, ...]
    labels: tuple[Label, ...]
    claims: tuple[Claim, ...]  # of prose and tables, in reading order
    tables: tuple[Table, ...]
    figures: tuple[tuple[Figure, ...], ...]
    indicators: tuple[Indicator, ...]
    profile: Profile

    @classmethod
    def of(
        cls,
        document: Document,
        sections: Sequence[Section],
        labels: Sequence[Label],
        claims: Sequence[Claim],
        tables: Sequence[Table],
        figures: Sequence[Sequence[Figure]],
        indicators: Sequence[Indicator],
        profile: Profile,
    ) -> "Facts":
        """The facts of a document as it was understood."""
        own = tuple(tuple(found) for found in figures)
        return cls(
            document, fold(document.text), tuple(sections), tuple(labels), tuple(claims), tuple(tables), own,
            tuple(indicators), profile,
        )  # fmt: skip

    @cached_property
    def spoken(self) -> tuple[Claim, ...]:
        """The claims of the prose."""
        return tuple(claim for claim in self.claims if claim.cell is None)

    @cached_property
    def grids(self) -> tuple[list[list[str]], ...]:
        """Every table's rows of cell texts, merged cells filled in."""
        return tuple(grid(self.document, self.document.blocks[table.block]) for table in self.tables)

    @cached_property
    def sentences(self) -> tuple[tuple[Claim, ...], ...]:
        """The claims of the prose, sentence by sentence."""
        return tuple(tuple(group) for _, group in groupby(self.spoken, key=lambda claim: claim.context))

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs, and the headings with what may stand on their lines."""
        prose = (BlockKind.PARAGRAPH, BlockKind.HEADING)
        return tuple(block.span for block in self.document.blocks if block.kind in prose)

    @cached_property
    def rows(self) -> tuple[dict[int, Span], ...]:
        """For every table where its rows stand."""
        return tuple(row_spans(self.document, table) for table in self.tables)

    @cached_property
    def places(self) -> tuple[dict[tuple[int, int], Span], ...]:
        """For every table where the cell stands that covers a place (row, column) of its grid."""
        return tuple(cell_spans(self.document, table) for table in self.tables)

    @cached_property
    def indicator_rows(self) -> tuple[IndicatorRow, ...]:
        """The rows of all indicator tables with what their columns are."""
        return tuple(indicator_rows(self.document, self.tables, self.grids))

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """Every table that gives marks."""
        return tuple(tallies(self))

    def cell_evidence(self, table: int, row: int, col: int) -> Evidence | None:
        """A cell as evidence, its row as context (of a cell merged from above: itself); None where it is empty."""
        span = self.places[table].get((row, col))
        if span is None or not span:
            return None
        whole = self.rows[table].get(row, span)
        return Evidence(span, whole if whole.holds(span) else span)

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """The tables as stretches of named rows and columns."""
        return tuple(
            panel
            for index, table in enumerate(self.tables)
            if self.figures[index]
            for panel in panels(self._source(index, table))
        )

    def _source(self, index: int, table: Table) -> Source:
        title = self.raw(table.title).strip() if table.title else ""
        return Source(table, title, self.text, self.grids[index], self.figures[index], self.places[index])

    def exact(self) -> Iterator[list[Claim]]:
        """Sentence by sentence the claims with one value (no ranges)."""
        for sentence in self.sentences:
            yield [claim for claim in sentence if claim.quantity.value is not None]

    def between(self, start: int, end: int) -> str:
        """A stretch of the folded text."""
        return self.text[start:end]

    def raw(self, span: Span) -> str:
        """A stretch of the text as printed."""
        return self.document.text[span.start : span.end]

    def words_before(self, claim: Claim, reach: int = 24) -> str:
        """The words of the claim's clause before its number, `reach` characters at most."""
        start = max(claim.context.start, claim.quantity.span.start - reach)
        clause = self.text[start : claim.quantity.span.start]
        return clause[max(clause.rfind(stop) for stop in "，。；") + 1 :]


def evidence_of(claims: Iterable[Claim]) -> tuple[Evidence, ...]:
    """Claims as evidence, each in its sentence or row."""
    return tuple(Evidence(claim.quantity.span, claim.context) for claim in claims)


def in_quotes(words: str) -> str:
    """Words of the report inside a message, their own quotation marks made inner ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"
