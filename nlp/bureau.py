"""Whose report it is: the bureau's name from form, title, cover, signature, file name, or what the text says most."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from nlp.chrome import site_lines, without_site
from nlp.knowledge import load
from nlp.regions import leading
from nlp.text import fold, joined
from nlp.types import Document, Section

_BEFORE = 20  # characters before a name in which its place stands
_CITED = re.compile(r"《[^《》]{0,80}》")
_START = 4  # characters by which a line is known inside a name
_COVER, _SIGNATURE, _OPENING = 12, 10, 6000  # lines of a cover, of a signature; characters of an opening


@cache
def _pattern(key: str) -> re.Pattern[str]:
    table = load("profile")["bureau"]
    return re.compile(
        table[key].replace("STRONG", table["strong"]).replace("WEAK", table["weak"]).replace("INNER", table["inner"])
    )


def bureau(document: Document, sections: Sequence[Section], fields: Sequence[tuple[str, str]]) -> str | None:
    """The first source that names one: the likeliest source first."""
    text = fold(without_site(document))
    lines = [line.strip(" \t|") for line in text.splitlines() if line.strip(" \t|")]
    alone = tuple(_alone([*lines[:_COVER], *lines[-_SIGNATURE:]]))
    titled = tuple(_names(_title(document, sections, lines), titled=True))
    sources = (
        _of_fields(fields, "own", text),
        (name for name in _of_fields(fields, "superior", text) if any(n.endswith(name) for n in titled)),
        iter(titled),
        (name for name in _of_fields(fields, "doing", text) if _placed(name)),
        iter(alone),
        _before_year(_title(document, sections, lines)),
        _of_fields(fields, "superior", text),
        _names(fold(document.name)),
        _said_most(text[:_OPENING]),
        _publisher(site_lines(document)),
    )
    found = next((name for source in sources for name in source), None)
    if found is None:
        return None
    name = _fullest(_begun(found, lines[:_COVER]), (*titled, *alone))
    name = _introduced(name, titled, text[:_OPENING])
    return _spelt_out(name, text) or name


def _introduced(name: str, titled: Sequence[str], text: str) -> str:
    """The name as the text brings it in: a district's with its city, any other's shorter if the title has it so, too.

    A province before a county is left out where the text leaves it out.
    """
    said = {re.sub(r"\s", "", match[1]): None for match in _pattern("introduced").finditer(text)}
    for other in filter(_placed, said):
        fuller = other.endswith(name) and _pattern("district").fullmatch(other[: -len(name)] + "/" + name)
        less = name.endswith(other) and (other in titled or _pattern("province").fullmatch(name[: -len(other)]))
        if other != name and (fuller or less):
            return other
    return name


def _spelt_out(name: str, text: str) -> str | None:
    """The whole name of a bureau that is called by single characters of it: 某县科学技术局 of 某县科技局."""
    short = _pattern("short").fullmatch(name)
    if short is None:
        return None
    gap = r"[\u4e00-\u9fff]"
    whole = f"{gap}{{1,5}}?".join(short[2]) + f"{gap}{{0,6}}?{short[3]}" + ("(?:员会)" if short[3] == "委" else "")
    place = rf"{gap}{{1,10}}{short[1]}" if len(short[1]) == 1 else short[1]
    said = Counter(n for n in re.findall(rf"{place}{whole}", text) if not _pattern("not_in_name").search(n))
    placed = ((_pattern("noise").sub("", n), n) for n, _ in said.most_common())
    return next((n for n, _ in placed if _placed(n)), None)


def _begun(name: str, lines: Sequence[str]) -> str:
    """The name from where a line of the cover begins it with its place; what was joined to it from above cut off."""
    if leading(name)[0]:
        return name
    begins = (name.find(line[:_START]) for line in lines if leading(line)[0])
    return next((name[at:] for at in begins if at > 0), name)


def _fullest(name: str, others: Sequence[str]) -> str:
    """The name with its place, as the cover gives it, where it was found with none or with a zone's only."""
    if leading(name)[0] or _pattern("housed").match(name):
        return name
    return next((n for n in others if n.endswith(name) and leading(n)[0]), name)


def _title(document: Document, sections: Sequence[Section], lines: Sequence[str]) -> str:
    """The title with the lines above it, on which it may begin; without labels of a form and addressees."""
    own = fold(document.text[sections[0].title.start : sections[0].title.end]) if sections else ""
    last = next((i for i, line in enumerate(lines[:_COVER]) if _pattern("title_ends").search(line)), None)
    above = (
        [line for line in lines[: last + 1] if not re.search("[：:。]|[〔\\[]\\d{4}[〕\\]]", line)]
        if last is not None
        else []
    )
    return re.sub(r"\s", "", "".join(above)) + "\n" + joined(own)


def _names(text: str, titled: bool = False) -> Iterator[str]:
    """Names of bureaus in running text: whole ones, what stands before them cut off.

    In a title what begins it and stands before year or 部门 is a name, wherever the school or the hospital may be.
    """
    text = re.sub(r"[ \t]", "", text)
    for match in _pattern("pattern").finditer(text):
        name = _pattern("noise").sub("", match[0])
        whole = titled and _pattern("goes_on").match(text, match.end()) is not None
        weak = match["weak"] is not None and not whole and not _placed(name)
        if len(name) >= 4 and not weak and not _pattern("not_in_name").search(name) and not _is_site(name):
            yield name


def _before_year(title: str) -> Iterator[str]:
    """What begins the title and stands before its year, where it ends as a bureau of any kind and says its place."""
    for match in re.finditer(
        r"^(?:关于)?([\u4e00-\u9fff()]{4,30}?)(?:关于|报送)?(?=(?:19|20)\d\d)", title, re.MULTILINE
    ):
        name = match[1]
        if _pattern("alone").fullmatch(name) and _placed(name) and not _pattern("not_in_name").search(name):
            yield name


def _placed(name: str) -> bool:
    return _pattern("placed").match(name) is not None or bool(leading(name)[0])


def _is_site(name: str) -> bool:
    """A county's or a city's government: the site that printed the page, the addressee, never who reports."""
    return _pattern("site").search(name) is not None


def _of_fields(fields: Sequence[tuple[str, str]], key: str, text: str) -> Iterator[str]:
    """Values of the labels of that kind that are one name; a short one as the text says it in full."""
    for label, value in fields:
        if _pattern(key).fullmatch(label):
            name = _pattern("around_value").sub("", re.split(r"[\s,，;；。]", value)[0])
            name = name if _placed(name) else _in_full(name, text)
            named = _placed(name) or _pattern("alone").fullmatch(name)
            if named and _pattern("value").fullmatch(name) and not _pattern("not_in_name").search(name):
                yield name


def _in_full(name: str, text: str) -> str:
    """The name as it is said most with a place before it; itself where it never is."""
    said = re.findall(rf"[\u4e00-\u9fff]{{1,{_BEFORE}}}{re.escape(name)}", text) if name else []
    longer = Counter(n for words in said for n in _names(words) if n.endswith(name) and _placed(n))
    return longer.most_common(1)[0][0] if longer else name


def _alone(lines: Sequence[str]) -> Iterator[str]:
    """Lines that are a name and nothing else: on a cover, under a letter."""
    for line in lines:
        name = re.sub(r"\s", "", re.sub(r"[(（]\S{0,2}章[)）]", "", line))
        whole = _pattern("alone").fullmatch(name) and _placed(name) and not _pattern("noise").match(name)
        if whole and not _is_site(name):
            yield name


def _publisher(lines: Sequence[str]) -> Iterator[str]:
    """Who put the page on the site, where it says so."""
    for line in lines:
        for match in _pattern("published").finditer(line):
            yield from (name for name in _names(match[1]) if _placed(name))


def _said_most(text: str) -> Iterator[str]:
    """Names in the order of how often they are said outside cited titles; the treasury, the addressee, last."""
    said = Counter(_names(_CITED.sub("", text))).most_common()
    yield from (name for name, _ in sorted(said, key=lambda s: (s[0].endswith("财政局"), not _placed(s[0]))))
