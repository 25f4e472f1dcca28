"""What a Filters means in SQL."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, or_, select

from index.schema import passage_themes, passages, reports
from index.types import Filters


def of_reports(filters: Filters) -> ColumnElement[bool]:
    """Lets a report through that fits, and that holds a fitting passage where a section or theme is asked for."""
    by_passage = _passage_conditions(filters)
    if not by_passage:
        return and_(True, *_report_conditions(filters))
    holding = select(passages.c.report).where(*by_passage)
    return and_(*_report_conditions(filters), reports.c.id.in_(holding))


def of_passages(filters: Filters) -> ColumnElement[bool]:
    """Lets a passage (joined with its report) through that fits."""
    return and_(True, *_report_conditions(filters), *_passage_conditions(filters))


def _report_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    columns = reports.c
    conditions = [
        _any_of(columns.province, filters.province, _begins),
        _any_of(columns.city, filters.city, _begins),
        _any_of(columns.county, filters.county, _begins),
        _any_of(columns.bureau, filters.bureau, _contains),
        columns.year.in_(filters.year) if filters.year else None,
        columns.kind.in_(filters.kind) if filters.kind else None,
    ]
    return [condition for condition in conditions if condition is not None]


def _passage_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.section:
        conditions.append(passages.c.section_type.in_(filters.section))
    if filters.theme:
        of_theme = select(passage_themes.c.passage).where(passage_themes.c.theme.in_(filters.theme))
        conditions.append(passages.c.id.in_(of_theme))
    return conditions


_Match = Callable[[ColumnElement[str], str], ColumnElement[bool]]


def _any_of(column: ColumnElement[str], values: tuple[str, ...], match: _Match) -> ColumnElement[bool] | None:
    return or_(*(match(column, value) for value in values)) if values else None


def _begins(column: ColumnElement[str], value: str) -> ColumnElement[bool]:
    return column.startswith(value, autoescape=True)


def _contains(column: ColumnElement[str], value: str) -> ColumnElement[bool]:
    return column.contains(value, autoescape=True)
