"""One problem or one measure made of a span: its own words, the cause it marks, its kind, its themes."""

from dataclasses import dataclass

from nlp.causes import told_in
from nlp.pieces import clean, pattern
from nlp.text import STRAY, joined, shown
from nlp.themes import themes
from nlp.types import Document, Item, ItemRole, Section, Span

PROBLEM, MEASURE, ADVICE, DONE = "问题", "改进措施", "建议", "整改情况"


@dataclass(frozen=True, slots=True)
class Reading:
    """The report whose items are looked for: its text, folded too, and its sections."""

    document: Document
    folded: str
    sections: tuple[Section, ...]

    def said(self, span: Span) -> str:
        """The words of a span over line breaks."""
        return joined(self.document.text[span.start : span.end])


def item_text(document: Document, item: Item) -> str:
    """The item verbatim, its parts joined as a heading and its text are: by a full stop."""
    parts = [shown(document.text, s, STRAY in document.meta) for s in item.spans]
    return "。".join(p.rstrip("。") for p in parts)


def says_none(reading: Reading, span: Span) -> bool:
    """The text says that there is nothing to tell."""
    return bool(pattern("none", "pattern").match(reading.said(span)))


def problem(reading: Reading, section: int, span: Span, enumerated: bool) -> Item:
    """A problem with the cause that its own text marks, without a sentence that looks back on several."""
    whole = span
    span, cause = told_in(reading.folded, span, enumerated)
    label = pattern("labels", "cause").search(reading.folded, span.start, span.end)
    if label is not None and label.start() > span.start:
        span = clean(reading.folded, Span(span.start, label.start()))
        cause = cause or (clean(reading.folded, Span(label.end(), whole.end)),)
    back = pattern("lead_in", "looks_back").search(reading.folded, span.start, span.end) if enumerated else None
    if back is not None and back.start() > span.start:
        span = clean(reading.folded, Span(span.start, back.start()))
    return Item(ItemRole.PROBLEM, PROBLEM, section, (span,), cause, themes(reading.said(span)))


def measure(reading: Reading, section: int, span: Span, kind: str) -> Item:
    """A measure of that kind; of advice where its own words ask somebody else."""
    folded = reading.folded
    span = clean(folded, span)
    label = pattern("measure", "advice_label").match(folded[span.start : span.end])
    span = clean(folded, Span(span.start + (len(label[0]) if label else 0), span.end))
    asks = label is not None or _asks(folded[span.start : span.end])
    return Item(ItemRole.MEASURE, ADVICE if asks else kind, section, (span,), (), themes(reading.said(span)))


def _asks(text: str) -> bool:
    if pattern("measure", "appeal").match(text):
        return True
    request = pattern("measure", "request").match(text)
    return request is not None and not pattern("measure", "own_request").search(request[0])
