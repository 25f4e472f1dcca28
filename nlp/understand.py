"""From a Document to a Report: the steps and their order. Start reading here."""

from collections.abc import Iterator

from nlp.audit import audit
from nlp.audit.facts import Facts
from nlp.blocks import has_children
from nlp.cells import table_figures
from nlp.chrome import without_chrome
from nlp.claims import claims, in_order
from nlp.explained import explained
from nlp.flow import claims_back, findings_back, flow, items_back, sections_back, tables_back
from nlp.indicators import indicators
from nlp.items import items, judged
from nlp.labels import SectionClassifier, label, own_text
from nlp.links import linked
from nlp.outline import outline
from nlp.pairing import Similarity
from nlp.parts import other_matter, pages_said, parts
from nlp.profile import evaluated_year, profile
from nlp.tableclaims import table_claims, told_claims
from nlp.tables import tables
from nlp.themes import ThemeJudge
from nlp.types import Document, Item, ItemRole, Label, Report, Section

# The version of each step; raised when its results change, so that a library knows what is stale.
MADE_BY: tuple[tuple[str, str], ...] = (
    ("read", "1"),
    ("parts", "2"),
    ("outline", "3"),
    ("label", "3"),
    ("items", "3"),
    ("links", "3"),
    ("claims", "2"),
    ("profile", "3"),
    ("tables", "2"),
    ("indicators", "2"),
    ("audit", "2"),
)


_SUBSTANCE = (
    "职能",
    "机构人员",
    "收支",
    "绩效目标",
    "评价工作",
    "自评结论",
    "指标分析",
    "主要成效",
    "问题",
    "改进措施",
)


def made_by(
    classifier: SectionClassifier | None = None,
    similarity: Similarity | None = None,
    judge: ThemeJudge | None = None,
) -> tuple[tuple[str, str], ...]:
    """The versions of all steps, with those of the classifier, the similarity and the judge where there are some."""
    handed_in = (("section model", classifier), ("similarity", similarity), ("theme model", judge))
    return (*MADE_BY, *((name, one.version) for name, one in handed_in if one is not None))


def understood(
    document: Document,
    *,
    classifier: SectionClassifier | None = None,
    similarity: Similarity | None = None,
    judge: ThemeJudge | None = None,
) -> tuple[Report, ...]:
    """The self-evaluations of a file, each understood: by far most often one, never none."""
    return tuple(
        understand(part, classifier=classifier, similarity=similarity, judge=judge)
        for part in parts(without_chrome(document))
    )


def understand(
    document: Document,
    *,
    classifier: SectionClassifier | None = None,
    similarity: Similarity | None = None,
    judge: ThemeJudge | None = None,
) -> Report:
    """Everything jixiao can say of a document as one report. Pure: the same document gives the same report.

    Section types are the rules' alone where no classifier is handed in (`models.section.load` has one); with a
    `similarity` causes and measures find their problems by meaning too, with a `judge` themes are weighed by meaning.
    """
    document = without_chrome(document)
    flowing = flow(document)
    text = flowing.document
    sections = outline(text)
    labels = label(text, sections, classifier)
    year = evaluated_year(text)
    found_items = items(text, sections, labels, year)
    if judge is not None:
        found_items = judged(text, found_items, judge)
    found_items = explained(text, sections, labels, found_items, similarity)
    found_items = linked(text, sections, found_items, similarity)
    spoken = claims(text, sections, labels, year)
    found_tables = tables(text, sections)
    figures = tuple(table_figures(text, table, i) for i, table in enumerate(found_tables))
    found_claims = in_order(
        (
            *spoken,
            *table_claims(found_tables, figures, year),
            *told_claims(text, labels, found_tables, figures, year),
        )
    )
    found_indicators = indicators(text, found_tables)
    about = profile(text, sections, labels, spoken, year)
    facts = Facts.of(text, sections, labels, found_claims, found_tables, figures, found_indicators, about)
    return Report(
        document=document,
        profile=about,
        sections=sections_back(flowing, sections),
        labels=labels,
        items=items_back(flowing, found_items),
        claims=claims_back(flowing, found_claims),
        tables=tables_back(flowing, found_tables),
        indicators=found_indicators,
        findings=findings_back(flowing, audit(facts)),
        warnings=tuple(_warnings(text, sections, labels, found_items)),
        made_by=made_by(classifier, similarity, judge),
    )


def _warnings(
    document: Document, sections: tuple[Section, ...], labels: tuple[Label, ...], found: tuple[Item, ...]
) -> list[str]:
    """What a reader should know before trusting the report's structure."""
    warnings = [*_cut(document), *(note.message for note in document.notes)]
    for section, mark in zip(sections, labels, strict=True):
        if mark.title_type is not None:
            title = document.text[section.title.start : section.title.end]
            warnings.append(f"“{section.number}{title}”的标题说的是{mark.title_type}，内容却是{mark.type}。")
    speaking = {item.section for item in found}
    for i, (section, mark) in enumerate(zip(sections, labels, strict=True)):
        leaf = not has_children(sections, i)
        if mark.type == "问题" and leaf and i not in speaking and len(own_text(document, section)) > 40:
            title = document.text[section.title.start : section.title.end]
            warnings.append(f"“{section.number}{title}”一节没有读出问题，请看原文。")
    other = other_matter(document)
    if other is not None:
        warnings.append(f"没有在文件里找到绩效自评报告：标题“{other}”说它是别的文件，下面读出的内容未必是自评。")
    elif not any(mark.type in _SUBSTANCE for mark in labels) and not found:
        warnings.append("没有在文件里找到绩效自评报告：没有职能、收支、绩效、问题或措施这样的章节。")
    elif not any(item.role is ItemRole.PROBLEM for item in found):
        warnings.append("全文没有读出存在问题。")
    return warnings


def _cut(document: Document) -> Iterator[str]:
    """From where in its file a report was cut, and what else the file holds."""
    part = document.part
    if part is None:
        return
    place = f"的{pages_said(part.pages)}" if part.pages else "里"
    if part.chapter:
        yield f"文件里没有单独的绩效自评报告，这里取的是文件{place}讲绩效评价的一章“{part.title}”。"
    else:
        count = f"，文件里共有 {part.of} 份，这是第 {part.number} 份" if part.of > 1 else ""
        yield f"这份报告是从文件{place}截取的{count}。"
    if part.aside:
        yield f"文件里还有别的内容没有取用：{'、'.join(part.aside)}。"
