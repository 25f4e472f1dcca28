"""Many files through worker processes: order, failures, and workers that die."""

import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.ingest import Reading, read, read_one
from nlp.readers.options import Options
from nlp.readers.txt import read_txt
from nlp.types import Document


def deadly(path: Path, options: Options) -> Reading:
    """Dies on a file called deadly; on one called shaky only the first time."""
    tried = path.with_suffix(".tried")
    if path.stem == "deadly" or (path.stem == "shaky" and not tried.exists()):
        tried.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Reading(path, (path.stem.encode(),), None, 0.0)


def slow(path: Path, options: Options) -> Reading:
    """Takes what a file called slow takes; one called pages comes on, a page at a time."""
    if path.stem == "slow":
        time.sleep(1000)
    if path.stem == "stuck":  # in C, holding the interpreter's lock: no Python code runs any more, nor any alarm
        sum(itertools.repeat(0))
    if path.stem == "pages":
        for page in range(1, 16):
            time.sleep(0.2)
            options.on_page(page, 15)
    return Reading(path, (path.stem.encode(),), None, 0.0)


def where(path: Path, options: Options) -> Reading:
    return Reading(path, (str(os.getpid()).encode(),), None, 0.0)


@pytest.mark.parametrize("workers", [1, 2])
def test_files_come_back_in_their_order_and_a_worker_that_dies_takes_only_its_own(tmp_path, workers):
    names = [*"abcdefgh", "deadly", *"ijklmnop"]
    readings = list(read([tmp_path / name for name in names], workers, deadly))
    assert [reading.path.name for reading in readings] == names
    assert {reading.path.name: reading.reports for reading in readings} == {
        name: None if name == "deadly" else (name.encode(),) for name in names
    }
    assert [(reading.path.name, "意外终止" in reading.why) for reading in readings if reading.why] == [("deadly", True)]


def test_every_deadly_file_is_named_and_the_others_are_read(tmp_path):
    files = [tmp_path / name for name in ("deadly.1", "fine", "deadly.2", "well", "deadly.3")]
    readings = list(read(files, 2, deadly))
    assert [reading.why is None for reading in readings] == [False, True, False, True, False]


def test_a_worker_lost_by_accident_costs_nothing(tmp_path):
    readings = list(read([tmp_path / name for name in ("a", "shaky", "b")], 2, deadly))
    assert [reading.reports for reading in readings] == [(b"a",), (b"shaky",), (b"b",)]


def test_one_file_is_read_without_another_process(tmp_path):
    [reading] = read([tmp_path / "a"], 2, where)
    assert reading.reports == (str(os.getpid()).encode(),)


def test_several_files_are_read_in_other_processes(tmp_path):
    ids = {reading.reports for reading in read([tmp_path / name for name in "abcd"], 2, where)}
    assert (str(os.getpid()).encode(),) not in ids
    assert len(ids) <= 2


def test_stopping_early_stops_the_workers(tmp_path):
    readings = read([tmp_path / str(number) for number in range(100)], 2, where)
    [worker] = map(int, next(readings).reports)
    readings.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "missing.txt"),
        ("report.xyz", b"\x00\x01", "xyz"),  # a kind nothing reads
        ("empty.txt", b"", "空"),
    ],
)
def test_what_is_wrong_with_a_file_is_its_outcome(tmp_path, name, content, says):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    reading = read_one(path)
    assert reading.reports is None
    assert says in reading.why


@pytest.mark.parametrize("names", [["slow"], ["a", "slow", "b", "c"]], ids=["in this process", "in workers"])
def test_a_file_over_its_time_limit_fails_alone(tmp_path, names):
    readings = list(read([tmp_path / name for name in names], 2, slow, Options(max_seconds=1)))
    assert [reading.reports for reading in readings] == [None if n == "slow" else (n.encode(),) for n in names]
    assert [reading.why for reading in readings if reading.why] == [
        "“slow”读取超过 1 秒，已放弃；可以拆分文件，或调大 JIXIAO_MAX_SECONDS 后再添加"
    ]


def test_a_library_that_does_not_come_back_is_ended_and_the_others_are_read(tmp_path):
    names = ["a", "b", "stuck", "c", "d"]
    readings = list(read([tmp_path / name for name in names], 2, slow, Options(max_seconds=1)))
    assert [reading.reports for reading in readings] == [None if n == "stuck" else (n.encode(),) for n in names]
    assert "“stuck”读取超过 1 秒" in readings[2].why


def test_a_single_file_ends_too_when_its_library_does_not_come_back(tmp_path):
    """The process that reads it ends, with where it was on standard error."""
    code = (
        "import itertools; from api import limits\n"
        "with limits.time_limit(0.5, 'a', last_words=2): sum(itertools.repeat(0))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stderr.startswith("Timeout")) == (1, True)


def test_every_page_begins_the_time_anew_and_is_told(tmp_path):
    told: list[tuple[str, int, int]] = []
    [reading] = read(
        [tmp_path / "pages"], 1, slow, Options(max_seconds=1), lambda p, n, of: told.append((p.name, n, of))
    )
    assert (reading.reports, told) == ((b"pages",), [("pages", page, 15) for page in range(1, 16)])


def test_the_pages_of_a_file_read_elsewhere_are_told(tmp_path):
    told: list[tuple[str, int, int]] = []
    files = [tmp_path / name for name in ("a", "pages", "b")]
    readings = list(read(files, 2, slow, Options(max_seconds=1), lambda p, n, of: told.append((p.name, n, of))))
    assert [reading.why for reading in readings] == [None] * 3
    assert {(name, of) for name, _, of in told} == {("pages", 15)}
    assert [page for _, page, _ in told] == sorted(page for _, page, _ in told)


@pytest.mark.skipif(sys.platform != "linux", reason="only there the system counts a process's data")
def test_a_file_that_asks_for_too_much_memory_fails_alone(tmp_path):
    files = [tmp_path / "note.txt", tmp_path / "greedy.txt"]
    for path in files:
        path.write_text("一、部门概况\n某县水利局。\n", "utf-8")
    readings = list(read(files, 2, greedy, Options(max_memory=1_000_000_000)))
    assert [reading.why is None for reading in readings] == [True, False]
    assert "内存超过上限 1000000000 字节" in readings[1].why


def greedy(path: Path, options: Options) -> Reading:
    """Reads with a reader that needs 2 GB for a file called greedy."""
    from nlp import readers

    def hungry(data: bytes, name: str, options: Options) -> Document:
        held = bytearray(2_000_000_000 if path.stem == "greedy" else 1)
        return read_txt(data + bytes(held[:0]), name, options)

    readers.READERS[".txt"] = hungry
    return read_one(path, options)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_old_word_files_among_others_are_read_as_alone(tmp_path):
    """Those that can be converted together are; a damaged one and one that is no such file fail by themselves."""
    rtf = r"{\rtf1\ansi\ansicpg936 {\b 2023}\u24180?\u24230?\par %s}"
    files = []
    for number in range(5):
        files.append(tmp_path / f"{number}.rtf")
        files[-1].write_text(rtf % (f"line {number} " * 20), "ascii")
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(f"一、部门概况\n第{number}局。\n", "utf-8")
    files.insert(3, tmp_path / "bad.doc")
    files[3].write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    readings = list(read(files, 2))
    assert [reading.path for reading in readings] == files
    assert [(reading.path.name, "已损坏" in reading.why) for reading in readings if reading.why] == [("bad.doc", True)]
    assert readings[0].reports == read_one(files[0]).reports
    assert len({report.document.id for reading in readings for report in reading.understood()}) == 10
