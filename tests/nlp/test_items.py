from collections.abc import Callable

import pytest

from nlp.items import item_text
from nlp.types import ItemRole, Report

Make = Callable[[str], Report]


def told(report: Report, role: ItemRole) -> list[str]:
    return [item_text(report.document, item) for item in report.items if item.role is role]


# The text of section 五、存在问题 (or another), the problems a careful reader lists, and why.
PROBLEMS = [
    pytest.param(
        "五、存在问题\n一是预算编制不够精细。二是执行进度缓慢，年底集中支付。三是人员力量不足。\n",
        ["预算编制不够精细", "执行进度缓慢，年底集中支付", "人员力量不足"],
        id="enumerated inside a paragraph",
    ),
    pytest.param(
        "五、存在问题\n工作取得一定成绩，但还存在一些不足，主要表现在：绩效管理意识有待加强，缺少监控制度。\n",
        ["绩效管理意识有待加强，缺少监控制度"],
        id="what announces the problem is no part of it",
    ),
    pytest.param(
        "五、存在问题\n通过自评，发现还存在以下问题：\n（一）预算编制方面\n编制较粗，缺乏依据。\n（二）项目管理方面\n验收滞后，档案不全。\n",
        ["编制较粗，缺乏依据", "验收滞后，档案不全"],
        id="a heading that names a topic is left out, and so is the preface",
    ),
    pytest.param(
        "五、存在问题\n（一）预算执行进度较慢。四季度支出占全年的一半。\n（二）资产管理不规范。账实不符。\n",
        ["预算执行进度较慢。四季度支出占全年的一半", "资产管理不规范。账实不符"],
        id="a heading that states the problem belongs to it",
    ),
    pytest.param(
        "五、存在问题\n1.项目储备不足，前期论证不充分。\n2.执法设备老化，数量短缺。\n六、改进措施\n加强储备。\n",
        ["项目储备不足，前期论证不充分", "执法设备老化，数量短缺"],
        id="numbered paragraphs",
    ),
    pytest.param(
        "五、存在问题\n首先，前期论证不充分。其次，支出不均衡。最后，采购计划性不强。\n",
        ["前期论证不充分", "支出不均衡", "采购计划性不强"],
        id="first, then, last",
    ),
    pytest.param(
        "五、存在问题\n一是资产管理不规范，应收账款长期挂账。二是装备不足，应急能力薄弱。三是供给不足，需求旺盛。\n",
        ["资产管理不规范，应收账款长期挂账", "装备不足，应急能力薄弱", "供给不足，需求旺盛"],
        id="应 and 需 inside words announce no measure",
    ),
    pytest.param("五、存在问题\n本年度无。\n", [], id="nothing this year"),
    pytest.param("五、存在问题\n无\n", [], id="nothing"),
    pytest.param("五、存在问题\n未发现问题。\n", [], id="nothing in words"),
    pytest.param(
        "五、存在问题\n（一）支出进度不均衡。四季度集中支付。究其原因，一是雨季长，二是用地协调不及时。\n（二）资金缺口较大。养护经费不足。\n",
        ["支出进度不均衡。四季度集中支付。究其原因，一是雨季长，二是用地协调不及时", "资金缺口较大。养护经费不足"],
        id="a list of causes is no list of problems",
    ),
    pytest.param(
        "五、存在问题\n一是采购不规范，备案不及时。二是股室参与度不高。究其原因，一方面是学习不深；另一方面是没有专职人员。\n",
        ["采购不规范，备案不及时", "股室参与度不高"],
        id="a list of causes behind the problems",
    ),
    pytest.param(
        "五、存在问题\n形势并不轻松：执法人员不足，疲于应付；登记数据缺失较多；补偿资金难以按时兑现。\n",
        ["执法人员不足，疲于应付", "登记数据缺失较多", "补偿资金难以按时兑现"],
        id="set off by semicolons, behind the words that announce them",
    ),
    pytest.param(
        "五、存在问题\n（一）资产管理不规范\n部分资产没有登记；个别资产账实不符。\n（二）其他方面\n人员缺乏。\n",
        ["资产管理不规范。部分资产没有登记；个别资产账实不符", "人员缺乏"],
        id="semicolons below a heading that states the problem",
    ),
    pytest.param(
        "五、存在问题\n主要存在两方面的问题。一方面，预算编制不够精准；另一方面，绩效管理有待加强。\n",
        ["预算编制不够精准", "绩效管理有待加强"],
        id="two sides that are the problems, announced",
    ),
    pytest.param(
        "五、存在问题\n● 藏书没有完成目标，单价上涨。\n● 数据库利用不均衡。\n",
        ["藏书没有完成目标，单价上涨", "数据库利用不均衡"],
        id="bullets",
    ),
    pytest.param(
        "五、存在问题\n首先，验收不严。还有，指标偏粗，不好考核。\n",
        ["验收不严", "指标偏粗，不好考核"],
        id="first, also",
    ),
    pytest.param(
        "五、存在问题\n问题一：执行率偏低\n结转863万元。一是验收跨年度，二是下达较晚。\n问题二：管而不严\n抽查发现代打卡。\n",
        ["执行率偏低。结转863万元。一是验收跨年度，二是下达较晚", "管而不严。抽查发现代打卡"],
        id="a heading that is counted as a problem states one, its list is the explanation",
    ),
    pytest.param(
        "五、存在问题\n一是资产账实不符。\n二是指标无法衡量。\n以上问题，从主观上讲，是重建设轻管理。\n",
        ["资产账实不符", "指标无法衡量"],
        id="a paragraph that looks back on all of them is part of none",
    ),
    pytest.param(
        "五、监督检查发现的问题\n经自查和区审计局延伸抽查，未发现截留、挪用资金问题。\n", [], id="checked, none found"
    ),
    pytest.param(
        "一、概况\n内设科室11个。\n二、工作完成情况\n全年任务完成，但仍然存在一些不足。首先，支出不均衡。其次，验收不严。\n",
        ["支出不均衡", "验收不严"],
        id="no section of problems: a paragraph that is one",
    ),
    pytest.param(
        "一、指标分析\n支出率91%。自评中发现，配套资金未能到位，合同款无力支付，扣1分。美中不足的是，驻点天数不足，扣2分。\n二、存在问题\n无。\n",
        ["配套资金未能到位，合同款无力支付", "驻点天数不足"],
        id="problems confessed in the analysis of a report that lists none",
    ),
    pytest.param(
        "一、指标分析\n自评中发现，部分资料不齐全，扣1分。\n二、存在问题\n预算编制不够精细。\n",
        ["预算编制不够精细"],
        id="a shortfall in the analysis of a report that lists its problems is none",
    ),
]


@pytest.mark.parametrize(("text", "expected"), PROBLEMS)
def test_problems(report: Make, text: str, expected: list[str]) -> None:
    assert told(report(text), ItemRole.PROBLEM) == expected


MEASURES = [
    pytest.param(
        "六、改进措施\n一是加强培训，提高水平。二是完善制度。\n",
        [("加强培训，提高水平", "改进措施"), ("完善制度", "改进措施")],
        id="enumerated",
    ),
    pytest.param(
        "六、改进措施\n（一）强化预算约束。提前对接上级资金。\n（二）压实责任。明确联络员。\n",
        [("强化预算约束。提前对接上级资金", "改进措施"), ("压实责任。明确联络员", "改进措施")],
        id="sub-headings that are measures themselves",
    ),
    pytest.param(
        "七、有关建议\n建议县财政局足额保障养护资金，建立增长机制。建议提前下达专项资金。\n",
        [("建议县财政局足额保障养护资金，建立增长机制", "建议"), ("建议提前下达专项资金", "建议")],
        id="each sentence asks for something",
    ),
    pytest.param(
        "三、上年度问题整改情况\n针对上年发现的问题，我局逐项整改：\n（一）绩效管理方面\n重新梳理绩效指标126条；举办绩效培训2期。\n",
        [("重新梳理绩效指标126条", "整改情况"), ("举办绩效培训2期", "整改情况")],
        id="what has been done about last year's problems",
    ),
    pytest.param(
        "四、存在的主要问题及改进措施\n（一）执行方面\n前期论证不充分，执行滞后。\n下一步，将建立论证与预算挂钩机制；按月通报各单位支出进度。\n",
        [("将建立论证与预算挂钩机制", "改进措施"), ("按月通报各单位支出进度", "改进措施")],
        id="a mixed section: the measures follow the problem",
    ),
    pytest.param(
        "五、存在问题\n绩效管理意识需进一步加强，缺少运行监控，需进一步完善相关制度。\n",
        [("需进一步完善相关制度", "改进措施")],
        id="a last clause that says what must be done",
    ),
    pytest.param("六、相关建议：无。\n", [], id="no advice"),
    pytest.param(
        "五、存在问题\n1.预算编制不准\n边干边追加。对此，拟提前一年做好测算。\n2.监控流于形式\n没有台账。对此，力争与局务会合并召开。\n",
        [("拟提前一年做好测算", "改进措施"), ("力争与局务会合并召开", "改进措施")],
        id="told behind each problem",
    ),
    pytest.param(
        "五、存在的问题及下一步改进措施\n存在的问题：1、意识不足；2、支付较慢。\n下一步改进措施：1、加强学习；2、加快支付。\n",
        [("加强学习", "改进措施"), ("加快支付", "改进措施")],
        id="a label before the measures of a mixed section",
    ),
    pytest.param(
        "七、意见和建议\n希望上级部门加大指导力度，请财政部门加快拨付资金。\n",
        [("希望上级部门加大指导力度", "建议"), ("请财政部门加快拨付资金", "建议")],
        id="two requests in one sentence",
    ),
    pytest.param(
        "八、改进措施\n针对问题1和问题2，提前启动前期工作。\n针对问题3，开展设施普查。\n建议：请市财政局提高补助标准。\n",
        [("提前启动前期工作", "改进措施"), ("开展设施普查", "改进措施"), ("请市财政局提高补助标准", "建议")],
        id="named after the problems that they answer, with a request at the end",
    ),
    pytest.param(
        "六、改进措施\n一是按月排出用款计划，同时恳请区财政局提前下达配套资金。二是抓好验收。\n",
        [("按月排出用款计划", "改进措施"), ("恳请区财政局提前下达配套资金", "建议"), ("抓好验收", "改进措施")],
        id="a request behind a measure",
    ),
    pytest.param(
        "六、上年度问题整改情况\n上年度提出的问题均已整改。公厕保洁已聘请52人；污水终端已接通用电。\n",
        [("公厕保洁已聘请52人", "整改情况"), ("污水终端已接通用电", "整改情况")],
        id="what was done, behind the words that announce it",
    ),
    pytest.param(
        "2024年度整体支出绩效自评报告\n一、自评结论\n得分95分。\n二、自评结果应用\n结果已在局内通报。2025年预算压减培训项目90万元。\n",
        [("2025年预算压减培训项目90万元", "改进措施")],
        id="what the results mean for a budget to come",
    ),
    pytest.param(
        "2024年度整体支出绩效自评报告\n一、自评结论\n得分95分。\n二、自评结果应用\n上年结果已与2024年预算挂钩，压减36万元。\n",
        [],
        id="a budget of the year evaluated is no measure",
    ),
    pytest.param(
        "二、自评结果应用\n结果已通报。据此作如下安排：\n● 开发预约小程序。\n● 增设两条指标。\n",
        [("开发预约小程序", "改进措施"), ("增设两条指标", "改进措施")],
        id="a list of what follows from the results",
    ),
    pytest.param(
        "一、工作完成情况\n任务完成。\n针对这些不足，我们考虑：其一，重新测算；其二，购置软件。\n",
        [("重新测算", "改进措施"), ("购置软件", "改进措施")],
        id="no section of measures: a paragraph that is one",
    ),
]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_measures(report: Make, text: str, expected: list[tuple[str, str]]) -> None:
    made = report(text)
    kinds = [item.kind for item in made.items if item.role is ItemRole.MEASURE]
    assert list(zip(told(made, ItemRole.MEASURE), kinds, strict=True)) == expected


def test_a_table_of_problems(report: Make) -> None:
    """A row is a problem with its cause and its measure; 无 and a dash are none."""
    made = report(
        "五、存在问题\n序号\t问题\t原因\t改进措施\n1\t配套资金未到位\t财力紧张\t列入下年预算\n"
        "2\t工程未按期完工\t——\t实行驻企包联\n3\t无\t无\t——\n"
    )
    assert told(made, ItemRole.PROBLEM) == ["配套资金未到位", "工程未按期完工"]
    assert told(made, ItemRole.MEASURE) == ["列入下年预算", "实行驻企包联"]
    assert [bool(item.cause) for item in made.items if item.role is ItemRole.PROBLEM] == [True, False]
    assert [item.answers for item in made.items if item.role is ItemRole.MEASURE] == [(0,), (2,)]


def test_labelled_paragraphs(report: Make) -> None:
    made = report(
        "四、存在问题、原因分析和改进措施\n（一）管护经费方面\n问题表现：管护单价偏低，质量下滑。\n"
        "原因分析：区级财政收支矛盾突出。\n改进措施：开展管护定额测算，提高单价。\n（二）其他方面\n问题表现：档案不全。\n"
    )
    assert told(made, ItemRole.PROBLEM) == ["管护单价偏低，质量下滑", "档案不全"]
    assert told(made, ItemRole.MEASURE) == ["开展管护定额测算，提高单价"]
    (cause,) = made.items[0].cause
    assert made.document.text[cause.start : cause.end] == "区级财政收支矛盾突出"


CAUSES = [
    ("一是执行缓慢。主要原因是项目前期工作不足。二是人手少。", ["项目前期工作不足", None]),  # its own sentence
    ("一是经费缺口大，由于县级财力有限。二是人手少。", ["县级财力有限", None]),  # a clause at the end
    ("一是加装电梯滞后，主要是居民意见难以统一。二是人手少。", ["居民意见难以统一", None]),
    ("一是部分患者失访，受外出务工影响，随访困难。二是人手少。", ["受外出务工影响", None]),  # in the middle
    ("由于县级财力有限，养护经费不足。", ["县级财力有限"]),  # in front of what it causes
]


@pytest.mark.parametrize(("text", "expected"), CAUSES)
def test_causes(report: Make, text: str, expected: list[str | None]) -> None:
    made = report(f"五、存在问题\n{text}\n")
    found = [item for item in made.items if item.role is ItemRole.PROBLEM]
    causes = [made.document.text[i.cause[0].start : i.cause[0].end] if i.cause else None for i in found]
    assert causes == expected


def test_a_cause_at_the_end_explains_what_it_speaks_of(report: Make) -> None:
    made = report(
        "五、存在问题\n一是绩效目标偏差较大。二是绩效指标设置欠合理。主要原因是绩效目标设置时间过早，指标依据不足。\n"
    )
    assert [bool(item.cause) for item in made.items] == [True, True]


def test_a_measure_answers_the_problem_it_speaks_of(report: Make) -> None:
    made = report(
        "五、存在问题\n一是执法装备保障不足，设备匮乏。二是预算编制不够精细。\n"
        "六、改进措施\n一是加强执法装备配置，更新执法设备。二是细化预算编制，提高编制精细化水平。\n"
    )
    assert [item.answers for item in made.items if item.role is ItemRole.MEASURE] == [(0,), (1,)]


def test_a_measure_about_something_else_answers_nothing(report: Make) -> None:
    made = report("五、存在问题\n一是执法装备不足。二是资产账实不符。\n六、改进措施\n一是做好信访接待。\n")
    assert [item.answers for item in made.items if item.role is ItemRole.MEASURE] == [()]
