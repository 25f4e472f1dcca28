"""How many people and how much money the whole has: 编制, 实有, 预算, 支出."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise, takewhile

from nlp.knowledge import pattern
from nlp.tables import grid
from nlp.text import fold, joined, sentences
from nlp.types import BlockKind, Claim, Document, Label, Section, Span

_CELL = 20  # characters of a cell that is a label
_AMOUNT = re.compile(r"-?\d[\d,.]*\s*%?|[—\-/]")
_JOINT = re.compile(r"(?:行政|机关|参公)[、和及]?事业(?:单位)?(?=总?编|人员)")  # the two kinds together are the whole
_LACKING = ("问题", "改进措施", "建议", "原因")
_ABOVE, _CLAUSE = 250, 40  # characters above a form's row with its columns' names; before an amount in its clause


_pattern = partial(pattern, "profile")


def staff(document: Document, sections: Sequence[Section], labels: Sequence[Label]) -> tuple[int | None, int | None]:
    """People provided for and people there, from prose, else from a table; parts are added where no total stands."""
    said = tuple(_spoken(document, sections, labels))
    quota = _first(said, "quota") or _in_cells(document, "quota_cell") or _added(said, "quota_part")
    actual = _by_kind(said) or _first(said, "actual") or _in_cells(document, "actual_cell")
    actual = actual or _added([s for s in said if _pattern("staff", "there").search(s)], "actual_part")
    return quota, actual or _first(tuple(_spoken(document, sections, labels, lacking=True)), "actual")


def _spoken(
    document: Document, sections: Sequence[Section], labels: Sequence[Label], *, lacking: bool = False
) -> Iterator[str]:
    """Sentences, those on organisation and staff first; what is planned or lacking is not what there is, unless so."""
    ranked = sorted(range(len(sections)), key=lambda i: (labels[i].type not in ("机构人员", "概况"), i))
    for i in ranked:
        if (labels[i].type in _LACKING) is lacking:
            text = fold(joined(document.text[sections[i].body.start : sections[i].body.end]))
            yield from (
                text[s.start : s.end] for s in sentences(text, Span(0, len(text))) if "人" in text or "名" in text
            )


def _first(said: Sequence[str], key: str) -> int | None:
    for sentence in said:
        for match in _pattern("staff", key).finditer(sentence):
            if not _pattern("staff", f"{key}_not").search(_JOINT.sub("", match[1])):
                return int(match[2].replace(",", ""))
    return None


def _by_kind(said: Sequence[str]) -> int | None:
    """The sum where each kind of post has its own: 行政编制15人，实有14人；事业编制10人，实有9人."""
    for sentence in said:
        posts, people = (list(_pattern("staff", key).finditer(sentence)) for key in ("quota_part", "actual"))
        ends = [match.span() for pair in zip(posts, people, strict=False) for match in pair]
        if len(posts) == len(people) > 1 and all(one[1] <= next_[0] for one, next_ in pairwise(ends)):
            return sum(int(match[2].replace(",", "")) for match in people)
    return None


def _added(said: Sequence[str], key: str) -> int | None:
    """The sum of the kinds (行政编制, 事业编制) of the first sentence that names them."""
    for sentence in said:
        outside = re.sub(r"\([^)]*\)", "", sentence)
        found = _pattern("staff", key).findall(outside)
        if found:
            return sum(int(number.replace(",", "")) for _, number in found)
    return None


def _in_cells(document: Document, key: str) -> int | None:
    return _of_tables(document, key) or _of_stacked(document, key)


def _of_stacked(document: Document, key: str) -> int | None:
    """The number below a label where the cells of a table became lines: labels first, as many values behind them."""
    lines = [x for line in fold(document.text).splitlines() if (x := line.strip(" |\t"))]
    for i, line in enumerate(lines):
        if len(line) <= _CELL and _pattern("staff", key).fullmatch(line):
            first = next((j for j in range(i + 1, min(i + 9, len(lines))) if _AMOUNT.fullmatch(lines[j])), 0)
            count = sum(1 for _ in takewhile(_AMOUNT.fullmatch, lines[first : first + 9])) if first else 0
            at = first + i - (first - count)
            if first <= at < first + count and lines[at].isdecimal():
                return int(lines[at])
    return None


def _of_tables(document: Document, key: str) -> int | None:
    """The whole's number where a row or a column of a table is named so."""
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            rows = [[fold(cell).strip() for cell in row] for row in grid(document, block)]
            for table in (rows, [list(column) for column in zip(*rows, strict=True)]):
                numbers = (_of_row(table[0], row) for row in table if _pattern("staff", key).fullmatch(row[0]))
                if (number := next((n for n in numbers if n is not None), None)) is not None:
                    return number
    return None


def _of_row(head: Sequence[str], row: Sequence[str]) -> int | None:
    """The number below 合计, else the one number of the row."""
    whole = [cell for name, cell in zip(head, row, strict=True) if _pattern("staff", "whole_cell").fullmatch(name)]
    numbers = [cell for cell in whole or dict.fromkeys(row[1:]) if cell.isdecimal()]
    return int(numbers[0]) if len(numbers) == 1 else None


def money(document: Document, claims: Sequence[Claim], kind: str | None) -> tuple[Decimal | None, Decimal | None]:
    """Budget and spending of the whole in yuan: from the form's row of all money, else from what the prose says.

    The budget is the one of the year's beginning where that is printed, else the year's, else what a project was given.
    """
    text = fold(document.text)
    form = _of_form(text)
    spending = form.get("spending") or next(
        (x for key in ("spending", "spending_alone") for x in _spent(claims, key)), None
    )
    said = tuple(claim for claim in claims if claim.quantity.unit == "元" and claim.quantity.value)
    budgets = [form.get("initial"), form.get("budget")]
    keys = ("initial", "budget", "allotted") if kind == "项目支出" else ("initial", "budget")
    budgets += [b for key in keys for b in _budgets(text, said, key)]
    return next((b for b in budgets if b and _of_one_size(b, spending)), None), spending


def _of_form(text: str) -> dict[str, Decimal]:
    """The amounts of 年度资金总额 by the names of their columns."""
    for row in _pattern("totals", "form_row").finditer(text):
        head = text[max(0, row.start() - _ABOVE) : row.start()]
        names = [m.lastgroup for m in _pattern("totals", "form_columns").finditer(head)]
        values = re.findall(r"\d[\d,]*(?:\.\d+)?", row[1])
        scale = 10_000 if "万元" in head + row[0] else 1
        if names and len(values) >= len(names):
            return {n: _yuan(v, scale) for n, v in zip(names, values, strict=False) if n}
    return {}


def _yuan(amount: str, scale: int) -> Decimal:
    value = Decimal(amount.replace(",", "")) * scale
    return value.to_integral_value() if value == value.to_integral_value() else value


def _budgets(text: str, claims: Sequence[Claim], key: str) -> Iterator[Decimal]:
    """Amounts before which the prose says that they are the whole's budget."""
    for claim in claims:
        start = claim.quantity.span.start
        before = re.split(r"[，。；、(]|其中", text[max(claim.context.start, start - _CLAUSE) : start])[-1]
        clause = re.sub(r"\s", "", before)
        if _pattern("totals", key).search(clause) and not _pattern("totals", "parts").search(clause):
            yield claim.quantity.value or Decimal(0)


def _spent(claims: Sequence[Claim], key: str) -> Iterator[Decimal]:
    """Amounts spent whose indicator is the whole's, in order."""
    for claim in claims:
        value, name = claim.quantity.value, claim.indicator
        whole = claim.quantity.unit == "元" and claim.role == "决算数" and not _pattern("totals", "parts").search(name)
        if whole and value and _pattern("totals", key).search(name):
            yield value


def _of_one_size(budget: Decimal, spending: Decimal | None) -> bool:
    """Whether the spending can be of that budget: one a fifth or five times its size is some part's."""
    return spending is None or spending / 5 <= budget <= spending * 5
