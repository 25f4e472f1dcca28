"""A progress bar on stderr, shown only where a person is looking at it."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

_ROOM = 16  # characters of a file's name beside the bar
Thing = TypeVar("Thing")


class Bar:
    """How far things are; called with (done, total)."""

    def __init__(self, progress: "Progress", what: str) -> None:
        self._progress, self._what = progress, what
        self._task = progress.add_task(what, total=None)

    def __call__(self, done: int, total: int) -> None:
        """So many of the things are done."""
        self._progress.update(self._task, description=self._what, completed=done, total=total)

    def page(self, path: Path, done: int, total: int) -> None:
        """So many of the pages of this file, which is waited for, are done."""
        if total > 1:
            said = f"{self._what} {_short(path.name)} 第 {done}/{total} 页"
            self._progress.update(self._task, description=said)

    def along(self, things: Iterable[Thing], total: int) -> Iterator[Thing]:
        """The things as they come, with the bar following them."""
        self(0, total)
        for done, thing in enumerate(things, start=1):
            self(done, total)
            yield thing


@contextmanager
def bar(what: str) -> Iterator[Bar]:
    """A bar titled `what`. It goes away at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=True, soft_wrap=True)  # a path is not broken into lines
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # rich would send what is printed meanwhile to the bar's console, stderr: wrong where stdout goes into a file.
    aside, hidden = sys.stdout.isatty(), not console.is_terminal
    with Progress(*columns, console=console, transient=True, redirect_stdout=aside, disable=hidden) as progress:
        yield Bar(progress, what)


def _short(name: str) -> str:
    """A file's name as far as there is room for it."""
    return name if len(name) <= _ROOM else f"{name[: _ROOM - 1]}…"
