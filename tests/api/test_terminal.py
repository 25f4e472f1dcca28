"""A person at a terminal sees a progress bar; what goes into a file stays what it is."""

import os
import re
import subprocess
import sys

import msgspec
import pytest
from rich.cells import cell_len

pty = pytest.importorskip("pty", reason="a terminal can be made on POSIX only")


ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def at_a_terminal(environment, *arguments, out=subprocess.PIPE) -> tuple[bytes, bytes]:
    """Standard output in a pipe, or at the terminal too where `out` is None; standard error at a terminal."""
    ours, theirs = pty.openpty()
    try:
        command = [sys.executable, "-m", "api.cli", *map(str, arguments)]
        at_80 = {**environment, "TERM": "xterm", "COLUMNS": "80"}
        ran = subprocess.run(command, env=at_80, stdout=theirs if out is None else out, stderr=theirs, check=True)
        return ran.stdout, os.read(ours, 1_000_000)
    finally:
        os.close(ours)
        os.close(theirs)


def lines_at_a_terminal(environment, *arguments) -> list[str]:
    shown = at_a_terminal(environment, *arguments, out=None)[1].decode()
    return [ESCAPES.sub("", line).rstrip() for line in shown.replace("\r", "\n").split("\n")]


def test_a_long_line_about_a_file_is_not_broken(environment, write):
    files = [write(year=year, name=f"{'很长的文件名' * 9}{year}.txt") for year in (2021, 2022)]
    shown = lines_at_a_terminal(environment, "add", *files)
    assert [any(line.startswith(f"新增 {path}（") for line in shown) for path in files] == [True, True]


def test_at_80_columns_text_is_broken_where_it_may_be(environment, jixiao, write):
    jixiao("add", write(year=2021), write("乙县教育局"))
    for command in (["search", "预算执行"], ["show", "乙县教育局"], ["compare", "甲县水利局", "乙县教育局"], ["list"]):
        shown = lines_at_a_terminal(environment, *command)
        assert max(map(cell_len, shown)) <= 80
        assert [line for line in shown if line.strip()[:1] in tuple("、。，；：")] == []
    assert any("甲县水利局" in line for line in shown)  # in the list


@pytest.mark.parametrize("command", [["search", "预算执行"], ["show", "乙县教育局"], ["list"], ["compare"]])
def test_into_a_file_nothing_is_wrapped_or_padded(jixiao, write, command):
    jixiao("add", write(year=2021), write("乙县教育局"))
    if command == ["compare"]:
        command = ["compare", "甲县水利局", "乙县教育局"]
    out = jixiao(*command).out
    assert [line for line in out.split("\n") if line != line.rstrip()] == []
    whole = "部分项目前期工作不充分，截至2023年9月底支出进度只有55%，低于序时进度20个百分点"
    assert command == ["list"] or any(whole in line for line in out.split("\n"))


def test_a_bar_is_shown_and_json_is_not_touched_by_it(environment, write):
    files = [write(year=year) for year in (2021, 2022, 2023)]
    out, shown = at_a_terminal(environment, "parse", *files, "--json")
    assert [msgspec.json.decode(line)["profile"]["year"] for line in out.splitlines()] == [2021, 2022, 2023]
    assert "读取".encode() in shown
    assert b"source" not in shown


def test_what_add_says_goes_where_it_was_sent(environment, write):
    out, shown = at_a_terminal(environment, "add", write(year=2021), write(year=2022))
    assert out.decode().splitlines()[-1] == "新增 2，未变 0，更新 0，失败 0"
    assert "新增".encode() not in shown


def test_no_bar_where_nobody_looks(jixiao, write):
    assert jixiao("add", write(year=2021), write(year=2022)).err == ""
