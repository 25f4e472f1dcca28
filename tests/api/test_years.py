"""jixiao years: a bureau's reports in their order, and figures of last year that are quoted otherwise."""

import pytest

BUREAU = "松桃县交通运输局"


def text(year: int, quality: str, before: str = "") -> str:
    quoted = f"，比上年的{before}提高" if before else ""
    return (
        f"{BUREAU}{year}年度部门整体支出绩效自评报告\n一、基本情况\n{BUREAU}负责全县公路管理。\n"
        f"{year}年部门支出决算100.00万元。\n二、主要成效\n优良中等路率{quality}{quoted}。\n"
    )


@pytest.fixture
def library(jixiao, folder):
    """Two years of one bureau, and one of another."""
    other = text(2023, "90.10%").replace(BUREAU, "石阡县交通运输局")
    texts = {"2023.txt": text(2023, "89.60%", "88.37%"), "2022.txt": text(2022, "88.73%"), "b.txt": other}
    for name, content in texts.items():
        (folder / name).write_text(content, "utf-8")
    assert jixiao("add", folder).status == 0
    return jixiao


def test_by_year_with_what_is_quoted_otherwise(library) -> None:
    ran = library("years", BUREAU)
    assert ran.status == 0
    assert ran.out.index("2022.txt") < ran.out.index("2023.txt")
    assert "前后年度对不上的数字 1 处" in ran.out
    assert "88.37%" in ran.out


def test_one_object_a_year(library) -> None:
    first, second = library("years", BUREAU, "--json").objects
    assert (first["year"], second["year"]) == (2022, 2023)
    (found,) = first["requoted"]
    assert (found["stated"], found["quoted"], found["quoted_in"]) == ("88.73%", "88.37%", second["report"])
    assert second["requoted"] == []


def test_a_part_of_the_name_is_enough_where_it_is_of_one_bureau(library) -> None:
    assert "2022.txt" in library("years", "松桃").out


def test_a_name_of_several_bureaus_is_refused_with_their_names(library) -> None:
    ran = library("years", "交通运输局")
    assert ran.status == 2
    assert BUREAU in ran.err
    assert "石阡县交通运输局" in ran.err


def test_a_bureau_that_is_not_there(library) -> None:
    ran = library("years", "某某局")
    assert ran.status == 2
    assert "jixiao list" in ran.err
