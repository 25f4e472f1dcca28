"""The forms in which reports tell problems and measures, a table of them: what a careful reader lists of each."""

from collections.abc import Callable

import pytest

from nlp.items import item_text
from nlp.types import ItemRole, Report

Make = Callable[[str], Report]
M, A, D = "改进措施", "建议", "整改情况"

# An excerpt of a report; its problems; its measures with their kinds; which form it is.
FORMS = [
    pytest.param(
        "五、存在的问题\n1.预算编制不够精准，年中追加较多；2.绩效指标量化程度低；3.资产盘点不及时。\n",
        ["预算编制不够精准，年中追加较多", "绩效指标量化程度低", "资产盘点不及时"],
        [],
        id="numbers run together, set off by semicolons",
    ),
    pytest.param(
        "五、存在的问题\n我单位在绩效管理中仍有以下不足：1.预算编制不够精准。2.绩效指标量化程度低。3.资产盘点不及时。\n",
        ["预算编制不够精准", "绩效指标量化程度低", "资产盘点不及时"],
        [],
        id="numbers run together behind their announcement",
    ),
    pytest.param(
        "五、存在的问题\n（1）支付进度偏慢。上半年支付率只有31%。（2）合同管理不规范。部分合同没有归档。\n",
        ["支付进度偏慢。上半年支付率只有31%", "合同管理不规范。部分合同没有归档"],
        [],
        id="bracketed numbers in a line",
    ),
    pytest.param(
        "五、存在的问题\n存在三方面问题：①专业人员不足；②经费保障水平偏低，③信息系统老旧。\n",
        ["专业人员不足", "经费保障水平偏低", "信息系统老旧"],
        [],
        id="circled numbers, a comma among them",
    ),
    pytest.param(
        "五、存在的问题\n首先，项目储备不足。再次，验收把关不严。最后，宣传力度不够。\n",
        ["项目储备不足", "验收把关不严", "宣传力度不够"],
        [],
        id="first, again, last",
    ),
    pytest.param(
        "五、存在的问题\n第一，项目储备不足。第二，验收把关不严。第三，宣传力度不够。\n",
        ["项目储备不足", "验收把关不严", "宣传力度不够"],
        [],
        id="the first, the second",
    ),
    pytest.param(
        "五、存在的问题\n第一、项目储备不足；第二、验收把关不严；第三、宣传力度不够。\n",
        ["项目储备不足", "验收把关不严", "宣传力度不够"],
        [],
        id="the first, the second, with the list's own comma",
    ),
    pytest.param(
        "五、存在的问题\n一方面，村级管护队伍不稳定；另一方面，管护经费没有固定来源。\n",
        ["村级管护队伍不稳定", "管护经费没有固定来源"],
        [],
        id="on the one hand, on the other",
    ),
    pytest.param(
        "五、存在的问题及措施\n问题1：预算执行偏慢，年末突击支付。措施：按月通报支付进度。\n问题2：资产台账不全。措施：开展清查，补录台账。\n",
        ["预算执行偏慢，年末突击支付", "资产台账不全"],
        [("按月通报支付进度", M), ("开展清查，补录台账", M)],
        id="numbered labels, the measure behind each",
    ),
    pytest.param(
        "五、存在的问题及措施\n问题1：预算执行偏慢，年末突击支付。\n措施1：按月通报支付进度。\n问题2：资产台账不全。\n措施2：开展清查，补录台账。\n",
        ["预算执行偏慢，年末突击支付", "资产台账不全"],
        [("按月通报支付进度", M), ("开展清查，补录台账", M)],
        id="numbered labels, each on a line of its own",
    ),
    pytest.param(
        "五、存在的问题和改进措施\n（一）预算管理\n存在问题：预算编制较粗。整改措施：提前开展项目论证。\n（二）资产管理\n存在问题：部分资产未入账。整改措施：年底前完成清查入账。\n",
        ["预算编制较粗", "部分资产未入账"],
        [("提前开展项目论证", M), ("年底前完成清查入账", M)],
        id="labels inside a paragraph",
    ),
    pytest.param(
        "五、存在的问题和改进措施\n存在问题：\n1.预算编制较粗。\n2.部分资产未入账。\n整改措施：\n1.提前开展项目论证。\n2.年底前完成清查入账。\n",
        ["预算编制较粗", "部分资产未入账"],
        [("提前开展项目论证", M), ("年底前完成清查入账", M)],
        id="labels above lists",
    ),
    pytest.param(
        "五、存在的问题\n（一）绩效管理水平有待提高。主要表现在：一是目标设置偏低；二是监控流于形式。\n（二）人员力量薄弱。主要表现在：专职人员少，流动快。\n",
        ["目标设置偏低", "监控流于形式", "人员力量薄弱。主要表现在：专职人员少，流动快"],
        [],
        id="a heading whose body is a list gives the list's entries, one whose body is none states the problem",
    ),
    pytest.param(
        "五、存在的问题\n一是绩效管理水平有待提高，表现在：目标设置偏低、监控流于形式。二是人员力量薄弱，具体表现为专职人员少。\n",
        ["绩效管理水平有待提高，表现在：目标设置偏低、监控流于形式", "人员力量薄弱，具体表现为专职人员少"],
        [],
        id="how one problem shows is part of it",
    ),
    pytest.param(
        "五、存在的问题\n2023年我局较好完成了各项绩效目标，但对照高质量发展要求，工作中还存在一些薄弱环节。\n一是项目储备不足。\n二是资金支付偏慢。\n对于以上问题，我局高度重视，将在今后工作中认真研究解决。\n",
        ["项目储备不足", "资金支付偏慢"],
        [],
        id="opening and closing sentences are no items",
    ),
    pytest.param(
        "五、存在的问题\n总体上看，各项工作取得了较好成效，但也要清醒地看到：一是项目储备不足；二是资金支付偏慢。\n",
        ["项目储备不足", "资金支付偏慢"],
        [],
        id="an opening with an announcement of its own wording",
    ),
    pytest.param(
        "六、改进措施\n针对自评中发现的问题，我局将采取以下措施：\n一是加强项目储备。\n二是加快资金支付。\n通过以上措施，确保2024年绩效目标全面完成。\n",
        [],
        [("加强项目储备", M), ("加快资金支付", M)],
        id="a closing sentence behind the measures is none",
    ),
    pytest.param(
        "六、改进措施\n下一步，我局将从以下几方面改进：（一）加强项目储备，提前开展论证；（二）加快资金支付，按月通报；（三）严格合同管理。\n",
        [],
        [("加强项目储备，提前开展论证", M), ("加快资金支付，按月通报", M), ("严格合同管理", M)],
        id="bracketed Chinese numbers in a line",
    ),
    pytest.param(
        "六、下一步工作打算\n一要加强项目储备；二要加快资金支付；三要严格合同管理。\n",
        [],
        [("加强项目储备", M), ("加快资金支付", M), ("严格合同管理", M)],
        id="one must, two must",
    ),
    pytest.param(
        "六、改进措施\n我局将强化预算约束，压减一般性支出；建立支付进度通报制度，按月调度；开展业务培训，提升绩效管理水平。\n",
        [],
        [
            ("我局将强化预算约束，压减一般性支出", M),
            ("建立支付进度通报制度，按月调度", M),
            ("开展业务培训，提升绩效管理水平", M),
        ],
        id="measures set off by semicolons only",
    ),
    pytest.param(
        "六、改进措施\n1、强化预算约束。压减一般性支出。\n2、建立支付进度通报制度。\n3、开展业务培训。\n七、有关建议\n1、建议财政部门提前下达预算指标。\n2、希望加强业务培训。\n",
        [],
        [
            ("强化预算约束。压减一般性支出", M),
            ("建立支付进度通报制度", M),
            ("开展业务培训", M),
            ("建议财政部门提前下达预算指标", A),
            ("希望加强业务培训", A),
        ],
        id="numbered measures, then numbered advice",
    ),
    pytest.param(
        "六、意见建议\n（一）加大财政投入。建议省财政厅提高补助标准，减轻地方配套压力。\n（二）完善考核办法。建议对山区县实行差异化考核。\n",
        [],
        [
            ("加大财政投入。建议省财政厅提高补助标准，减轻地方配套压力", A),
            ("完善考核办法。建议对山区县实行差异化考核", A),
        ],
        id="advice under headings of its own",
    ),
    pytest.param(
        "六、有关建议\n（一）强化预算约束\n我局将严格执行批复的预算，不随意调剂。\n（二）加快支付进度\n按月通报各科室支付进度，约谈滞后科室。\n",
        [],
        [
            ("强化预算约束。我局将严格执行批复的预算，不随意调剂", M),
            ("加快支付进度。按月通报各科室支付进度，约谈滞后科室", M),
        ],
        id="what a bureau promises under the title of advice is a measure",
    ),
    pytest.param(
        "六、有关建议\n1.进一步完善预算编制，提高准确性。\n2.加强绩效业务培训。\n",
        [],
        [("进一步完善预算编制，提高准确性", A), ("加强绩效业务培训", A)],
        id="advice that asks nobody by name stays what its section calls it",
    ),
    pytest.param(
        "六、改进措施及建议\n（一）改进措施\n1.加强内部管理，完善制度。\n2.强化绩效监控。\n（二）建议\n1.请财政部门加大对基层的投入。\n2.建议适当延长项目实施期。\n",
        [],
        [
            ("加强内部管理，完善制度", M),
            ("强化绩效监控", M),
            ("请财政部门加大对基层的投入", A),
            ("建议适当延长项目实施期", A),
        ],
        id="measures and advice under one chapter",
    ),
    pytest.param(
        "四、上年度绩效评价问题整改情况\n上年度评价共指出3个问题，已全部整改到位。一是针对采购程序不规范的问题，修订了采购管理办法。二是针对资产未及时入账的问题，已补登资产12件。三是针对档案不全的问题，完成归档86卷。\n",
        [],
        [
            ("针对采购程序不规范的问题，修订了采购管理办法", D),
            ("针对资产未及时入账的问题，已补登资产12件", D),
            ("针对档案不全的问题，完成归档86卷", D),
        ],
        id="what has been done, one by one",
    ),
    pytest.param(
        "四、上年度自评发现问题整改落实情况\n问题1：采购程序不规范。整改情况：已修订采购管理办法，开展培训2次。\n问题2：资产未及时入账。整改情况：已补登资产12件。\n五、存在问题\n人员不足。\n",
        ["人员不足"],
        [("已修订采购管理办法，开展培训2次", D), ("已补登资产12件", D)],
        id="last year's problems are named, only what was done is an item",
    ),
    pytest.param(
        "五、绩效自评发现问题整改情况\n无。\n六、存在问题\n暂无。\n七、改进措施\n无\n",
        [],
        [],
        id="none, three times",
    ),
    pytest.param(
        "五、存在问题及原因分析\n经自查，本项目实施过程中未发现违规违纪问题。\n六、改进措施\n暂无改进措施。\n",
        [],
        [],
        id="none in a sentence",
    ),
    pytest.param("五、存在的问题\n本项目不存在问题。\n六、有关建议\n没有建议。\n", [], [], id="none, said shortly"),
    pytest.param(
        "五、存在的主要问题及改进措施\n不适用。\n六、其他需要说明的问题\n无其他需要说明的问题。\n",
        [],
        [],
        id="not applicable",
    ),
    pytest.param(
        "五、主要经验及存在问题\n（一）主要经验\n一是领导重视，专班推进。二是制度健全，资金安全。\n（二）存在问题\n一是村级配套资金到位慢。二是后续管护机制不健全。\n",
        ["村级配套资金到位慢", "后续管护机制不健全"],
        [],
        id="what went well is no problem",
    ),
    pytest.param(
        "五、主要经验做法\n领导重视，专班推进。但在项目实施中也存在一些问题：一是村级配套资金到位慢；二是后续管护机制不健全。\n",
        ["村级配套资金到位慢", "后续管护机制不健全"],
        [],
        id="problems told among what went well, where the report has no section of them",
    ),
    pytest.param(
        "八、其他需要说明的问题\n项目实施中存在的主要问题是村级配套资金到位慢，影响了工程进度。下一步将加强与财政部门沟通，落实配套资金。\n",
        ["村级配套资金到位慢，影响了工程进度"],
        [("将加强与财政部门沟通，落实配套资金", M)],
        id="problem and measure told under other matters",
    ),
    pytest.param(
        "五、存在的问题\n预算绩效管理专业性强，现有人员业务能力不足，难以满足工作需要，今后需进一步加强业务培训。\n",
        ["预算绩效管理专业性强，现有人员业务能力不足，难以满足工作需要"],
        [("今后需进一步加强业务培训", M)],
        id="a last clause that says what must be done",
    ),
    pytest.param(
        "五、存在的问题\n● 部分项目进度滞后；\n● 绩效指标不够量化；\n● 档案管理不规范。\n六、改进措施\n● 倒排工期，挂图作战；\n● 建立指标库；\n",
        ["部分项目进度滞后", "绩效指标不够量化", "档案管理不规范"],
        [("倒排工期，挂图作战", M), ("建立指标库", M)],
        id="bullets closed by semicolons",
    ),
    pytest.param(
        "五、存在的问题\n- 部分项目进度滞后，年底未完工\n- 绩效指标不够量化，难以考核\n六、改进措施\n- 倒排工期\n- 建立指标库\n",
        ["部分项目进度滞后，年底未完工", "绩效指标不够量化，难以考核"],
        [("倒排工期", M), ("建立指标库", M)],
        id="dashes for bullets",
    ),
    pytest.param(
        "五、存在的问题\n部分项目进度滞后，年底未完工。\n绩效指标不够量化，难以考核。\n六、改进措施\n倒排工期，加强调度。\n建立指标库，逐年修订。\n",
        ["部分项目进度滞后，年底未完工", "绩效指标不够量化，难以考核"],
        [("倒排工期，加强调度", M), ("建立指标库，逐年修订", M)],
        id="a paragraph each, nothing before them",
    ),
    pytest.param(
        "五、存在的问题\n部分项目进度滞后，年底未完工，资金结转较多。\n",
        ["部分项目进度滞后，年底未完工，资金结转较多"],
        [],
        id="one sentence",
    ),
    pytest.param(
        "五、存在的问题及改进措施\n1.部分项目进度滞后。下一步，我局将倒排工期，加强调度。\n2.绩效指标不够量化。下一步，将建立指标库。\n",
        ["部分项目进度滞后", "绩效指标不够量化"],
        [("将倒排工期，加强调度", M), ("将建立指标库", M)],
        id="each problem is followed by what will be done",
    ),
    pytest.param(
        "五、存在的问题及改进措施\n一是部分项目进度滞后。改进措施：倒排工期，加强调度。二是绩效指标不够量化。改进措施：建立指标库。\n",
        ["部分项目进度滞后", "绩效指标不够量化"],
        [("倒排工期，加强调度", M), ("建立指标库", M)],
        id="each problem of a run is followed by its labelled measure",
    ),
    pytest.param(
        "五、存在的问题及改进措施\n（一）项目进度滞后\n问题：3个项目没有开工。\n措施：倒排工期。\n（二）指标不够量化\n问题：定性指标过多。\n措施：建立指标库。\n",
        ["项目进度滞后。3个项目没有开工", "指标不够量化。定性指标过多"],
        [("倒排工期", M), ("建立指标库", M)],
        id="short labels below headings",
    ),
    pytest.param(
        "五、存在的问题及改进措施\n序号\t存在问题\t产生原因\t整改措施\t责任科室\n1\t项目进度滞后\t征地困难\t倒排工期\t工程科\n2\t指标不够量化\t业务不熟\t建立指标库\t财务科\n",
        ["项目进度滞后", "指标不够量化"],
        [("倒排工期", M), ("建立指标库", M)],
        id="a table of problems, causes and measures",
    ),
    pytest.param(
        "五、存在的问题及改进措施\n问题描述\t改进措施\t完成时限\n项目进度滞后\t倒排工期\t2024年6月\n指标不够量化\t建立指标库\t2024年9月\n",
        ["项目进度滞后", "指标不够量化"],
        [("倒排工期", M), ("建立指标库", M)],
        id="a table without causes",
    ),
    pytest.param(
        "五、存在的问题\n其一，部分项目进度滞后。其二，绩效指标不够量化。其三，档案管理不规范。\n六、改进措施\n其一，倒排工期。其二，建立指标库。\n",
        ["部分项目进度滞后", "绩效指标不够量化", "档案管理不规范"],
        [("倒排工期", M), ("建立指标库", M)],
        id="the one, the other",
    ),
    pytest.param(
        "五、存在的问题\n一是部分项目进度滞后；二是绩效指标不够量化；此外，档案管理不规范。\n",
        ["部分项目进度滞后", "绩效指标不够量化", "档案管理不规范"],
        [],
        id="besides, at the end of a run",
    ),
    pytest.param(
        "五、存在的问题\n一、部分项目进度滞后。二、绩效指标不够量化。三、档案管理不规范。\n",
        ["部分项目进度滞后", "绩效指标不够量化", "档案管理不规范"],
        [],
        id="Chinese numbers run together",
    ),
    pytest.param(
        "五、存在的问题\n1)部分项目进度滞后。\n2)绩效指标不够量化。\n六、改进措施\n1)倒排工期。\n2)建立指标库。\n",
        ["部分项目进度滞后", "绩效指标不够量化"],
        [("倒排工期", M), ("建立指标库", M)],
        id="numbers with half a bracket",
    ),
    pytest.param(
        "五、存在的问题\n（一）预算编制方面：部分项目测算依据不足。\n（二）预算执行方面：支付进度偏慢。\n六、改进措施\n（一）预算编制方面：严格测算。\n（二）预算执行方面：按月通报。\n",
        ["部分项目测算依据不足", "支付进度偏慢"],
        [("严格测算", M), ("按月通报", M)],
        id="topics before a colon",
    ),
    pytest.param(
        "五、存在的问题\n在预算编制方面，部分项目测算依据不足；在预算执行方面，支付进度偏慢；在资产管理方面，账实不符。\n",
        [
            "在预算编制方面，部分项目测算依据不足",
            "在预算执行方面，支付进度偏慢",
            "在资产管理方面，账实不符",
        ],
        [],
        id="topics inside one sentence",
    ),
    pytest.param(
        "五、存在的问题\n一是项目进度滞后，主要原因是征地困难；二是指标不够量化，主要原因是业务不熟。\n六、改进措施\n针对问题一，倒排工期。针对问题二，建立指标库。\n",
        ["项目进度滞后，主要原因是征地困难", "指标不够量化，主要原因是业务不熟"],
        [("倒排工期", M), ("建立指标库", M)],
        id="measures that name their problems in one line",
    ),
    pytest.param(
        "六、改进措施\n针对项目进度滞后的问题，倒排工期，加强调度。\n针对指标不够量化的问题，建立指标库。\n",
        [],
        [("针对项目进度滞后的问题，倒排工期，加强调度", M), ("针对指标不够量化的问题，建立指标库", M)],
        id="a paragraph for each problem",
    ),
    pytest.param(
        "六、改进措施\n（一）加强预算管理。一是提前论证；二是严格审核；三是控制调剂。\n（二）加强绩效管理。完善指标体系，强化结果应用。\n",
        [],
        [
            ("提前论证", M),
            ("严格审核", M),
            ("控制调剂", M),
            ("加强绩效管理。完善指标体系，强化结果应用", M),
        ],
        id="a measure's heading over a list gives the list's entries",
    ),
    pytest.param(
        "七、改进措施和有关建议\n一是加强预算管理。二是完善绩效指标。三是建议县财政加大资金投入。\n",
        [],
        [("加强预算管理", M), ("完善绩效指标", M), ("建议县财政加大资金投入", A)],
        id="advice as the last of a run of measures",
    ),
    pytest.param(
        "五、存在问题\n资金方面：上级补助资金下达较晚。\n人员方面：专业技术人员缺乏。\n六、改进措施\n资金方面：积极争取上级资金。\n人员方面：引进专业技术人员。\n",
        ["上级补助资金下达较晚", "专业技术人员缺乏"],
        [("积极争取上级资金", M), ("引进专业技术人员", M)],
        id="topics before a colon, without numbers",
    ),
    pytest.param(
        "五、绩效目标未完成的原因和下一步改进措施\n1.培训人次未完成，主要原因是受疫情影响，部分培训取消。下一步将采取线上方式开展培训。\n2.预算执行率偏低，主要原因是项目招标较晚。下一步将提前启动招标。\n",
        ["培训人次未完成，主要原因是受疫情影响，部分培训取消", "预算执行率偏低，主要原因是项目招标较晚"],
        [("将采取线上方式开展培训", M), ("将提前启动招标", M)],
        id="goals that were missed, and what will be done",
    ),
    pytest.param(
        "三、偏离绩效目标的原因和下一步改进措施\n无偏离情况。\n",
        [],
        [],
        id="no deviation",
    ),
]


@pytest.mark.parametrize(("text", "problems", "measures"), FORMS)
def test_forms(report: Make, text: str, problems: list[str], measures: list[tuple[str, str]]) -> None:
    made = report(text)
    told = [(item.role, item_text(made.document, item), item.kind) for item in made.items]
    assert [said for role, said, _ in told if role is ItemRole.PROBLEM] == problems
    assert [(said, kind) for role, said, kind in told if role is ItemRole.MEASURE] == measures
