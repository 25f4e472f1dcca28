"""How people name a report."""

import pytest

from index.naming import Named, resolve
from nlp.errors import Ambiguous, NotInLibrary

REPORTS = [
    Named("ab12cd34" + "0" * 56, "水利局自评.docx", "甲县水利局", 2023),
    Named("ab12cd99" + "0" * 56, "甲县水利局2024.txt", "甲县水利局", 2024),
    Named("ffffff00" + "0" * 56, "甲县水利局2024.pdf", "甲县水利局", 2024),
    Named("1234567f" + "0" * 56, "教育局.txt", "乙市教育局", 2024),
    Named("2022aaaa" + "0" * 56, "公积金.txt", "乙市住房公积金管理中心（本级）", 2022),
    Named("00000001" + "0" * 56, "无名.txt", None, None),
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ab12cd34" + "0" * 56, 0),  # the whole id
        ("ab12cd3", 0),  # as much of it as is needed
        ("FFFFFF", 2),  # in capitals
        ("水利局自评.docx", 0),  # the file's name
        ("水利局自评", 0),  # without its ending
        (" 教育局.txt ", 3),  # copied with blanks
        ("甲县水利局 2023", 0),
        ("甲县水利局+2023", 0),
        ("甲县水利局2023年", 0),
        ("甲县水利局 2023年度", 0),
        ("2023年甲县水利局", 0),
        ("甲县水利局　２０２３", 0),  # full width
        ("教育局 2024", 3),  # a part of the bureau's name is enough where it is the only one
        ("教育局", 3),  # the file name's stem, which is asked before the bureau
        ("乙市教育局", 3),  # without a year, where there is only one
        ("乙市住房公积金管理中心(本级) 2022", 4),  # half-width brackets
        ("无名", 5),
    ],
)
def test_one_report_is_meant(name, found):
    assert resolve(name, REPORTS) == REPORTS[found].id


@pytest.mark.parametrize("name", ["ab12cd3", "水利局自评.docx", "水利局自评", "甲县水利局+2023年度", "乙市教育局 2024"])
def test_exactly_one_report_is_meant(name):
    assert resolve(name, REPORTS, exactly=True) == resolve(name, REPORTS)


@pytest.mark.parametrize("name", ["乙市教育局", "教育局 2024", "公积金管理中心 2022", "乙市"])  # no year, or in part
def test_what_is_not_named_exactly_is_not_meant(name):
    with pytest.raises(NotInLibrary, match="单位的全称加年度"):
        resolve(name, REPORTS, exactly=True)


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("ab12cd", ["水利局自评.docx", "甲县水利局2024.txt"]),  # a prefix of two ids
        ("甲县水利局2024", ["甲县水利局2024.txt", "甲县水利局2024.pdf"]),  # one stem, two files
        ("水利局", ["2023年", "2024年"]),  # one bureau, several years
        ("甲县水利局", ["ab12cd340000", "ab12cd990000", "ffffff000000"]),
    ],
)
def test_several_could_be_meant(name, listed):
    with pytest.raises(Ambiguous) as raised:
        resolve(name, REPORTS)
    assert [word for word in listed if word not in str(raised.value)] == []


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("ab12c", "jixiao list"),  # five characters are too few for an id
        ("甲县水力局 2023", "甲县水利局 2023"),  # a slip of the pen
        ("水利局自平.docx", "水利局自评.docx"),
        ("甲县水利局 2019", "甲县水利局 202"),  # another year
        ("财政", "jixiao list"),
        ("2024", "甲县水利局 2024"),  # a year alone names nothing
        ("", "jixiao list"),
    ],
)
def test_none_is_meant(name, advice):
    with pytest.raises(NotInLibrary) as raised:
        resolve(name, REPORTS)
    assert advice in str(raised.value)


def test_an_empty_library_says_what_to_do():
    with pytest.raises(NotInLibrary, match="jixiao add"):
        resolve("甲县水利局 2023", [])


def test_a_long_list_is_cut():
    many = [Named(f"{n:064x}", f"{n}.txt", "甲县水利局", 2000 + n) for n in range(40)]
    with pytest.raises(Ambiguous, match="等 40 份"):
        resolve("甲县水利局", many)


def test_the_library_resolves_names_of_what_it_holds(library, make_report):
    report = make_report()
    library.put(report)
    assert library.resolve("甲县水利局 2024") == report.document.id
    with pytest.raises(NotInLibrary):
        library.resolve("甲县水利局 2023")
