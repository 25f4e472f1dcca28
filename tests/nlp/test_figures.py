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
    ("我局核定编制45名，其中行政编制15名，事业编制30名。年末在职人员43人。", 45, 43),
    ("编制数45人，实有43人。", 45, 43),
    ("现有编制45个，在职职工43人，退休20人。", 45, 43),
    ("人员编制为45名，年末实有人数43人。", 45, 43),
    ("本部门行政编制15名、事业编制30名，实有在职人员43人。", 45, 43),
    ("核定人员编制45名（行政编制15名、参公编制10名、事业编制20名），实际在岗43人。", 45, 43),
    ("全局总编制45人，现有干部职工43人。", 45, 43),
    ("编制人数45人，在编人数43人，离退休20人，临聘5人。", 45, 43),
    ("共有编制45名，实有在编人员43名。", 45, 43),
    ("核定全额事业编制45名，现有在职在编人员43人。", 45, 43),
    ("人员编制数：45名；实有人数：43人。", 45, 43),
    ("局机关核定行政编制15名，机关工勤编制2名；所属事业单位编制28名。实有在职43人。", 45, 43),
    ("单位编制45人，年末在职43人，其中行政人员15人、事业人员28人。", 45, 43),
    ("截至2024年12月31日，全局在职人员43人，编制数45人。", 45, 43),
    ("有行政编制9名，现在职9人。", 9, 9),
    ("学校核定教职工编制120人，现有教职工118人，在校学生2300人。", 120, 118),
    ("医院编制床位300张，核定编制240名，在职职工256人，其中在编220人。", 240, 256),
    ("镇机关行政编制30名，事业编制25名，共55名；年末实有人员52人。", 55, 52),
    ("2024年末共有在职人员43人，离休1人，退休20人。", None, 43),
    ("全局共核定编制45名,实有42人,空编3名。", 45, 42),
    ("编制45名，超编2名，实有47名。", 45, 47),
    (
        "经编办核定，我局人员编制45人（其中：公务员15人，参公10人，事业20人），2024年末实有43人（其中：公务员14人，参公10人，事业19人）。",
        45,
        43,
    ),
    ("核定编制总数为45名，其中：行政编制15名，事业编制30名；在职人数43人。", 45, 43),
    ("共有人员编制45名，在职在岗人员43名。", 45, 43),
    ("公务员编制12名，事业编制8名。实有公务员11人，事业人员8人。", 20, 19),  # who is there is told in parts only
    ("行政事业总编制249个，其中行政编13个；现有在职人员246人。", 249, 246),  # both kinds together
    ("财政核定编制在职人员为36人，年末实有在职人员为34人。", 36, 34),
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
    ("2024年年初预算1200万元，调整后预算1350万元，决算支出1340万元。", 12000000, 13400000),
    ("年初部门预算收入1200.5万元，全年支出1180.3万元。", 12005000, 11803000),
    ("2024年度部门预算总额1200万元，实际支出1180万元，预算执行率98.33%。", 12000000, 11800000),
    ("全年预算数1200万元，执行数1180万元。", 12000000, 11800000),
    ("部门整体支出预算1200万元，决算1180万元。", 12000000, 11800000),
    ("2024年收入预算1200万元，支出决算总额1180万元，其中基本支出800万元，项目支出380万元。", 12000000, 11800000),
    ("年初预算安排1200万元，其中基本支出700万元，项目支出500万元。年末实际支出1180万元。", 12000000, 11800000),
    ("2024年部门总支出1180万元，其中：基本支出800万元。", None, 11800000),
    ("财政批复预算1200万元，实际完成支出1180万元。", 12000000, 11800000),
    ("项目预算资金500万元，实际支出498万元，执行率99.6%。", 5000000, 4980000),
    ("项目总预算500万元，到位500万元，支付480万元。", 5000000, 4800000),
    ("本年收入合计1200万元，本年支出合计1180万元。", None, 11800000),
    ("2024年度总收入1250万元，总支出1180万元。", None, 11800000),
    ("2024年预算批复1200万元，当年支出1180万元。", 12000000, 11800000),
    ("年初结转20万元。2024年初预算数为1200万元。支出数1180万元。", 12000000, 11800000),
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


def test_a_project_without_a_budget_has_what_it_was_given(report: Make) -> None:
    text = "县财政安排项目资金500万元，实际使用498万元。"
    project = report(f"甲县2023年度河道治理项目支出绩效自评报告\n一、资金情况\n{text}\n").profile
    assert (project.budget, project.spending) == (5_000_000, 4_980_000)
    whole = report(f"{TITLE}\n一、收支情况\n{text}\n").profile
    assert whole.budget is None


STACKED = [
    ("人员编制\n128\n实有人数\n185\n", (128, 185)),  # one cell a line
    ("人员编制\n|\n19\n|\n实有人数\n|\n19\n|\n", (19, 19)),  # with what is left of the table's rules
    ("编制数|\n实有人数|\n控制率|\n46|\n50|\n108.70%|\n", (46, 50)),  # a row of labels, a row of values
]


@pytest.mark.parametrize(("cells", "expected"), STACKED)
def test_staff_in_cells_that_became_lines(report: Make, cells: str, expected: tuple[int, int]) -> None:
    text = f"甲县2021年度部门整体支出绩效评价自评报告\n一、部门（单位）基本概况\n{cells}二、收支情况\n没有变化。\n"
    profile = report(text).profile
    assert (profile.staff_quota, profile.staff_actual) == expected
