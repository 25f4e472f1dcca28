from collections.abc import Callable

import pytest

from nlp.types import Finding, Report

Make = Callable[[str], Report]


def findings(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.rule.startswith(("sum.", "other.unit"))]


def said(make: Make, text: str) -> list[tuple[str, str]]:
    return [(f.certainty, f.computed) for f in findings(make(f"一、收支情况\n{text}\n"))]


WRONG = [
    # money, 、 between the parts
    (
        "政府采购支出586.27万元，其中货物类321.46万元、服务类198.31万元、工程类69.50万元。",
        [("certain", "321.46+198.31+69.50=589.27")],
    ),
    # ，between the parts: spoken of where one digit mended makes it right
    (
        "“三公”经费支出52.74万元，其中：出国费8.60万元，公务用车运行费38.90万元，接待费6.24万元。",
        [("certain", "8.60+38.90+6.24=53.74")],
    ),
    # the parts in the next sentence; parts of a part left out; shares
    (
        "全年支出3200.50万元。其中：基本支出1200.20万元，占37.50%，包括人员经费990.10万元、公用经费210.10万元；"
        "项目支出2100.30万元，占62.50%。",
        [("certain", "1200.20+2100.30=3300.50")],
    ),
    # … and the parts of a part against their own whole
    (
        "全年支出3200.50万元。其中：基本支出1200.20万元，包括人员经费1000.10万元、公用经费210.10万元；"
        "项目支出2000.30万元。",
        [("certain", "1000.10+210.10=1210.20")],
    ),
    # nested brackets
    (
        "三公经费12.50万元，其中：接待费3.20万元，公务用车9.30万元（其中：购置费1.00万元，运行费8.50万元）。",
        [("certain", "1.00+8.50=9.50")],
    ),
    # two measures: the amounts are wrong, the counts right
    (
        "发放贷款348笔、7820万元，其中个人贷款331笔、5680万元，小微企业贷款17笔、2410万元，带动就业1093人。",
        [("certain", "5680+2410=8090")],
    ),
    # two wholes in one sentence, the second is wrong
    ("编制57人，其中行政14人、事业43人；实有51人，其中行政11人、事业43人。", [("certain", "11+43=54")]),
    # a list in brackets
    ("核定编制57人（行政14人、事业44人），实有51人。", [("certain", "14+44=58")]),
    # posts counted as 个 and as 名
    ("编制224名，其中行政编制96个、事业编制123名、工勤编制6个。", [("certain", "96+123+6=225")]),
    # without a marker, where the parts are known groups
    ("共有编制224名，行政编制96名，事业编制123名，工勤编制6名。", [("certain", "96+123+6=225")]),
    # kinds of the same count nothing twice
    ("查处案件138起，其中行政案件112起、刑事案件17起，罚款20万元。", [("certain", "112+17=129")]),
    # 其他 names the rest, so that nothing is missing
    ("举办活动386场，其中讲座62场、展览41场、其他264场。", [("likely", "62+41+264=367")]),
    ("共有车辆12辆，其中应急保障用车6辆、执法执勤用车3辆、其他用车4辆。", [("certain", "6+3+4=13")]),
    # one digit, two parts, few digits: an assumption
    ("化解积案35件，其中当年化解30件、往年遗留8件。", [("likely", "30+8=38")]),
    # known divisions: ，parts them, and 满意 would else be counted twice
    ("发现隐患1872条，其中一般隐患1836条，重大隐患9条，均已整改。", [("certain", "1836+9=1845")]),
    ("收回问卷480份，其中满意450份，基本满意35份，不满意5份。", [("certain", "450+35+5=490")]),
    # all groups are named, the difference is no slip
    ("公用支出中，采购额500万元，其中货物200万元、工程100万元、服务151万元。", [("likely", "200+100+151=451")]),
    # the whole named again at the head of the next sentence
    (
        "项目支出2100.70万元，占60%。项目支出中，道路1200.50万元、桥梁800.20万元、其他100.10万元。",
        [("certain", "1200.50+800.20+100.10=2100.80")],
    ),
    # 按…分
    (
        "支出386.40万元。按用途分，水电162.50万元，劳务137.50万元，活动96.40万元。",
        [("certain", "162.50+137.50+96.40=396.40")],
    ),
    # behind a colon
    ("支出386.40万元：水电162.50万元，劳务137.50万元，活动96.40万元。", [("certain", "162.50+137.50+96.40=396.40")]),
    # 分别为 promises all
    (
        "资金分别为两批，共下达1560.00万元，分别为第一批980.00万元、第二批680.00万元。",
        [("certain", "980.00+680.00=1660.00")],
    ),
    # a count printed in 万
    ("造林1.86万亩，其中经济林1.12万亩、用材林0.58万亩、生态林0.26万亩。", [("certain", "1.12+0.58+0.26=1.96")]),
    # one part larger than the whole
    ("发展资金500万元，其中中央资金800万元。", [("certain", "800万元＞500万元")]),
    # plan and actual in every clause
    (
        "全年预算624.75万元，实际支出596.28万元。其中：基本支出预算226.30万元，执行225.46万元；"
        "项目支出预算398.45万元，执行371.82万元。",
        [("certain", "225.46+371.82=597.28")],
    ),
    # numbered paragraphs below the whole
    (
        "项目支出1926.04万元，其中：\n1.食品监管1237.10万元，用于抽检。全年抽检100批次。\n2.质量监管698.94万元。",
        [("certain", "1237.10+698.94=1936.04")],
    ),
    # totals behind their parts
    ("困难残疾人3058人、重度残疾人4417人，合计7457人。", [("certain", "3058+4417=7475")]),
    ("工会经费1.20万元、福利费2.30万元、培训费0.50万元，共计4.50万元。", [("certain", "1.20+2.30+0.50=4.00")]),
    ("行政编制20名、事业编制35名，共58名。", [("certain", "20+35=55")]),
    # balances
    (
        "上年结转15.61万元，本年收入9789.29万元，本年支出9802.63万元，年末结转2.72万元。",
        [("certain", "15.61+9789.29-9802.63=2.27")],
    ),
    (
        "上年结转15.61万元，本年收入9789.29万元，本年支出9802.63万元，年末结转35.48万元。",
        [("likely", "15.61+9789.29-9802.63=2.27")],
    ),
    ("收入总额3864.72万元，支出总额3691.55万元，年末结转和结余137.17万元。", [("likely", "3864.72-3691.55=173.17")]),
    ("年初预算100.50万元，年中追加20.30万元，调整后全年预算121.80万元。", [("certain", "100.50+20.30=120.80")]),
    (
        "年初预算100.50万元，追加20.30万元，核减10.10万元，全年预算111.70万元。",
        [("certain", "100.50+20.30-10.10=110.70")],
    ),
    # written out
    ("基本支出4881.98+1148.34+849.13=6879.35万元。", [("certain", "4881.98+1148.34+849.13=6879.45")]),
    ("人员经费10.50万元+公用经费20.30万元-退回5.10万元=26.70万元。", [("certain", "10.50+20.30-5.10=25.70")]),
    ("公用经费决算数（72.45万元）=公用经费调整数（89.76万元）。", [("certain", "72.45≠89.76")]),
    # … with the year in a name
    ("全局2023年人员经费10.50万元+2023年公用经费20.30万元=31.80万元。", [("certain", "10.50+20.30=30.80")]),
    # … and the other way round
    ("到位资金2000万元=中央1200万元+省级500万元+县级350万元。", [("certain", "1200+500+350=2050")]),
    # 元 for 万元
    ("项目支出326.45万元。\n年末项目支出决算326.45元。", [("likely", "326.45万元/326.45元=10000")]),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_what_cannot_add_up(report: Make, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(report, text) == expected


SILENT = [
    # they add up
    "采购支出586.27万元，其中货物类321.46万元、服务类198.31万元、工程类66.50万元。",
    "支出100万元，其中基本支出60万元，占60%；项目支出40万元，占40%。",
    "发放贷款348笔、8090万元，其中个人贷款331笔、5680万元，小微企业贷款17笔、2410万元。",
    "困难残疾人3058人、重度残疾人4417人，合计7475人。",
    "上年结转15.61万元，本年收入9789.29万元，本年支出9802.63万元，年末结转2.27万元。",
    "年初预算1000万元，年中追加200万元，调减50万元，全年预算1150万元。",
    "公务接待费3.20万元，公务用车购置及运行费10.30万元（其中：购置费0万元，运行费10.30万元）。",
    "10.50万元+20.30万元=30.80万元。",
    # rounded, and within what the rounding allows
    "实有市场主体52.49万户，其中企业15.33万户、个体工商户37.15万户。",
    "支出3.25万元，其中甲1.13万元、乙1.11万元、丙1.02万元。",
    "1.13万元+1.11万元=2.25万元。",
    # not complete, and not said to be
    "支出100.50万元，其中设备购置费20.30万元、维修费30.10万元。",
    "公用经费89.50万元，其中办公费12.30万元、差旅费8.20万元、接待费1.10万元、维修费20.40万元。",
    "项目总投资5000万元，其中中央资金2000万元、省级资金500万元。",
    "培训860人，其中机关干部300人、企业职工450人，发放资料1200份。",
    "写信息73篇，其中被省局采用6篇、市局采用19篇。",
    # 等, 主要, 含
    "争取资金3200万元，其中道路1500万元、水利800万元、教育910万元等。",
    "争取资金3200万元，主要包括道路1500万元、水利800万元、教育910万元。",
    # hedged: no exact sum
    "采购支出约586万元，其中货物类321.46万元、服务类198.31万元、工程类69.50万元。",
    "造林超过1.86万亩，其中经济林1.12万亩、用材林0.58万亩、生态林0.26万亩。",
    # counted twice
    "在编52人，其中党员40人、女职工28人，本科以上学历45人。",
    "人大代表192名，其中工人农民代表83名，占43.23%，妇女代表62名，占32.29%，党员代表117名，占60.94%。",
    "查处案件120件，其中立案85件、结案80件。",
    "招商项目45个，其中亿元以上项目12个，开工项目38个，投产项目20个。",
    # another whole begins
    "2024年预算1000万元，其中公共预算800万元，2023年预算900万元，其中公共预算700万元。",
    "抽检食品1200批次，其中合格1180批次、不合格20批次，药品抽检300批次，其中合格298批次。",
    "救灾资金120.50万元，其中市级100.30万元；另安排水利资金500.20万元。",
    # changes are no parts of what was spent
    "收入1200.50万元，比上年增加200.30万元，其中人员经费增加120.10万元，项目经费增加90.40万元。",
    # the whole is an earlier figure
    "预算300.50万元，决算280.10万元，比上年减少12.20万元，其中货物180.10万元、服务100.00万元。",
    "预算40.20万元，决算31.48万元。其中：接待费8.36万元，接待147批次；运行维护费23.12万元，保有车辆7辆。",
    # measures beside each other
    "支出9802.63万元。其中财政拨款上年结转为0万元，财政拨款收入为9787.5万元，财政拨款支出9787.5万元。",
    # a total of something else
    "新建公路20公里、改建公路35公里，合计投资3200万元。",
    "立案查处案件85件、结案80件，合计罚没款35.6万元。",
    # money that moves outside income and spending
    "上年结转20.50万元，本年收入1000.30万元，本年支出980.20万元，收回存量10.00万元，年末结转30.61万元。",
    # more than last year is no addition to the budget
    "年初预算4155.20万元，较上年增加300.20万元，年中追加1738.20万元，全年预算5893.40万元。",
    # quotients of sums
    "预算调整率=（预算追加数200.30万元+结转30万元）/年初预算1000万元=23.03%。",
    "变动率=（本年结转20.10万元-上年结转30.20万元）/上年结转30.20万元=-33.44%。",
    "到位资金2000万元=中央1200万元+省级500万元+县级300万元。",
    # without an opening balance there may have been one
    "收入总额3864.72万元，支出总额3691.55万元，年末结转结余299.99万元。",
    # quotients and marks
    "执行率=支出980.20万元÷预算1000.30万元×100%=97.99%。",
    "得分=基础分95分+加分3分-扣分1分=99分。",
    "支出980.20万元/预算数（1000.30万元）=97.99%。",
    # a price is not a total
    "培训费单价326.45元，培训费326.45万元。",
    "补助标准每人1234元，发放补助1234万元。",
    # few digits agree by chance
    "罚款2600元，罚没收入2600万元。",
    # other things
    "接待费1234.5元，道路建设1234.5万元。",
    # a part that is not larger
    "发展资金500万元，其中中央资金300万元。",
    # another unit
    "举办培训12场，其中参训860人、讲师20人。",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_may_well_be(report: Make, text: str) -> None:
    assert said(report, text) == []


def test_the_finding_tells_all_figures(report: Make) -> None:
    text = "一、收支情况\n全年支出52.74万元，其中出国费8.60万元、公务用车费38.90万元、接待费6.24万元。\n"
    (finding,) = findings(report(text))
    assert (finding.rule, finding.kind, finding.certainty) == ("sum.parts", "sum", "certain")
    assert finding.stated == "全年支出52.74万元，出国费8.60万元，公务用车费38.90万元，接待费6.24万元"
    assert finding.message == "文中写全年支出52.74万元，所列各项相加8.60+38.90+6.24=53.74，与之不符。"
    assert len(finding.evidence) == 4


def test_what_is_assumed_is_said(report: Make) -> None:
    text = "一、收支情况\n化解积案35件，其中当年化解30件、往年遗留8件。\n"
    (finding,) = findings(report(text))
    assert finding.certainty == "likely"
    assert "假定" in finding.message


def test_an_equality_is_a_figure_restated(report: Make) -> None:
    (finding,) = findings(report("一、收支情况\n决算数（72.45万元）=调整数（89.76万元）。\n"))
    assert (finding.rule, finding.kind) == ("sum.equality", "restated")
