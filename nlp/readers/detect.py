"""What a file is, by its content first: magic bytes, the parts of a zip archive, the streams of a compound file."""

import io
import re
import struct
import zipfile

from nlp.errors import BrokenFile, EncryptedFile
from nlp.readers import mhtml, ole, package
from nlp.readers.encoding import decode

OLE = ole.MAGIC
HEAD = 4096  # bytes looked at for the beginning of a page or a mail
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?:(?><!--.*?-->)|<!\[[^>]*>)\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|script|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)

# How the name of a part begins that only this kind of zip archive has → its extension.
_ZIPS = (
    ("word/document", ".docx"),
    ("xl/workbook.xml", ".xlsx"),
    ("xl/workbook.bin", ".xlsb"),
    ("ppt/presentation", ".pptx"),
    ("OFD.xml", ".ofd"),
    ("uof.xml", ".uof"),
)
# What an OpenDocument file says of itself in its first part → its extension.
_OPEN_DOCUMENTS = (
    (b"opendocument.text", ".odt"),
    (b"opendocument.spreadsheet", ".ods"),
    (b"opendocument.presentation", ".odp"),
)
# A stream in the root of a compound file → its extension; the first that is there decides.
_STREAMS = (
    ("EncryptedPackage", ".encrypted"),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", ".ppt"),
    ("MatOST", ".wps"),  # Microsoft Works
    ("__properties_version1.0", ".msg"),
    ("VisioDocument", ".vsd"),
    ("HwpSummaryInformation", ".hwp"),
)
_INSTALLER = bytes.fromhex("8410 0c00 0000 0000 c000 0000 0000 0046")  # class id of a Windows Installer database
_MAGIC = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"GIF8", ".gif"),
    (b"Rar!", ".rar"),
    (b"7z\xbc\xaf", ".7z"),
    (b"\x1f\x8b", ".gz"),
)
# Extensions of what is told by its content: where the content is something else, the name counts for nothing.
_TOLD_BY_CONTENT = frozenset({".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".xls", ".et", ".mht", ".mhtml"})

_UNPACK = "请解压后添加其中的文件"
_RECOGNISE = "没有可读取的文字；请先识别文字并保存为 .docx 或 .pdf 后再添加"
_SAVE_AS = "请打开后另存为 .docx 或 .pdf 后再添加"
# Extension → what it is called, and what to do with one that nothing reads.
_CALLED = {
    ".doc": ("旧版 Word 文档（.doc）", _SAVE_AS),
    ".wps": ("WPS 文字或 Works 文档（.wps）", _SAVE_AS),
    ".rtf": ("RTF 文档（.rtf）", _SAVE_AS),
    ".odt": ("OpenDocument 文档（.odt）", _SAVE_AS),
    ".mht": ("单个文件网页（.mht）", _SAVE_AS),
    ".xlsx": ("Excel 表格（.xlsx）", _SAVE_AS),
    ".xlsb": ("Excel 二进制表格（.xlsb）", _SAVE_AS),
    ".xls": ("旧版 Excel 或 WPS 表格（.xls）", _SAVE_AS),
    ".ods": ("OpenDocument 表格（.ods）", _SAVE_AS),
    ".pptx": ("演示文稿（.pptx）", _SAVE_AS),
    ".ppt": ("旧版演示文稿（.ppt）", _SAVE_AS),
    ".odp": ("OpenDocument 演示文稿（.odp）", _SAVE_AS),
    ".ofd": ("OFD 版式文件（.ofd）", _SAVE_AS),
    ".uof": ("标文通文档（.uof）", _SAVE_AS),
    ".hwp": ("韩文文档（.hwp）", _SAVE_AS),
    ".vsd": ("Visio 图（.vsd）", _SAVE_AS),
    ".msg": ("Outlook 邮件（.msg）", "请打开后保存其中的附件，再添加"),
    ".msi": ("Windows 安装程序（.msi）", "请检查是否选错了文件"),
    ".ole": ("旧版 Office 文件", _SAVE_AS),
    ".xml": ("XML 文件", _SAVE_AS),
    ".png": ("PNG 图片", _RECOGNISE),
    ".jpg": ("JPEG 图片", _RECOGNISE),
    ".tif": ("TIFF 图片", _RECOGNISE),
    ".gif": ("GIF 图片", _RECOGNISE),
    ".zip": ("压缩包，不是报告文件", _UNPACK),
    ".rar": ("RAR 压缩包", _UNPACK),
    ".7z": ("7z 压缩包", _UNPACK),
    ".gz": ("gzip 压缩包", _UNPACK),
}


def called(extension: str) -> tuple[str, str]:
    """What a file of this extension is called, and what to do with one that nothing reads."""
    return _CALLED.get(extension, (f"{extension or '无扩展名'} 文件", _SAVE_AS))


def extension(data: bytes, name: str) -> str:
    """The extension of what these bytes are; that of the name where they do not tell, "" where nothing does.

    BrokenFile where the bytes are not what the name says, nor anything else; EncryptedFile for an office file
    under a password.
    """
    if data.startswith(OLE):
        return _compound(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, name)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"{\\rtf":
        return ".rtf"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if _PAGE.match(_beginning(data)):
        return ".html"
    if b"%PDF-" in data[:1024]:  # PDF 32000-1, implementation note 13 of annex H: junk may stand before it
        return ".pdf"
    if mhtml.is_archive(data):
        return ".mht"
    return _by_name(data, name)


def _beginning(data: bytes) -> str:
    """The first characters, in whatever of the encodings whose letters can be told from the bytes."""
    head = data[:HEAD]
    if head.startswith((b"\xff\xfe", b"<\x00")):
        return head.removeprefix(b"\xff\xfe").decode("utf-16-le", "ignore")
    if head.startswith((b"\xfe\xff", b"\x00<")):
        return head.removeprefix(b"\xfe\xff").decode("utf-16-be", "ignore")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _suffix(name: str) -> str:
    found = re.search(r"\.[^.]*$", name.lower())
    return found.group() if found else ""


def _by_name(data: bytes, name: str) -> str:
    suffix = _suffix(name)
    if suffix and suffix not in _TOLD_BY_CONTENT:
        return suffix
    try:
        decode(data, name)
    except BrokenFile as error:
        if not suffix:
            return ""
        said, _ = called(suffix)
        raise BrokenFile(
            f"“{name}”的内容不是{said}，可能已损坏；请从原处重新下载，或用 Word、WPS 修复后另存"
        ) from error
    return ".txt"


def _zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            declared = _first(archive, 100) if names[:1] == ["mimetype"] else b""
    except package.DAMAGE:
        return _cut_zip(data, name)
    found = next((kind for mark, kind in _OPEN_DOCUMENTS if mark in declared), None)
    return found or next((kind for part, kind in _ZIPS if any(at.startswith(part) for at in names)), ".zip")


def _first(archive: zipfile.ZipFile, length: int) -> bytes:
    """The first bytes of `mimetype`, up to `length`: it may unfold to more than memory holds."""
    with archive.open("mimetype") as part:
        return part.read(length)


def _cut_zip(data: bytes, name: str) -> str:
    """A damaged archive has no list of its parts: their names stand before each; its reader says what is wrong."""
    found = next((kind for part, kind in _ZIPS if re.search(rb"PK\x03\x04.{26}" + part.encode(), data, re.DOTALL)), "")
    return found or (_suffix(name) if _suffix(name) in {kind for _, kind in _ZIPS} else ".zip")


def _compound(data: bytes, name: str) -> str:
    try:
        file = ole.CompoundFile(data)
    except ValueError as error:
        raise BrokenFile(
            f"“{name}”已损坏：Office 文件的目录不完整（{error}）；请从原处重新下载，或用 Word、WPS 修复后另存"
        ) from error
    kind = next((kind for stream, kind in _STREAMS if stream in file.streams), "")
    if kind == ".encrypted" or (kind == ".doc" and _word_is_locked(file)) or (kind == ".xls" and _book_is_locked(file)):
        raise EncryptedFile(f"“{name}”设有打开密码；请用 Word 或 WPS 打开，取消密码后另存再添加")
    if kind == ".doc" and _suffix(name) in (".wps", ".wpt"):
        return ".wps"  # of WPS Writer, which writes Word files
    return kind or (".msi" if file.root.clsid == _INSTALLER else ".ole")


def _word_is_locked(file: ole.CompoundFile) -> bool:
    """The bit fEncrypted of FibBase ([MS-DOC] 2.5.2)."""
    head = file.head(file.streams["WordDocument"], 12)
    return len(head) == 12 and bool(struct.unpack_from("<H", head, 10)[0] & 0x0100)


def _book_is_locked(file: ole.CompoundFile) -> bool:
    """A record FilePass among the first ones of the workbook ([MS-XLS] 2.4.117)."""
    head = file.head(file.streams.get("Workbook") or file.streams["Book"], 512)
    at = 0
    while at + 4 <= len(head):
        record, length = struct.unpack_from("<HH", head, at)
        if record == 0x002F:
            return True
        at += 4 + length
    return False
