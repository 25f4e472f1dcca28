"""The gazetteer and the places named in a text."""

import pytest

from nlp.knowledge import lines
from nlp.regions import by_code, leading, lineage, mentions


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
    ("红河州、昌吉州和新疆", ["红河哈尼族彝族自治州", "昌吉回族自治州", "新疆维吾尔自治区"]),
    ("内蒙古", ["内蒙古自治区"]),  # 蒙古 is no people here
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
    ("11", ("北京市", None, None)),  # a municipality is a province
    ("110105", ("北京市", None, "朝阳区")),  # its districts have no city
]


@pytest.mark.parametrize(("code", "expected"), LINEAGES)
def test_lineage(code: str, expected: tuple[str | None, ...]) -> None:
    assert lineage(by_code(code)) == expected


def test_leading_places_and_what_is_behind_them() -> None:
    chain, behind = leading("江苏省徐州市鼓楼区档案馆")
    assert [{region.name for region in found} for found in chain] == [{"江苏省"}, {"徐州市"}, {"鼓楼区"}]
    assert behind == "档案馆"
    assert leading("榆和县供销社") == ((), "榆和县供销社")  # 和县 does not begin it


def test_zones_and_cities_without_counties_are_no_counties() -> None:
    names = [line.split("\t")[1] for line in lines("regions.tsv")]
    assert [name for name in names if name.endswith("开发区")] == []
    assert names.count("东莞市") == 1


def test_an_unknown_code() -> None:
    with pytest.raises(KeyError):
        by_code("99")
