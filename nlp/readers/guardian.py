"""Runs one program in a folder of its own, and ends both with whoever asked for it, whatever that dies of.

A script, not a module to import: `python -I -S guardian.py`. On standard output it first names an empty folder
made for this run; from standard input it takes one JSON line, the command and its environment. What the program
prints follows on standard output; at its end a line of a zero byte and the exit status. Once standard input is
closed, all processes of the program are killed and the folder is removed.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h: grandchildren whose parent is killed become ours to wait for


def main() -> None:
    """Make the folder, run the program, clean up."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    folder = tempfile.mkdtemp(prefix="jixiao-")
    try:
        _tell(os.fsencode(folder) + b"\n")
        line = _line()
        if line:
            _run(**json.loads(line))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _line() -> bytes:
    """The line on standard input; nothing where it was closed instead."""
    line = b""
    while not line.endswith(b"\n"):
        more = os.read(0, 4096)
        if not more:
            return b""
        line += more
    return line


def _run(command: list[str], environment: dict[str, str]) -> None:
    program = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    listener = threading.Thread(target=_repeat, args=(program,))
    listener.start()
    while os.read(0, 4096):
        pass
    _kill(program)
    listener.join()
    _wait_for_the_rest()


def _repeat(program: "subprocess.Popen[bytes]") -> None:
    """Hand on what the program says, to its end."""
    try:
        while said := os.read(program.stdout.fileno(), 4096):  # type: ignore[union-attr]  # it is a pipe
            _tell(said)
        _tell(b"\0%d\n" % program.wait())
    except BrokenPipeError:
        program.wait()  # nobody listens any more, who will have closed the input too


def _kill(program: "subprocess.Popen[bytes]") -> None:
    try:
        if hasattr(os, "killpg"):
            os.killpg(program.pid, signal.SIGKILL)
        else:
            program.kill()
    except (ProcessLookupError, PermissionError):
        pass  # it is over


def _wait_for_the_rest() -> None:
    """Until no process is left that could still write into the folder."""
    if sys.platform == "linux":
        try:
            while True:
                os.wait()
        except ChildProcessError:
            pass


def _tell(said: bytes) -> None:
    while said:
        said = said[os.write(1, said) :]


if __name__ == "__main__":
    main()
