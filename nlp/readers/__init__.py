"""Files to Documents: one function per format, chosen by what the file is, not by what it is called."""

from collections.abc import Callable
from pathlib import Path

from nlp.errors import BrokenFile, TooLarge, UnknownFormat
from nlp.readers.limits import Limits
from nlp.readers.txt import read_txt
from nlp.types import Document

Reader = Callable[[bytes, str, Limits], Document]

READERS: dict[str, Reader] = {
    ".txt": read_txt,
}


USUAL = Limits()


def read(path: Path, limits: Limits = USUAL) -> Document:
    """The file as a Document. UnknownFormat, BrokenFile, EncryptedFile or TooLarge where it is not possible."""
    data = path.read_bytes()
    if not data:
        raise BrokenFile(f"“{path.name}”是空文件(0 字节);请检查原文件是否保存完整")
    if len(data) > limits.max_bytes:
        raise TooLarge(f"“{path.name}”有 {len(data)} 字节,超过上限 {limits.max_bytes} 字节;请拆分后再添加")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UnknownFormat(f"“{path.name}”的格式无法读取;支持 {'、'.join(READERS)}")
    return reader(data, path.name, limits)
