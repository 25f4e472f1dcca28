"""The library beside other processes, and after one was killed."""

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index.library import Library
from index.passages import cut
from nlp import codec
from nlp.invariants import violations

ADDER = Path(__file__).with_name("adder.py")
ROOT = ADDER.parents[2]
REPORTS = 60


@pytest.fixture
def encoded(tmp_path, make_report, part):
    """A folder of reports, each of 200 passages, so that a kill falls into a transaction as a rule."""
    folder = tmp_path / "encoded"
    folder.mkdir()
    for n in range(REPORTS):
        items = [part(f"{i}.", f"第{i}项", "问题", (f"第{n}号单位的第{i}项工作推进缓慢。",)) for i in range(1, 201)]
        report = make_report([part("", "", "封面", (f"第{n}号报告",)), *items], name=f"{n:03}.txt")
        (folder / f"{n:03}").write_bytes(codec.encode(report))
    return folder


@contextmanager
def adding(place, folder):
    command = [sys.executable, str(ADDER), str(place), str(folder)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process, reports=1):
    """Let it add so many more."""
    process.stdin.write("\n" * reports)
    process.stdin.flush()


def check_whole(library):
    """Every report that is there is there with all its passages, and nothing else is."""
    held = {entry.id: report for entry, report in library.reports()}
    passages = library.passages(library.changes().added).values()
    for report in held.values():
        assert violations(report) == []
        assert sum(p.report == report.document.id for p in passages) == len(cut(report))
    assert {p.report for p in passages} == set(held)
    assert library.revision == len(held)


@pytest.mark.parametrize("lines", [1, 7, 20])
def test_a_kill_leaves_whole_reports_and_the_next_run_finishes(place, encoded, lines):
    with adding(place, encoded) as process:
        ask(process, lines + 1)
        kept = [process.stdout.readline() for _ in range(lines)]
        process.kill()  # while it is at the last one
        process.wait()
    assert set(kept) == {"added\n"}
    with Library.open(place) as library:
        assert lines <= len(library.entries()) <= lines + 1
        check_whole(library)
        before = len(library.entries())

    with adding(place, encoded) as process:
        outcomes = process.communicate("\n" * REPORTS)[0].split()
    assert (outcomes.count("unchanged"), outcomes.count("added")) == (before, REPORTS - before)
    with Library.open(place) as library:
        assert len(library.entries()) == REPORTS
        check_whole(library)


def test_readers_see_whole_reports_while_another_process_writes(place, encoded):
    with Library.open(place) as library, adding(place, encoded) as process:
        for number in range(1, REPORTS + 1):
            ask(process)
            changes = library.changes()  # while the other is writing
            assert len(changes.added) == changes.revision * 200 + changes.revision  # with the cover's passage
            assert changes.revision in (number - 1, number)
            assert process.stdout.readline() == "added\n"
        assert len(library.entries()) == REPORTS


def test_two_writers_of_the_same_reports_add_each_once(place, encoded):
    with adding(place, encoded) as one, adding(place, encoded) as other:
        for process in (one, other):
            ask(process, REPORTS)
            process.stdin.close()
        outcomes = one.stdout.read().split() + other.stdout.read().split()
    assert (outcomes.count("added"), outcomes.count("unchanged")) == (REPORTS, REPORTS)
    with Library.open(place) as library:
        check_whole(library)


def test_threads_share_a_library(library, make_report):
    reports = [make_report(name=f"{n}.txt") for n in range(20)]
    errors = []

    def puts(version):
        try:
            for report in reports:
                library.put(replace(report, made_by=(("read", version),)))
                library.get(report.document.id)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=puts, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(library.entries()) == len(reports)
    assert len(library.changes().added) == sum(len(cut(report)) for report in reports)
