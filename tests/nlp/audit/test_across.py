from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.audit.across import Requoted, across
from nlp.readers import read
from nlp.types import Report
from nlp.understand import understand

Make = Callable[[str], Report]

EXAMPLES = Path(__file__).parents[3] / "examples"


def two_years(report: Make, later: str, own: str) -> list[Requoted]:
    texts = [
        f"某县水务局{year}年度部门整体支出绩效自评报告\n一、情况\n{text}\n"
        for year, text in ((2023, later), (2022, own))
    ]
    return list(across([report(text) for text in texts]))


# What the report of 2023 says, what that of 2022 says, how sure it is that they differ.
CASES = [
    ("水质抽检合格率96.4%，比上年的88.37%提高。", "水质抽检合格率88.73%。", "certain"),
    ("水质抽检合格率96.4%，比2022年的88.37%提高。", "全县农村水质抽检合格率88.73%。", "certain"),
    ("水质抽检合格率由上年的88.37%上升到96.4%。", "水质抽检合格率88.73%。", "certain"),
    ("部门支出5688.72万元，较上年支出4906.31万元增加782.41万元。", "2022年部门支出4960.31万元。", "certain"),
    ("水质抽检合格率96.4%，比上年的81.2%提高。", "水质抽检合格率88.7%。", "likely"),  # or counted otherwise
    ("新改建供水管网142.3公里，比上年的118.6公里增加23.7公里。", "新改建供水管网116.8公里。", "certain"),
    ("水质抽检合格率96.4%，比上年的88.73%提高。", "水质抽检合格率88.73%。", None),
    ("水质抽检合格率96.4%，比上年的88.7%提高。", "水质抽检合格率88.73%。", None),  # rounded
    ("水质抽检合格率96.4%，比2021年的88.37%提高。", "水质抽检合格率88.73%。", None),  # another year
    ("水质抽检合格率96.4%，比上年提高2.37个百分点。", "水质抽检合格率提高2.73个百分点。", None),  # differences
    ("部门支出5688.72万元，较上年支出4906.31万元增加782.41万元。", "2022年部门预算4960.31万元。", None),  # planned
    ("水质抽检合格率96.4%，比上年的88.37%提高。", "集中供水率88.73%。", None),
    ("水质抽检合格率96.4%，比上年的88.37%提高。", "2022年目标为水质抽检合格率88.73%以上。", None),
    ("培训2412人次，比上年增加312人次。", "培训2132人次。", None),
    ("检查企业96家，比上年的12家增加84家。", "检查企业88家。", None),  # too far off to be the same count
]


@pytest.mark.parametrize(("later", "own", "certainty"), CASES)
def test_last_year_as_quoted_and_as_reported(report: Make, later: str, own: str, certainty: str | None) -> None:
    assert [found.certainty for found in two_years(report, later, own)] == ([certainty] if certainty else [])


def test_a_table_of_two_years(report: Make) -> None:
    later = "支出表 单位：万元\n项目\t2022年决算数\t2023年决算数\n农村供水工程\t2168.54\t2290.00\n水保\t968.24\t1010.00"
    own = "项目支出表 单位：万元\n项目\t预算数\t决算数\n农村供水工程\t2300.00\t2186.54\n水土保持\t1000.00\t968.24"
    (found,) = two_years(report, later, own)
    assert (found.indicator, found.certainty, found.year) == ("农村供水工程", "certain", 2022)


def test_the_message_tells_both(report: Make) -> None:
    (found,) = two_years(report, *CASES[0][:2])
    said = "2023年度报告说上年“水质抽检合格率”为88.37%，2022年度报告里“水质抽检合格率”为88.73%，前后不一。"
    assert found.message == said
    assert (found.quoted_in, found.own) == (0, 1)


def test_reports_of_other_years_and_kinds_are_not_compared(report: Make) -> None:
    one = report(f"某县水务局2023年度部门整体支出绩效自评报告\n一、情况\n{CASES[0][0]}\n")
    other = report(f"某县水务局2022年度供水项目支出绩效自评报告\n一、情况\n{CASES[0][1]}\n")
    older = report(f"某县水务局2020年度部门整体支出绩效自评报告\n一、情况\n{CASES[0][1]}\n")
    assert list(across([one])) == []
    assert list(across([one, other, older])) == []


def test_the_three_years_of_an_example() -> None:
    reports = [understand(read(path)) for path in sorted(EXAMPLES.glob("石濂县交通运输局*"))]
    (found,) = across(reports)
    assert (found.year, found.certainty) == (2022, "certain")
    assert "88.37%" in found.message
    assert "88.73%" in found.message
