"""What a file is, by its content first: magic bytes, the parts of a zip archive, the first tag of a page."""

import re

from nlp.errors import EncryptedFile, UnknownFormat
from nlp.readers import mhtml

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_SAVE_AS = "请用 Word 或 WPS 打开，另存为 .docx 或 .pdf 后再添加"
# A part that only this kind of zip archive has → its extension, what to call it.
_ZIPS = (
    (b"word/document.xml", ".docx", "Word 文档"),
    (b"xl/workbook.xml", ".xlsx", "Excel 表格（.xlsx）"),
    (b"ppt/presentation.xml", ".pptx", "演示文稿（.pptx）"),
    (b"OFD.xml", ".ofd", "OFD 版式文件（.ofd）"),
    (b"content.xml", ".odt", "OpenDocument 文档（.odt）"),
)
# A stream name inside an OLE file → what to call it.
_OLES = (("WordDocument", "旧版 Word 或 WPS 文档（.doc/.wps）"), ("Workbook", "旧版 Excel 表格（.xls）"),
         ("PowerPoint Document", "旧版演示文稿（.ppt）"))  # fmt: skip
_IMAGES = ((b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"GIF8", "GIF"))
_OTHERS = (
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档（.rtf）"),
)


def extension(data: bytes, name: str) -> str:
    """The extension of the reader for these bytes; that of the name where the bytes do not tell.

    UnknownFormat for what is known but not read; EncryptedFile for an office file under a password.
    """
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _zip(data, name)
    if data.startswith(_OLE):
        raise _ole(data, name)
    if _PAGE.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return ".html"
    if mhtml.is_archive(data):
        return ".mht"
    for magic, kind in _IMAGES:
        if data.startswith(magic):
            raise UnknownFormat(
                f"“{name}”是 {kind} 图片，没有可读取的文字；请先识别文字并保存为 .docx 或 .pdf 后再添加"
            )
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise UnknownFormat(f"“{name}”是{kind}，暂不能读取；请解压或打开后另存为 .docx 或 .pdf 后再添加")
    suffix = re.search(r"\.[^.]*$", name.lower())
    return suffix.group() if suffix else ""


def _zip(data: bytes, name: str) -> str:
    for part, suffix, kind in _ZIPS:
        if part in data:
            if suffix == ".docx":
                return suffix
            raise UnknownFormat(f"“{name}”是 {kind}，暂不能读取；{_SAVE_AS}")
    if name.lower().endswith(".docx"):
        return ".docx"  # damaged: its reader says how
    raise UnknownFormat(f"“{name}”是压缩包，不是报告文件；请解压后添加其中的文件")


def _ole(data: bytes, name: str) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedFile(f"“{name}”设有打开密码；请用 Word 或 WPS 打开，取消密码后另存为 .docx 再添加")
    kind = next((said for stream, said in _OLES if stream.encode("utf-16-le") in data), "旧版 Office 文件")
    return UnknownFormat(f"“{name}”是{kind}，暂不能读取；{_SAVE_AS}")
