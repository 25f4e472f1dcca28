"""Which files are meant by paths."""

import os
from pathlib import Path

import pytest

from api.files import find, refusal

SUFFIXES = {".txt": None, ".docx": None}


@pytest.fixture
def folder(tmp_path):
    for name in (
        "乙/b.txt",
        "乙/A.TXT",
        "乙/~$b.docx",
        "乙/.hidden.txt",
        "a.docx",
        "photo.jpg",
        ".git/c.txt",
        "乙/丙/d.docx",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def names(paths, folder):
    return [path.relative_to(folder).as_posix() for path in paths]


def test_a_folder_gives_what_can_be_read_in_it_and_tells_what_cannot(folder):
    found = find([folder], SUFFIXES)
    assert names(found.files, folder) == ["a.docx", "乙/A.TXT", "乙/b.txt", "乙/丙/d.docx"]
    assert names(found.passed_over, folder) == ["photo.jpg"]


@pytest.mark.parametrize("name", ["photo.jpg", "乙/~$b.docx", "乙/.hidden.txt", "missing.txt"])
def test_a_file_named_itself_is_always_meant(folder, name):
    assert names(find([folder / name], SUFFIXES).files, folder) == [name]


def test_a_file_named_twice_is_read_once_at_its_first_place(folder):
    found = find([folder / "乙" / "b.txt", folder, folder / "乙" / ".." / "a.docx"], SUFFIXES)
    assert names(found.files, folder) == ["乙/b.txt", "a.docx", "乙/A.TXT", "乙/丙/d.docx"]


def test_a_file_nothing_reads_is_not_passed_over_when_named_too(folder):
    found = find([folder, folder / "photo.jpg"], SUFFIXES)
    assert found.passed_over == ()
    assert Path(folder, "photo.jpg") in found.files


def test_a_link_back_to_the_folder_does_not_go_round(folder):
    (folder / "乙" / "back").symlink_to(folder, target_is_directory=True)
    assert len(find([folder], SUFFIXES).files) == 4


@pytest.fixture
def odd(folder):
    """Entries of a folder that are no files to read, each with what is to be said of it."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "nowhere.txt").symlink_to(folder / "gone.txt")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xd4\xd5.txt")).write_text("x")
    return {"pipe.txt": "管道", "round.txt": "绕成了圈", "nowhere.txt": "不存在", "\udcd4\udcd5.txt": "UTF-8"}


def test_odd_entries_of_a_folder_are_found_and_refused_with_a_reason(folder, odd):
    found = find([folder], SUFFIXES)
    refused = {path.name: refusal(path) for path in found.files if refusal(path)}
    assert {name: word in refused[name] for name, word in odd.items()} == dict.fromkeys(odd, True)
    assert len(refused) == len(odd)
    assert len(found.files) == len(odd) + 4


def test_a_file_that_is_not_there_is_for_the_reader_to_tell(folder):
    assert refusal(folder / "missing.txt") is None


def test_a_folder_that_cannot_be_looked_into_is_told(folder, as_nobody):
    (folder / "乙").chmod(0)
    try:
        with as_nobody(folder):
            found = find([folder], SUFFIXES)
            assert names(found.files, folder) == ["a.docx", "乙"]
            assert "打不开" in refusal(folder / "乙")
    finally:
        (folder / "乙").chmod(0o700)
