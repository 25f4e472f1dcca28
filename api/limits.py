"""What one file may cost: time, in any process; memory, in a process of its own."""

import faulthandler
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from nlp.errors import TooSlow

AGAIN = 5.0  # seconds: a reader that took the first error for something else meets it once more


def grace(seconds: float) -> float:
    """How long after the limit, in seconds, a process ends that does not come to its senses."""
    return 2 + seconds / 10


def too_slow(name: str, seconds: float) -> TooSlow:
    """The error of a file that ran out of its time."""
    return TooSlow(f"“{name}”读取超过 {seconds:g} 秒，已放弃；可以拆分文件，或调大 JIXIAO_MAX_SECONDS 后再添加")


@contextmanager
def time_limit(seconds: float, name: str, *, last_words: int | None = None) -> Iterator[Callable[[], None]]:
    """TooSlow in this block after so many seconds; what is given counts them anew.

    A library that does not come back to Python cannot be told: then, a grace later, the process ends with status 1,
    and where it was goes to the file descriptor `last_words`. No limit outside a main thread and on systems without
    SIGALRM.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return

    def alarm(number: int, frame: FrameType | None) -> None:
        raise too_slow(name, seconds)

    unheard = os.open(os.devnull, os.O_WRONLY) if last_words is None else last_words

    def renew() -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        faulthandler.dump_traceback_later(seconds + grace(seconds), exit=True, file=unheard)

    before = signal.signal(signal.SIGALRM, alarm)
    try:
        renew()
        yield renew
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)
        if last_words is None:
            os.close(unheard)


def limit_memory(most: int) -> None:
    """MemoryError in this process beyond so many bytes of data, where the system can count them.

    Not the address space: libraries of models reserve far more of it than they use.
    """
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
