"""Old Word files (.doc, WPS .wps, .rtf, .odt): converted to .docx by LibreOffice, then read as such.

LibreOffice runs without a window, in a profile of its own that lets no macro run and nothing be fetched, under
`nlp.readers.guardian`, which leaves no process and no file behind.
"""

import hashlib
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from nlp.errors import BrokenFile, ProgramMissing, ReadError, TooSlow
from nlp.readers import detect
from nlp.readers.docx import read_docx
from nlp.readers.options import Converted, Options
from nlp.types import Document

FORMATS = (".doc", ".wps", ".rtf", ".odt")
TOGETHER = 16  # files in one conversion: the start of the program, 0.7 s, is paid once
# A file may hold up the others of a conversion for so many seconds; alone it has the whole limit of the options.
_PATIENCE = 60
_TOGETHER_BYTES = 256_000_000  # bytes of one conversion: what is converted stands in memory
_PLACES = (  # where the installers of LibreOffice put it; tried where the name is not on the search path
    "/usr/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
)
_INSTALL = (
    "请安装 LibreOffice（Debian、Ubuntu：apt install libreoffice-writer；其他系统见 libreoffice.org），"
    "或用 Word、WPS 打开后另存为 .docx 再添加"
)
_SAVE_AS = "请用 Word 或 WPS 打开后另存为 .docx 再添加"
# Settings of the profile: path, name, value (officecfg/registry/schema of LibreOffice).
_PROFILE = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),  # very high
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),  # never
    ("/org.openoffice.Office.Writer/Content/Update", "Field", "false"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),  # a proxy that is not there: no way out
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Office.Common/Save/Document", "WarnAlienFormat", "false"),
)


def read_doc(data: bytes, name: str, options: Options) -> Document:
    """A Word file of before 2007. ReadError where there is no LibreOffice or it cannot read the file."""
    return _read(data, name, options, "doc")


def read_wps(data: bytes, name: str, options: Options) -> Document:
    """A file of WPS Writer, which is a Word file, or of Microsoft Works. Errors as with `read_doc`."""
    return _read(data, name, options, "wps")


def read_rtf(data: bytes, name: str, options: Options) -> Document:
    """Rich Text Format. Errors as with `read_doc`."""
    return _read(data, name, options, "rtf")


def read_odt(data: bytes, name: str, options: Options) -> Document:
    """An OpenDocument text. Errors as with `read_doc`."""
    return _read(data, name, options, "odt")


def _read(data: bytes, name: str, options: Options, kind: str) -> Document:
    identity = hashlib.sha256(data).hexdigest()
    made = options.converted
    docx = made.docx if made and made.of == identity else _convert_alone(Source(kind, data), name, options)
    return replace(read_docx(docx, name, options), id=identity, format=kind)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be converted: its format, "doc" for example, and its bytes."""

    kind: str
    data: bytes


def program(options: Options) -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    places = (options.soffice, *(_PLACES if options.soffice == Options().soffice else ()))
    return next((found for found in map(shutil.which, places) if found), None)


def version(options: Options) -> str:
    """What LibreOffice says of itself. ReadError where it is not there or does not run."""
    said: list[str] = []
    with _session() as session:
        session.start(_command(options, session.folder, "--version"), session.folder)
        with suppress(TimeoutError):
            said = [line for line in session.lines(_PATIENCE) if line and not line.startswith("Warning")]
    if not said:
        raise ProgramMissing(f"LibreOffice（{program(options)}）不能运行；{_INSTALL}")
    return said[0].split("(")[0].strip()


def may_be_converted(path: Path) -> bool:
    """Whether, by its first bytes, this regular file is worth reading for `convert_together`."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError:
        return False
    return head == detect.OLE or head.startswith(b"{\\rtf") or path.suffix.lower() == ".odt"


def groups(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """Those of the files that are converted together, group by group, in their order."""
    group: list[Path] = []
    size = 0
    for path in paths:
        if may_be_converted(path):
            length = path.stat().st_size
            if group and (len(group) == TOGETHER or size + length > _TOGETHER_BYTES):
                yield tuple(group)
                group, size = [], 0
            group.append(path)
            size += length
    if group:
        yield tuple(group)


def convert_together(paths: Sequence[Path], options: Options) -> dict[Path, Converted]:
    """Files as .docx; those that could not be converted are not among them.

    No errors: a file that is left out says what is wrong with it when it is read alone.
    """
    sources = {path: source for path in paths if (source := _source(path, options))}
    made: dict[Path, Converted] = {}
    while sources:
        try:
            found = _run(list(sources.values()), options, min(_PATIENCE, options.max_seconds))
        except (ReadError, OSError, MemoryError):
            break  # no LibreOffice, or no room: each file will say so
        waiting = list(sources)
        for at, docx in found.made.items():
            made[waiting[at]] = Converted(hashlib.sha256(sources[waiting[at]].data).hexdigest(), docx)
        # The first after those made has held up or ended the program: it, and all before it, are done with.
        done = len(waiting) if found.ended == "well" else max(found.made, default=-1) + 2
        sources = {path: sources[path] for path in waiting[done:]}
    return made


def _source(path: Path, options: Options) -> Source | None:
    try:
        if path.stat().st_size > options.max_bytes:
            return None
        data = path.read_bytes()
        kind = detect.extension(data, path.name)
    except (OSError, ReadError):
        return None
    return Source(kind[1:], data) if kind in FORMATS else None


def _convert_alone(source: Source, name: str, options: Options) -> bytes:
    try:
        found = _run([source], options, options.max_seconds)
    except OSError as error:
        raise ReadError(f"“{name}”无法转换：{error.strerror or error}；请检查临时文件夹的剩余空间和权限") from error
    if found.made:
        return found.made[0]
    if found.ended == "slow":
        raise TooSlow(
            f"“{name}”用 LibreOffice 转换超过 {options.max_seconds} 秒，已停止；"
            f"可以调大 JIXIAO_MAX_SECONDS，或{_SAVE_AS.removeprefix('请')}"
        )
    if found.ended == "badly":
        raise BrokenFile(f"LibreOffice 转换“{name}”时意外终止（{found.said or '没有说明原因'}）；{_SAVE_AS}")
    if source.kind == "wps":
        raise BrokenFile(
            f"“{name}”是 LibreOffice 读不了的 .wps（可能是 Microsoft Works 或早期 WPS 的文件）；{_SAVE_AS}"
        )
    raise BrokenFile(f"“{name}”已损坏，LibreOffice 打不开（{found.said or '没有说明原因'}）；{_SAVE_AS}")


# --- the program --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Converted:
    """What one run of the program made, by the files' places; it ended "well", "badly", or was too "slow"."""

    made: Mapping[int, bytes]
    ended: str
    said: str


def _run(sources: Sequence[Source], options: Options, seconds: float) -> _Converted:
    """Convert with one process, which may be silent for so many seconds: it prints a line for each file."""
    said: list[str] = []
    with _session() as session:
        names = [session.folder / f"{at}.{source.kind}" for at, source in enumerate(sources)]
        for path, source in zip(names, sources, strict=True):
            path.write_bytes(source.data)
        out = session.folder / "out"
        wanted = ("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(out))
        session.start(_command(options, session.folder, *wanted, *map(str, names)), session.folder)
        try:
            said += session.lines(seconds)
            ended = "well" if session.status == 0 else "badly"
        except TimeoutError:
            ended = "slow"
        made = {at: _docx(out / f"{at}.docx", options) for at in range(len(sources))}
    errors = [line for line in said if line.startswith("Error")]
    return _Converted({at: docx for at, docx in made.items() if docx}, ended, errors[-1] if errors else "")


def _docx(path: Path, options: Options) -> bytes:
    """What was written; nothing where it is not whole, or more than the options let a packed format unfold to."""
    if not path.exists() or path.stat().st_size > options.max_unpacked or not zipfile.is_zipfile(path):
        return b""
    return path.read_bytes()


def _command(options: Options, folder: Path, *arguments: str) -> list[str]:
    found = program(options)
    if found is None:
        raise ProgramMissing(f"没有找到 LibreOffice（{options.soffice}），不能读取 .doc、.wps、.rtf、.odt；{_INSTALL}")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    quiet = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
    return [found, f"-env:UserInstallation={profile.as_uri()}", *quiet, *arguments]


def _registry() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _PROFILE
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        f' xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )


def _environment(folder: Path) -> dict[str, str]:
    """Whatever the program keeps for itself goes into the folder; there is no screen."""
    own = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(folder))
    return {**os.environ, **own, "SAL_USE_VCLPLUGIN": "svp", "SAL_LOG": "-WARN"}


class _Session:
    """A guardian and its folder: one program runs there, once."""

    def __init__(self, guardian: "subprocess.Popen[bytes]", into: IO[bytes], out_of: IO[bytes]) -> None:
        self._guardian, self._into = guardian, into
        self.status: int | None = None  # the program's exit status, once it is over
        self.folder = _named(out_of.readline())
        self._said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, args=(out_of,), daemon=True).start()

    def _listen(self, out_of: IO[bytes]) -> None:
        for line in out_of:
            self._said.put(line)
        self._said.put(b"")

    def start(self, command: Sequence[str], folder: Path) -> None:
        """Run this command."""
        order = {"command": list(command), "environment": _environment(folder)}
        self._into.write(json.dumps(order).encode() + b"\n")
        self._into.flush()

    def lines(self, seconds: float) -> Iterator[str]:
        """What the program prints, to its end. TimeoutError where it prints nothing for so many seconds."""
        while True:
            try:
                line = self._said.get(timeout=seconds)
            except queue.Empty:
                raise TimeoutError from None
            if not line:
                return
            if line.startswith(b"\0"):
                self.status = int(line[1:])
                return
            yield line.decode(errors="replace").strip()


def _named(line: bytes) -> Path:
    """The folder of a guardian. OSError where it ended instead: nothing may be written where we happen to be."""
    if not line.endswith(b"\n"):
        raise OSError("没有能写入的临时文件夹")
    return Path(os.fsdecode(line.removesuffix(b"\n")))


@contextmanager
def _session() -> Iterator[_Session]:
    """A folder for one run of a program; both end here."""
    script = Path(__file__).with_name("guardian.py")
    with subprocess.Popen(
        [sys.executable, "-I", "-S", str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C at a terminal is not for it: it ends when its input does
    ) as guardian:
        if guardian.stdin is None or guardian.stdout is None:
            raise AssertionError("both are pipes")
        try:
            yield _Session(guardian, guardian.stdin, guardian.stdout)
        finally:
            guardian.stdin.close()
            guardian.wait()
