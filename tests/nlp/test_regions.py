"""The gazetteer and the places named in a text."""

import pytest

from nlp.knowledge import lines
from nlp.regions import by_code, lineage, mentions


def named(text: str) -> list[str]:
    return ["|".join(region.name for region in regions) for _, regions in mentions(text)]


def test_every_division_has_a_province_and_a_place_of_its_own() -> None:
    rows = [line.split("\t") for line in lines("regions.tsv")]
    codes = [code for code, _ in rows]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {2, 4, 6}
    assert [code for code in codes if code[:2] not in set(codes)] == []
    assert [row for row in rows if len(row) != 2 or not row[1].strip()] == []


MENTIONS = [
    ("乐昌市市场监督管理局", ["乐昌市"]),
    ("广东省韶关市乐昌市", ["广东省", "韶关市", "乐昌市"]),
    ("韶关财政局", ["韶关市"]),  # a city by its short name
    ("临汾路街道办事处", []),  # a street named after a city, in another one
    ("在长春路、太原街施工", []),
    ("没有地名", []),
]


@pytest.mark.parametrize(("text", "expected"), MENTIONS)
def test_mentions(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_a_name_that_several_places_have_means_all_of_them() -> None:
    (offset, regions) = next(mentions("在朝阳区"))
    assert offset == 1
    assert {lineage(region)[0] for region in regions} == {"北京市", "吉林省"}


LINEAGES = [
    ("44", ("广东省", None, None)),
    ("4402", ("广东省", "韶关市", None)),
    ("440281", ("广东省", "韶关市", "乐昌市")),
    ("11", ("北京市", "北京市", None)),  # a municipality is its own city
    ("110105", ("北京市", "北京市", "朝阳区")),
]


@pytest.mark.parametrize(("code", "expected"), LINEAGES)
def test_lineage(code: str, expected: tuple[str | None, ...]) -> None:
    assert lineage(by_code(code)) == expected


def test_an_unknown_code() -> None:
    with pytest.raises(KeyError):
        by_code("99")
