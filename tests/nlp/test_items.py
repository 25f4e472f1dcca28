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
