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
        [("进一步完善预算编制，提高准确性", M), ("加强绩效业务培训", M)],
        id="under the title of advice, what nobody else is asked to do the bureau does",
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
        "五、存在的问题\n● 部分项目进度滞后；\n● 绩效指标不够量化；\n"
        "● 档案管理不规范。\n六、改进措施\n● 倒排工期，挂图作战；\n● 建立指标库；\n",
        ["部分项目进度滞后", "绩效指标不够量化", "档案管理不规范"],
        [("倒排工期，挂图作战", M), ("建立指标库", M)],
        id="bullets closed by semicolons",
    ),
    pytest.param(
        "五、存在的问题\n- 部分项目进度滞后，年底未完工\n- 绩效指标不够量化，难以考核\n"
        "六、改进措施\n- 倒排工期\n- 建立指标库\n",
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
    pytest.param(
        "六、存在的主要问题\n"
        "绩效自评工作中发现的问题主要体现在以下几个方面：\n"
        "1.绩效目标编制的科学性有待提升，部分目标值定得过低。\n"
        "2.全过程绩效管理链条没有闭合，重申报、轻监控。\n"
        "七、下一步改进措施\n"
        "针对上述问题，拟从以下几个方面加以改进：\n"
        "1.提升目标编制质量。参照行业标准设定目标值。\n"
        "2.健全闭环管理。实行双监控。\n",
        ["绩效目标编制的科学性有待提升，部分目标值定得过低", "全过程绩效管理链条没有闭合，重申报、轻监控"],
        [("提升目标编制质量。参照行业标准设定目标值", M), ("健全闭环管理。实行双监控", M)],
        id="an announcement that ends in a colon, then headings closed by a full stop",
    ),
    pytest.param(
        "（四）存在问题\n"
        "我院项目支出绩效管理还存在以下短板：\n"
        "一是设备采购论证不充分。个别设备使用率低。\n"
        "二是绩效数据采集困难。各系统尚未打通。\n"
        "（五）整改措施\n"
        "一是严把论证关。实行集体论证。\n"
        "二是打通数据壁垒。建设统一平台。\n",
        ["设备采购论证不充分。个别设备使用率低", "绩效数据采集困难。各系统尚未打通"],
        [("严把论证关。实行集体论证", M), ("打通数据壁垒。建设统一平台", M)],
        id="一是 paragraphs, each with a sentence of detail",
    ),
    pytest.param(
        "三、存在问题\n"
        "从绩效自评结果看，我县农村公路养护项目总体实施情况较好，但也存在一定不足：部分乡镇养护经费拨付不及时，养护人员年龄偏大，日常巡查记录不完整。\n",
        ["部分乡镇养护经费拨付不及时，养护人员年龄偏大，日常巡查记录不完整"],
        [],
        id="one sentence behind a colon",
    ),
    pytest.param(
        "五、存在的问题及建议\n"
        "（一）存在的问题\n"
        "1、专项资金到位不够及时。\n"
        "2、基层技术力量薄弱。\n"
        "（二）建议\n"
        "1、建议上级财政部门及早下达资金。\n"
        "2、进一步加大对基层技术人员的培训力度。\n",
        ["专项资金到位不够及时", "基层技术力量薄弱"],
        [("建议上级财政部门及早下达资金", A), ("进一步加大对基层技术人员的培训力度", A)],
        id="advice below the title of problems",
    ),
    pytest.param(
        "四、项目存在问题及下一步打算\n"
        "（一）项目存在问题。部分村民参与积极性不高，项目后续管护难度大。\n"
        "（二）下一步打算。加强宣传引导，建立健全管护制度，落实管护责任。\n",
        ["部分村民参与积极性不高，项目后续管护难度大"],
        [("加强宣传引导，建立健全管护制度，落实管护责任", M)],
        id="problems and plans as run-in headings",
    ),
    pytest.param(
        "四、存在的问题及下一步工作措施\n"
        "1.存在的问题：绩效指标设定不够细化，缺少可量化的指标。\n"
        "2.下一步工作措施：加强培训，细化指标。\n",
        ["绩效指标设定不够细化，缺少可量化的指标"],
        [("加强培训，细化指标", M)],
        id="problems and plans as numbered labels",
    ),
    pytest.param(
        "六、存在的问题和措施\n"
        "问题一：预算执行率低。\n"
        "原因：项目前期准备不足。\n"
        "措施：提前谋划项目。\n"
        "问题二：资产处置不及时。\n"
        "原因：手续复杂。\n"
        "措施：简化流程，专人负责。\n",
        ["预算执行率低", "资产处置不及时"],
        [("提前谋划项目", M), ("简化流程，专人负责", M)],
        id="problem, cause and measure on lines of their own",
    ),
    pytest.param(
        "五、存在问题\n"
        "1．预算编制不细。主要表现：部分项目没有细化到具体支出内容，年中调整较大。\n"
        "2．绩效意识不强。具体表现：重投入、轻管理。\n",
        [
            "预算编制不细。主要表现：部分项目没有细化到具体支出内容，年中调整较大",
            "绩效意识不强。具体表现：重投入、轻管理",
        ],
        [],
        id="what shows a problem belongs to it",
    ),
    pytest.param(
        "五、存在问题\n"
        "一是预算执行不均衡。二是部分绩效指标未完成。\n"
        "针对以上问题，我单位将进一步加强预算执行管理，按季通报执行进度；细化绩效指标，确保完成。\n",
        ["预算执行不均衡", "部分绩效指标未完成"],
        [("将进一步加强预算执行管理，按季通报执行进度", M), ("细化绩效指标，确保完成", M)],
        id="what will be done about all of them, at the end",
    ),
    pytest.param(
        "五、主要问题\n"
        "（1）内控制度执行不严，报销审核把关不够；（2）固定资产管理薄弱，台账更新不及时；（3）绩效管理人员少，且多为兼职。\n"
        "六、改进措施\n"
        "（1）严格执行内控制度；（2）加强固定资产管理，半年盘点一次；（3）充实绩效管理人员。\n",
        ["内控制度执行不严，报销审核把关不够", "固定资产管理薄弱，台账更新不及时", "绩效管理人员少，且多为兼职"],
        [("严格执行内控制度", M), ("加强固定资产管理，半年盘点一次", M), ("充实绩效管理人员", M)],
        id="bracketed numbers in a line, problems and measures",
    ),
    pytest.param(
        "五、下一步工作措施\n"
        "（一）着力提升预算编制水平。按照“二上二下”程序编制预算，细化到末级科目。（二）着力加快支出进度。建立支出进度月报制度。（三）着力强化结果应用。\n",
        [],
        [
            ("着力提升预算编制水平。按照“二上二下”程序编制预算，细化到末级科目", M),
            ("着力加快支出进度。建立支出进度月报制度", M),
            ("着力强化结果应用", M),
        ],
        id="headings run together in one paragraph of measures",
    ),
    pytest.param(
        "六、有关建议\n恳请财政部门在安排2025年预算时，充分考虑我局新增职能，适当增加工作经费。\n",
        [],
        [("恳请财政部门在安排2025年预算时，充分考虑我局新增职能，适当增加工作经费", A)],
        id="one request",
    ),
    pytest.param(
        "六、意见建议\n"
        "近年来我县教育经费保障压力较大，基层学校运转困难。为此，建议：一是提高公用经费标准；二是加大校舍维修投入；三是完善教师待遇保障机制。\n",
        [],
        [("提高公用经费标准", A), ("加大校舍维修投入", A), ("完善教师待遇保障机制", A)],
        id="grounds, then a list of what is asked",
    ),
    pytest.param(
        "六、其他需要说明的问题\n"
        "（一）后续工作计划\n"
        "继续推进二期工程建设，力争年底竣工。\n"
        "（二）主要经验及做法\n"
        "成立专班，挂图作战。\n"
        "（三）存在的问题及建议\n"
        "1.问题：资金缺口较大。建议：上级加大转移支付力度。\n"
        "2.问题：征地拆迁困难。建议：县政府牵头协调。\n",
        ["资金缺口较大", "征地拆迁困难"],
        [("继续推进二期工程建设，力争年底竣工", M), ("上级加大转移支付力度", A), ("县政府牵头协调", A)],
        id="labels of problem and advice in one line",
    ),
    pytest.param(
        "七、存在的问题和下一步举措\n"
        "（一）存在的问题。一是干部队伍年龄老化。二是信息化水平不高。三是经费保障不足。（二）下一步举措。一是招录年轻干部。二是建设智慧平台。三是争取上级资金。\n",
        ["干部队伍年龄老化", "信息化水平不高", "经费保障不足"],
        [("招录年轻干部", M), ("建设智慧平台", M), ("争取上级资金", M)],
        id="titles of problems and measures inside one paragraph",
    ),
    pytest.param(
        "三、上年度绩效自评问题整改情况\n"
        "（一）关于预算执行率低的问题。制定支出计划，按月通报，2023年执行率提高到95%。\n"
        "（二）关于档案管理不规范的问题。完成历史档案数字化1200卷。\n"
        "四、存在问题\n"
        "监测设备老化。\n",
        ["监测设备老化"],
        [("制定支出计划，按月通报，2023年执行率提高到95%", D), ("完成历史档案数字化1200卷", D)],
        id="a heading that names last year's problem is left out",
    ),
    pytest.param(
        "六、绩效评价结果应用\n对上年度绩效评价中反映的采购验收不严问题，已修订验收办法，组织专项检查1次。\n",
        [],
        [("对上年度绩效评价中反映的采购验收不严问题，已修订验收办法，组织专项检查1次", D)],
        id="what was done about last year's problem, told with the results",
    ),
    pytest.param(
        "五、存在的主要问题\n"
        "（一）预算编制方面。预算编制不够细化，年中追加频繁。\n"
        "（二）支出管理方面。公务接待审批不够严格。\n"
        "（三）绩效管理方面。指标体系不健全，数据来源不清。\n",
        ["预算编制不够细化，年中追加频繁", "公务接待审批不够严格", "指标体系不健全，数据来源不清"],
        [],
        id="topics closed by a full stop",
    ),
    pytest.param(
        "五、存在的主要问题\n"
        "1.在预算编制上，前瞻性不够。\n"
        "2.在预算执行上，均衡性不够。\n"
        "3.在绩效管理上，专业性不够。\n",
        ["在预算编制上，前瞻性不够", "在预算执行上，均衡性不够", "在绩效管理上，专业性不够"],
        [],
        id="topics behind 在",
    ),
    pytest.param(
        "五、存在的主要问题\n★预算编制前瞻性不够\n★预算执行均衡性不够\n六、改进措施\n★细化预算编制\n★加快执行进度\n",
        ["预算编制前瞻性不够", "预算执行均衡性不够"],
        [("细化预算编制", M), ("加快执行进度", M)],
        id="stars for bullets",
    ),
    pytest.param(
        "五、存在的主要问题\n"
        "一是部分设备更新不及时，影响工作效率。二是人员流动性大，队伍不稳定。总的来看，以上问题既有客观因素，也有主观努力不够的原因，需要在今后的工作中认真加以解决。\n",
        ["部分设备更新不及时，影响工作效率", "人员流动性大，队伍不稳定"],
        [],
        id="a closing sentence in the paragraph of the last problem",
    ),
    pytest.param(
        "五、改进措施\n"
        "一是加强学习培训，提高业务能力。二是强化预算约束，杜绝超预算支出。三是完善内控制度，堵塞管理漏洞。确保2024年各项绩效目标如期实现。\n",
        [],
        [("加强学习培训，提高业务能力", M), ("强化预算约束，杜绝超预算支出", M), ("完善内控制度，堵塞管理漏洞", M)],
        id="a goal at the end of the measures is none",
    ),
    pytest.param(
        "五、改进措施\n"
        "今后，我们将认真总结经验，查找不足，重点做好以下工作：1.加强绩效目标管理；2.加强绩效运行监控；3.加强评价结果应用。\n",
        [],
        [("加强绩效目标管理", M), ("加强绩效运行监控", M), ("加强评价结果应用", M)],
        id="numbers run together behind a long announcement",
    ),
    pytest.param(
        "五、改进措施\n下一步，我局将进一步强化预算编制的科学性和准确性，加快项目实施进度，提高资金使用效益。\n",
        [],
        [("将进一步强化预算编制的科学性和准确性，加快项目实施进度，提高资金使用效益", M)],
        id="one sentence of measures, without 下一步，我局",
    ),
    pytest.param(
        "五、存在问题\n①预算编制不精准。②预算执行不均衡。\n六、改进措施\n①提前谋划。②按月通报。\n",
        ["预算编制不精准", "预算执行不均衡"],
        [("提前谋划", M), ("按月通报", M)],
        id="circled numbers on lines of their own",
    ),
    pytest.param(
        "五、存在问题\n⑴预算编制不精准，年中调整多。\n⑵预算执行不均衡，结转多。\n",
        ["预算编制不精准，年中调整多", "预算执行不均衡，结转多"],
        [],
        id="numbers in one character",
    ),
    pytest.param(
        "五、存在问题\na.预算编制不精准，年中调整多。\nb.预算执行不均衡，结转多。\n",
        ["预算编制不精准，年中调整多", "预算执行不均衡，结转多"],
        [],
        id="letters for numbers",
    ),
    pytest.param(
        "五、存在问题\n问题主要有三：其一，预算编制不精准；其二，预算执行不均衡；其三，绩效意识不强。\n",
        ["预算编制不精准", "预算执行不均衡", "绩效意识不强"],
        [],
        id="how many there are, then each",
    ),
    pytest.param(
        "五、存在问题及原因\n"
        "（一）存在问题\n"
        "1.支付进度慢。\n"
        "2.人员不足。\n"
        "（二）原因分析\n"
        "1.前期工作不扎实。\n"
        "2.编制有限。\n",
        ["支付进度慢", "人员不足"],
        [],
        id="a list of causes below the title of problems",
    ),
    pytest.param(
        "五、存在的不足\n"
        "尽管取得了一定成绩，但距离上级要求和群众期盼仍有差距。主要是：部分路段养护质量不高，群众满意度有待提升；应急储备物资不足；路政执法力量薄弱。\n",
        ["部分路段养护质量不高，群众满意度有待提升", "应急储备物资不足", "路政执法力量薄弱"],
        [],
        id="set off by semicolons behind what announces them",
    ),
    pytest.param(
        "一、概况\n"
        "职能。\n"
        "二、综合评价结论\n"
        "得分95分。存在的主要问题：一是资金下达晚；二是人员不足。改进措施：一是加强衔接；二是充实力量。\n",
        ["资金下达晚", "人员不足"],
        [("加强衔接", M), ("充实力量", M)],
        id="problems and measures told in the conclusion",
    ),
    pytest.param(
        "五、存在问题和建议\n存在问题：资金缺口大，配套不到位。\n建议：请省厅加大补助力度。\n",
        ["资金缺口大，配套不到位"],
        [("请省厅加大补助力度", A)],
        id="problem and advice behind labels",
    ),
    pytest.param(
        "五、存在问题\n我单位绩效自评工作存在的问题是绩效指标不够明确，量化程度不高。\n",
        ["绩效指标不够明确，量化程度不高"],
        [],
        id="the problem is",
    ),
    pytest.param(
        "五、问题与不足\n"
        "一、预算编制有待加强。\n"
        "二、资产管理有待规范。\n"
        "六、下步打算\n"
        "一、细化预算。\n"
        "二、开展清查。\n",
        ["预算编制有待加强", "资产管理有待规范"],
        [("细化预算", M), ("开展清查", M)],
        id="upper numbers once more",
    ),
    pytest.param(
        "五、主要问题及改进措施\n"
        "1、绩效目标不够细化\n"
        "改进措施：组织业务科室参与目标编制。\n"
        "2、支付不均衡\n"
        "改进措施：制定用款计划。\n",
        ["绩效目标不够细化", "支付不均衡"],
        [("组织业务科室参与目标编制", M), ("制定用款计划", M)],
        id="a title that is the problem, a label before its measure",
    ),
    pytest.param(
        "五、主要问题及改进措施\n"
        "一是绩效目标不够细化。针对这一问题，将组织业务科室参与目标编制。二是支付不均衡。针对这一问题，将制定用款计划。\n",
        ["绩效目标不够细化", "支付不均衡"],
        [("将组织业务科室参与目标编制", M), ("将制定用款计划", M)],
        id="what is done about this one problem",
    ),
    pytest.param(
        "五、主要问题及改进措施\n"
        "存在的问题主要是绩效目标不够细化、支付不均衡。下一步我们将加强绩效管理，合理安排支出进度。\n",
        ["绩效目标不够细化、支付不均衡"],
        [("我们将加强绩效管理，合理安排支出进度", M)],
        id="problems listed in one sentence",
    ),
    pytest.param(
        "甲县交通运输局2023年度部门整体支出绩效自评报告\n"
        "一、2023年重点工作计划\n"
        "1、新改建公路105公里；\n"
        "2、改造危桥10座。\n"
        "二、2024年工作计划\n"
        "1、加强养护。\n"
        "2、加强执法。\n",
        [],
        [("加强养护", M), ("加强执法", M)],
        id="plans for the year evaluated are goals",
    ),
    pytest.param(
        "二、存在的问题\n从自评看，还有几点差距：前期费安排零散，做完可研便搁置；台账由一个人记；收费标准十年未动。今后，按月通报支出；每年盘点资产。\n",
        ["前期费安排零散，做完可研便搁置", "台账由一个人记", "收费标准十年未动"],
        [("按月通报支出", M), ("每年盘点资产", M)],
        id="an announced list needs no words that say what is wrong, and 今后， no 将",
    ),
    pytest.param(
        "二、存在的问题\n1.支出进度慢。\n2.账实不符。\n接下来，按月通报支出进度。\n",
        ["支出进度慢", "账实不符"],
        [("按月通报支出进度", M)],
        id="what comes next",
    ),
    pytest.param(
        "二、存在的问题\n1.指标偏粗。\n三、改进措施\n分组包干到人，每月碰头一次。\n采购需求由使用科室当月提出，次月下单。\n",
        ["指标偏粗"],
        [("分组包干到人，每月碰头一次", M), ("采购需求由使用科室当月提出，次月下单", M)],
        id="paragraphs of measures, whatever they open with",
    ),
    pytest.param(
        "二、存在的问题\n1.指标偏粗。\n三、改进措施\n1.细化指标。\n2.商请县财政局将运行费纳入预算。\n四、其他需要说明的事项\n请县财政局考虑物价上涨，适当提高运行经费标准。\n",
        ["指标偏粗"],
        [("细化指标", M), ("商请县财政局将运行费纳入预算", A), ("请县财政局考虑物价上涨，适当提高运行经费标准", A)],
        id="the finance bureau is asked in other words, and elsewhere",
    ),
    pytest.param(
        "二、存在的问题\n1.指标偏粗。\n三、几点体会和建议\n（一）几点体会\n领导重视是前提，业务融合是关键。\n（二）对财政部门的建议\n1.建议提高定额标准。\n",
        ["指标偏粗"],
        [("建议提高定额标准", A)],
        id="what was learned is no measure",
    ),
    pytest.param(
        "二、存在的问题\n1.指标偏粗。\n三、上年度问题整改情况\n对上年提出的2个问题，我局逐条进行了整改：一是清退重复享受人员17人；二是统一档案目录。\n",
        ["指标偏粗"],
        [("清退重复享受人员17人", D), ("统一档案目录", D)],
        id="the announcement of what was done ends like a label",
    ),
    pytest.param(
        "五、存在的问题\n主要有：1.配套资金缺口120万元；2.286户没有完工；3.台账不全。\n",
        ["配套资金缺口120万元", "286户没有完工", "台账不全"],
        [],
        id="a number that opens an entry stands before digits",
    ),
    pytest.param(
        "五、存在的问题\n1.执行率仅为81.5%，低于序时进度；2.5万元尾款没有付清。\n",
        ["执行率仅为81.5%，低于序时进度", "5万元尾款没有付清"],
        [],
        id="what could be a decimal goes on with the numbers",
    ),
    pytest.param(
        "五、存在的问题和改进情况\n一是债券项目支出偏慢；二是台账缺失。"
        "2022年起，一是实行周报告，按周调度，二是建立企业台账，按季核对。\n",
        ["债券项目支出偏慢", "台账缺失"],
        [("实行周报告，按周调度", M), ("建立企业台账，按季核对", M)],
        id="a second list behind a year to come",
    ),
    pytest.param(
        "五、存在的不足及下步打算\n（一）资产底数不清。6处用房没有产权证。打算半年内完成权属登记。\n"
        "（二）驾驶员队伍老化。排班吃紧。争取每年增加聘用指标3名。\n",
        ["资产底数不清。6处用房没有产权证", "驾驶员队伍老化。排班吃紧"],
        [("半年内完成权属登记", M), ("争取每年增加聘用指标3名", M)],
        id="intentions opened by their verb",
    ),
    pytest.param(
        "五、存在的问题和改进情况\n批而未供土地较多，资产沉淀。规划局的对策：（1）成立征迁专班；（2）分类处置闲置土地。\n",
        ["批而未供土地较多，资产沉淀"],
        [("成立征迁专班", M), ("分类处置闲置土地", M)],
        id="a label of measures names who takes them",
    ),
    pytest.param(
        "五、问题及改进建议\n自评反映的问题，其一，预算没有及时调减。对此，每年8月开展监控。其二，报账资料不齐。对此，年内制定办法。\n",
        ["预算没有及时调减", "报账资料不齐"],
        [("每年8月开展监控", M), ("年内制定办法", M)],
        id="measures between the entries of a list",
    ),
    pytest.param(
        "五、存在的问题、原因与对策\n（一）存在的问题\n1.人才引进难。\n（二）原因分析\n薪酬偏低。\n"
        "（三）对策措施\n1.完善引才政策。修订引进办法，推行年薪制。\n2.建立项目库。未入库的不安排预算。\n",
        ["人才引进难"],
        [("完善引才政策。修订引进办法，推行年薪制", M), ("建立项目库。未入库的不安排预算", M)],
        id="below a mixed title, a title of measures decides",
    ),
    pytest.param(
        "五、改进措施\n1.请财政局业务股室来局辅导，修订绩效指标。\n2.邀请专家授课。\n",
        [],
        [("请财政局业务股室来局辅导，修订绩效指标", M), ("邀请专家授课", M)],
        id="who is invited to teach is not asked to act",
    ),
    pytest.param(
        "六、有关建议\n1.建议县财政局提高补助标准。\n2.我局将加强与财政部门沟通，按月对账。\n",
        [],
        [("建议县财政局提高补助标准", A), ("我局将加强与财政部门沟通，按月对账", M)],
        id="among requests, what the bureau will do itself",
    ),
    pytest.param(
        "六、有关建议\n1.适当提高公益林补偿标准。\n2.财政部门尽早下达资金。\n",
        [],
        [("适当提高公益林补偿标准", A), ("财政部门尽早下达资金", A)],
        id="what only others can do needs no verb of asking",
    ),
    pytest.param(
        "五、存在问题及整改\n（一）存在问题\n1.台账不全。\n（二）下一步措施\n1.按月盘点。\n",
        ["台账不全"],
        [("按月盘点", M)],
        id="what is still to come is not done, whatever the title above",
    ),
    pytest.param(
        "五、上年度问题整改情况\n2022年度评价指出的问题均已完成整改：一是修订了采购办法；二是补配会计2名。\n",
        [],
        [("修订了采购办法", D), ("补配会计2名", D)],
        id="that all is done announces what was done",
    ),
]


@pytest.mark.parametrize(("text", "problems", "measures"), FORMS)
def test_forms(report: Make, text: str, problems: list[str], measures: list[tuple[str, str]]) -> None:
    made = report(text)
    told = [(item.role, item_text(made.document, item), item.kind) for item in made.items]
    assert [said for role, said, _ in told if role is ItemRole.PROBLEM] == problems
    assert [(said, kind) for role, said, kind in told if role is ItemRole.MEASURE] == measures
