"""Files to Documents: one function per format, chosen by what the file is, not by what it is called."""

from collections.abc import Callable
from pathlib import Path

from nlp.errors import BrokenFile, TooLarge, UnknownFormat
from nlp.readers.detect import extension
from nlp.readers.docx import read_docx
from nlp.readers.html import read_html
from nlp.readers.options import Options
from nlp.readers.pdf import read_pdf
from nlp.readers.txt import read_txt
from nlp.types import Document

Reader = Callable[[bytes, str, Options], Document]

READERS: dict[str, Reader] = {
    ".txt": read_txt,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".mht": read_html,
    ".mhtml": read_html,
}
USUAL = Options()


def read(path: Path, options: Options = USUAL) -> Document:
    """The file as a Document. UnknownFormat, BrokenFile, EncryptedFile or TooLarge where it is not possible."""
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
    kind = extension(data, name)
    reader = READERS.get(kind)
    if reader is None:
        found, readable = kind or "无扩展名", "、".join(READERS)
        raise UnknownFormat(f"“{name}”的格式（{found}）无法读取；支持 {readable}；请另存为 .docx 或 .pdf 后再添加")
    return reader(data, name, options)
