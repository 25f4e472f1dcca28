"""Files to Documents: one function per format, chosen by what the file is, not by what it is called."""

from collections.abc import Callable
from pathlib import Path

from nlp.errors import BrokenFile, TooLarge, UnknownFormat
from nlp.readers import detect
from nlp.readers.docx import read_docx
from nlp.readers.html import read_html
from nlp.readers.images import read_image
from nlp.readers.ofd import read_ofd
from nlp.readers.office import read_doc, read_odt, read_rtf, read_wps
from nlp.readers.options import Options
from nlp.readers.pdf import read_pdf
from nlp.readers.sheet import read_xls, read_xlsx
from nlp.readers.txt import read_txt
from nlp.types import Document

Reader = Callable[[bytes, str, Options], Document]

READERS: dict[str, Reader] = {
    ".txt": read_txt,
    ".docx": read_docx,
    ".docm": read_docx,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".mht": read_html,
    ".mhtml": read_html,
    ".doc": read_doc,
    ".wps": read_wps,
    ".rtf": read_rtf,
    ".odt": read_odt,
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".xls": read_xls,
    ".et": read_xls,
    ".ofd": read_ofd,
    ".png": read_image,
    ".jpg": read_image,
    ".jpeg": read_image,
    ".tif": read_image,
    ".tiff": read_image,
    ".bmp": read_image,
}
# Pictures lie in folders for many reasons: only one that is named itself is taken for a report.
IN_FOLDERS = tuple(suffix for suffix, reader in READERS.items() if reader is not read_image)
USUAL = Options()


def read(path: Path, options: Options = USUAL) -> Document:
    """The file as a Document. A ReadError says why where it is not possible."""
    name = path.name
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= options.max_bytes else b""
    except OSError as error:
        raise BrokenFile(f"“{name}”无法打开（{error.strerror}）；请检查路径和读取权限") from error
    if size > options.max_bytes:
        raise TooLarge(f"“{name}”有 {size} 字节，超过上限 {options.max_bytes} 字节；请拆分后再添加")
    if not data:
        raise BrokenFile(f"“{name}”是空文件（0 字节）；请检查原文件是否保存完整")
    kind = detect.extension(data, name)
    reader = READERS.get(kind)
    if reader is None:
        said, way_out = detect.called(kind)
        raise UnknownFormat(f"“{name}”是{said}，无法读取；支持 {'、'.join(READERS)}；{way_out}")
    return reader(data, name, options)
