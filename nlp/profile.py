"""What a report says of itself: who, where, which year, which kind, how many, how much."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from nlp.knowledge import load
from nlp.numerals import chinese_number
from nlp.regions import Region, by_code, lineage, mentions
from nlp.text import fold, joined
from nlp.types import Claim, Document, Label, Profile, Section

_DATE = re.compile(r"((?:19|20)\d\d)\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")
_CN_DATE = re.compile(r"([二〇○零一三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")


@cache
def _pattern(table: str, key: str) -> re.Pattern[str]:
    return re.compile(load("profile")[table][key])


def evaluated_year(document: Document) -> int | None:
    """The year the report is about: from the cover's field, the title, else the year named most."""
    head = fold(document.text[:3000])
    field = re.search(_pattern("fields", "year").pattern + r"\s*[：:]?\s*((?:19|20)\d\d)", head)
    if field:
        return int(field[1])
    titled = _pattern("title", "year").search(fold(document.name) + "\n" + head)
    if titled:
        return int(titled[1])
    years = Counter(int(m[1]) for m in _YEAR.finditer(fold(document.text)))
    return years.most_common(1)[0][0] if years else None


def profile(
    document: Document, sections: Sequence[Section], labels: Sequence[Label], claims: Sequence[Claim], year: int | None
) -> Profile:
    """Everything the report says of itself; what it does not say stays None."""
    bureau = _bureau(document, sections)
    province, city, county = _place(document, bureau)
    quota, actual = _staff(claims, sections, labels)
    score = _self_score(document, labels, sections, year)
    spending = next(_totals(claims, "决算数", "spending"), None)
    return Profile(
        bureau=bureau,
        province=province,
        city=city,
        county=county,
        level="county" if county else "city" if city else "province" if province else None,
        year=year,
        kind=_kind(document, sections),
        self_score=score,
        grade=_grade(document, labels, sections),
        filed_on=_filed_on(document, sections),
        staff_quota=quota,
        staff_actual=actual,
        budget=_of_one_size(_totals(claims, "预算数", "budget"), spending),
        spending=spending,
    )


def _cover_text(document: Document, sections: Sequence[Section]) -> str:
    span = sections[0].span if sections else None
    return fold(document.text[span.start : min(span.end, 4000)]) if span else ""


def _names(text: str) -> Iterator[str]:
    """Names of bureaus in the text, what stands before them cut off."""
    for match in _pattern("bureau", "pattern").finditer(re.sub(r"[ \t]", "", text)):
        name = _pattern("bureau", "noise").sub("", match[0])
        if len(name) >= 4 and not _pattern("bureau", "not_in_name").search(name):
            yield name


def _bureau(document: Document, sections: Sequence[Section]) -> str | None:
    """From the cover's field, the title, the file's name; else the name said most in the opening."""
    cover = _cover_text(document, sections)
    field = re.search(_pattern("fields", "bureau").pattern + r"\s*[：:]\s*([^\n\t]+)", cover)
    title = document.text[sections[0].title.start : sections[0].title.end] if sections else ""
    for source in (field[1] if field else "", joined(fold(title)), fold(document.name)):
        name = next(_names(source), None)
        if name:
            return name
    said = Counter(_names(fold(document.text[:6000])))
    return said.most_common(1)[0][0] if said else None


def _place(document: Document, bureau: str | None) -> tuple[str | None, str | None, str | None]:
    """The bureau's own place; several of that name are told apart by what else the report names."""
    named = [r for _, found in mentions(bureau or "") for r in found]
    context = Counter(r.code for _, found in mentions(fold(document.text[:8000])) for r in found)
    if named:
        deepest = max(len(r.code) for r in named)
        best = max((r for r in named if len(r.code) == deepest), key=lambda r: _support(r, context, named))
        return lineage(best)
    own = _pattern("bureau", "place").match(bureau or "")
    around = _most_named(context)
    province, city, _ = lineage(around) if around else (None, None, None)
    if own is None:
        return province, city, None
    # A place the gazetteer does not know (renamed, abolished): its name says what it is.
    return (province, own[1], None) if own[1].endswith(("市", "州")) else (province, city, own[1])


def _support(region: Region, context: Counter[str], named: Sequence[Region]) -> tuple[int, int]:
    """How often the report names the region's own province and city."""
    above = sum(1 for r in named if region.code.startswith(r.code))
    return above, context[region.code[:2]] + context[region.code[:4]]


def _most_named(context: Counter[str]) -> Region | None:
    """The city the text names most, else its province."""
    for size in (4, 2):
        codes = [code for code, _ in context.most_common() if len(code) == size]
        if codes:
            return by_code(codes[0])
    return None


def _kind(document: Document, sections: Sequence[Section]) -> str | None:
    title = document.text[sections[0].title.start : sections[0].title.end] if sections else ""
    for text in (
        title,
        document.name,
        document.text[:1500],
        " ".join(_pattern("title", "kind").findall(document.text)),
    ):
        whole, project = _pattern("title", "whole").search(text), _pattern("title", "project").search(text)
        if whole:
            return "部门整体支出"
        if project:
            return "项目支出"
    return None


def _filed_on(document: Document, sections: Sequence[Section]) -> str | None:
    """The date in the cover's field, else one alone on a line of the cover or at the end."""
    cover, whole = _cover_text(document, sections), fold(document.text)
    for text in (cover, whole):
        field = re.search(_pattern("fields", "filed_on").pattern + r"\s*[：:]?\s*(" + _DATE.pattern + ")", text)
        if field and (found := _iso(field[2], field[3], field[4])):
            return found
        if text is cover and (alone := _date_alone(cover.splitlines())):
            return alone
    return _date_alone(whole.splitlines()[-30:])


def _date_alone(lines: Sequence[str]) -> str | None:
    for line in lines:
        text = line.strip()
        match = _DATE.fullmatch(text)
        if match:
            return _iso(match[1], match[2], match[3])
        chinese = _CN_DATE.fullmatch(text)
        if chinese:
            return _iso(*(str(chinese_number(chinese[g]) or 0) for g in (1, 2, 3)))
    return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _ordered_texts(document: Document, labels: Sequence[Label], sections: Sequence[Section]) -> Iterator[str]:
    """Texts to look for the verdict in, likeliest first: the verdict's sections, then all others, the cover last."""
    ranked = sorted(range(len(sections)), key=lambda i: (labels[i].type not in ("自评结论", "结果应用"), i == 0, i))
    for i in ranked:
        if labels[i].type != "问题":
            yield fold(joined(document.text[sections[i].span.start : sections[i].span.end]))


def _self_score(
    document: Document, labels: Sequence[Label], sections: Sequence[Section], year: int | None
) -> Decimal | None:
    """This year's own mark of the whole, 50 to 110 points; last year's quoted one is passed over."""
    for pattern in load("profile")["score"]["patterns"]:
        for text in _ordered_texts(document, labels, sections):
            for match in re.finditer(pattern, text):
                value = Decimal(match[1])
                before = text[max(0, match.start() - 60) : match.start()].rpartition("。")[2]
                if 50 <= value <= 110 and not _of_another_year(before, year):
                    return value
    return None


def _of_another_year(before: str, year: int | None) -> bool:
    named = _YEAR.findall(before)
    return bool(_pattern("score", "other_year").search(before)) or bool(named and year and int(named[-1]) < year)


def _grade(document: Document, labels: Sequence[Label], sections: Sequence[Section]) -> str | None:
    for text in _ordered_texts(document, labels, sections):
        match = _pattern("score", "grade").search(text)
        if match:
            return match[1] or match[2]
    return None


def _staff(
    claims: Sequence[Claim], sections: Sequence[Section], labels: Sequence[Label]
) -> tuple[int | None, int | None]:
    people = [c for c in claims if c.quantity.kind == "count" and c.quantity.value and _of_people(c)]
    people.sort(key=lambda c: (labels[c.section].type not in ("机构人员", "概况"), c.quantity.span.start))
    return _first_of(people, "quota"), _first_of(people, "actual")


def _of_people(claim: Claim) -> bool:
    unit = claim.quantity.unit
    return unit == "人" or (unit == "个" and claim.indicator.endswith("编制"))


def _first_of(people: Sequence[Claim], key: str) -> int | None:
    for claim in people:
        name = claim.indicator
        if _pattern("staff", key).search(name) and not _pattern("staff", f"{key}_parts").search(name):
            return int(claim.quantity.value or 0)
    return None


def _totals(claims: Sequence[Claim], role: str, key: str) -> Iterator[Decimal]:
    """Amounts of the role whose indicator is the whole's, in order."""
    parts = load("profile")["totals"]["parts"]
    for claim in claims:
        value = claim.quantity.value
        whole = claim.quantity.unit == "元" and claim.role == role and not re.search(parts, claim.indicator)
        if whole and value and _pattern("totals", key).search(claim.indicator):
            yield value


def _of_one_size(budgets: Iterator[Decimal], spending: Decimal | None) -> Decimal | None:
    """The first budget that the spending can be of: one a fifth or five times its size is some part's."""
    return next((b for b in budgets if spending is None or spending / 5 <= b <= spending * 5), None)
