"""The example reports and their labels agree with the sources they are built from."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from examples.markup import Source, labels, load, plain, untagged, words
from examples.ofd import write_ofd
from examples.render import as_html, as_text
from examples.sheet import write_xlsx
from examples.word import write_docx

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
LABEL_FILES = sorted((ROOT / "tests/data/labels").glob("*.json"))
LABELS = {path.stem: json.loads(path.read_text("utf-8")) for path in LABEL_FILES}
SOURCES = {path.stem: load(path) for path in sorted((EXAMPLES / "source").glob("*.markup"))}
FORMATS = {".txt": 3, ".docx": 4, ".pdf": 4, ".html": 2, ".doc": 1, ".wps": 1, ".ofd": 1, ".xlsx": 1, ".xls": 1}
BEGINNINGS = {".pdf": b"%PDF-", ".doc": b"\xd0\xcf\x11\xe0", ".wps": b"\xd0\xcf\x11\xe0", ".xls": b"\xd0\xcf\x11\xe0"}
TYPES = (
    "封面 概况 职能 机构人员 收支 绩效目标 评价工作 自评结论 指标分析 主要成效 问题 原因 改进措施 建议 "
    "结果应用 附件 其他"
)
THEMES = (
    "预算编制 预算执行 绩效目标与指标 绩效管理意识与机制 绩效结果应用 资金保障与缺口 资金与项目管理 资产管理 "
    "采购管理 人员队伍 执法装备与能力 制度建设 监管业务 信息公开 其他"
)
FINDINGS = {"sum", "ratio", "change", "restated", "target_unmet_full_score", "date_order", "count_of_list", "score"}

each_report = pytest.mark.parametrize("name", SOURCES)


def running_text(source: Source) -> str:
    """The words of a source without headings' numbers and without white space, as items are quoted."""
    return squeeze(plain("".join(words(part) for part in source.parts)))


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def built_text(source: Source) -> str | None:
    path = EXAMPLES / source.file
    return path.read_bytes().decode(source.about["build"].get("encoding", "utf-8")) if path.suffix == ".txt" else None


def test_every_source_has_labels_and_a_file_and_no_others_exist() -> None:
    assert set(LABELS) == set(SOURCES)
    built = {path.name for path in EXAMPLES.iterdir() if path.suffix in FORMATS}
    assert {found["file"] for found in LABELS.values()} == built


def test_every_format_promised_is_there() -> None:
    assert Counter(Path(found["file"]).suffix for found in LABELS.values()) == FORMATS


def test_the_reports_are_spread_over_provinces_levels_and_kinds() -> None:
    profiles = [found["metadata"] for found in LABELS.values()]
    assert len({profile["province"] for profile in profiles}) >= 6
    assert {profile["level"] for profile in profiles} == {"province", "city", "county"}
    assert Counter(profile["report_type"] for profile in profiles)["项目支出"] >= 2


def test_one_bureau_reports_three_years_running() -> None:
    years: dict[str, list[int]] = {}
    for found in LABELS.values():
        years.setdefault(found["metadata"]["bureau"], []).append(found["metadata"]["year"])
    steps = [[b - a for a, b in pairwise(sorted(values))] for values in years.values()]
    assert [1, 1] in steps


@each_report
def test_a_report_is_of_realistic_length(name: str) -> None:
    """A form is one sheet, what was scanned two pages."""
    short = Path(SOURCES[name].file).suffix in {".xlsx", ".xls"} or SOURCES[name].about["build"].get("by") == "scanner"
    assert len(running_text(SOURCES[name])) >= (750 if short else 3000)


def test_all_examples_together_are_small() -> None:
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()) < 3_000_000


def test_of_a_larger_file_only_the_report_is_labelled() -> None:
    cut = [found for found in LABELS.values() if found.get("cut")]
    assert len(cut) == 1
    assert "名词解释" not in {section["title"] for section in cut[0]["sections"]}


@each_report
def test_the_committed_labels_are_those_of_the_source(name: str) -> None:
    assert LABELS[name] == labels(SOURCES[name], built_text(SOURCES[name]))


@each_report
def test_the_committed_file_is_built_from_the_source(name: str, tmp_path: Path) -> None:
    source, path = SOURCES[name], EXAMPLES / SOURCES[name].file
    how, parts = source.about["build"], untagged(source)
    if path.suffix == ".txt":
        assert built_text(source) == as_text(parts, how["style"])
    elif path.suffix == ".html":
        assert path.read_text("utf-8") == as_html(parts, how["site"], how["published"])
    elif path.suffix == ".docx":
        write_docx(parts, tmp_path / path.name, how["style"])
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    elif path.suffix == ".ofd":
        write_ofd(parts, tmp_path / path.name, how["header"])
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    elif path.suffix == ".xlsx":
        write_xlsx(parts, tmp_path / path.name, how["sheet"], how["widths"])
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    else:  # LibreOffice and Chromium are not needed to run the tests
        assert path.read_bytes().startswith(BEGINNINGS[path.suffix])


@each_report
def test_items_are_verbatim(name: str) -> None:
    text = running_text(SOURCES[name])
    for item in LABELS[name]["problems"] + LABELS[name]["measures"]:
        assert squeeze(item["text"]) in text
        assert squeeze(item.get("cause") or "") in text


@each_report
def test_labels_use_the_vocabularies_and_refer_to_what_exists(name: str) -> None:
    found = LABELS[name]
    sections = {section["id"] for section in found["sections"]}
    problems = {problem["id"] for problem in found["problems"]}
    assert {section["type"] for section in found["sections"]} <= set(TYPES.split())
    assert {section["parent"] for section in found["sections"]} <= sections | {None}
    for item in found["problems"] + found["measures"]:
        assert item["section"] in sections
        assert set(item["themes"]) <= set(THEMES.split())
        assert item["themes"]
    for measure in found["measures"]:
        assert measure["kind"] in {"改进措施", "建议", "整改情况"}
        assert set(measure["addresses"]) <= problems


@each_report
def test_every_problem_and_measure_tagged_is_described_and_the_reverse(name: str) -> None:
    described = set(SOURCES[name].about["items"])
    assert {item["id"] for item in LABELS[name]["problems"] + LABELS[name]["measures"]} == described


@each_report
def test_planted_slips_quote_figures_that_are_printed(name: str) -> None:
    text = running_text(SOURCES[name])
    assert LABELS[name]["inconsistencies"]
    for slip in LABELS[name]["inconsistencies"]:
        assert slip["kind"] in FINDINGS
        assert slip["certainty"] in {"certain", "likely"}
        assert slip["raw_spans"]
        assert [raw for raw in slip["raw_spans"] if squeeze(raw) not in text] == []


def exhaustive() -> list[tuple[str, list[dict[str, Any]]]]:
    return [(name, found["claims"]) for name, found in LABELS.items() if "claims" in found]


def test_claims_of_two_plain_texts_are_annotated() -> None:
    assert sum(len(claims) >= 100 for _, claims in exhaustive()) >= 2


@pytest.mark.parametrize(("name", "claims"), exhaustive())
def test_claims_stand_in_order_on_their_lines(name: str, claims: list[dict[str, Any]]) -> None:
    lines = (built_text(SOURCES[name]) or "").split("\n")
    assert [claim["line"] for claim in claims] == sorted(claim["line"] for claim in claims)
    for claim in claims:
        here = squeeze("".join(lines[claim["line"] - 1 : claim["line"] + 4]))
        assert claim["raw"][0] in here
        assert (claim["value"] is None) == (claim["op"] == "range")
