"""Which files a person means by the paths on the command line, and which of them are no files at all."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, each once, in the paths' order; `passed_over` are those in folders that nothing reads."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...]


def find(paths: Iterable[Path], suffixes: Collection[str]) -> Found:
    """Expand folders, recursively and in the order of names, to the files whose suffix is in `suffixes`.

    A file that is named itself is always among the files, whatever its suffix and whether or not it is there:
    what is wrong with it is said when it is read. So is a folder that cannot be looked into. Hidden files and
    folders and the lock files of an open office program (~$…) inside a folder are not looked at, links to folders
    are not followed.
    """
    files: dict[str, Path] = {}  # by their real paths, which os.path.realpath gives even where links go in a circle
    passed_over: dict[str, Path] = {}
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 – which, unlike Path.is_dir, raises nothing
            files.setdefault(os.path.realpath(path), path)
            continue
        closed: list[Path] = []
        for inside in _walk(path, closed):
            readable = inside.suffix.lower() in suffixes
            (files if readable else passed_over).setdefault(os.path.realpath(inside), inside)
        files |= {os.path.realpath(inside): inside for inside in closed}
    return Found(tuple(files.values()), tuple(path for key, path in passed_over.items() if key not in files))


def refusal(path: Path) -> str | None:
    """Why this is nothing to open (a pipe would be waited for without end); None where it is a file, or not there."""
    if not is_text(str(path)):
        return "路径不是 UTF-8 编码的文字；请把文件或文件夹改名后再试"
    try:
        if path.is_dir():
            return "这个文件夹打不开，里面的文件没有读；请检查权限"
        if path.is_symlink() and not path.exists():
            return "这个链接指向的文件不存在，或者链接绕成了圈；请直接给出原文件"
        if path.exists() and not path.is_file():
            return "这不是普通文件（是管道、套接字或设备）；请给出报告文件"
    except OSError:
        return None  # opening it will meet the same error and say so
    return None


def is_text(name: str) -> bool:
    """False for what Python makes of bytes on the command line, or of a file's name, that are not UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def _walk(folder: Path, closed: list[Path]) -> Iterator[Path]:
    """The visible files; folders that cannot be listed are put into `closed`."""
    for parent, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if _visible(name))
        yield from (Path(parent, name) for name in sorted(names) if _visible(name))


def _visible(name: str) -> bool:
    return not name.startswith((".", "~$"))
