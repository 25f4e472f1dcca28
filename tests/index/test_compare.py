"""Reports side by side: what stands in a row, who is silent, which rows stand out."""

import pytest

from index.compare import SECTIONS, Row, side_by_side
from nlp.errors import CallError
from nlp.themes import vocabulary

SLOW = "预算执行进度偏慢，年底集中支付。"
VAGUE = "绩效指标不够细化，难以衡量。"
FEW = "专业技术人员不足，一人多岗。"
EARLIER = "按月通报支出进度，提前做好项目前期工作。"


@pytest.fixture
def speaking(library, make_report, part, said):
    """Puts reports that say the given things and gives (entry, report) in that order."""

    def put(*reports):
        ids = []
        for n, texts in enumerate(reports):
            parts = [part("", "", "封面", (f"第{n}号报告",)), part("一、", "问题和措施", "问题", tuple(texts))]
            report = make_report(parts, [said(text, *about) for text, about in texts.items()], name=f"{n}.txt")
            library.put(report)
            ids.append(report.document.id)
        held = {entry.id: (entry, report) for entry, report in library.reports()}
        return [held[i] for i in ids]

    return put


def problem(*themes):
    return "问题", themes


def test_a_row_per_theme_that_is_spoken_of_in_the_order_of_the_vocabulary(speaking):
    reports = speaking(
        {FEW: problem("人员队伍"), SLOW: problem("预算执行")},
        {VAGUE: problem("绩效目标与指标")},
    )
    themes = [row.theme for row in side_by_side(reports)]
    assert themes == ["预算执行", "绩效目标与指标", "人员队伍"]
    assert themes == [theme for theme in vocabulary() if theme in themes]


def test_cells_stand_in_the_order_of_the_reports_and_hold_their_own_words(speaking):
    reports = speaking({VAGUE: problem("绩效目标与指标")}, {}, {SLOW: problem("预算执行")})
    for given, expected in ((reports, ((), (), (SLOW.rstrip("。"),))), (reports[::-1], ((SLOW.rstrip("。"),), (), ()))):
        row = next(row for row in side_by_side(given) if row.theme == "预算执行")
        assert row.cells == expected


def test_several_items_of_one_theme_share_a_cell_in_their_order(speaking):
    (row,) = side_by_side(speaking({SLOW: problem("预算执行"), VAGUE: problem("预算执行")}))
    assert row.cells == ((SLOW.rstrip("。"), VAGUE.rstrip("。")),)


def test_an_item_on_two_themes_is_in_both_rows(speaking):
    rows = side_by_side(speaking({FEW: problem("人员队伍", "监管业务")}))
    assert [(row.theme, row.cells) for row in rows] == [
        ("人员队伍", ((FEW.rstrip("。"),),)),
        ("监管业务", ((FEW.rstrip("。"),),)),
    ]


def test_problems_and_each_kind_of_measure_are_compared_for_themselves(speaking):
    reports = speaking({SLOW: problem("预算执行"), EARLIER: ("改进措施", ("预算执行",)), FEW: ("建议", ("人员队伍",))})
    said = {section: [row.cells[0] for row in side_by_side(reports, section)] for section in SECTIONS}
    assert said == {
        "问题": [(SLOW.rstrip("。"),)],
        "改进措施": [(EARLIER.rstrip("。"),)],
        "建议": [(FEW.rstrip("。"),)],
        "整改情况": [],
    }


@pytest.mark.parametrize(
    ("cells", "said_by", "all_say", "only_one_says"),
    [
        ((("a",), ("b",), ("c",)), (0, 1, 2), True, False),
        ((("a",), (), ("c",)), (0, 2), False, False),
        (((), ("b",), ()), (1,), False, True),
        ((("a",),), (0,), False, False),  # one report by itself: there is nobody to agree or differ with
    ],
)
def test_rows_say_who_speaks(cells, said_by, all_say, only_one_says):
    row = Row("预算执行", cells)
    assert (row.said_by, row.all_say, row.only_one_says) == (said_by, all_say, only_one_says)


def test_nothing_to_compare_gives_no_rows(speaking):
    assert side_by_side([]) == []
    assert side_by_side(speaking({}, {})) == []


def test_a_section_that_has_no_items_is_refused_with_those_that_do(speaking):
    with pytest.raises(CallError, match=r"“收支”.*改进措施"):
        side_by_side(speaking({}), "收支")
