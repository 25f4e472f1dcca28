"""Where a bureau is: its province, city and county, from its name and from what else the report names."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from nlp.knowledge import pattern
from nlp.regions import Region, by_code, leading, lineage, mentions

Place = tuple[str | None, str | None, str | None]  # province, city, county
_BEFORE = 14  # characters before a place's name in which its city and province stand


_pattern = partial(pattern, "profile", "place")


def place(bureau: str | None, text: str) -> Place:
    """The bureau's own place; several of that name are told apart by what else the report names."""
    name = _pattern("corps").sub("新疆", _pattern("above").sub("", bureau or ""))
    chain, behind = leading(name)
    named = [r for found in chain for r in found]
    context = Counter(r.code for _, found in mentions(text) for r in found)
    if named:
        deepest = max(len(r.code) for r in named)
        homes = [r for r in named if len(r.code) == deepest]
        outer = [r for r in named if len(r.code) < deepest]
        if deepest == 6 and outer and not any(h.code.startswith(r.code) for h in homes for r in outer):
            return _stranger(homes[0].name, outer, context, text)
        home = _likeliest(homes, named, context, text)
        if home is None:
            return None, None, homes[0].name if deepest == 6 else None
        home = _within(home, behind)
        province, city, county = lineage(home)
        if len(home.code) == 2 and home.name.endswith(("省", "自治区")) and (own := _pattern("own_city").match(behind)):
            return province, own[1], _county_behind(behind[own.end() :], text)
        county = county or _county_behind(behind, text)
        return province, city or _city_beside(county, home, text), county
    own = _pattern("own").match(name)
    if own and not _pattern("no_county").search(own[1]):
        return _unknown(own[1], text, context)
    low = _pattern("below_county").search(name) or (not name and _pattern("of_county").search(text))
    return _lowest_named(context) if low else _most_named(context)


def _stranger(county: str, outer: Sequence[Region], context: Counter[str], text: str) -> Place:
    """A county of a name that the gazetteer knows in other cities only: it lies in the city its own name says."""
    deepest = max(len(r.code) for r in outer)
    home = _likeliest([r for r in outer if len(r.code) == deepest], outer, context, text)
    province, city, _ = lineage(home) if home else (None, None, None)
    return province, city, county


def level(place: Place, bureau: str | None) -> str | None:
    """province, city or county: what the place says; a town whose county is not named is a county's all the same."""
    province, city, county = place
    if county or _pattern("below_county").search(bureau or ""):
        return "county"
    return "city" if city else "province" if province else None


def _likeliest(homes: Sequence[Region], named: Sequence[Region], context: Counter[str], text: str) -> Region | None:
    """Of places of one name the one whose city and province the report names most; None where nothing tells."""

    def support(region: Region) -> tuple[int, int, int]:
        beside = _beside(region.name, text)
        above = [region.code[:2], region.code[:4]]
        return (
            sum(1 for r in named if region.code.startswith(r.code)),
            sum(beside[code] for code in above),
            sum(context[code] for code in above),
        )

    ranked = sorted(homes, key=support, reverse=True)
    if len(ranked) > 1 and ranked[0] != ranked[1] and support(ranked[0]) == support(ranked[1]):
        return None
    return ranked[0]


def _beside(name: str, text: str) -> Counter[str]:
    """The regions that stand directly before the place's name."""
    before = re.findall(rf"([\u4e00-\u9fff]{{2,{_BEFORE}}}){re.escape(name)}", text)
    return Counter(r.code for words in before for _, found in mentions(words) for r in found)


def _within(home: Region, behind: str) -> Region:
    """The place inside the home that the rest of the name speaks of (…局平泉市分局), else the home."""
    inside = [r for _, found in mentions(behind) for r in found if r.code.startswith(home.code)]
    return max(inside, key=lambda r: len(r.code), default=home)


def _city_beside(county: str | None, home: Region, text: str) -> str | None:
    """The city inside the home that the text names most right before a county whose own name leaves it out."""
    beside = _beside(county, text) if county else Counter[str]()
    inside = [code for code, _ in beside.most_common() if len(code) == 4 and code.startswith(home.code)]
    return lineage(by_code(inside[0]))[1] if inside else None


def _county_behind(behind: str, text: str) -> str | None:
    """The county that a name says behind its city and the gazetteer does not know there: renamed, abolished, 分局."""
    for match in (_pattern("county").match(behind), _pattern("branch").search(behind)):
        if match and not _pattern("no_county").search(match[1]):
            return match[1]
    return _county_called(behind, text)


def _county_called(behind: str, text: str) -> str | None:
    """The county whose branch it is and whose name the text says in full: 汾原县 of 市生态环境局汾原分局."""
    branch = _pattern("branch_of").search(behind)
    said = Counter(re.findall(rf"{branch[1]}[县区市旗]", text)) if branch else Counter[str]()
    named = (county for county, _ in said.most_common() if not _pattern("no_county").search(county))
    return next(named, None)


def _unknown(own: str, text: str, context: Counter[str]) -> Place:
    """A place the gazetteer does not know: its name says what it is, the regions before it where it is."""
    beside = _beside(own, text)
    province, city, _ = _most_named(beside) if beside else _most_named(context)
    if own.endswith(("州", "盟")) or (own.endswith("市") and not any(len(code) == 4 for code in beside)):
        return province, own, None
    return province, city, own


def _most_named(context: Counter[str]) -> Place:
    """The city the text names most, else its province; of two named as often neither."""
    for size in (4, 2):
        ranked = [(n, code) for code, n in context.most_common() if len(code) == size]
        if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            return lineage(by_code(ranked[0][1]))
    provinces = {code[:2] for code in context if len(code) == 4}
    return lineage(by_code(provinces.pop())) if len(provinces) == 1 else (None, None, None)


def _lowest_named(context: Counter[str]) -> Place:
    """The county the text names most, told from others of its name by its city; else as `_most_named`."""
    ranked = sorted(_counties(context), reverse=True)
    if ranked and (len(ranked) == 1 or ranked[0][:2] > ranked[1][:2]):
        return lineage(by_code(ranked[0][2]))
    return _most_named(context)


def _counties(context: Counter[str]) -> Iterator[tuple[int, int, str]]:
    """(how often it is named, how often its city and province, code)."""
    for code, count in context.items():
        if len(code) == 6:
            yield count, context[code[:4]] + context[code[:2]], code
