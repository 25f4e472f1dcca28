from collections.abc import Callable, Mapping

import pytest

from nlp.knowledge import load
from nlp.labels import Seen, content_weights
from nlp.titles import section_types, title_weights
from nlp.types import Document, Report
from nlp.understand import understand

Make = Callable[[str], Report]

VOCABULARY = tuple(section_types())
CONTRACT = (
    "封面、概况、职能、机构人员、收支、绩效目标、评价工作、自评结论、指标分析、"
    "主要成效、问题、原因、改进措施、建议、结果应用、附件、其他"
)


def types(report: Report) -> dict[str, str]:
    """Title → type."""
    text = report.document.text
    pairs = zip(report.sections, report.labels, strict=True)
    return {text[s.title.start : s.title.end]: label.type for s, label in pairs if s.title}


TITLES = [
    ("部门基本情况", "概况"),
    ("部门主要职责", "职能"),
    ("内设机构及人员编制", "机构人员"),
    ("预算收入支出总体情况", "收支"),
    ("部门整体支出绩效目标", "绩效目标"),  # 目标 outweighs 支出
    ("年度总体工作和重点工作任务", "绩效目标"),
    ("自评工作开展情况", "评价工作"),
    ("自评材料报送时间及质量", "评价工作"),
    ("综合评价结论", "自评结论"),
    ("绩效指标分析", "指标分析"),
    ("绩效目标完成情况分析", "指标分析"),
    ("主要工作成效", "主要成效"),
    ("重点工作完成情况", "主要成效"),
    ("存在的问题及原因分析", "问题"),  # what comes first is the section's matter
    ("绩效管理存在问题", "问题"),
    ("存在的主要问题及改进措施", "问题"),
    ("问题产生的原因分析", "原因"),
    ("下一步改进措施", "改进措施"),
    ("上年度绩效自评问题整改情况", "改进措施"),  # what has been done about last year's problems
    ("相关建议", "建议"),
    ("绩效自评结果拟应用和公开情况", "结果应用"),  # 结果 here is no verdict
    ("附件材料清单", "附件"),
    ("其他需要说明的情况", "其他"),
    ("综合得分和等级", "自评结论"),
    ("最终得分", "自评结论"),
    # How a project is run is no matter of its evaluation.
    ("项目组织实施情况", "概况"),
    ("项目管理情况", "概况"),
    ("项目组织与自评过程", "评价工作"),
    # Problems that others are to solve.
    ("需要协调解决的问题", "建议"),
    ("需上级支持的事项", "建议"),
    ("提请解决的困难", "建议"),
    ("希望帮助解决的问题", "建议"),
    ("需要研究解决的问题", "问题"),
    ("资金支持不够的问题", "问题"),
    # What was found wrong before, and what has become of it.
    ("上年短板补得怎么样", "改进措施"),
    ("审计发现问题整改情况", "改进措施"),
    ("巡察反馈意见落实情况", "改进措施"),
    # What the results are for, in plain words too.
    ("自评结果怎么用", "结果应用"),
    ("评价结果使用情况", "结果应用"),
    # Shortcomings that the title itself states, whatever else it names.
    ("造林成果后期管护不到位", "问题"),
    ("绩效目标设置不够细化", "问题"),
    ("评价结果应用流于形式", "问题"),
    ("项目实施进度偏慢", "问题"),
    ("制度建设有待加强", "问题"),
    # Deeds told as headlines.
    ("归集规模平稳增长", "主要成效"),
    ("教师队伍不断优化", "主要成效"),
    ("乡村面貌持续改善", "主要成效"),
    ("医疗服务能力稳步增强", "主要成效"),
    # Annexes known by what they are.
    ("专项资金绩效自评表", "附件"),
    ("指标得分明细表", "附件"),
]


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_a_title_by_itself(report: Make, title: str, expected: str) -> None:
    made = report(f"一、{title}\n详见后文所列。\n二、附则\n本报告一式两份。\n")
    assert types(made)[title] == expected


def test_children_of_the_indicator_analysis_stay_with_it(report: Make) -> None:
    made = report(
        "三、绩效分析\n（一）预算编制情况（28分）\n预算编制规范，得28分。\n（二）信息公开性（4分）\n按时公开，得4分。\n"
    )
    assert set(types(made).values()) == {"指标分析"}


def test_children_of_an_overview_follow_their_titles(report: Make) -> None:
    made = report(
        "一、基本情况\n（一）主要职能\n负责教育。\n（二）人员情况\n编制45人。\n（三）收支情况\n收入10万元。\n"
    )
    assert list(types(made).values()) == ["概况", "职能", "机构人员", "收支"]


def test_a_topic_under_the_problems_is_a_problem(report: Make) -> None:
    made = report("五、存在问题\n（一）预算编制方面\n编制不够精细，缺乏依据。\n（二）资产管理\n账实不符，管理薄弱。\n")
    assert set(types(made).values()) == {"问题"}


UNDER = [
    ("五、改进措施", "强化结果应用", "改进措施"),  # a deed, not the chapter on the results
    ("五、改进措施", "推进绩效信息公开", "改进措施"),
    ("五、改进措施", "加强绩效目标管理", "改进措施"),
    ("五、改进措施", "有关建议", "建议"),
    ("四、存在问题", "其他问题", "问题"),
    ("四、存在问题", "需要说明的其他情况", "问题"),
    ("三、绩效分析", "组织实施", "指标分析"),  # how the project was run, not how it was judged
    ("三、绩效分析", "社会保障更加有力", "主要成效"),
    ("三、绩效分析", "信息公开", "指标分析"),
    ("三、绩效分析", "困难学生资助（10分）", "指标分析"),  # bears marks: an indicator, whatever it names
    ("三、绩效分析", "问题线索处置（8分）", "指标分析"),
    ("三、绩效分析", "困难职工帮扶", "指标分析"),  # who is helped
    ("三、绩效分析", "存在问题（扣2分）", "问题"),
    ("三、绩效分析", "未完成绩效目标的主要原因", "原因"),  # 完成绩效, not 成绩
    ("一、基本情况", "制度建设情况", "概况"),
    # What the goals are made of, and what else stands under what was done.
    ("二、绩效目标", "具体指标", "绩效目标"),
    ("二、绩效目标", "效益指标", "绩效目标"),
    ("二、绩效目标", "年度任务", "绩效目标"),
    ("三、主要工作成效", "年初设定的绩效目标", "绩效目标"),
    ("三、主要工作成效", "自评工作开展情况", "评价工作"),
    ("三、主要工作成效", "绩效目标完成情况", "主要成效"),  # may announce achievements: one more of them
]


@pytest.mark.parametrize(("chapter", "title", "expected"), UNDER)
def test_a_title_under_a_chapter(report: Make, chapter: str, title: str, expected: str) -> None:
    made = report(f"{chapter}\n（一）{title}\n详见后文所列。\n（二）其余各节\n同上。\n六、附则\n一式两份。\n")
    assert types(made)[title] == expected


def test_the_text_overrules_a_title_and_the_promise_is_kept(report: Make) -> None:
    praise = "全年完成新建学校13所，累计投入提升，推进各项工作，取得成效，荣获表彰，开展培训完成率提升增长。" * 2
    made = report(f"一、结论\n得分95分。\n五、存在问题\n{praise}\n")
    label = made.labels[-1]
    assert (label.type, label.title_type, label.by) == ("主要成效", "问题", "content")
    assert any("标题说的是问题" in warning for warning in made.warnings)


def test_the_vocabulary_is_the_contracts() -> None:
    assert "、".join(section_types()) == CONTRACT


@pytest.mark.parametrize("name", VOCABULARY)
def test_every_type_is_described_and_knows_its_neighbours(name: str) -> None:
    entry = load("section_types")[name]
    assert entry["description"].endswith(".")
    assert set(entry["inside"]) | set(entry.get("overruled_by", ())) <= set(VOCABULARY)


def test_every_type_is_found_by_some_title() -> None:
    """The cover is known by its place."""
    assert {expected for _, expected in TITLES} == set(VOCABULARY) - {"封面"}


def test_weights_are_empty_where_nothing_speaks() -> None:
    assert title_weights("春风") == {}
    assert content_weights("春风化雨") == {}


class Sure:
    """A classifier that holds every section to be of one type, this likely, and remembers what it was asked."""

    version = "test"

    def __init__(self, kind: str, likely: float) -> None:
        rest = (1 - likely) / (len(VOCABULARY) - 1)
        self.answer = {name: likely if name == kind else rest for name in VOCABULARY}
        self.asked: list[str] = []
        self.seen: list[Seen] = []

    def types(self, seen: Seen) -> Mapping[str, float]:
        self.asked.append(seen.title)
        self.seen.append(seen)
        return self.answer


# What a classifier may overrule: a guess, a faint title, the parent's type; not a title that is firm or plain.
JUDGED = [
    ("一、年初盘算\n早日建成。\n", "绩效目标", 0.6, "绩效目标"),
    ("一、年初盘算\n早日建成。\n", "绩效目标", 0.2, "其他"),  # too unsure even for a guess
    ("一、资金\n详见后文所列。\n", "自评结论", 0.6, "自评结论"),
    ("一、资金\n详见后文所列。\n", "自评结论", 0.4, "收支"),
    ("一、主要工作成效\n详见后文所列。\n", "问题", 0.99, "主要成效"),
    ("一、存在问题\n详见后文所列。\n", "主要成效", 0.99, "问题"),
]


@pytest.mark.parametrize(("text", "kind", "likely", "expected"), JUDGED)
def test_a_classifier_overrules_weak_rules_only(
    document: Callable[[str], Document], text: str, kind: str, likely: float, expected: str
) -> None:
    made = document(text + "二、附则\n本报告一式两份。\n")
    assert understand(made, classifier=Sure(kind, likely)).labels[0].type == expected


# A title that may announce either of two types: the classifier tells which of the two, and none other.
EITHER = [
    ("绩效目标完成情况", "主要成效", "主要成效"),
    ("绩效目标完成情况", "指标分析", "指标分析"),
    ("产出指标完成情况", "主要成效", "主要成效"),
    ("履职完成情况", "指标分析", "指标分析"),
    ("项目效益分析", "主要成效", "主要成效"),
    ("自评得分和完成情况", "指标分析", "指标分析"),
    ("上年评价结果应用情况", "改进措施", "改进措施"),
    ("评价结果应用情况", "改进措施", "结果应用"),
    ("有关建议", "改进措施", "改进措施"),
    ("对策与建议", "改进措施", "改进措施"),
    ("有关建议", "建议", "建议"),
    ("有关建议", "收支", "建议"),
    ("绩效目标完成情况分析", "主要成效", "指标分析"),  # says which itself
]


@pytest.mark.parametrize(("title", "kind", "expected"), EITHER)
def test_a_classifier_tells_which_of_two_a_title_means(
    document: Callable[[str], Document], title: str, kind: str, expected: str
) -> None:
    made = document(f"一、{title}\n详见后文所列。\n二、附则\n本报告一式两份。\n")
    assert understand(made, classifier=Sure(kind, 0.9)).labels[0].type == expected


# A section takes its parent's type, or one that may stand under it.
LEAVING = [
    ("三、绩效分析", "信息公开", "结果应用", "指标分析"),
    ("三、绩效分析", "运行成本", "收支", "指标分析"),
    ("三、绩效分析", "办案与调解", "主要成效", "主要成效"),
    ("三、绩效分析", "效益（30分，自评28分）", "主要成效", "指标分析"),  # bears marks
    ("四、存在问题", "资金前松后紧", "收支", "问题"),
]


@pytest.mark.parametrize(("chapter", "title", "kind", "expected"), LEAVING)
def test_what_a_section_may_be_depends_on_its_chapter(
    document: Callable[[str], Document], chapter: str, title: str, kind: str, expected: str
) -> None:
    made = document(f"{chapter}\n（一）{title}\n详见后文所列。\n（二）其余各节\n同上。\n五、附则\n一式两份。\n")
    assert understand(made, classifier=Sure(kind, 0.9)).labels[1].type == expected


class Reading(Sure):
    """Holds the text by itself for of one type, and title and text together for of another."""

    def __init__(self, alone: str, together: str) -> None:
        super().__init__(alone, 0.95)
        self.together = Sure(together, 0.95).answer

    def types(self, seen: Seen) -> Mapping[str, float]:
        return self.together if seen.title else self.answer


# What a title promises stands where its text, read with it, is clearly of it; 其他 promises nothing.
BELIED = [
    ("上年度评价问题整改落实情况", "改进措施", "改进措施"),
    ("上年度评价问题整改落实情况", "问题", "问题"),
    ("其他需要说明的情况", "其他", "问题"),
]


@pytest.mark.parametrize(("title", "together", "expected"), BELIED)
def test_a_title_is_belied_by_what_is_read_with_it(
    document: Callable[[str], Document], title: str, together: str, expected: str
) -> None:
    lacking = "目标编制不够细，台账不健全，进度滞后，制度不完善，管理薄弱，人员不足，仍有差距，难以满足需要。"
    made = document(f"一、{title}\n{lacking}\n二、附则\n略。\n")
    assert understand(made, classifier=Reading("问题", together)).labels[0].type == expected


def test_a_classifier_sees_what_stands_below_and_around(document: Callable[[str], Document]) -> None:
    judge = Sure("概况", 0.9)
    understand(document("一、年初盘算\n（一）修路\n修十里。\n（二）种树\n种百亩。\n二、附则\n略。\n"), classifier=judge)
    whole, road, _ = (seen for seen in judge.seen if seen.title in ("年初盘算", "修路", "种树"))
    assert whole.inner == road.around == "修路\n修十里。\n\n种树\n种百亩。\n"
    assert (whole.around, road.inner) == ("", "")


def test_a_parents_type_needs_a_surer_classifier(document: Callable[[str], Document]) -> None:
    made = document("一、存在问题\n（一）预算编制\n编制不够精细。\n（二）资产\n账实不符。\n")
    assert understand(made, classifier=Sure("建议", 0.6)).labels[1].type == "问题"
    assert understand(made, classifier=Sure("建议", 0.8)).labels[1].type == "建议"


def test_a_chapter_that_was_judged_does_not_hold_its_sections(document: Callable[[str], Document]) -> None:
    """A judge that takes the chapter for achievements may still take what stands in it for something else."""

    class Torn(Sure):
        def types(self, seen: Seen) -> Mapping[str, float]:
            kind = "主要成效" if seen.below else "职能"
            return {name: 0.6 if name == kind else 0.025 for name in VOCABULARY}

    made = document("一、街道画像\n（一）干什么\n管市容。\n（二）管哪里\n三个社区。\n二、附则\n略。\n")
    assert understand(made, classifier=Torn("职能", 0.6)).labels[1].type == "职能"


# Chapters that their children show: of other matters, and of marks.
SHOWN = [
    ("其他需要说明的问题", ("存在的问题", "改进措施"), "问题"),
    ("其他事项", ("有关建议", "几点意见"), "建议"),
    ("其他需要说明的情况", ("数据口径", "存在的问题"), "其他"),
    ("其他", ("数据口径", "填报人"), "其他"),
    ("自评得分和完成情况", ("产出指标", "效益指标"), "指标分析"),
    ("自评得分和完成情况", ("产出指标", "存在的问题"), "自评结论"),
]


@pytest.mark.parametrize(("title", "below", "expected"), SHOWN)
def test_children_show_what_a_chapter_is(report: Make, title: str, below: tuple[str, str], expected: str) -> None:
    made = report(f"一、{title}\n（一）{below[0]}\n详见后文。\n（二）{below[1]}\n同上。\n二、附则\n略。\n")
    assert types(made)[title] == expected


def test_what_a_classifier_decided_says_so(document: Callable[[str], Document]) -> None:
    report = understand(document("一、年初盘算\n早日建成。\n二、附则\n略。\n"), classifier=Sure("绩效目标", 0.6))
    assert (report.labels[0].by, report.labels[0].score) == ("model:test", 0.6)
    assert ("section model", "test") in report.made_by


def test_a_classifier_is_not_asked_about_plain_titles(document: Callable[[str], Document]) -> None:
    judge = Sure("问题", 0.5)
    understand(document("一、存在问题\n略。\n二、年初盘算\n略。\n"), classifier=judge)
    assert judge.asked == ["年初盘算"]
