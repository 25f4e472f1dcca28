"""What a person may set: one table, read from the environment (JIXIAO_LIBRARY, JIXIAO_WORKERS, …)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import platformdirs

from nlp.errors import CallError

if TYPE_CHECKING:  # the readers stand behind it, and --help needs none
    from nlp.readers.options import Options

PREFIX = "JIXIAO_"
YES = ("1", "true", "yes", "on", "是")
NO = ("0", "false", "no", "off", "否", "")


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; the type of `default` is the type of the value."""

    name: str
    default: str | int | bool
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


def _processors() -> int:
    """How many this process may use: in a container fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


SETTINGS = (
    Setting(
        "library",
        str(platformdirs.user_data_path("jixiao", appauthor=False) / "library"),
        "资料库所在的文件夹；默认在个人数据目录里，从哪个文件夹运行命令都是同一个库",
    ),
    Setting("model", "builtin", "把文字变成向量的模型：builtin，或 sentence-transformers 模型的文件夹"),
    Setting("keyword_index", "tantivy", "按词检索用的引擎"),
    Setting("vector_index", "faiss-flat", "按语义检索用的引擎"),
    Setting("workers", _processors(), "同时读取文件的进程数；默认与可用的处理器核数相同"),
    Setting("max_bytes", 200_000_000, "一个文件最多多少字节；超过的不读"),
    Setting("max_pages", 5_000, "一个文件最多多少页；超过的不读"),
    Setting("max_unpacked", 1_000_000_000, "压缩格式（如 .docx）解开后最多多少字节"),
    Setting("max_cells", 2_000_000, "一个文件的表格最多多少个单元格"),
    Setting("max_seconds", 300, "读一个文件最多多少秒；有进展（读完一页）就重新计时"),
    Setting("max_memory", 4_000_000_000, "一个读取进程最多用多少字节内存"),
    Setting("pdf_engine", "pdfium", "读 PDF 用的引擎"),
    Setting("ocr", "auto", "没有文字的页是否识别图片中的文字：auto 识别，off 不识别"),
    Setting("soffice", "soffice", "LibreOffice 的程序名或路径，用来读 .doc、.wps、.rtf、.odt"),
    Setting("debug", False, "为 1 时，出错后打印完整的调用过程"),
)
# Those that are fields of nlp.readers.options.Options too.
READING = ("max_bytes", "max_pages", "max_unpacked", "max_cells", "max_seconds", "max_memory", "pdf_engine", "ocr",
           "soffice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force; one field per row of SETTINGS."""

    library: str
    model: str
    keyword_index: str
    vector_index: str
    workers: int
    max_bytes: int
    max_pages: int
    max_unpacked: int
    max_cells: int
    max_seconds: int
    max_memory: int
    pdf_engine: str
    ocr: str
    soffice: str
    debug: bool


def reading(settings: Settings) -> "Options":
    """How files are to be read. CallError names a value that does not fit and what would."""
    from nlp.readers.options import OCR, Options
    from nlp.readers.pdf import ENGINES

    for name, value, known in (("pdf_engine", settings.pdf_engine, ENGINES), ("ocr", settings.ocr, OCR)):
        if value not in known:
            raise CallError(f"环境变量 {PREFIX}{name.upper()}={value!r} 不认识；可用的值：{'、'.join(known)}")
    return Options(**{name: getattr(settings, name) for name in READING})


def from_environment(environment: Mapping[str, str], library: str | None = None) -> Settings:
    """The settings of this environment; `library`, from the command line, goes before JIXIAO_LIBRARY.

    CallError names a value that does not fit and what would.
    """
    values = {setting.name: _value(setting, environment) for setting in SETTINGS}
    if library is not None:
        if not library.strip():
            raise CallError("--library 是空的；请写资料库所在的文件夹，或去掉这个选项以使用默认的资料库")
        values["library"] = library
    return Settings(**values)  # type: ignore[arg-type]  # a test holds the table and the fields together


def _value(setting: Setting, environment: Mapping[str, str]) -> str | int | bool:
    text = environment.get(setting.variable)
    if text is None:
        return setting.default
    if isinstance(setting.default, bool):
        return _yes_or_no(setting, text)
    if isinstance(setting.default, int):
        return _count(setting, text)
    if not text.strip():
        raise CallError(f"环境变量 {setting.variable} 是空的；请写一个值（{setting.help}），或取消这个变量")
    return text


def _yes_or_no(setting: Setting, text: str) -> bool:
    word = text.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CallError(f"环境变量 {setting.variable}={text!r} 不认识；可用 1 或 0（{setting.help}）")


def _count(setting: Setting, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise CallError(f"环境变量 {setting.variable}={text!r} 不是正整数；例如 {setting.variable}=2（{setting.help}）")
    return number
