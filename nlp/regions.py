"""The gazetteer: which province, city and county a name belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nlp.knowledge import lines

_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|地区|林区|省|市|区|县|盟|旗)$")
_MUNICIPALITIES = {"11", "12", "31", "50"}


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
        table.setdefault(region.name, []).append(region)
        short = _SUFFIX.sub("", region.name)
        if len(short) >= 2 and short != region.name and region.level != "county":
            table.setdefault(short, []).append(region)
    return {name: tuple(found) for name, found in table.items()}


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


def lineage(region: Region) -> tuple[str | None, str | None, str | None]:
    """Names of province, city and county; a municipality is its own city."""
    table = _by_code()
    province = table[region.code[:2]].name
    city = table.get(region.code[:4])
    name = city.name if city and len(region.code) >= 4 else province if region.code[:2] in _MUNICIPALITIES else None
    return province, name, region.name if region.level == "county" else None
