"""What the public object and the interfaces say of a report's headings."""

import pytest

from nlp.contract import heading, heading_path, said
from nlp.readers import read
from nlp.understand import understand

TEXT = """某县教育局2023年度部门整体支出绩效自评报告

第一部分 自评报告
一、部门概况
（一）主要职能
承担全县教育工作。
二、存在的问题
（一）预算执行进度偏慢。部分项目前期工作不充分，支出进度只有55%。
"""


@pytest.mark.parametrize(
    ("number", "title", "shown"),
    [
        ("一、", "概况", "一、概况"),
        ("（四）", "资金缺口较大", "（四）资金缺口较大"),
        ("1.", "人员", "1.人员"),
        ("第一部分", "概况", "第一部分 概况"),  # a number that is a word would run into the title
        ("附件1", "自评表", "附件1 自评表"),
        ("附件1", "", "附件1"),
        ("", "前言", "前言"),
    ],
)
def test_a_heading_is_shown_with_its_number(number, title, shown):
    assert heading(number, title) == shown


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return understand(read(path))


def test_a_path_leads_from_the_top_to_the_section(report):
    titles = [said(report.document, section.title) for section in report.sections]
    path = heading_path(report, titles.index("主要职能"))
    assert path.endswith("第一部分 自评报告 > 一、部门概况 > （一）主要职能")


def test_every_path_ends_with_the_section_s_own_heading(report):
    for place, section in enumerate(report.sections):
        own = heading(section.number, said(report.document, section.title))
        assert heading_path(report, place).rpartition(" > ")[2] == own or not own
