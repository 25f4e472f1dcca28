"""Many files through worker processes: order, failures, and workers that die."""

import os
import signal
from pathlib import Path

import pytest

from api.ingest import Reading, read, read_one
from nlp.readers.options import Options


def deadly(path: Path, options: Options) -> Reading:
    """Dies on a file called deadly; on one called shaky only the first time."""
    tried = path.with_suffix(".tried")
    if path.stem == "deadly" or (path.stem == "shaky" and not tried.exists()):
        tried.touch()
        os.kill(os.getpid(), signal.SIGKILL)
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
