"""Reports side by side: what each says on a theme, in its own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Entry
from nlp.errors import CallError
from nlp.items import item_text
from nlp.themes import vocabulary
from nlp.types import Report

SECTIONS = ("问题", "改进措施", "建议", "整改情况")  # the kinds of nlp.types.Item


@dataclass(frozen=True, slots=True)
class Row:
    """One theme over all reports. `cells` stand in the order of the reports; an empty one is silent.

    Each cell holds the items verbatim, in the report's order; an item on two themes is in two rows.
    """

    theme: str
    cells: tuple[tuple[str, ...], ...]

    @property
    def said_by(self) -> tuple[int, ...]:
        """Positions of the reports that say something."""
        return tuple(position for position, cell in enumerate(self.cells) if cell)

    @property
    def all_say(self) -> bool:
        """True where none of several reports is silent."""
        return 1 < len(self.cells) == len(self.said_by)

    @property
    def only_one_says(self) -> bool:
        """True where all but one of several reports are silent."""
        return len(self.cells) > 1 and len(self.said_by) == 1


def side_by_side(reports: Sequence[tuple[Entry, Report]], section: str = "问题") -> list[Row]:
    """A row for each theme that any report speaks of, in the vocabulary's order.

    `section` names the kind of the items: CallError where it is not one of SECTIONS.
    """
    if section not in SECTIONS:
        raise CallError(f"不能按“{section}”比较；可选：{'、'.join(SECTIONS)}")
    said = [_by_theme(report, section) for _, report in reports]
    themes = dict.fromkeys([*vocabulary(), *(theme for columns in said for theme in columns)])
    rows = [Row(theme, tuple(tuple(columns.get(theme, ())) for columns in said)) for theme in themes]
    return [row for row in rows if row.said_by]


def _by_theme(report: Report, section: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in report.items:
        if item.kind == section:
            for theme in item.themes:
                found.setdefault(theme, []).append(item_text(report.document, item))
    return found
