"""Whose report it is, by title, form, cover, signature and what the text says."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]

BODY = "一、概况\n说明如上。\n"
BUREAUS = [
    (f"徐州市铜山区水利局2023年度部门整体支出绩效自评报告\n{BODY}", "徐州市铜山区水利局"),
    (f"滁州市公安局交通警察支队2023年度部门整体支出绩效自评报告\n{BODY}", "滁州市公安局交通警察支队"),  # two endings
    (
        f"涡阳县人民代表大会常务委员会办公室2023年度部门整体支出绩效自评报告\n{BODY}",
        "涡阳县人民代表大会常务委员会办公室",
    ),
    (f"国家税务总局徐州市税务局2023年度部门整体支出绩效自评报告\n{BODY}", "国家税务总局徐州市税务局"),
    (
        f"衢州市图书馆公共图书馆免费开放项目\n绩效自评报告\n（2019年度）\n{BODY}",
        "衢州市图书馆",
    ),  # a title over two lines
    ("涡阳县综合医院",),  # first name wins
    (f"部门整体支出绩效自评报告\n部门名称涡阳县水利局\n{BODY}", "涡阳县水利局"),  # a label grown onto the name
    ("部门整体支出绩效自评表\n（2023年度）\n部门名称\t涡阳县水利局\n总分\t100\t93.5\n", "涡阳县水利局"),  # a cell
    (
        "项目支出绩效自评报告\n项目单位：滁州市公安局交通警察支队（盖章）\n主管部门：滁州市公安局\n" + BODY,
        "滁州市公安局交通警察支队",  # who carries it out before who is above
    ),
    (
        "关于报送2019年度部门整体支出绩效自评情况的函\n徐州市鼓楼区档案馆\n区财政局：\n现函告如下。\n",
        "徐州市鼓楼区档案馆",  # alone on a line of the cover; not whom it is written to
    ),
    (
        "涡阳县人民政府\n首页\n部门整体支出绩效自评报告\n一、概况\n说明如上。\n涡阳县教育局\n2024年3月15日\n",
        "涡阳县教育局",  # the signature; the site's name is none
    ),
    (f"赤岭县坑口镇人民政府2023年度部门整体支出绩效自评报告\n{BODY}", "赤岭县坑口镇人民政府"),  # a town's government is
    ("部门整体支出绩效自评报告\n一、概况\n要优化布局。内设办公室。\n", None),  # no names
]


@pytest.mark.parametrize(("text", "expected"), BUREAUS)
def test_bureau(report: Make, text: str, expected: str | None) -> None:
    assert report(text).profile.bureau == expected
