from collections.abc import Callable

import pytest

from nlp.outline import outline
from nlp.types import Document

Make = Callable[[str], Document]


def headings(document: Document) -> list[tuple[int, str, str]]:
    """(level, number, title) of every section but the cover."""
    return [
        (s.level, s.number, document.text[s.title.start : s.title.end])
        for s in outline(document)
        if s.number or s.title
    ]


# Each: a text, its headings, and why the case is here.
CASES = [
    pytest.param(
        "一、基本情况\n（一）主要职能\n负责全市教育工作。\n（二）机构设置\n内设科室11个。\n二、存在问题\n项目推进慢。\n",
        [(1, "一、", "基本情况"), (2, "（一）", "主要职能"), (2, "（二）", "机构设置"), (1, "二、", "存在问题")],
        id="the usual two levels",
    ),
    pytest.param(
        "第一部分 部门概况\n一、主要职责\n指导全县农业。\n第二部分 绩效自评\n一、自评结论\n得分95分。\n",
        [(1, "第一部分", "部门概况"), (2, "一、", "主要职责"), (1, "第二部分", "绩效自评"), (2, "一、", "自评结论")],
        id="parts stand above and restart what is below",
    ),
    pytest.param(
        "第一部分 概况\n第一章 职责\n指导全县农业。\n第二章 人员\n编制45人。\n第二部分 自评\n第一章 结论\n得分95分。\n",
        [
            (1, "第一部分", "概况"),
            (2, "第一章", "职责"),
            (2, "第二章", "人员"),
            (1, "第二部分", "自评"),
            (2, "第一章", "结论"),
        ],
        id="chapters stand below parts",
    ),
    pytest.param(
        "三、绩效分析\n（一）过程\n1.资金管理。指标分值22分，得22分。\n（1）支出率（6分）。\n支出率88%。\n（2）结余率（3分）。\n结余率4%。\n",
        [
            (1, "三、", "绩效分析"),
            (2, "（一）", "过程"),
            (3, "1.", "资金管理"),
            (4, "（1）", "支出率（6分）"),
            (4, "（2）", "结余率（3分）"),
        ],
        id="four levels, one of them run in",
    ),
    pytest.param(
        "一、概况\n（一）职能\n甲乙丙。\n(2)人员\n在编45人。\n（三）资产\n总额10万元。\n",
        [(1, "一、", "概况"), (2, "（一）", "职能"), (2, "(2)", "人员"), (2, "（三）", "资产")],
        id="(2) where （二） is due keeps its place",
    ),
    pytest.param(
        "一、绩效分析\n（1）支出率（6分）。\n支出率88%。\n结转结余率（3分）。\n比率4%。\n（3）采购率（2分）。\n采购率69%。\n",
        [
            (1, "一、", "绩效分析"),
            (2, "（1）", "支出率（6分）"),
            (2, "", "结转结余率（3分）"),
            (2, "（3）", "采购率（2分）"),
        ],
        id="a heading that lost its number stands with its siblings",
    ),
    pytest.param(
        "一、主要职能\n（一）负责登记；（二）负责执法；（三）完成交办任务。\n二、人员情况\n在编45人。\n",
        [(1, "一、", "主要职能"), (1, "二、", "人员情况")],
        id="a list written in one line is no heading",
    ),
    pytest.param(
        "一、主要职责\n（1）贯彻执行国家方针政策，拟订规范性文件。组织实施规划。\n（2）负责统一登记。建立公示机制。\n（3）负责综合执法。规范执法行为。\n二、人员\n45人。\n",
        [(1, "一、", "主要职责"), (1, "二、", "人员")],
        id="numbered duties are statements",
    ),
    pytest.param(
        "二、年度目标\n1.强化安全监管，提高保障能力，确保零事故。\n2.推进质量强市，加强产品监管。\n三、结论\n得分95分。\n",
        [(1, "二、", "年度目标"), (1, "三、", "结论")],
        id="numbered goals of one sentence are a list",
    ),
    pytest.param(
        "一、支出情况\n1.基本支出系保障机构正常运转而发生的支出，包括工资等。\n2.2024年基本支出6879.35万元，其中工资4881.98万元。\n3.“三公”经费使用情况\n支出46.82万元。\n",
        [(1, "一、", "支出情况"), (2, "3.", "“三公”经费使用情况")],
        id="a list number glued to a year is no heading; a title among sentences is",
    ),
    pytest.param(
        "一、成效\n1.抓好党建，建设队伍。一是加强学习。二是落实责任。\n2.优化环境，激发活力。一是推广服务。\n",
        [(1, "一、", "成效"), (2, "1.", "抓好党建，建设队伍"), (2, "2.", "优化环境，激发活力")],
        id="titles closed by a full stop before their text",
    ),
    pytest.param(
        "四、改进措施\n1. 争取资金支付，完成任务。\n2. 加强预算编制，力争完成任务。\n五、其他\n无\n",
        [(1, "四、", "改进措施"), (1, "五、", "其他")],
        id="measures in a numbered list are no headings",
    ),
    pytest.param(
        "一、分析\n（1）**事前评估。**我局对3个项目进行了评估。\n（2）**约束性。**没有调剂。\n",
        [(1, "一、", "分析"), (2, "（1）", "事前评估"), (2, "（2）", "约束性")],
        id="left-over mark-up is not part of a title",
    ),
    pytest.param(
        "九、其他\n略有结余，详见附表。\n附件：1、基础数据表\n2、自评表\n附件1\n2024年度基础数据表\n数据如下所述，均已核对。\n",
        [(1, "九、", "其他"), (1, "", "附件"), (1, "附件1", "2024年度基础数据表")],
        id="annexes are on the first level; a bare number takes the next line as its title",
    ),
    pytest.param(
        "一、情况\n1.1产出数量：新建学校13所，完成目标的92.86%。\n1.2产出质量：覆盖率91.6%，大班额比例下降。\n",
        [(1, "一、", "情况"), (2, "1.1", "产出数量"), (2, "1.2", "产出质量")],
        id="decimal numbers with labels",
    ),
    pytest.param(
        "一、资金\n1.5亿元的专项资金已全部下达，其中省级1亿元。\n全部支出。\n",
        [(1, "一、", "资金")],
        id="an amount at the opening of a line is no number of a heading",
    ),
    pytest.param(
        "1 学院概况\n1.1 职责\n培养人才。\n2 自评组织\n2.1 方式\n由财务处牵头。\n3自评结论\n得分96分。\n",
        [
            (1, "1", "学院概况"),
            (2, "1.1", "职责"),
            (1, "2", "自评组织"),
            (2, "2.1", "方式"),
            (1, "3", "自评结论"),
        ],
        id="bare numbers above decimal ones",
    ),
    pytest.param(
        "一、完成情况\n1 套设备已验收\n3月底前完成其余工作。\n",
        [(1, "一、", "完成情况")],
        id="a bare number without decimal ones below is a number in a text",
    ),
    pytest.param(
        "【项目简介】\n●项目背景\n建于2016年。\n●承担单位\n本中心。\n【年初承诺】\n●开放35小时；\n●接待22万人次。\n",
        [(1, "", "项目简介"), (2, "●", "项目背景"), (2, "●", "承担单位"), (1, "", "年初承诺")],
        id="bullets before titles, and before the entries of a list",
    ),
    pytest.param(
        "五、存在的问题\n问题一：资金支付偏慢\n年末结转863万元。\n问题二：核算基础不实\n凭证附件不齐全。\n六、打算\n抓紧支付。\n",
        [
            (1, "五、", "存在的问题"),
            (2, "问题一", "资金支付偏慢"),
            (2, "问题二", "核算基础不实"),
            (1, "六、", "打算"),
        ],
        id="numbers that name what they count",
    ),
    pytest.param(
        "报告时间：2023-05-12\n单位概况：全镇辖14个村。\n绩效目标：改造户厕600户。\n自评结果：得分86分。\n填报说明：数据截至年末。\n存在问题：管护滞后。\n改进措施：单列经费。\n",
        [(1, "", t) for t in ("单位概况", "绩效目标", "自评结果", "填报说明", "存在问题", "改进措施")],
        id="a form whose parts all begin with a label; the cover's entries do not",
    ),
    pytest.param(
        "一、完成情况\n项目概况：建设1所学校。\n绩效目标：年内完工。\n二、其他\n无。\n",
        [(1, "一、", "完成情况"), (1, "二、", "其他")],
        id="labels inside a numbered report are text",
    ),
    pytest.param(
        "项目基本情况\n市图书馆是公益一类事业单位，承担全市文献收集与借阅服务。\n绩效目标\n年接待读者100万人次。\n绩效分析\n项目产出\n全年开放352天，每周开放72小时，节假日也不闭馆。\n项目效益\n接待读者103.6万人次，同比增长12.4%，满意率96%。\n自评结论\n得分92.5分。\n存在问题\n人员缺乏。\n改进措施\n加强培训。\n",
        [
            (1, "", "项目基本情况"),
            (1, "", "绩效目标"),
            (1, "", "绩效分析"),
            (2, "", "项目产出"),
            (2, "", "项目效益"),
            (1, "", "自评结论"),
            (1, "", "存在问题"),
            (1, "", "改进措施"),
        ],
        id="no numbers anywhere: short lines before text, below an empty heading its own",
    ),
    pytest.param(
        "一、问题\n1．资金匹配度不高。部分县结余较多。\n2．兑付不及时。5个县超过30天。\n3．基地建设滞后，实际建成9个，1个因土地流转纠纷没有开工，影响了示范效果。\n4．推广力量不足，每乡镇不到1.5人，岗位由其他人员兼任，指导服务跟不上要求。\n5．指标缺乏数据支撑，没有建立统计监测制度，难以反映机具的应用效果。\n",
        [(1, "一、", "问题"), (2, "1．", "资金匹配度不高"), (2, "2．", "兑付不及时")],
        id="titles before their text stay headings where the rest of the list is sentences",
    ),
    pytest.param(
        "一、职责\n主要职责为：\n（1）主管全县审计工作，负责监督。\n（2）起草审计规范，监督执行。\n(2)机构设置\n内设6个股室。\n二、其他\n无。\n",
        [(1, "一、", "职责"), (2, "(2)", "机构设置"), (1, "二、", "其他")],
        id="a number that does not go on with the list before it",
    ),
    pytest.param(
        "一、有关建议\n建议财政局完善绩效指标。\n增加预算。\n",
        [(1, "一、", "有关建议")],
        id="a short sentence without number is no title",
    ),
    pytest.param(
        "一、支出\n支出按性质划分：\n1、基本支出31462.85万元，占34.38%；\n2、项目支出60045.51万元，占65.62%。\n分列如下。\n",
        [(1, "一、", "支出")],
        id="the last entry of a list has text after it, too",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_headings(document: Make, text: str, expected: list[tuple[int, str, str]]) -> None:
    found = headings(document(text))
    assert [(level, number, title) for level, number, title in found] == expected


def test_text_before_the_first_heading_is_the_cover_with_the_reports_name(document: Make) -> None:
    made = document(
        "2024年度甲市教育局\n整体支出绩效自评报告\n\n填报日期：2025年4月15日\n\n一、概况\n甲市教育局是工作部门。\n"
    )
    cover = outline(made)[0]
    assert made.text[cover.title.start : cover.title.end] == "2024年度甲市教育局\n整体支出绩效自评报告"
    assert (cover.number, cover.parent, cover.span.start) == ("", None, 0)


def test_a_text_without_headings_is_one_section(document: Make) -> None:
    made = document("全年支出10万元。\n没有其他情况。\n")
    (section,) = outline(made)
    assert (section.span.start, section.span.end) == (0, len(made.text))
