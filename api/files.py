"""Which files a person means by the paths on the command line."""

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
    what is wrong with it is said when it is read. Hidden files and folders and the lock files of an open
    office program (~$…) inside a folder are not looked at, links to folders are not followed.
    """
    files: dict[Path, Path] = {}
    passed_over: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            files.setdefault(path.resolve(), path)
            continue
        for inside in _walk(path):
            readable = inside.suffix.lower() in suffixes
            (files if readable else passed_over).setdefault(inside.resolve(), inside)
    return Found(tuple(files.values()), tuple(path for key, path in passed_over.items() if key not in files))


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _visible(name))
        yield from (Path(parent, name) for name in sorted(names) if _visible(name))


def _visible(name: str) -> bool:
    return not name.startswith((".", "~$"))
