"""The gazetteer: which province, city and county a name belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.knowledge import lines, load

_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|省|市|区|县|盟|旗)$")


@dataclass(frozen=True, slots=True)
class Region:
    """A division; codes have 2, 4 or 6 digits for province, city, county."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """province, city or county."""
        return {2: "province", 4: "city", 6: "county"}[len(self.code)]


@cache
def _by_code() -> dict[str, Region]:
    rows = (line.split("\t") for line in lines("regions.tsv"))
    return {code: Region(code, name) for code, name in rows}


@cache
def _by_name() -> dict[str, tuple[Region, ...]]:
    table: dict[str, list[Region]] = {}
    for region in _by_code().values():
        for name in dict.fromkeys((region.name, *_short_names(region))):
            table.setdefault(name, []).append(region)
    return {name: tuple(found) for name, found in table.items()}


def _short_names(region: Region) -> Iterator[str]:
    """韶关 of 韶关市; 新疆 of 新疆维吾尔自治区; 红河州, 长阳县 of 红河…自治州, 长阳…自治县. A county keeps its 县."""
    autonomous = re.search(r"自治([区州县])$", region.name)
    short = _SUFFIX.sub("", region.name)
    base = re.sub(load("profile")["place"]["peoples"] + "$", "", short) if autonomous else short
    base = base if len(base) >= 2 else short
    if len(base) >= 2 and region.level != "county":
        yield base
    if autonomous and len(base) >= 2 and autonomous[1] != "区":
        yield base + autonomous[1]


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _by_name()), key=len, reverse=True))
    return re.compile(rf"(?:{names})(?!路|街道|大道|街(?!道)|巷|桥)")  # 临汾路 is in Shanghai


def by_code(code: str) -> Region:
    """The region of a code of the gazetteer; KeyError where there is none."""
    return _by_code()[code]


def mentions(text: str) -> Iterator[tuple[int, tuple[Region, ...]]]:
    """(offset, regions of that name) for every place named in the text, longest names first."""
    for match in _pattern().finditer(text):
        yield match.start(), _by_name()[match[0]]


def leading(text: str) -> tuple[tuple[tuple[Region, ...], ...], str]:
    """The places that the text begins with, one behind the other, and what is behind them."""
    found, at = [], 0
    while match := _pattern().match(text, at):
        found.append(_by_name()[match[0]])
        at = match.end()
    return tuple(found), text[at:]


def lineage(region: Region) -> tuple[str | None, str | None, str | None]:
    """Names of province, city and county. A municipality's district has no city, as a county under its province."""
    table = _by_code()
    city = table.get(region.code[:4]) if len(region.code) >= 4 else None
    county = region.name if region.level == "county" else None
    return table[region.code[:2]].name, city.name if city else None, county
