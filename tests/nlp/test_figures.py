"""How many people and how much money, from prose and tables."""

from collections.abc import Callable

import pytest

from nlp.types import Report

Make = Callable[[str], Report]
TITLE = "甲市教育局2023年度部门整体支出绩效自评报告"

STAFF = [
    ("核定编制132名，实有125人。", 132, 125),
    ("人员编制数48人，其中行政编制20人；年末实有在职人员45人，离退休20人。", 48, 45),
    ("财供人数（编制总数）172人，实有人数171人，其中：行政（参公）编制数160人。", 172, 171),
    ("年末编制16名，年末在岗14人，劳务派遣6人。", 16, 14),
    ("编制214名（行政18名、事业196名），年末在职203人（行政17人）。", 214, 203),
    ("我局定编40人，在编38人。", 40, 38),
    ("核定事业编制42名，实有在编人员39人。", 42, 39),  # the only kind there is
    ("核定行政编制12名，事业编制30名（其中参公编制10名），实有人数41人。", 42, 41),  # parts are added, 其中 is none
    ("现有编制46名，实有人员43人。", 46, 43),  # 现有 of the quota
    ("车辆编制5辆，实有车辆4辆。", None, None),
    ("全镇现有人口3.2万人，编制床位600张。", None, None),
]


@pytest.mark.parametrize(("text", "quota", "actual"), STAFF)
def test_staff(report: Make, text: str, quota: int | None, actual: int | None) -> None:
    profile = report(f"{TITLE}\n一、机构人员情况\n{text}\n").profile
    assert (profile.staff_quota, profile.staff_actual) == (quota, actual)


def test_staff_planned_is_no_quota(report: Make) -> None:
    text = f"{TITLE}\n一、机构人员情况\n核定编制48名。\n二、改进措施\n（一）增设编制30名。\n"
    assert report(text).profile.staff_quota == 48


TABLES = [
    ("类别\t编制数\t年末实有\n行政\t28\t26\n事业\t34\t31\n合计\t62\t57\n", (62, 57)),  # columns
    ("项目\t局机关\t事业单位\t小计\n核定编制\t19\t63\t82\n实有在职\t18\t56\t74\n", (82, 74)),  # rows
]


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_staff_of_a_table(report: Make, rows: str, expected: tuple[int, int]) -> None:
    profile = report(f"{TITLE}\n一、机构人员情况\n人员情况如下：\n{rows}二、其他\n没有。\n").profile
    assert (profile.staff_quota, profile.staff_actual) == expected


MONEY = [
    ("年初预算1200万元，全年预算数1500万元，支出1450万元。", 12_000_000, 14_500_000),  # the beginning's
    ("全年预算数1500万元，执行数1450万元，预算执行率96.67%。", 15_000_000, 14_500_000),
    ("县财政年初批复我局预算351万元，全年支出451万元。", 3_510_000, 4_510_000),
    ("2023年项目预算2.36亿元，其中中央资金18600万元；实际支出21475.60万元。", 236_000_000, 214_756_000),
    ("部门整体支出预算为1200万元，比上年预算1100万元增加100万元，全年支出1190万元。", 12_000_000, 11_900_000),
    ("2023年支出9802.63万元。其中公务接待费年初预算23.51万元，会议费预算1.2万元。", None, 98_026_300),  # of parts
]


@pytest.mark.parametrize(("text", "budget", "spending"), MONEY)
def test_money(report: Make, text: str, budget: int | None, spending: int) -> None:
    profile = report(f"{TITLE}\n一、收支情况\n{text}\n").profile
    assert (profile.budget, profile.spending) == (budget, spending)


FORMS = [
    (
        "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\n年度资金总额\t1650.00\t1905.00\t1826.45\t10\n",
        (16_500_000, 18_264_500),
    ),
    ("资金（万元）\t\t全年预算数\t全年执行数\n年度资金总额\t1905.00\t1826.45\n", (19_050_000, 18_264_500)),
]


@pytest.mark.parametrize(("rows", "expected"), FORMS)
def test_money_of_a_form(report: Make, rows: str, expected: tuple[int, int]) -> None:
    profile = report(f"项目支出绩效自评表\n（2023年度）\n项目名称\t农村饮水\n{rows}").profile
    assert (profile.budget, profile.spending) == expected
