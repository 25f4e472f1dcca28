"""Reports cut out of larger files: fictional accounts of a bureau, compendiums, notices, rules."""

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.markup import load, untagged
from examples.render import as_text
from nlp import codec
from nlp.contract import as_json
from nlp.invariants import violations
from nlp.parts import other_matter, parts
from nlp.readers import READERS, read
from nlp.readers.options import Options
from nlp.types import BlockKind, Document, Report
from nlp.understand import understand, understood

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "examples" / "source").glob("*.markup"))
NAMES = [path.stem for path in SOURCES]
LABELS = [json.loads(path.read_text("utf-8")) for path in (ROOT / "tests/data/labels").glob("*.json")]
CUT = {label["file"] for label in LABELS if label.get("cut")}  # examples that hold more than a report
FORMS = (".xls", ".xlsx")  # 自评表 without a report
REPORTS = [
    n
    for n, path in zip(NAMES, SOURCES, strict=True)
    if not load(path).file.endswith(FORMS) and load(path).file not in CUT
]


def example(name: str, style: str = "word") -> str:
    """The text of one of our example reports."""
    return as_text(untagged(load(SOURCES[NAMES.index(name)])), style)


def said(report: Report) -> dict[str, Any]:
    """What is understood of a report, without its cover and without pages, which depend on what stands before."""
    made = as_json(report)
    return {
        "profile": made["profile"],
        "problems": [(p["text"], p["cause"], p["themes"], p["answered_by"]) for p in made["problems"]],
        "measures": [(m["text"], m["kind"], m["themes"], m["answers"]) for m in made["measures"]],
        "sections": [(s["number"], s["title"], s["type"], s["level"]) for s in made["sections"] if s["type"] != "封面"],
        "claims": [c["raw"] for c in made["claims"]],
        "tables": [t["rows"] for t in made["tables"]],
    }


def read_text(text: str, name: str = "文件.txt") -> Document:
    return READERS[".txt"](text.encode(), name, Options())


@cache
def alone(name: str, style: str) -> dict[str, Any]:
    return said(understand(read_text(example(name, style))))


ACCOUNTS = """\
云岭县林业局2023年度部门决算
目录
第一部分 云岭县林业局概况
一、部门主要职责
二、机构设置
第二部分 2023年度部门决算表
第三部分 2023年度部门决算情况说明
第四部分 名词解释
第五部分 附件
第一部分 云岭县林业局概况
一、部门主要职责
云岭县林业局负责全县森林、草原、湿地资源的监督管理，组织造林绿化和林业有害生物防治，指导国有林场改革与发展，承担森林防火的预防工作。
二、机构设置
本部门内设办公室、资源管理股、防火股3个股室，下属国有林场1个，年末实有在职人员36人。
第二部分 2023年度部门决算表
收入支出决算总表
\t项目\t决算数
\t一般公共预算财政拨款收入\t812.40
\t本年支出合计\t806.15
第三部分 2023年度部门决算情况说明
一、收入支出决算总体情况说明
2023年度收入总计812.40万元，与上年相比增加21.30万元，增长2.69%，主要原因是新增松材线虫病防治经费。
二、一般公共预算财政拨款支出决算情况说明
2023年度一般公共预算财政拨款支出806.15万元，占本年支出合计的100%，其中基本支出512.05万元，项目支出294.10万元。
三、“三公”经费支出决算情况说明
2023年度“三公”经费支出决算9.20万元，完成预算的92%，主要是公务用车运行维护费，公务接待2批次14人。
四、预算绩效情况说明
{chapter}
五、机关运行经费支出说明
2023年度机关运行经费支出61.20万元，比上年减少1.40万元，主要是压减了办公费用和差旅费。
第四部分 名词解释
一、财政拨款收入：指同级财政当年拨付的资金。
二、“三公”经费：指因公出国（境）费、公务用车购置及运行费和公务接待费。
"""
THIN = "我局组织对2023年度整体支出开展了绩效自评，自评得分93.2分，等级为“优”。自评报告全文见附件。"
FULL = """\
（一）绩效评价工作开展情况
我局成立由分管领导任组长的评价小组，对2023年度整体支出和3个项目开展了绩效自评，覆盖资金806.15万元，采用查阅资料、现场核查、问卷调查的方法，评价工作于2024年3月完成。
（二）绩效自评结论
经评价，2023年度部门整体支出自评得分88.6分，等级为“良”。全年完成造林1.2万亩，森林火灾受害率控制在0.5‰以内，松材线虫病疫木除治率97%，林农满意度91%。
（三）绩效目标完成情况
造林任务完成率100%，森林抚育任务完成率96%，疫木除治完成率97%，生态护林员补助按时发放率100%，护林员培训完成2期。
（四）存在的问题
一是项目支出进度偏慢，防治经费到年底才集中支付。二是绩效指标设置不够细化，部分效益指标难以衡量。三是林场基础设施老化，防火道路养护不到位。
（五）下一步改进措施
一是提前开展项目采购，按月通报支出进度。二是细化量化绩效指标，把任务落到乡镇和林场。三是争取专项资金改造防火道路，建立日常养护制度。"""
ANNEX_TABLES = """\
附件3
公开01表 财政拨款收入支出决算总表
\t项目\t金额
\t本年收入\t812.40
\t本年支出\t806.15
以上各表金额转换为万元时因四舍五入可能存在尾差，明细数据以财政部门批复的决算为准，如有疑问请与本局办公室联系，联系电话在门户网站公布。
本局决算公开后二十日内，公众可以通过来信、来电和政府信息公开申请的方式提出意见，本局将按照规定的时限予以答复并记录在案，答复情况随下一年度决算一并说明。
"""
NOTICE = """\
云岭县财政局关于开展2023年度部门整体支出绩效自评工作的通知
县直各预算单位：
为加强预算绩效管理，提高财政资金使用效益，现就开展2023年度部门整体支出绩效自评工作通知如下。
一、自评范围
纳入2023年度部门预算管理的所有单位都要开展绩效自评，包括基本支出和项目支出，覆盖全部财政资金。
二、绩效目标完成情况
各单位对照年初批复的绩效目标，逐项分析产出指标和效益指标完成情况，说明未完成的原因。
三、存在的问题和改进措施
各单位要如实反映预算执行中存在的问题，不得回避矛盾，并提出有针对性的改进措施。
四、报送要求
各单位于4月30日前将自评报告和自评表报县财政局绩效股，逾期不报的按零分处理。
附件：部门整体支出绩效自评报告（参考提纲）
"""
RULES = """\
云岭县部门预算绩效自评管理办法（试行）
第一章 总则
第一条 为规范部门预算绩效自评工作，提高财政资金使用效益，根据预算法和有关规定，制定本办法。
第二章 绩效目标
第二条 各部门应当在编制预算时设定绩效目标，绩效目标应当明确、细化、量化，与部门职责相匹配。
第三章 自评的组织
第三条 部门绩效自评由部门自行组织，成立评价工作小组，形成部门整体支出绩效自评报告，并对真实性负责。
第四章 问题整改
第四条 对自评中发现的问题，部门应当提出整改措施并限期落实，整改情况报县财政局备案，作为安排预算的依据。
"""


def accounts(annex: str = "", chapter: str = THIN, after: str = "") -> str:
    """部门决算公开, the annex behind its fifth part."""
    whole = ACCOUNTS.format(chapter=chapter)
    return whole + (f"第五部分 附件\n附件1\n{annex}" if annex else "") + after


def project(name: str, number: str = "", problem: str = "设备采购批复较晚，资金支付集中在第四季度") -> str:
    """A short project evaluation with its own numbering."""
    return f"""\
{number}{name}项目支出绩效自评报告
一、项目概况
本项目2023年度安排资金120.00万元，用于购置设备、维护设施和开展培训，项目期限为1年。
二、项目资金使用情况
项目到位资金120.00万元，实际支出108.00万元，预算执行率90%，资金专款专用，未发现截留和挪用。
三、绩效目标完成情况
完成设备购置12台，维护设施8处，开展培训3期，培训人员150人次，服务对象满意度92%。
四、存在的问题
{problem}。
五、改进措施
提前启动采购程序，按月调度项目进度，确保资金均衡支付。
"""


ROADS = "石濂县交通运输局2023"
ROADS_TITLE = "石濂县交通运输局2023年度部门整体支出绩效自评报告"
FARMS = "剑阳县农业农村局2023"
PROJECTS = ("森林防火物资储备", "松材线虫病防治", "林场道路养护")
OWN_TABLE = "附件2\n2023年度部门整体支出绩效自评表\n\t指标\t得分\n\t产出\t50\n"
SECTION = """\
九、绩效自评报告
（一）评价结论
自评得分90分，等级为优，全年完成任务较好，服务对象满意度较高，资金使用安全规范。
（二）存在的问题
资金支付集中在第四季度，预算执行进度偏慢，绩效指标不够细化，难以衡量项目效益。
（三）改进措施
提前启动采购程序，按月调度项目进度，细化绩效指标，确保资金均衡支付和任务完成。
"""


def with_running_title() -> str:
    """The title printed again and again, and not recognised as page furniture."""
    lines = example(ROADS).splitlines()
    return "\n".join(x for i, line in enumerate(lines) for x in ([line, ROADS_TITLE] if i % 20 == 19 else [line]))


WHOLE = {
    "annex tables of its own": example(FARMS) + "附件\n2023年度部门整体支出绩效自评表\n\t指标\t得分\n\t产出\t50\n",
    "a section that is called a report": example(FARMS) + SECTION,
    "another report's title in quotation": example(FARMS) + "\n《林场道路养护项目支出绩效自评报告》\n一、略\n",
    "a stage of the evaluation": example(FARMS) + "（二）撰写绩效评价报告\n（三）提交绩效评价报告\n",
    "a title on every page": with_running_title(),
    "a cover before the title": f"{ROADS_TITLE}\n2024年4月22日\n\n\n{example(ROADS)}",
    "a cover, a contents page and the title": f"{ROADS_TITLE}\n目录\n一、基本情况\n二、存在问题\n{example(ROADS)}",
    "a letter that goes with it": f"县财政局：\n现将我局自评报告报上，请审核。\n{example(ROADS)}",
    "a list of reports behind it": f"{example(ROADS)}\n附件：\n1.林场道路养护项目支出绩效自评报告\n2.自评表\n",
    "a report without numbered headings": "甲县水利局2023年度绩效自评报告\n"
    + "全年完成渠道整治12公里，支出108万元。\n" * 30,
    "no report at all": "今天天气很好。\n",
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_one_report_stays_as_it_is(name: str) -> None:
    document = read_text(WHOLE[name])
    assert parts(document) == (document,)


def test_real_and_example_reports_stay_as_they_are(report_path: Path) -> None:
    document = read(report_path)
    [report] = parts(document)
    assert (report is document) == (report_path.name not in CUT)


BEHIND = "第六部分 名词解释\n一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。\n"

ANNEXED = {
    "at the end of the accounts": accounts(example(ROADS)),
    "before tables of the accounts": accounts(example(ROADS), after=ANNEX_TABLES),
    "before another part": accounts(example(ROADS), after=BEHIND),
    "in accounts with a long chapter on performance": accounts(example(ROADS), chapter=FULL),
    "named by the contents page": accounts(example(ROADS)).replace(
        "第五部分 附件\n第一部分", f"第五部分 附件\n附件1 {ROADS_TITLE}\n第一部分"
    ),
    "behind a notice": NOTICE + example(ROADS),
}


@pytest.mark.parametrize("name", ANNEXED)
def test_an_annexed_report_is_understood_as_if_it_stood_alone(name: str) -> None:
    [report] = understood(read_text(ANNEXED[name]))
    assert said(report) == alone(ROADS, "word")
    part = report.document.part
    assert part is not None
    assert (part.number, part.of, part.title) == (1, 1, ROADS_TITLE)
    assert "这份报告是从文件里截取的。" in report.warnings
    assert any("没有取用" in warning and "云岭县" in warning for warning in report.warnings)


def test_what_is_left_aside_is_named_with_its_pages() -> None:
    [report] = understood(
        read_text(
            accounts().replace("第四部分 名词解释\n一", "\f第四部分 名词解释\n一")
            + "\f"
            + example(ROADS)
            + "\f"
            + ANNEX_TABLES
        )
    )
    assert as_json(report)["source"]["part"] == {"number": 1, "of": 1, "pages": [3, 3], "title": ROADS_TITLE}
    assert report.warnings[:2] == (
        "这份报告是从文件的第3页截取的。",
        "文件里还有别的内容没有取用：“云岭县林业局2023年度部门决算”（第1—2页）、"
        "“附件3公开01表财政拨款收入支出决算总表”（第4页）。",
    )
    assert {section.page for section in report.sections} == {3}
    assert report.document.pages == 4


def test_a_title_may_be_broken_over_lines() -> None:
    broken = accounts(example(ROADS).replace(ROADS_TITLE, "石濂县交通运输局2023年度\n部门整体支出绩效自\n评报告"))
    [report] = understood(read_text(broken))
    assert report.document.text.startswith("附件1\n石濂县交通运输局2023年度\n部门")
    assert report.document.part is not None
    assert report.document.part.title == ROADS_TITLE


def test_a_part_of_the_accounts_may_be_the_report() -> None:
    title, _, text = project("林业局整体").partition("\n")
    [report] = understood(
        read_text(accounts().replace("第四部分 名词解释\n一", f"第四部分 {title}\n{text}第五部分 名词解释\n一"))
    )
    assert report.document.part is not None
    assert report.document.part.title == title
    assert "名词解释" not in report.document.text


def test_a_table_that_belongs_to_the_report_goes_with_it() -> None:
    [report] = understood(read_text(accounts(project("林业局整体") + OWN_TABLE, after=ANNEX_TABLES)))
    assert [table.title and report.document.text[table.title.start : table.title.end] for table in report.tables] == [
        "2023年度部门整体支出绩效自评表"
    ]


def numbered(pattern: str) -> str:
    return "".join(pattern.format(i, "一二三"[i - 1]) + project(name) for i, name in enumerate(PROJECTS, 1))


SEVERAL = {
    "one after another": numbered(""),
    "each an annex": numbered("附件{0}\n"),
    "each an annex, named on its line": numbered("附件{0}："),
    "numbered titles": numbered("{1}、"),
    "behind a contents page": "云岭县2023年度绩效自评报告汇编\n目录\n"
    + "".join(f"{name}项目支出绩效自评报告\n" for name in PROJECTS)
    + numbered(""),
    "behind a contents page with numbers": "云岭县2023年度绩效自评报告汇编\n目录\n"
    + "".join(f"{name}项目支出绩效自评报告……{i}\n" for i, name in enumerate(PROJECTS))
    + numbered("\f"),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_evaluations_in_one_file_are_several_reports(name: str) -> None:
    reports = understood(read_text(SEVERAL[name]))
    found = [report.document.part for report in reports]
    assert [(part.number, part.of, part.title) for part in found if part] == [
        (i, 3, f"{name}项目支出绩效自评报告") for i, name in enumerate(PROJECTS, 1)
    ]
    assert [len(report.items) for report in reports] == [2, 2, 2]
    assert all(f"文件里共有 3 份，这是第 {i} 份" in report.warnings[0] for i, report in enumerate(reports, 1))


def test_a_project_evaluation_behind_that_of_the_whole_bureau_is_a_second_report() -> None:
    first, second = understood(read_text(example(FARMS) + "附件3\n" + project(PROJECTS[0])))
    assert said(first) == alone(FARMS, "word")
    assert second.document.text.startswith("附件3\n森林防火")


def test_a_report_without_a_title_of_its_own_is_not_lost_before_one_that_has() -> None:
    untitled = "云岭县林业局2023年度绩效自评材料\n" + example(FARMS).split("自评报告\n", 1)[1]
    first, second = parts(read_text(untitled + "附件2\n" + project(PROJECTS[0])))
    assert first.text.startswith("云岭县林业局2023年度绩效自评材料")
    assert second.text.startswith("附件2\n森林防火")


def test_where_no_report_is_annexed_a_substantial_chapter_is_given_and_a_warning_says_so() -> None:
    [report] = understood(read_text(accounts(chapter=FULL)))
    assert report.document.text.startswith("（一）绩效评价工作开展情况")
    assert "机关运行经费" not in report.document.text
    assert sum(item.role == "problem" for item in report.items) == 3
    assert "没有单独的绩效自评报告" in report.warnings[0]
    assert "“四、预算绩效情况说明”" in report.warnings[0]


NOTHING = {
    "accounts that only mention the evaluation": accounts(),
    "accounts whose contents page promises a report": accounts().replace(
        "第五部分 附件\n第一部分", f"第五部分 附件\n附件1 {ROADS_TITLE}\n第一部分"
    ),
    "a notice": NOTICE,
    "rules": RULES,
    "something else": "今天天气很好。\n",
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_file_without_a_report_says_so(name: str) -> None:
    [report] = understood(read_text(NOTHING[name]))
    assert report.document.part is None
    assert any("没有在文件里找到绩效自评报告" in warning for warning in report.warnings)


def test_no_report_is_taken_for_another_kind_of_file(report_path: Path) -> None:
    assert other_matter(read(report_path)) is None


def test_a_part_is_a_document_of_its_own() -> None:
    whole = read_text(accounts(example(ROADS), after=ANNEX_TABLES))
    [part] = parts(whole)
    assert (part.id, part.file, part.name, part.format) == (f"{whole.id}-1", whole.id, whole.name, whole.format)
    start = whole.text.index(part.text)
    inside = [b for b in whole.blocks if start <= b.span.start < start + len(part.text)]
    assert [b.kind for b in part.blocks] == [b.kind for b in inside]
    for mine, theirs in zip(part.blocks, inside, strict=True):
        assert part.text[mine.span.start : mine.span.end] == whole.text[theirs.span.start : theirs.span.end]
        assert [part.text[c.span.start : c.span.end] for c in mine.cells] == [
            whole.text[c.span.start : c.span.end] for c in theirs.cells
        ]
    assert any(b.kind is BlockKind.TABLE and b.cells for b in part.blocks)
    report = understand(part)
    assert violations(report) == []
    assert codec.decode(codec.encode(report)) == report


def test_a_signature_stays_with_the_report_that_it_signs() -> None:
    first, second = parts(read_text(example(FARMS) + "2024年4月22日\n剑阳县农业农村局\n" + example(ROADS)))
    assert first.text.endswith("2024年4月22日\n剑阳县农业农村局\n")
    assert second.text.startswith(ROADS_TITLE)


def test_titles_alike_at_the_top_of_pages_are_titles() -> None:
    text = "\f".join(
        example(ROADS).replace(ROADS_TITLE, f"石濂县交通运输局{year}年度绩效自评报告") for year in (2021, 2022, 2023)
    )
    whole = read_text(text)
    titles = [b for b in whole.blocks if whole.text[b.span.start : b.span.end].endswith("年度绩效自评报告")]
    assert [b.kind for b in titles] == [BlockKind.FURNITURE] * 3  # so much for what the reader can know
    reports = understood(whole)
    assert [report.document.text.partition("\n")[0] for report in reports] == [
        f"石濂县交通运输局{year}年度绩效自评报告" for year in (2021, 2022, 2023)
    ]
    assert [violations(report) for report in reports] == [[]] * 3


def test_pdf_files_bound_into_one_are_understood_as_each_alone() -> None:
    paths = [path for name in ("云泽市", "贵州省") for path in (ROOT / "examples").glob(f"{name}*.pdf")]
    bound = pypdfium2.PdfDocument.new()
    for path in paths:
        bound.import_pages(pypdfium2.PdfDocument(path))
    file = io.BytesIO()
    bound.save(file)
    reports = understood(READERS[".pdf"](file.getvalue(), "合订.pdf", Options()))
    assert [said(report) for report in reports] == [
        said(understand(READERS[".pdf"](path.read_bytes(), "合订.pdf", Options()))) for path in paths
    ]
    assert [report.document.part.pages for report in reports if report.document.part] == [(1, 8), (9, 15)]


SEPARATORS = ("\n\n", "\f", "\n\n附件{n}\n", "\n\n第{c}部分\n")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(REPORTS), min_size=2, max_size=4, unique=True),
    st.sampled_from(SEPARATORS),
    st.sampled_from(("word", "tabs")),
)
def test_reports_behind_one_another_are_understood_as_each_alone(names: list[str], separator: str, style: str) -> None:
    pieces = [
        separator.format(n=i + 1, c="一二三四"[i]) * bool(i) + example(name, style) for i, name in enumerate(names)
    ]
    reports = understood(read_text("".join(pieces)))
    assert [said(report) for report in reports] == [alone(name, style) for name in names]
    assert [violations(report) for report in reports] == [[]] * len(names)


LINES = st.lists(
    st.sampled_from(
        [
            *(
                "目录",
                "附件1",
                "附件2：自评表",
                "第一部分 概况",
                "第四部分 名词解释",
                "收入支出决算总表",
                "甲县水利局",
                "甲县2023年度",
            ),
            *(
                "部门整体支出",
                "绩效自评报告",
                "甲项目绩效自评报告",
                "关于自评的通知",
                "2023年度部门决算",
                "四、预算绩效情况说明",
            ),
            *(
                "一、基本情况",
                "二、存在问题",
                "（一）目标完成情况",
                "三、改进措施",
                "1.预算执行",
                "\t项目\t金额",
                "\t支出\t10",
                "",
            ),
            "本单位负责全县水利工作，全年支出108万元，预算执行率90%，存在支付进度偏慢、指标不够细化的问题。" * 4,
        ]
    ),
    max_size=40,
)


@given(LINES)
def test_any_arrangement_of_lines_is_cut_into_sound_parts_in_order(lines: list[str]) -> None:
    whole = read_text("\n".join(["报告", *lines]))
    found = parts(whole)
    assert found
    at = 0
    for part in found:
        at = whole.text.index(part.text, at) + len(part.text)
        assert violations(understand(part)) == []
    assert len({part.id for part in found}) == len(found)
