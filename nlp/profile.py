"""What a report says of itself: who, where, which year, which kind, how many, how much."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from nlp.bureau import bureau
from nlp.chrome import without_site
from nlp.figures import money, staff
from nlp.forms import fields
from nlp.knowledge import load, pattern
from nlp.numerals import chinese_number
from nlp.place import level, place
from nlp.text import fold
from nlp.types import BlockKind, Claim, Document, Label, Profile, Section
from nlp.verdict import verdict

_LAST = 30  # lines at the end among which a date stands alone
_HEAD, _PLACES, _TAIL = 3000, 8000, 500  # characters in which a title, places, a signature are looked for
_CN = "一二三四五六七八九"
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")
_CN_DATE = re.compile(
    r"([二〇○零OＯ0一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_CN_YEAR = re.compile(rf"二[〇○零OＯ0][〇○零OＯ0{_CN}]{{2}}(?=年)")
_SIGNED = re.compile(r"[\u4e00-\u9fff()（）]{4,30}[\s:：]*(?=\d{4}\s*年|[二〇○]{1}[〇○零])")  # the name before a date
_BROKEN_YEAR = re.compile(r"(?<!\d)(20\d?)\s(\d?)\s?(\d)(?=\s*年)")
_CITED = re.compile(r"《[^《》]{0,80}》")  # what a document that is cited is called
_YEARS = (re.compile(r"((?:19|20)\d\d)\s*年度"), re.compile(r"((?:19|20)\d\d)\s*年"))


_pattern = partial(pattern, "profile")


def evaluated_year(document: Document) -> int | None:
    """The year the report is about: from the form's field, the title, the cover, else the year named most."""
    for label, value in fields(document):
        named = re.match(r"((?:19|20)\d\d)(?!\d)", value)
        if named and _pattern("fields", "year").fullmatch(label):
            return int(named[1])
    whole = _head(document)
    for head in (_CITED.sub("", whole), whole):
        for wording in load("profile")["title"]["year"]:
            titled = re.search(wording, head, re.MULTILINE)
            if titled:
                return int(titled[1])
    counted = (Counter(int(m[1]) for m in years.finditer(fold(document.text))) for years in _YEARS)
    return next((years.most_common(1)[0][0] for years in counted if years), None)


def _head(document: Document) -> str:
    """The file's name and the opening, Chinese years as figures, a year broken by a blank (20 23年) whole."""
    name = document.name.rpartition(".")[0] or document.name
    text = fold(f"{name}\n{without_site(document)[:_HEAD]}")
    return _BROKEN_YEAR.sub(r"\1\2\3", _CN_YEAR.sub(_arabic, text))


def _arabic(year: re.Match[str]) -> str:
    return str(chinese_number(re.sub("[OＯ0]", "〇", year[0])) or year[0])


def profile(
    document: Document, sections: Sequence[Section], labels: Sequence[Label], claims: Sequence[Claim], year: int | None
) -> Profile:
    """Everything the report says of itself; what it does not say stays None."""
    form = fields(document)
    name = bureau(document, sections, form)
    text = without_site(document)
    where = place(name, fold(f"{document.name}\n{text[:_PLACES]}\n{text[-_TAIL:]}"))
    score, grade = verdict(document, sections, labels, form, year)
    quota, actual = staff(document, sections, labels)
    kind = _kind(document, sections, form)
    budget, spending = money(document, claims, kind)
    return Profile(
        bureau=name,
        province=where[0],
        city=where[1],
        county=where[2],
        level=level(where, name),
        year=year,
        kind=kind,
        self_score=score,
        grade=grade,
        filed_on=_filed_on(document, sections, form),
        staff_quota=quota,
        staff_actual=actual,
        budget=budget,
        spending=spending,
    )


def _kind(document: Document, sections: Sequence[Section], form: Sequence[tuple[str, str]]) -> str | None:
    title = document.text[sections[0].title.start : sections[0].title.end] if sections else ""
    said = " ".join(_pattern("title", "kind").findall(document.text))
    for text in (title, document.name, without_site(document)[:1500], said):
        if (kind := _kind_said(text, "whole", "project")) is not None:
            return kind
    if any(_pattern("fields", "project").fullmatch(label) for label, _ in form):
        return "项目支出"
    return _kind_said(title + document.name, "titled_whole", "titled_project")


def _kind_said(text: str, whole: str, project: str) -> str | None:
    if _pattern("title", whole).search(text):
        return "部门整体支出"
    return "项目支出" if _pattern("title", project).search(text) else None


def _filed_on(document: Document, sections: Sequence[Section], form: Sequence[tuple[str, str]]) -> str | None:
    """The date in the form's field, else one alone on a line of the cover or under the text."""
    dates = (_date_in(value) for label, value in form if _pattern("fields", "filed_on").fullmatch(label))
    said = next((found for found in dates if found), None)
    cover = sections[0].span if sections else None
    lines = fold(document.text[cover.start : min(cover.end, 4000)]).splitlines() if cover else []
    return said or _date_alone(lines) or _date_alone(_last_lines(document))


def _last_lines(document: Document) -> list[str]:
    """The last lines that stand in no table: a table may follow the signature."""
    spans = [block.span for block in document.blocks if block.kind is not BlockKind.TABLE]
    text = "\n".join(document.text[span.start : span.end] for span in spans[-_LAST:])
    return fold(text).splitlines()[-_LAST:]


def _date_alone(lines: Sequence[str]) -> str | None:
    return next((found for line in lines if (found := _date_in(_SIGNED.sub("", line.strip(), count=1)))), None)


def _date_in(text: str) -> str | None:
    """The date that the text is, nothing else."""
    match = _DATE.fullmatch(text)
    if match:
        return _iso(match[1], match[2], match[3])
    chinese = _CN_DATE.fullmatch(re.sub(r"\s", "", text))
    if chinese:
        year = re.sub("[OＯ0]", "〇", chinese[1])
        return _iso(*(str(chinese_number(part) or 0) for part in (year, chinese[2], chinese[3])))
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
