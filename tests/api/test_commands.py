"""The commands, run for real on small reports."""

import csv
import json
import os
from pathlib import Path

import openpyxl
import pytest

from api.ingest import Status, read_one
from nlp.contract import as_json

REPORT_KEYS = ["source", "profile", "sections", "problems", "measures", "claims", "tables", "indicators", "findings",
               "warnings"]  # fmt: skip
HIT_KEYS = ["rank", "score", "report", "name", "bureau", "province", "city", "year", "section", "section_title",
            "themes", "page", "text", "highlights"]  # fmt: skip


def test_parse_prints_one_object_a_file_in_their_order_and_nothing_else(jixiao, write):
    files = [write(year=year) for year in (2023, 2021, 2022)]
    ran = jixiao("parse", *files, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [about["source"]["name"] for about in ran.objects] == [path.name for path in files]
    assert [list(about) for about in ran.objects] == [REPORT_KEYS] * 3


def test_parse_in_workers_says_what_parse_in_this_process_says(jixiao, write):
    files = [write(year=year) for year in (2021, 2022)]
    alone = [json.loads(json.dumps(as_json(report))) for path in files for report in read_one(path).understood()]
    assert jixiao("parse", *files, "--json").objects == alone


def test_parse_leaves_no_library_behind(jixiao, write, tmp_path):
    jixiao("parse", write())
    assert [path.name for path in tmp_path.iterdir()] == ["报告"]


def test_parse_shows_a_person_who_what_and_what_answers_what(jixiao, write):
    shown = jixiao("parse", write()).out
    wanted = ("甲县水利局", "2023", "部门整体支出", "三、存在的问题", "预算执行进度偏慢", "加快预算执行进度")
    assert [word for word in wanted if word not in shown] == []


def test_what_looks_like_markup_in_a_report_is_shown_as_it_stands(jixiao, write):
    path = write()
    path.write_text(path.read_text("utf-8").replace("（一）预算", "（一）[red]预算[/]"), "utf-8")
    assert "[red]预算[/]" in jixiao("parse", path).out


def test_a_file_that_fails_is_named_with_its_reason_and_the_others_are_done(jixiao, write, folder):
    broken = folder / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    ran = jixiao("parse", write(year=2021), broken, folder / "missing.txt", write(year=2022), "--json")
    assert (ran.status, len(ran.objects)) == (1, 2)
    assert [name for name in ("broken.docx", "missing.txt") if f"失败 {folder / name}：" not in ran.err] == []
    assert "Traceback" not in ran.err


def test_adding_twice_changes_nothing_and_says_so(jixiao, write, folder):
    for year in (2021, 2022, 2023):
        write(year=year)
    first = jixiao("add", folder)
    assert (first.status, first.out.splitlines()[-1]) == (0, "新增 3，未变 0，更新 0，失败 0")
    before = jixiao("list", "--json").out
    second = jixiao("add", folder)
    assert (second.status, second.out) == (0, "没有变化：3 个文件都已在资料库中\n")
    assert jixiao("list", "--json").out == before


def test_the_same_report_under_another_name_is_not_added_again(jixiao, write, folder):
    jixiao("add", write())
    copy = write(name="副本.txt")
    told = [f"未变 {copy}：内容与库中的 甲县水利局2023.txt 相同", "没有变化：1 个文件都已在资料库中"]
    assert jixiao("add", copy).out.splitlines() == told


def test_of_two_copies_in_one_run_the_second_is_told_from_the_first(jixiao, write):
    first, second = write(name="一.txt"), write(name="二.txt")
    told = jixiao("add", first, second).out.splitlines()
    assert told[1:] == [f"未变 {second}：内容与库中的 一.txt 相同", "新增 1，未变 1，更新 0，失败 0"]


def test_doubts_about_a_file_are_counted_and_the_way_to_them_is_told(jixiao, folder):
    path = folder / "不像报告.txt"
    path.write_text("今天天气很好。\n", "utf-8")
    [about] = jixiao("parse", path, "--json").objects
    assert about["warnings"]
    told = jixiao("add", path).out
    assert f"注意 {len(about['warnings'])} 处）" in told
    assert "jixiao show" in told
    assert about["warnings"][0] in jixiao("show", path.name).out.replace("\n", "")


def test_odd_entries_of_a_folder_fail_alone(jixiao, write, folder):
    write(year=2021)
    os.mkfifo(folder / "pipe.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xd4\xd5.txt")).write_text("x")
    ran = jixiao("add", folder)
    assert (ran.status, ran.out.splitlines()[-1]) == (1, "新增 1，未变 0，更新 0，失败 3")
    assert [line.partition(" ")[0] for line in ran.err.splitlines()] == ["失败"] * 3
    assert "程序内部出错" not in ran.err


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_a_terminal_of_another_encoding_gets_what_it_can_show(start, environment, encoding):
    environment["PYTHONIOENCODING"] = encoding
    process = start("doctor")
    out, err = (text.encode(errors="surrogateescape") for text in process.communicate(timeout=60))
    assert (process.returncode, err) == (0, b"")
    assert b"? Python" in out


def test_a_broken_file_among_ten_is_named_and_nine_are_added(jixiao, write, folder):
    for year in range(2015, 2024):
        write(year=year)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 not a document")
    ran = jixiao("add", folder)
    assert (ran.status, ran.out.splitlines()[-1]) == (1, "新增 9，未变 0，更新 0，失败 1")
    [reason] = ran.err.splitlines()
    assert reason.startswith(f"失败 {folder / 'broken.docx'}：")
    assert len(jixiao("list", "--json").objects) == 9


def test_an_empty_folder_is_said_to_be_one_and_makes_no_library(jixiao, folder, tmp_path):
    (folder / "photo.jpg").touch()
    ran = jixiao("add", folder)
    assert (ran.status, ran.out) == (2, "")
    assert "1 个文件不是报告的格式，没有读：.jpg；图片要识别，请直接写它的文件名" in ran.err
    assert "没有找到可以读的文件" in ran.err
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("command", [["list"], ["show", "x"], ["search", "x"], ["remove", "x"]])
def test_only_add_makes_a_library(jixiao, tmp_path, command):
    (tmp_path / "library").mkdir()
    ran = jixiao(*command)
    assert (ran.status, ran.out, "这里还没有资料库" in ran.err) == (2, "", True)
    assert "还没有建立" in jixiao("doctor").out
    assert list((tmp_path / "library").iterdir()) == []


@pytest.mark.parametrize("name", ["甲县水利局2022.txt", "甲县水利局 2022", "甲县水利局2022"])
def test_a_report_is_shown_and_removed_by_the_names_people_use(jixiao, write, name):
    for year in (2021, 2022):
        write(year=year)
    jixiao("add", write(year=2021), write(year=2022))
    [about] = jixiao("show", name, "--json").objects
    assert about["profile"]["year"] == 2022
    assert "甲县水利局2022.txt" in jixiao("show", about["source"]["sha256"][:12]).out
    assert jixiao("remove", name).status == 0
    assert [entry["year"] for entry in jixiao("list", "--json").objects] == [2021]


def test_what_is_removed_is_named_in_full(jixiao, write):
    jixiao("add", write(year=2021))
    [entry] = jixiao("list", "--json").objects
    for part in ("局", "水利局 2021", "甲县水利局"):
        assert jixiao("remove", part).status == 2
    said = f"已从资料库去掉 甲县水利局2021.txt（甲县水利局 2021，编号 {entry['report'][:12]}）\n"
    assert jixiao("remove", "甲县水利局 2021年度").out == said


def test_a_report_that_is_not_there_is_a_wrong_call(jixiao, write):
    jixiao("add", write())
    ran = jixiao("show", "乙县")
    assert (ran.status, ran.out, "乙县" in ran.err) == (2, "", True)


def test_a_listed_report_is_one_object(jixiao, write):
    jixiao("add", write())
    [entry] = jixiao("list", "--json").objects
    said = {"name": "甲县水利局2023.txt", "bureau": "甲县水利局", "year": 2023, "kind": "部门整体支出", "problems": 2}
    assert {key: entry[key] for key in said} == said
    assert len(entry["report"]) == 64


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_a_hit_is_the_contract_s_object(jixiao, write, mode):
    jixiao("add", write(year=2021), write(year=2022), write("乙县教育局"))
    ran = jixiao(
        "search", "绩效指标不细化", "-k", 3, "--section", "问题", "--bureau", "水利局", "--mode", mode, "--json"
    )
    assert (ran.status, ran.err) == (0, "")
    assert [list(hit) for hit in ran.objects] == [HIT_KEYS] * len(ran.objects)
    assert [hit["rank"] for hit in ran.objects] == list(range(1, len(ran.objects) + 1))
    assert {hit["bureau"] for hit in ran.objects} == {"甲县水利局"}
    assert {hit["section"] for hit in ran.objects} == {"问题"}
    best = ran.objects[0]
    assert "个别项目的绩效指标以定性表述为主" in best["text"]
    assert all(0 <= start < end <= len(best["text"]) for start, end in best["highlights"])


def test_a_search_sees_what_was_added_and_removed_since(jixiao, write):
    jixiao("add", write(year=2021))
    jixiao("search", "预算执行")
    jixiao("add", write("乙县教育局", 2022))
    jixiao("remove", "甲县水利局2021")
    assert {hit["name"] for hit in jixiao("search", "预算执行", "--json").objects} == {"乙县教育局2022.txt"}


def test_a_search_without_hits_is_no_failure(jixiao, write):
    jixiao("add", write())
    ran = jixiao("search", "预算执行", "--year", 1999)
    assert (ran.status, ran.out) == (0, "没有找到；换个说法，或放宽筛选条件\n")


@pytest.fixture
def several(folder, write):
    """One file with the reports of three years of a bureau, a report cut by a form feed from the next."""
    path = folder / "汇编.txt"
    single = [write(year=year) for year in (2021, 2022, 2023)]
    path.write_text("\f".join(one.read_text("utf-8") for one in single), "utf-8")
    for one in single:
        one.unlink()
    return path


def test_a_file_with_several_reports_is_one_object_a_report(jixiao, several):
    ran = jixiao("parse", several, "--json")
    assert [about["profile"]["year"] for about in ran.objects] == [2021, 2022, 2023]
    title = "甲县水利局{}年度部门整体支出绩效自评报告"
    assert [about["source"]["part"] for about in ran.objects] == [
        {"number": n, "of": 3, "pages": [n, n], "title": title.format(2020 + n)} for n in (1, 2, 3)
    ]
    assert len({about["source"]["sha256"] for about in ran.objects}) == 1
    shown = jixiao("parse", several).out
    assert [line for n in (1, 2, 3) if (line := f"汇编.txt#{n}") not in shown] == []


def test_a_file_with_several_reports_is_one_outcome_that_says_how_many(jixiao, several):
    told = jixiao("add", several).out.splitlines()
    assert (told[0].startswith(f"新增 {several}（"), "，3 份报告，" in told[0]) == (True, True)
    assert told[1] == "新增 1，未变 0，更新 0，失败 0"
    assert jixiao("add", several).out == "没有变化：1 个文件都已在资料库中\n"


def test_one_of_several_reports_of_a_file_is_shown_and_removed_by_its_number(jixiao, several, tmp_path):
    jixiao("add", several)
    listed = jixiao("list", "--json").objects
    assert [(entry["name"], entry["part"], entry["year"]) for entry in listed] == [
        ("汇编.txt", n, 2020 + n) for n in (1, 2, 3)
    ]
    assert [name for n in (1, 2, 3) if (name := f"汇编.txt#{n}") not in jixiao("list").out] == []
    ran = jixiao("show", "汇编.txt")
    assert (ran.status, "汇编.txt#3" in ran.err) == (2, True)
    assert jixiao("show", "汇编#2", "--json").objects[0]["profile"]["year"] == 2022
    short = f"{listed[1]['report'][:12]}-2"
    assert short in jixiao("show", "汇编#2").out
    assert jixiao("remove", short).out == f"已从资料库去掉 汇编.txt#2（甲县水利局 2022，编号 {short}）\n"
    jixiao("export", "problems", "-o", tmp_path / "p.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "p.jsonl").read_text("utf-8").splitlines()]
    assert [row["report"] for row in rows] == [listed[i]["report"] for i in (0, 0, 2, 2)]
    assert "新增 0，未变 0，更新 1，失败 0" in jixiao("add", several).out.splitlines()
    assert [entry["part"] for entry in jixiao("list", "--json").objects] == [1, 2, 3]


def test_two_reports_are_compared_problem_by_problem(jixiao, write):
    jixiao("add", write(year=2021), write(year=2022))
    ran = jixiao("compare", "甲县水利局 2021", "甲县水利局 2022")
    assert ran.status == 0
    assert ran.out.count("·绩效指标设置不够细化") == 2


@pytest.mark.parametrize(("section", "text"), [("问题", "支出进度只有55%"), ("改进措施", "按月通报支出进度")])
def test_a_comparison_is_one_object_a_theme(jixiao, write, section, text):
    jixiao("add", write(year=2021), write("乙县教育局", 2022))
    ran = jixiao("compare", "乙县教育局", "甲县水利局", "--section", section, "--json")
    row = next(row for row in ran.objects if row["theme"] == "预算执行")
    assert list(row) == ["theme", "section", "said", "said_by_all", "said_only_by"]
    assert (row["section"], row["said_by_all"], row["said_only_by"]) == (section, True, None)
    assert [(said["bureau"], said["year"]) for said in row["said"]] == [("乙县教育局", 2022), ("甲县水利局", 2021)]
    assert all(any(text in one for one in said["texts"]) for said in row["said"])


def test_one_report_cannot_be_compared(jixiao, write):
    jixiao("add", write())
    ran = jixiao("compare", "甲县水利局", "甲县水利局 2023")
    assert (ran.status, ran.out) == (2, "")
    assert "只指到 1 份" in ran.err


def test_exported_problems_open_with_their_measures(jixiao, write, tmp_path):
    jixiao("add", write(year=2021), write(year=2022))
    for suffix in (".xlsx", ".csv", ".jsonl"):
        ran = jixiao("export", "problems", "-o", tmp_path / f"problems{suffix}")
        assert (ran.status, ran.out) == (0, f"已写入 {tmp_path / f'problems{suffix}'}：4 个问题\n")

    objects = [json.loads(line) for line in (tmp_path / "problems.jsonl").read_text("utf-8").splitlines()]
    assert [(row["year"], row["id"]) for row in objects] == [(2021, "p1"), (2021, "p2"), (2022, "p1"), (2022, "p2")]
    assert objects[0]["section_title"] == "三、存在的问题 > （一）预算执行进度偏慢"
    assert [measure for row in objects[:2] for measure in row["measures"] if "加快预算执行进度" in measure]

    header, *sheet = openpyxl.load_workbook(tmp_path / "problems.xlsx").worksheets[0].values
    text = header.index("问题")
    assert [row[text] for row in sheet] == [row["text"] for row in objects]

    with (tmp_path / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["问题"] for row in csv.DictReader(file)] == [row["text"] for row in objects]


def test_an_export_keeps_to_its_filters(jixiao, write, tmp_path):
    jixiao("add", write(year=2021), write(year=2022))
    ran = jixiao("export", "problems", "--year", 2022, "--theme", "预算执行", "-o", tmp_path / "p.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "p.jsonl").read_text("utf-8").splitlines()]
    assert ran.status == 0
    assert [(row["year"], "预算执行" in row["themes"]) for row in rows] == [(2022, True)]


def test_doctor_finds_a_good_installation_good(jixiao, write):
    jixiao("add", write())
    ran = jixiao("doctor")
    assert ran.status == 0
    assert "1 份报告，2 个问题" in ran.out
    assert "落后于资料库" in ran.out
    jixiao("search", "预算")
    assert "落后于资料库" not in jixiao("doctor").out


def test_doctor_says_what_is_wrong_and_goes_on(jixiao, tmp_path, monkeypatch):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.sqlite").write_bytes(b"this is not a database, whatever it is called" * 100)
    monkeypatch.setenv("JIXIAO_MODEL", str(tmp_path / "no-model"))
    ran = jixiao("doctor")
    assert ran.status == 1
    assert [line[0] for line in ran.out.splitlines() if not line.startswith(" ")] == list("✓✓✓✓✗✗")


def test_every_status_of_the_library_has_a_name_here():
    from index.types import Outcome

    assert {outcome.name for outcome in Outcome} | {"FAILED"} == {status.name for status in Status}


@pytest.mark.parametrize(("debug", "traced"), [("0", False), ("1", True)])
def test_a_traceback_is_for_those_who_ask(jixiao, write, tmp_path, monkeypatch, debug, traced):
    jixiao("add", write())
    monkeypatch.setenv("JIXIAO_DEBUG", debug)
    assert ("Traceback" in jixiao("show", "乙县").err) == traced
