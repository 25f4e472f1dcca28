"""A progress bar on stderr, shown only where a person is looking at it."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Thing = TypeVar("Thing")


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar titled `what`; call what it gives with (done, total). It goes away at the end."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, no_color=True, soft_wrap=True)  # a path is not broken into lines
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # rich would send what is printed meanwhile to the bar's console, stderr: wrong where stdout goes into a file.
    aside, hidden = sys.stdout.isatty(), not console.is_terminal
    with Progress(*columns, console=console, transient=True, redirect_stdout=aside, disable=hidden) as progress:
        task = progress.add_task(what, total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield advance


def along(things: Iterable[Thing], what: str, total: int) -> Iterator[Thing]:
    """The things as they come, with a bar that follows them."""
    with bar(what) as advance:
        advance(0, total)
        for done, thing in enumerate(things, start=1):
            advance(done, total)
            yield thing
