"""Tables in plain text: the shapes they come in, merged cells, where one ends."""

import pytest

from nlp.readers.options import Options
from nlp.readers.txt import read_txt
from nlp.types import Block, BlockKind

Rows = list[list[str]]


def tables(text: str) -> list[tuple[str, Block]]:
    document = read_txt(text.encode(), "报告.txt", Options())
    return [(document.text, block) for block in document.blocks if block.kind is BlockKind.TABLE]


def filled(text: str, block: Block) -> Rows:
    """Rows with merged cells filled in and the white space in cells gone."""
    places = {
        (cell.row + r, cell.col + c): "".join(text[cell.span.start : cell.span.end].split())
        for cell in block.cells
        for r in range(cell.rows)
        for c in range(cell.cols)
    }
    return [
        [places[row, col] for col in sorted(c for r, c in places if r == row)] for row in sorted({r for r, _ in places})
    ]


def read(text: str) -> list[Rows]:
    return [filled(*table) for table in tables(text)]


def cells(*rows: tuple[str, ...]) -> str:
    """Rows as a Word-to-text converter dumps them: a cell a line behind a tab, a blank line after each row."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows)


def tabs(*rows: tuple[str, ...]) -> str:
    return "\n".join("\t".join(row) for row in rows) + "\n"


HEADER = ("项目", "年初预算数", "决算数")
PLAIN = (HEADER, ("基本支出", "1178.86", "1203.52"), ("项目支出", "265.42", "192.68"))
EXPECTED = [list(row) for row in PLAIN]


@pytest.mark.parametrize(
    "text",
    [
        tabs(*PLAIN),
        cells(*PLAIN),
        f"前文。\n{tabs(*PLAIN)}后文。",
        f"前文。\n{cells(*PLAIN)}\n后文。",
        # a page end inside the table leaves a blank line
        tabs(*PLAIN[:2]) + "\n" + tabs(*PLAIN[2:]),
        # trailing tabs: a last column that is empty everywhere
        "\n".join("\t".join(row) for row in PLAIN),
        # on a printed page, columns stand apart by spaces
        "项目        年初预算数    决算数\n基本支出      1178.86   1203.52\n项目支出       265.42    192.68\n",
        "项目  年初预算数  决算数\n基本支出  1178.86  1203.52\n项目支出  265.42  192.68\n",
        # a cell broken over two lines inside its row
        "项目\t年初\n预算数\t决算数\n基本支出\t1178.86\t1203.52\n项目支出\t265.42\t192.68\n",
        "\t项目\n\t年初\n预算数\n\t决算数\n\n\t基本\n支出\n\t1178.86\n\t1203.52\n\n\t项目支出\n\t265.42\n\t192.68\n\n",
    ],
)
def test_shapes(text: str) -> None:
    assert read(text) == [EXPECTED]


LEVELS = ("一级指标", "二级指标", "三级指标", "自评得分")


@pytest.mark.parametrize("dump", [tabs, cells])
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            (
                LEVELS,
                ("履职", "效能", "产出", "20"),
                ("", "", "效益", "20"),
                ("", "支出", "支出率", "10"),
                ("管理", "采购", "合规", "2"),
            ),
            [
                ["履职", "效能", "产出", "20"],
                ["履职", "效能", "效益", "20"],
                ["履职", "支出", "支出率", "10"],
                ["管理", "采购", "合规", "2"],
            ],
            id="labels merged over rows",
        ),
        pytest.param(
            (HEADER, ("基本支出", "100", "90"), ("电容器经费", "", "353"), ("其他", "", "")),
            [["基本支出", "100", "90"], ["电容器经费", "", "353"], ["其他", "", ""]],
            id="an empty number is no merge",
        ),
        pytest.param(
            (("财政供养人员情况", "编制数", "控制率"), ("", "335", "91.64%")),
            [["财政供养人员情况", "335", "91.64%"]],
            id="the first cell reaches from the header into the body",
        ),
        pytest.param(
            (("楼堂馆所控制情况", "批复规模", "实际规模"), ("", "", "")),
            [["楼堂馆所控制情况", "", ""]],
            id="header cells do not reach into an empty body",
        ),
        pytest.param(
            (
                ("单位", "科目", "预算", "决算"),
                ("", "", "小计", "小计"),
                ("机关", "行政", "1", "2"),
                ("", "事业", "3", "4"),
            ),
            [["单位", "科目", "小计", "小计"], ["机关", "行政", "1", "2"], ["机关", "事业", "3", "4"]],
            id="a header of two rows",
        ),
        pytest.param(
            (("序号", "事项", "得分"), ("1", "甲", "2"), ("", "乙", "3"), ("2", "丙", "4")),
            [["1", "甲", "2"], ["1", "乙", "3"], ["2", "丙", "4"]],
            id="serial numbers are labels",
        ),
        pytest.param(
            (LEVELS, ("产出", "数量", "个数", "5"), ("效益", "", "增收", "6")),
            [["产出", "数量", "个数", "5"], ["效益", "", "增收", "6"]],
            id="below a new label nothing reaches down",
        ),
        pytest.param(
            (("", "一级指标", "完成值"), ("绩效", "产出", "5"), ("", "效益", "6"), ("总分", "98.9")),
            [["绩效", "产出", "5"], ["绩效", "效益", "6"], ["总分", "98.9"]],
            id="an empty corner, a short last row",
        ),
    ],
)
def test_merged_cells(dump, rows: tuple[tuple[str, ...], ...], expected: Rows) -> None:
    assert [row for table in read(dump(*rows)) for row in table[1:]] == expected


def test_cells_know_their_extent() -> None:
    ((text, block),) = tables(tabs(LEVELS, ("履职", "效能", "产出", "20"), ("", "", "效益", "20")))
    tall = {text[c.span.start : c.span.end]: (c.row, c.col, c.rows, c.cols) for c in block.cells if c.rows > 1}
    assert tall == {"履职": (1, 0, 2, 1), "效能": (1, 1, 2, 1)}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # a title in the first row of the table itself
        ("工作表现加分指标表\t\t\n" + tabs(*PLAIN), ["caption", "table"]),
        ("\t工作表现加分指标表\n\n" + cells(*PLAIN), ["caption", "table"]),
        ("收支情况表\t\t\n\t\t单位：万元\n" + tabs(*PLAIN), ["caption", "caption", "table"]),
        # a label that waits for its value is a row
        ("\t项目名称\n\t\n\n" + cells(*PLAIN), ["table"]),
        # forms stack several tables
        (cells(*PLAIN, ("绩效指标", "一级指标", "指标值", "完成值"), ("", "产出指标", "5", "6")), ["table", "table"]),
        (
            cells(
                ("人员情况", "编制数", "控制率"),
                ("", "335", "92%"),
                ("经费情况", "预算数", "决算数"),
                ("公用", "1", "2"),
            ),
            ["table", "table"],
        ),
        # two tables with text between
        (tabs(*PLAIN) + "\n后文。\n\n" + tabs(*PLAIN), ["table", "paragraph", "table"]),
    ],
)
def test_where_tables_begin(text: str, kinds: list[str]) -> None:
    document = read_txt(text.encode(), "报告.txt", Options())
    assert [block.kind.value for block in document.blocks] == kinds


@pytest.mark.parametrize(
    "text",
    [
        # paragraphs indented by a tab
        "\t我局高度重视绩效自评工作，成立了以局长为组长的领导小组，明确各科室的职责。\n\t经综合评定，本年度部门整体支出绩效自评得分为九十五分，等次为优。\n\n"
        * 2,
        "\t一、概况\n\n\t我局是政府工作部门。\n\n\t二、问题\n\n\t无。\n",
        # list numbers set off by a tab
        "一、\t部门概况\n二、\t存在问题\n三、\t改进措施\n",
        "1.\t预算编制\n2.\t预算执行\n",
        # the signatures below a form
        "填表人：某某\t联系电话：0751-5552242\n单位负责人：某某\t填报日期：2025年8月\n",
        "填表人：某某   填报日期：2025.4.29   联系电话：13500000000\n审核人：某某   单位：某局   签字：\n",
        # one row is no table
        "甲\t乙\t丙\n后文。\n",
        # words set wide
        "关  于  印  发\n办  法  的  通  知\n",
    ],
)
def test_no_table(text: str) -> None:
    assert tables(text) == []


def test_spread_words_and_blank_cells_on_a_printed_page() -> None:
    text = (
        "项目              年初预算数       决算数\n"
        "一、基本支出          100.00        90.00\n"
        "其他                                 5.00\n"
        "合     计             100.00        95.00\n"
    )
    assert read(text) == [
        [
            ["项目", "年初预算数", "决算数"],
            ["一、基本支出", "100.00", "90.00"],
            ["其他", "", "5.00"],
            ["合计", "100.00", "95.00"],
        ]
    ]


def test_second_line_of_a_cell_on_a_printed_page() -> None:
    """Its words are apart from the cell's first line, so it gets a row; the table is not cut."""
    text = (
        "项目              预算数    决算数\n"
        "巩固拓展脱贫攻坚    100.00     90.00\n"
        "成果\n"
        "合计             100.00     90.00\n"
    )
    assert read(text) == [
        [
            ["项目", "预算数", "决算数"],
            ["巩固拓展脱贫攻坚", "100.00", "90.00"],
            ["成果", "", ""],
            ["合计", "100.00", "90.00"],
        ]
    ]


def test_a_blank_paragraph_in_an_empty_cell_does_not_end_the_row() -> None:
    text = cells(("一级指标", "二级指标", "指标值", "完成值"), ("产出", "数量", "5", "5"))
    broken = "\t效益\n\t生态\n\t\n\n\t\u3000\n\u3000\n\n"  # two empty cells, each with two paragraphs
    after = cells(("满意度", "公众", "90%", "95%"))
    assert read(text + broken + after)[0][2:] == [["效益", "生态", "", ""], ["满意度", "公众", "90%", "95%"]]
