"""Looks whether the installation and the library are in order, and says what to do where they are not."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import packages_distributions, version

from api.errors import reason
from api.settings import Settings, reading
from api.workbench import Workbench
from index import database
from index.library import Library
from index.types import Filters
from nlp.errors import JixiaoError, ProgramMissing
from nlp.readers import office

PACKAGES = ("nlp", "index", "models", "api")
SAMPLE = "预算执行进度偏慢"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at; `way_out` where it is not fine."""

    fine: bool
    sentence: str
    way_out: str = ""

    def __str__(self) -> str:
        return f"{'✓' if self.fine else '✗'} {self.sentence}" + (f"\n  → {self.way_out}" if self.way_out else "")


def examine(settings: Settings) -> Iterator[Check]:
    """All checks, one after the other; one that meets an error is not fine, and those that do not need it go on."""
    yield from _python()
    yield from _packages()
    yield from _guarded("LibreOffice", lambda: _office(settings))
    yield from _guarded("文字识别", _ocr)
    if not Library.exists(settings.library):
        yield from _guarded("编码模型", lambda: _encoder(Workbench(settings)))
        yield Check(True, f"资料库：{database.shown(settings.library)} 还没有建立；用 jixiao add 加入第一份报告")
        return
    with Workbench(settings) as bench:
        needed = [*_guarded("编码模型", lambda: _encoder(bench)), *_guarded("资料库", lambda: _library(bench))]
        yield from needed
        if all(check.fine for check in needed):
            yield from _guarded("索引", lambda: _indexes(bench))


def _python() -> Iterator[Check]:
    running = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= (3, 11)
    yield Check(
        fine, f"Python {running}，jixiao {version('jixiao')}", "" if fine else "请改用 Python 3.11 或更新的版本"
    )


def _packages() -> Iterator[Check]:
    owners = packages_distributions()
    foreign = {name: set(owners.get(name, [])) - {"jixiao"} for name in PACKAGES}
    taken = [f"{name}（{'、'.join(sorted(others))}）" for name, others in foreign.items() if others]
    if taken:
        others = " ".join(sorted(set().union(*foreign.values())))
        yield Check(
            False, f"别的软件包占用了我们的包名：{'、'.join(taken)}", f"请运行 pip uninstall {others}，再重装 jixiao"
        )
    else:
        yield Check(True, f"包 {'、'.join(PACKAGES)} 都属于 jixiao")


def _office(settings: Settings) -> Iterator[Check]:
    """Not everybody has old Word files: without it the installation is still in order."""
    try:
        yield Check(True, f"{office.version(reading(settings))}：可以读 {'、'.join(office.FORMATS)}")
    except ProgramMissing as error:
        yield Check(True, "LibreOffice：没有", str(error))


def _ocr() -> Iterator[Check]:
    """An extra of the installation, as is said; its models come with it, and loading them takes seconds."""
    try:
        import_module("rapidocr")
        engines = "、".join(f"{name} {version(name)}" for name in ("rapidocr", "onnxruntime"))
    except ImportError as error:
        way_out = "要读扫描件，请运行 pip install 'jixiao[ocr]'"
        yield Check(True, f"文字识别：没有（{error}）", way_out)
    else:
        yield Check(True, f"文字识别：{engines}，可以读扫描件")


def _encoder(bench: Workbench) -> Iterator[Check]:
    encoder = bench.encoder
    shape = encoder.encode([SAMPLE]).shape
    fine = shape == (1, encoder.dimension)
    way_out = "" if fine else "模型与程序不匹配；请重装 jixiao，或把 JIXIAO_MODEL 改回 builtin"
    yield Check(fine, f"编码模型：{encoder.name}，{encoder.dimension} 维", way_out)


def _library(bench: Workbench) -> Iterator[Check]:
    entries = bench.entries(Filters())
    problems, findings = sum(entry.problems for entry in entries), sum(entry.findings for entry in entries)
    place = database.shown(bench.settings.library)
    yield Check(True, f"资料库：{place}，{len(entries)} 份报告，{problems} 个问题，{findings} 处数字疑点")


def _indexes(bench: Workbench) -> Iterator[Check]:
    stale = bench.searcher.stale()
    for name in bench.indexes:
        yield Check(True, f"索引 {name}：{'落后于资料库，下次检索时会自动更新' if name in stale else '与资料库一致'}")


def _guarded(what: str, checks: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    try:
        yield from checks()
    except JixiaoError as error:
        yield Check(False, f"{what}：{error}")
    except Exception as error:
        yield Check(False, f"{what}：{reason(error)}", "请重装 jixiao；若仍如此，请把这几行报给维护者")
