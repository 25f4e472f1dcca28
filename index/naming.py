"""How a person names a report: by id, by file name, or by bureau and year."""

import difflib
import re
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import NamedTuple

from nlp.errors import Ambiguous, NotInLibrary
from nlp.text import fold

_SHOWN = 8  # candidates in a message
_ID = re.compile(r"([0-9a-f]{6,64})(?:-(\d+))?", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:年度?)?")


class Named(NamedTuple):
    """What a report can be called by."""

    id: str
    name: str
    bureau: str | None
    year: int | None
    part: int | None = None  # which report of its file, from 1; None where it is the whole file

    def __str__(self) -> str:
        year = f"{self.year}年" if self.year else ""
        return f"{short(self.id)} {called(self.name, self.part)}（{self.bureau or '单位不详'}{year}）"


def called(name: str, part: int | None) -> str:
    """The file's name; of one of several reports in it with # and its number: 部门决算.pdf#2."""
    return name if part is None else f"{name}#{part}"


def short(report_id: str) -> str:
    """As much of an id as people need: 12 digits, and the number of a part."""
    file, dash, number = report_id.partition("-")
    return file[:12] + dash + number


def resolve(name: str, reports: Iterable[Named], *, exactly: bool = False) -> str:
    """The id of the one report called `name`: the first way of naming that fits any report decides.

    `exactly`, for what cannot be undone, leaves out a part of a bureau's name, and a bureau without a year.
    NotInLibrary (with names that are close) where none fits, Ambiguous where several do.
    """
    wanted, held = fold(name).strip(), list(reports)
    for fits in _ways(wanted, exactly):
        found = [report for report in held if fits(report)]
        if len(found) == 1:
            return found[0].id
        if found:
            shown = "；".join(map(str, found[:_SHOWN])) + (f"等 {len(found)} 份" if len(found) > _SHOWN else "")
            raise Ambiguous(f"“{name}”可以指多份报告：{shown}。请用{_how(found)}指明是哪一份")
    how = "这里要写编号、文件名，或单位的全称加年度。" if exactly else ""
    raise NotInLibrary(f"资料库中没有名为“{name}”的报告。{how}{_advice(wanted, held)}")


def _ways(wanted: str, exactly: bool) -> list[Callable[[Named], bool]]:
    ways: list[Callable[[Named], bool]] = [lambda report: wanted == fold(report.name)]
    ways.append(lambda report: wanted == fold(called(report.name, report.part)))
    ways.append(lambda report: wanted == fold(PurePath(report.name).stem))
    ways.append(lambda report: wanted == fold(called(PurePath(report.name).stem, report.part)))
    identity = _ID.fullmatch(wanted.lower())
    if identity:
        digits, number = identity.groups()
        ways.insert(0, lambda report: report.id.startswith(digits) and number in (None, str(report.part)))
    bureau, year = _bureau_and_year(wanted)
    if bureau and (year or not exactly):
        ways.append(lambda report: bureau == fold(report.bureau or "") and year in (None, report.year))
    if bureau and not exactly:
        ways.append(lambda report: bureau in fold(report.bureau or "") and year in (None, report.year))
    return ways


def _how(found: list[Named]) -> str:
    if all(report.part is None for report in found):
        return "编号（前 12 位）"
    return "编号（前 12 位，“-”后是文件中的第几份）或“文件名#第几份”"


def _bureau_and_year(wanted: str) -> tuple[str, int | None]:
    """("乐昌市市场监督管理局", 2024) from 乐昌市市场监督管理局+2024, "… 2024年度", 2024年…."""
    year = _YEAR.search(wanted)
    bureau = re.sub(r"[\s+,，、]", "", _YEAR.sub("", wanted, count=1))
    return bureau, int(year.group(1)) if year else None


def _advice(wanted: str, held: list[Named]) -> str:
    if not held:
        return "资料库还是空的，请先用 jixiao add 添加报告"
    names = {report.name for report in held}
    names |= {f"{report.bureau} {report.year}" for report in held if report.bureau and report.year}
    close = difflib.get_close_matches(wanted, sorted(names), n=3, cutoff=0.4)
    return f"相近的有：{'、'.join(close)}" if close else "用 jixiao list 可以看到全部报告"
