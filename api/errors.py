"""What an error means outside: one exit status and one sentence."""

import traceback

from nlp.errors import Ambiguous, CallError, JixiaoError, NotInLibrary

DONE = 0
SOME_FAILED = 1
WRONG_CALL = 2
INTERRUPTED = 130  # as shells say it

# The first class that fits decides; whatever else goes wrong is a failure of the work, not of the call.
EXIT_STATUS: tuple[tuple[type[Exception], int], ...] = (
    (CallError, WRONG_CALL),
    (NotInLibrary, WRONG_CALL),
    (Ambiguous, WRONG_CALL),
    (Exception, SOME_FAILED),
)


def exit_status(error: Exception) -> int:
    """The exit status of the command that met this error."""
    return next(status for kind, status in EXIT_STATUS if isinstance(error, kind))


def reason(error: Exception, *, debug: bool = False) -> str:
    """Why something failed, in one line: the error's own sentence, or what kind of mishap an unforeseen one is.

    With `debug` the traceback follows.
    """
    if isinstance(error, JixiaoError):
        sentence = str(error)
    else:
        sentence = f"程序内部出错（{type(error).__name__}：{error}）；设 JIXIAO_DEBUG=1 再运行可看到完整过程"
    return f"{sentence}\n{''.join(traceback.format_exception(error))}" if debug else sentence
