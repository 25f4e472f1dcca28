"""Plain text: encodings, joining of broken lines, captions, furniture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import BrokenFile
from nlp.invariants import document_violations
from nlp.readers.options import Options
from nlp.readers.txt import read_txt
from nlp.types import BlockKind, Document

PROSE = (
    "我局高度重视绩效自评工作，成立了以局长为组长的领导小组，明确各科室职责，组织开展自评。经综合评定，"
    "本年度部门整体支出绩效自评得分为九十五分，等次为优，主要指标均已完成，预算执行总体良好，资金使用规范。"
)


def document(text: str) -> Document:
    return read_txt(text.encode(), "报告.txt", Options())


def blocks(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    """The text of the blocks of one kind, line breaks taken out."""
    found = document(text)
    return ["".join(found.text[b.span.start : b.span.end].split("\n")) for b in found.blocks if b.kind is kind]


@pytest.mark.parametrize(
    ("encoding", "mark", "expected"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("gb18030", b"", "gb18030"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),  # begins with the mark of UTF-16
    ],
)
def test_encodings(encoding: str, mark: bytes, expected: str) -> None:
    found = read_txt(mark + PROSE.encode(encoding), "报告.txt", Options())
    assert found.text == PROSE, "only the mark is dropped"
    assert dict(found.meta)["encoding"] == expected


def test_big5_is_not_taken_for_gb18030() -> None:
    text = "本局依據年度績效評價辦法，對部門整體支出進行自評，預算執行情況良好，各項指標均已完成。" * 4
    found = read_txt(text.encode("big5"), "報告.txt", Options())
    assert found.text == text
    assert dict(found.meta)["encoding"].startswith("big5")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b" \n\t\n\xe3\x80\x80", "没有任何文字"),
        (bytes(range(32)) * 20, "不是文本文件"),
        (b"\xef\xbb\xbf" + "中文".encode("gb18030"), "utf-8"),  # the mark lies
    ],
)
def test_no_text(data: bytes, says: str) -> None:
    with pytest.raises(BrokenFile, match=says):
        read_txt(data, "报告.txt", Options())


# --- a page end inside a paragraph, in files whose lines are paragraphs -----------------------------

JOINED = [
    # a number stands across the break
    ("至2023年12月止财供人数（编制总数）172人，实有人数\n\n171人，其中：行政编制160人。", 1),
    ("我局固定资产总额为951.79万元，其中实际在用固定资产\n\n938.93万元，利用率98.65%。", 1),
    # a word stands across the break
    ("我局政府采购合同，均在中标之日起三十日内与供应商签订合\n\n同。", 1),
    ("①2023年绩效目标批复与预算批复一并于3月7日在单位门\n\n户网站公开。", 1),
    # running text without an end, however long
    (f"{PROSE}多名同志被评\n\n为先进个人。", 1),
    (f"（3）{PROSE}依法吊销一家企业充装许可\n\n证，守护群众安全。", 1),
    # an open bracket or title
    ("（2）高标准推进质量强市建设。出台贯彻落实《质量强国建设\n\n纲要》实施意见。", 1),
    ("全年采购办公设备（含电脑、\n打印机）共十台。", 1),
    # a line cannot begin with a closing mark
    ("全年共检查企业五百家次\n\n，发现问题三十个。", 1),
    # over three pages
    (f"{PROSE}组织开展重\n\n点工作检查并督促有关单位按期整改到位，确保全年任务完\n\n成。", 1),
]
KEPT = [
    # a heading and its text
    ("一、部门概况\n我局是市政府工作部门。", 2),
    ("1.坚持真抓实干，立足市场监管展现新作为\n一是聚焦主体强身行动，激发活力。", 2),
    ("（二）依法依规使用资金，风险防控措施得当\n我局制定了专项资金管理办法。", 2),
    ("（3）国库集中支付结转结余存量资金效率性（3分）\n\n该项指标反映存量资金变动情况。", 2),
    ("四、其他自评情况\n\n无", 2),
    ("（一）部门整体概况\n1.部门主要职责。", 2),
    ("部门整体支出目标及任务\n\n1.强化安全监管。", 2),
    ("（四）预算绩效管理方面存在的主要问题和原因分析说明\n业务部门和财务部门配合度有待提高。", 2),
    # a title over two lines is two blocks: which words belong together is for the profile to say
    ("2024年度某市市场监督管理局\n整体支出绩效自评报告", 2),
    # a long title without any mark, and the text after it
    ("某市市场监督管理局二〇二四年度部门整体支出绩效自评报告\n根据通知要求，现将情况报告如下：", 2),
    # cover lines
    ("部门名称：某市财政局（公章）\n\n单位负责人：某某（签字）\n\n填报日期：2025年8月11日", 3),
    # sentences that end
    (f"{PROSE}\n{PROSE}", 2),
    ("主要做了以下几项工作，现就有关情况具体分析如下：\n全年收入一百万元。", 2),
    # items
    ("一是制度不健全，管理有待加强\n二是人员不足，培训有待加强", 2),
    ("①完成农村公路新改建，完成安全防护工程，完成年度任务\n②完成危桥改造", 2),
    # a short line is no broken line
    ("附件1\n\n整体绩效自评报告", 2),
    # attachments
    ("附件：1、基础数据表\n2、整体支出绩效自评表", 2),
    # the text goes on after a far larger gap than a page end leaves
    ("我局政府采购合同，均在中标之日起三十日内与供应商签订合\n\n\n\n\n同。", 2),
]


@pytest.mark.parametrize(("text", "expected"), JOINED + KEPT)
def test_joins(text: str, expected: int) -> None:
    assert len(blocks(text)) == expected


# --- wrapped files ---------------------------------------------------------------------------------


def wrapped(paragraphs: list[str], across: int, indent: str) -> str:
    return "\n".join((indent + p)[i : i + across] for p in paragraphs for i in range(0, len(indent + p), across))


BODY = [
    "一、部门概况",
    PROSE,
    "（一）主要职责",
    PROSE[10:],
    "二、存在的问题",
    PROSE[20:],
    "1.预算编制不够细化。" + PROSE,
]


@pytest.mark.parametrize("across", [24, 30, 36, 40])
@pytest.mark.parametrize("indent", ["", "　　"])
def test_wrapped_file(across: int, indent: str) -> None:
    assert blocks(wrapped(BODY, across, indent)) == BODY


def test_wrapped_file_with_a_page_number_inside_a_paragraph() -> None:
    """The number stays inside the paragraph that goes on after it: blocks are disjoint and text is not altered."""
    lines = wrapped(BODY, 30, "　　").split("\n")
    text = "\n".join([*lines[:3], "", "— 1 —", "", *lines[3:], "", "— 2 —"])
    assert blocks(text)[1] == BODY[1].replace(lines[3], "— 1 —" + lines[3])
    assert blocks(text, BlockKind.FURNITURE) == ["— 2 —"]


# --- captions, page numbers, contents ----------------------------------------------------------------

TABLE = "项目\t预算数\t决算数\n基本支出\t100\t90\n项目支出\t200\t180\n"


@pytest.mark.parametrize(
    ("above", "captions"),
    [
        ("见下表1-1。\n表1-1部门整体收入基本情况\n\n单位：万元\n\n", ["表1-1部门整体收入基本情况", "单位：万元"]),
        ("2024年度收支结转结余情况\n（单位：万元）\n", ["2024年度收支结转结余情况", "（单位：万元）"]),
        ("编制单位：某市财政局　　金额单位：万元\n", ["编制单位：某市财政局　　金额单位：万元"]),
        ("收入决算总表\n", ["收入决算总表"]),
        ("资金来源构成比较\n单位：元\n", ["资金来源构成比较", "单位：元"]),  # any plain line above a unit
        ("支出占比最大的是基本支出（见下表1-2）。\n\n单位：万元\n", ["单位：万元"]),  # a sentence is none
        ("3.加减分情况\n\n", []),  # a numbered line is a heading
        ("有关数据如下：\n", []),
    ],
)
def test_captions(above: str, captions: list[str]) -> None:
    assert blocks(above + TABLE, BlockKind.CAPTION) == captions


@pytest.mark.parametrize(
    "number", ["- 3 -", "—3—", "－ 3 －", "第 3 页", "第3页 共10页", "第 3 页/共 10 页", "Page 3 of 10"]
)
def test_page_numbers(number: str) -> None:
    assert blocks(f"{PROSE}\n\n{number}\n\n一、概况\n{PROSE}", BlockKind.FURNITURE) == [number]


def test_bare_page_numbers_are_believed_where_they_count() -> None:
    counting = "".join(f"一、概况\n{PROSE}\n\n{n}\n\n" for n in range(1, 5))
    assert blocks(counting, BlockKind.FURNITURE) == ["1", "2", "3", "4"]
    assert blocks(f"得分\n\n98\n\n{PROSE}", BlockKind.FURNITURE) == []


CONTENTS = ["一、部门概况", "（一）主要职责", "二、存在的问题"]
REST = f"一、部门概况\n（一）主要职责\n{PROSE}\n二、存在的问题\n{PROSE}"


@pytest.mark.parametrize(
    "contents",
    [
        "目  录\n" + "\n".join(f"{t}……………{i}" for i, t in enumerate(CONTENTS, 1)),
        "目录\n\n" + "\n\n".join(f"{t}\t{i}" for i, t in enumerate(CONTENTS, 1)),
        "目录\n" + "\n".join(CONTENTS),  # no pages: the same words come again as headings
        "\n".join(f"{t} ........ {i}" for i, t in enumerate(CONTENTS, 1)),  # no title, but leaders
    ],
)
def test_contents_page(contents: str) -> None:
    found = document(f"某局自评报告\n{contents}\n{REST}")
    furniture = [b for b in found.blocks if b.kind is BlockKind.FURNITURE]
    assert ["".join(found.text[b.span.start : b.span.end].split()) for b in furniture] == ["".join(contents.split())]
    assert len(found.blocks) == 2 + 5


NO_ENTRIES = [
    "执行率为 12.5\n完成率为 100%\n编制数为2023",  # figures at a line's end are no page numbers
    "甲1\n乙2\n5",  # too short for words and a page
]


@pytest.mark.parametrize("lines", NO_ENTRIES)
def test_no_contents_page(lines: str) -> None:
    assert blocks(f"目录\n{lines}\n{PROSE}", BlockKind.FURNITURE) == []


@pytest.mark.parametrize("entry", ["一、概况…… （3）", "一、概况......-3-", "一、概况 .... . 123"])
def test_leaders_of_dots_make_a_contents_page(entry: str) -> None:
    lines = "\n".join([entry] * 3)
    assert blocks(f"目录\n{lines}\n{PROSE}", BlockKind.FURNITURE) == [f"目录{entry * 3}"]


@pytest.mark.parametrize("run", [".", "…", "-", " ", "1", "（", "一", "单位："])
def test_a_line_of_one_mark_is_text(run: str) -> None:
    """Patterns that try every way to part such a line would not come to an end here."""
    line = f"甲{run * 100_000}乙"
    assert document(f"目录\n{line}\n{line}").text == f"目录\n{line}\n{line}"


def test_form_feeds_are_pages() -> None:
    found = document(f"一、概况\n{PROSE}\f二、问题\n{PROSE}\n")
    assert found.pages == 2
    assert [b.page for b in found.blocks] == [1, 1, 2, 2]


def test_running_titles_of_pages() -> None:
    """With form feeds the first and last lines of pages are known; one inside a paragraph stays there."""
    pages = [f"某市财政局\n一、概况\n{PROSE}\n第{n}号\n" for n in range(1, 4)]
    text = "\f".join([*pages, f"某市财政局\n{PROSE}多名同志被评\n第4号\n", "某市财政局\n为先进个人。\n"])
    numbered = [title for n in range(1, 4) for title in ("某市财政局", f"第{n}号")]
    assert blocks(text, BlockKind.FURNITURE) == [*numbered, "某市财政局"]
    assert blocks(text)[-1].startswith(PROSE)


def test_left_over_markup_is_text() -> None:
    assert blocks("**（一）主要职责**\n[bookmark: _GoBack]（二）人员情况") == [
        "**（一）主要职责**",
        "[bookmark: _GoBack]（二）人员情况",
    ]


# --- nothing is lost ---------------------------------------------------------------------------------

MARKS = ["，", "。", "；", "：", "《", "》", "\t", "\n", "\n\n", "　　", "  ", "\f", "\r\n"]
WORDS = [
    "一、概况",
    "（一）职责",
    "1.预算",
    "某局做了大量工作",
    "12.5",
    "100%",
    "单位：万元",
    "表1",
    "目录",
    "……",
    "- 3 -",
]
PIECES = st.sampled_from([*MARKS, *WORDS, "合  计", "①", "无", "项目\t预算数\n"])


def test_a_table_parts_what_stands_around_it() -> None:
    """The rows before and after it are no table that runs across it."""
    assert document_violations(document("8  8\n6  6\n过\t\n\t\n理  1")) == []


@given(st.text(alphabet="\t \n86过理1.\f。　", min_size=1, max_size=60).filter(str.strip))
def test_blocks_are_sound_whatever_blanks_there_are(text: str) -> None:
    assert document_violations(document(text)) == []


@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(st.characters(exclude_categories=["Cs", "Cc"]))))
def test_no_character_is_lost(text: str) -> None:
    if not text.strip() or text.startswith("\ufeff"):
        return
    found = document(text)
    assert found.text == text
    position = 0
    for block in found.blocks:
        assert block.span.start >= position
        assert not text[position : block.span.start].strip(), "nothing but white space between blocks"
        position = block.span.end
        if block.cells:
            held = "".join(text[c.span.start : c.span.end] for c in block.cells)
            assert sorted("".join(held.split())) == sorted("".join(text[block.span.start : block.span.end].split()))
    assert not text[position:].strip()
