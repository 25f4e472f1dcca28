"""`jixiao add` cut short: the library holds whole reports only, and the next run finishes."""

import os
import select
import signal
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from index.library import Library
from nlp.invariants import violations

FILES = 60


@pytest.fixture
def reports(write, folder):
    """Reports whose lines together are more than the pipe and the reader's buffer hold: `add` waits for us."""
    for number in range(FILES):
        write(f"县{chr(0x4E00 + number)}水利局", 2000 + number % 20, name=f"{number:03}{'长' * 80}.txt")
    return folder


def stopped_after(process, lines, number):
    """Reads `lines` outcomes, then sends the signal and waits for the end; what it said on stderr."""
    for _ in range(lines):
        assert process.stdout.readline().startswith("新增")
    process.send_signal(number)
    return process.communicate(timeout=60)[1]


def children(process) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def test_a_kill_leaves_whole_reports_and_the_next_add_finishes(start, jixiao, reports, tmp_path):
    process = start("add", reports)
    stopped_after(process, 3, signal.SIGKILL)
    with Library.open(tmp_path / "library") as library:
        held = list(library.reports())
        passages = library.changes().added
    assert 3 <= len(held) < FILES
    assert len(passages) > 0
    assert [report.document.name for _, report in held if violations(report)] == []

    ran = jixiao("add", reports)
    assert (ran.status, ran.out.splitlines()[-1]) == (
        0,
        f"新增 {FILES - len(held)}，未变 {len(held)}，更新 0，失败 0",
    )
    assert len(jixiao("list", "--json").objects) == FILES


def test_ctrl_c_says_how_far_it_came_and_how_to_go_on(start, jixiao, reports):
    process = start("add", reports)
    said = stopped_after(process, 3, signal.SIGINT)
    assert process.returncode == 130
    assert f"/{FILES} 个文件处理完毕，都已完整写入；再运行一次同样的命令会接着做" in said
    assert "Traceback" not in said
    assert 3 <= len(jixiao("list", "--json").objects) < FILES


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_ctrl_c_while_the_workers_start_is_silent_too(start, reports):
    """At a terminal all processes get the signal; a worker that is still importing would print where it was."""
    process = start("add", reports, new_session=True)
    while len(children(process)) < 2:
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert (process.returncode, "已中断" in said, "Traceback" in said) == (130, True, False)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes in /proc")
def test_no_worker_outlives_a_killed_command(start, reports):
    process = start("add", reports)
    process.stdout.readline()
    workers = children(process)
    assert len(workers) >= 2
    with ExitStack() as stack:
        ends = [os.pidfd_open(pid) for pid in workers]
        for end in ends:
            stack.callback(os.close, end)
        process.kill()
        process.wait(60)
        assert [bool(select.select([end], [], [], 60)[0]) for end in ends] == [True] * len(ends)  # each is over


@pytest.mark.parametrize(("number", "to_all"), [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGKILL, False)])
@pytest.mark.parametrize("count", [1, 3], ids=["alone", "together"])
def test_nothing_of_a_conversion_outlives_a_command_that_was_cut_short(
    start, environment, folder, tmp_path, number, to_all, count
):
    """Whether the office program hangs, and whether Ctrl-C reaches all processes, as at a terminal, or the first."""
    temporary, mark, program = tmp_path / "tmp", tmp_path / "mark", tmp_path / "soffice"
    temporary.mkdir()
    program.write_text(f"#!/bin/sh\necho $$ > {mark}.new; mv {mark}.new {mark}; sleep 1000\n")
    program.chmod(0o755)
    for name in range(count):
        (folder / f"{name}.rtf").write_bytes(b"{\\rtf1 %d}" % name)
    environment |= {"TMPDIR": str(temporary), "JIXIAO_SOFFICE": str(program), "JIXIAO_MAX_SECONDS": "20"}
    process = start("add", folder, new_session=True)
    eventually(mark.exists)
    assert list(temporary.glob("jixiao-*"))
    (os.killpg if to_all else os.kill)(process.pid, number)
    assert "Traceback" not in process.communicate(timeout=60)[1]
    eventually(lambda: not list(temporary.glob("jixiao-*")))
    eventually(lambda: not Path(f"/proc/{mark.read_text().strip()}").exists())


def eventually(true) -> None:
    """Waits a minute at most: processes die in their own time."""
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)
