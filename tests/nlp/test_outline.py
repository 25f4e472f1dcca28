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
TEXT = "本单位认真落实上级部署，全年完成了各项工作任务，群众满意度持续提高。"

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
    pytest.param(
        "第一部分\n部门概况\n一、主要职责\n指导全县农业。\n第二部分\n绩效自评情况\n一、自评结论\n得分95分。\n",
        [
            (1, "第一部分", "部门概况"),
            (2, "一、", "主要职责"),
            (1, "第二部分", "绩效自评情况"),
            (2, "一、", "自评结论"),
        ],
        id="a number alone on its line takes the next as its title",
    ),
    pytest.param(
        "一  基本情况\n（一）主要职责\n指导全县农业。\n（二）人员\n45人。\n二  评价结论\n得分95分。\n",
        [(1, "一", "基本情况"), (2, "（一）", "主要职责"), (2, "（二）", "人员"), (1, "二", "评价结论")],
        id="blanks for the stop behind a Chinese number",
    ),
    pytest.param(
        "一、基本情况\n（一）、主要职责\n指导全县农业。\n（二）、人员情况\n在编45人。\n",
        [(1, "一、", "基本情况"), (2, "（一）、", "主要职责"), (2, "（二）、", "人员情况")],
        id="a bracketed number with a comma",
    ),
    pytest.param(
        "1.基本情况\n"
        "（1）部门职责\n"
        "指导全县农业。\n"
        "（2）机构设置\n"
        "内设5个股室。\n"
        "2.绩效自评\n"
        "（1）自评结论\n"
        "得分95分。\n"
        "3.存在问题\n"
        "人员不足。\n",
        [
            (1, "1.", "基本情况"),
            (2, "（1）", "部门职责"),
            (2, "（2）", "机构设置"),
            (1, "2.", "绩效自评"),
            (2, "（1）", "自评结论"),
            (1, "3.", "存在问题"),
        ],
        id="digits above bracketed digits",
    ),
    pytest.param(
        "1 项目概况\n"
        "1.1 立项背景\n"
        "按上级要求立项。\n"
        "1.2 资金情况\n"
        "1.2.1 资金到位\n"
        "到位100万元。\n"
        "1.2.2 资金使用\n"
        "使用90万元。\n"
        "2 存在问题\n"
        "人员不足。\n",
        [
            (1, "1", "项目概况"),
            (2, "1.1", "立项背景"),
            (2, "1.2", "资金情况"),
            (3, "1.2.1", "资金到位"),
            (3, "1.2.2", "资金使用"),
            (1, "2", "存在问题"),
        ],
        id="bare numbers above decimal ones of two and three parts, one chapter of them",
    ),
    pytest.param(
        "一、概况\n"
        "（一）职责\n"
        "甲乙。\n"
        "（二）机构\n"
        "丙丁。\n"
        "（三）人员\n"
        "戊己。\n"
        "（三）资产\n"
        "庚辛。\n"
        "二、结论\n"
        "得分95分。\n",
        [
            (1, "一、", "概况"),
            (2, "（一）", "职责"),
            (2, "（二）", "机构"),
            (2, "（三）", "人员"),
            (2, "（三）", "资产"),
            (1, "二、", "结论"),
        ],
        id="a number given twice",
    ),
    pytest.param(
        "一、概况\n甲乙丙丁。\n三、结论\n得分95分。\n四、问题\n人员不足。\n",
        [(1, "一、", "概况"), (1, "三、", "结论"), (1, "四、", "问题")],
        id="a number left out",
    ),
    pytest.param(
        "一、绩效分析\n"
        "（一）产出\n"
        "1.数量\n"
        "完成10个。\n"
        "2.质量\n"
        "合格率100%。\n"
        "（二）效益\n"
        "1.社会效益\n"
        "群众满意。\n"
        "2.经济效益\n"
        "增收10万元。\n"
        "二、问题\n"
        "人员不足。\n",
        [
            (1, "一、", "绩效分析"),
            (2, "（一）", "产出"),
            (3, "1.", "数量"),
            (3, "2.", "质量"),
            (2, "（二）", "效益"),
            (3, "1.", "社会效益"),
            (3, "2.", "经济效益"),
            (1, "二、", "问题"),
        ],
        id="the lowest numbering starts anew below each heading",
    ),
    pytest.param(
        "一、概况\n１．职责\n甲乙丙丁。\n２．人员\n在编４５人。\n二、结论\n得分95分。\n",
        [(1, "一、", "概况"), (2, "１．", "职责"), (2, "２．", "人员"), (1, "二、", "结论")],
        id="full-width digits",
    ),
    pytest.param(
        "第一节 基本情况\n一、职责\n指导农业。\n第二节 自评情况\n一、结论\n得分95分。\n",
        [(1, "第一节", "基本情况"), (2, "一、", "职责"), (1, "第二节", "自评情况"), (2, "一、", "结论")],
        id="sections with upper numbers below",
    ),
    pytest.param(
        "一、分析\n（一）产出\n①数量指标\n完成10个项目，完成率100%。\n②质量指标\n合格率100%。\n二、问题\n人员不足。\n",
        [(1, "一、", "分析"), (2, "（一）", "产出"), (3, "①", "数量指标"), (3, "②", "质量指标"), (1, "二、", "问题")],
        id="circled numbers before titles",
    ),
    pytest.param(
        "三、指标分析\n"
        "（一）投入指标（20分，得18分）\n"
        "预算执行率90%。\n"
        "（二）产出指标（30分，得30分）\n"
        "任务全部完成。\n",
        [(1, "三、", "指标分析"), (2, "（一）", "投入指标（20分，得18分）"), (2, "（二）", "产出指标（30分，得30分）")],
        id="marks in brackets belong to titles",
    ),
    pytest.param(
        "九、存在问题\n人员不足。\n十、改进措施\n招录人员。\n十一、其他\n无。\n十二、附件\n无。\n",
        [(1, "九、", "存在问题"), (1, "十、", "改进措施"), (1, "十一、", "其他"), (1, "十二、", "附件")],
        id="numbers of two characters",
    ),
    pytest.param(
        "四、政府性基金预算支出情况\n"
        "无。\n"
        "五、国有资本经营预算支出情况\n"
        "无。\n"
        "六、存在问题：无。\n"
        "七、有关建议：无。\n",
        [
            (1, "四、", "政府性基金预算支出情况"),
            (1, "五、", "国有资本经营预算支出情况"),
            (1, "六、", "存在问题"),
            (1, "七、", "有关建议"),
        ],
        id="a heading with 无 on its line",
    ),
    pytest.param(
        "一、2023年度部门基本情况\n内设5个股室。\n二、2023年度收支情况\n收入100万元。\n",
        [(1, "一、", "2023年度部门基本情况"), (1, "二、", "2023年度收支情况")],
        id="a year at the opening of a title",
    ),
    pytest.param(
        "三、主要成效\n"
        "（一）聚焦产业发展，农业增效农民增收。全年粮食产量10万吨。\n"
        "（二）聚焦生态建设，人居环境持续改善。完成改厕500户。\n"
        "四、问题\n"
        "人员不足。\n",
        [
            (1, "三、", "主要成效"),
            (2, "（一）", "聚焦产业发展，农业增效农民增收"),
            (2, "（二）", "聚焦生态建设，人居环境持续改善"),
            (1, "四、", "问题"),
        ],
        id="sentences closed by a full stop before their text",
    ),
    pytest.param(
        "一、概况\n（一)职责\n甲乙丙丁。\n(二）人员\n在编45人。\n【三】\n二、结论\n得分95分。\n",
        [(1, "一、", "概况"), (2, "（一)", "职责"), (2, "(二）", "人员"), (1, "二、", "结论")],
        id="brackets of two widths",
    ),
    pytest.param(
        "Ⅰ.基本情况\n内设5个股室。\nⅡ.绩效情况\n得分95分。\nⅢ.存在问题\n人员不足。\n",
        [(1, "Ⅰ.", "基本情况"), (1, "Ⅱ.", "绩效情况"), (1, "Ⅲ.", "存在问题")],
        id="Roman numbers",
    ),
    pytest.param(
        "一、我们是谁\n"
        "乡镇政府，内设5个办公室。\n"
        "二、钱花在哪了\n"
        "全年支出100万元。\n"
        "三、干得怎么样\n"
        "任务全部完成，群众满意。\n"
        "四、还差在哪\n"
        "人员不足。\n"
        "五、往后怎么办\n"
        "招录人员。\n",
        [
            (1, "一、", "我们是谁"),
            (1, "二、", "钱花在哪了"),
            (1, "三、", "干得怎么样"),
            (1, "四、", "还差在哪"),
            (1, "五、", "往后怎么办"),
        ],
        id="titles in plain speech",
    ),
    pytest.param(
        "二、自评情况\n"
        "（一）怎么评的\n"
        "成立小组，逐项打分。\n"
        "（二）账是怎么管的\n"
        "专账核算，专款专用。\n"
        "三、问题\n"
        "人员不足。\n",
        [(1, "二、", "自评情况"), (2, "（一）", "怎么评的"), (2, "（二）", "账是怎么管的"), (1, "三、", "问题")],
        id="a title that asks and ends in 的",
    ),
    pytest.param(
        "一、成效\n◆ 产业发展\n全年产值10亿元，增长5%。\n◆ 生态建设\n改厕500户，群众满意。\n二、问题\n人员不足。\n",
        [(1, "一、", "成效"), (2, "◆", "产业发展"), (2, "◆", "生态建设"), (1, "二、", "问题")],
        id="bullets as the lower family",
    ),
    pytest.param(
        "一、分析\n1)数量指标\n完成10个。\n2)质量指标\n合格率100%。\n二、问题\n人员不足。\n",
        [(1, "一、", "分析"), (2, "1)", "数量指标"), (2, "2)", "质量指标"), (1, "二、", "问题")],
        id="half a bracket",
    ),
    pytest.param(
        "一、做法\n第一，加强领导。成立专班。\n第二，完善制度。出台办法。\n二、问题\n人员不足。\n",
        [(1, "一、", "做法"), (1, "二、", "问题")],
        id="the first, the second open paragraphs",
    ),
    pytest.param(
        "五、其他\n"
        "无。\n"
        "附件一：项目支出绩效自评表\n"
        "表略，详见公开平台。\n"
        "附件二：部门整体支出绩效自评表\n"
        "表略，详见公开平台。\n",
        [(1, "五、", "其他"), (1, "附件一", "项目支出绩效自评表"), (1, "附件二", "部门整体支出绩效自评表")],
        id="annexes with Chinese numbers",
    ),
    pytest.param(
        "1.概况\n1.1.职责\n指导农业。\n1.2.人员\n在编45人。\n2.结论\n得分95分。\n",
        [(1, "1.", "概况"), (2, "1.1.", "职责"), (2, "1.2.", "人员"), (1, "2.", "结论")],
        id="decimal numbers closed by a dot",
    ),
    pytest.param(
        "二、支出\n"
        "（一）基本支出\n"
        "100.5万元用于人员经费，其中工资80万元。\n"
        "2023年项目支出200万元。\n"
        "30个项目全部完工。\n"
        "（二）项目支出\n"
        "200万元。\n",
        [(1, "二、", "支出"), (2, "（一）", "基本支出"), (2, "（二）", "项目支出")],
        id="amounts and years at the opening of lines",
    ),
    pytest.param(
        "部门概况\n"
        "甲县教育局是县政府工作部门，内设5个股室，在编45人。\n"
        "预算执行情况\n"
        "全年收入100万元，支出98万元，执行率98%。\n"
        "自评结论\n"
        "自评得分95分，等级为优。\n"
        "存在问题\n"
        "部分项目执行进度偏慢，绩效指标不够量化。\n"
        "改进措施\n"
        "加强调度，完善指标。\n",
        [(1, "", "部门概况"), (1, "", "预算执行情况"), (1, "", "自评结论"), (1, "", "存在问题"), (1, "", "改进措施")],
        id="no numbers anywhere, the usual names",
    ),
    pytest.param(
        "四、改进措施\n"
        "（一）进一步强化预算编制的科学性、准确性和完整性\n"
        "提前谋划项目，细化支出内容。\n"
        "（二）进一步加快预算执行进度，提高资金使用效益\n"
        "按月通报，约谈滞后科室。\n",
        [
            (1, "四、", "改进措施"),
            (2, "（一）", "进一步强化预算编制的科学性、准确性和完整性"),
            (2, "（二）", "进一步加快预算执行进度，提高资金使用效益"),
        ],
        id="long titles without a stop",
    ),
    pytest.param(
        "三、绩效情况\n(一)产出\n完成10个。\n(二)效益\n群众满意。\n三、问题\n人员不足。\n五、措施\n招录人员。\n",
        [(1, "三、", "绩效情况"), (2, "(一)", "产出"), (2, "(二)", "效益"), (1, "三、", "问题"), (1, "五、", "措施")],
        id="a chapter number given again",
    ),
    pytest.param(
        "一、部门概况：\n内设5个股室。\n二、自评结论：\n得分95分。\n三、存在问题：\n人员不足。\n",
        [(1, "一、", "部门概况"), (1, "二、", "自评结论"), (1, "三、", "存在问题")],
        id="titles closed by a colon before their text",
    ),
    pytest.param(
        "一、支出\n三  公经费支出3万元。\n二、结论\n得分95分。\n",
        [(1, "一、", "支出"), (1, "二、", "结论")],
        id="三 before 公经费 is no number",
    ),
    pytest.param(
        f"填报日期：2022年7月25日 一、部门概况\n{TEXT}\n二、自评结论\n{TEXT}\n",
        [(1, "一、", "部门概况"), (1, "二、", "自评结论")],
        id="the first heading behind a field of the cover",
    ),
    pytest.param(
        f"单位名称：甲县民政局　一、部门概况\n{TEXT}\n二、自评结论\n{TEXT}\n",
        [(1, "一、", "部门概况"), (1, "二、", "自评结论")],
        id="behind a field that is no date",
    ),
    pytest.param(
        f"1.\n部门概况\n{TEXT}\n2.\n自评结论\n{TEXT}\n",
        [(1, "1.", "部门概况"), (1, "2.", "自评结论")],
        id="a number alone on the line above its title",
    ),
    pytest.param(
        f"一、概况\n{TEXT}\n二、工作\n（1）\n{TEXT}\n",
        [(1, "一、", "概况"), (1, "二、", "工作")],
        id="a number alone above a sentence is no heading",
    ),
    pytest.param(
        f"一、概况\n{TEXT}\n二、绩效\n产出情况\n救助稳步推进\n{TEXT}\n养老不断完善\n{TEXT}\n效益情况\n群众满意\n{TEXT}\n"
        f"三、问题\n{TEXT}\n",
        [
            (1, "一、", "概况"),
            (1, "二、", "绩效"),
            (2, "", "产出情况"),
            (3, "", "救助稳步推进"),
            (3, "", "养老不断完善"),
            (2, "", "效益情况"),
            (3, "", "群众满意"),
            (1, "三、", "问题"),
        ],
        id="an empty title holds the titles below it",
    ),
    pytest.param(
        f"街道概况\n主要职责\n{TEXT}\n人员\n{TEXT}\n预算和支出情况\n支出情况\n{TEXT}\n存在问题\n{TEXT}\n几点建议\n{TEXT}\n",
        [
            (1, "", "街道概况"),
            (2, "", "主要职责"),
            (2, "", "人员"),
            (1, "", "预算和支出情况"),
            (2, "", "支出情况"),
            (1, "", "存在问题"),
            (1, "", "几点建议"),
        ],
        id="what is no part of the chapter above is a chapter",
    ),
    pytest.param(
        f"一、概况\n{TEXT}\n甲县民政局\n2023年3月1日\n",
        [(1, "一、", "概况")],
        id="a signature opens no text",
    ),
    pytest.param(
        f"一、指标分析\n{TEXT}\n（一）投入\n1.目标：合理，得9分。\n2.预算：细化，得9分。\n（二）产出\n3.数量：完成，得9分。\n",
        [
            (1, "一、", "指标分析"),
            (2, "（一）", "投入"),
            (3, "1.", "目标"),
            (3, "2.", "预算"),
            (2, "（二）", "产出"),
            (3, "3.", "数量"),
        ],
        id="numbers run on across chapters",
    ),
    pytest.param(
        "四、绩效分析\n（一）决策\n（1）立项：充分，得5分。\n（2）目标：明确，得5分。\n（二）过程\n（3）资金：执行率96%，得9分。\n",
        [
            (1, "四、", "绩效分析"),
            (2, "（一）", "决策"),
            (3, "（1）", "立项"),
            (3, "（2）", "目标"),
            (2, "（二）", "过程"),
            (3, "（3）", "资金"),
        ],
        id="numbers that run on are no misspelt ones of the chapters",
    ),
    pytest.param(
        f"单位概况\n隶属关系：县文旅局\n主要职责：\n{TEXT}\n人员情况：\n{TEXT}\n绩效目标\n{TEXT}\n存在问题\n{TEXT}\n",
        [
            (1, "", "单位概况"),
            (2, "", "主要职责"),
            (2, "", "人员情况"),
            (1, "", "绩效目标"),
            (1, "", "存在问题"),
        ],
        id="labels before a colon stand below titles without",
    ),
    pytest.param(
        f"单位概况：\n{TEXT}\n绩效目标：\n{TEXT}\n自评结论：\n{TEXT}\n存在问题：\n{TEXT}\n改进措施：\n{TEXT}\n",
        [(1, "", t) for t in ("单位概况", "绩效目标", "自评结论", "存在问题", "改进措施")],
        id="labels alone on their lines in a report of such",
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


def test_a_title_broken_by_blank_lines_is_one(document: Make) -> None:
    made = document(f"甲县民政局2022年度整体支出\n\n绩效评价报告\n\n一、概况\n{TEXT}\n")
    cover = outline(made)[0]
    assert made.text[cover.title.start : cover.title.end].replace("\n", "") == "甲县民政局2022年度整体支出绩效评价报告"


def test_the_mark_of_an_annex_alone_is_no_section(document: Make) -> None:
    made = document(f"附件：2022年度部门整体支出绩效自评表\n部门名称：甲县民政局\n{TEXT}\n")
    assert [(s.number, s.span.start) for s in outline(made)] == [("", 0)]


def test_a_text_without_headings_is_one_section(document: Make) -> None:
    made = document("全年支出10万元。\n没有其他情况。\n")
    (section,) = outline(made)
    assert (section.span.start, section.span.end) == (0, len(made.text))


def test_a_document_without_text_has_one_section_of_nothing() -> None:
    empty = Document("", "a.txt", "txt", None, "", ())
    assert [len(section.span) for section in outline(empty)] == [0]
