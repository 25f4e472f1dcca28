"""A person at a terminal sees a progress bar; what goes into a file stays what it is."""

import os
import subprocess
import sys

import msgspec
import pytest

pty = pytest.importorskip("pty", reason="a terminal can be made on POSIX only")


def at_a_terminal(environment, *arguments) -> tuple[bytes, bytes]:
    """Standard output in a pipe, standard error at a terminal."""
    ours, theirs = pty.openpty()
    try:
        command = [sys.executable, "-m", "api.cli", *map(str, arguments)]
        ran = subprocess.run(
            command, env={**environment, "TERM": "xterm"}, stdout=subprocess.PIPE, stderr=theirs, check=True
        )
        return ran.stdout, os.read(ours, 1_000_000)
    finally:
        os.close(ours)
        os.close(theirs)


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
