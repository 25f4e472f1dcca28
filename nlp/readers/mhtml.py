"""Web pages saved in one file (.mht, RFC 2557; Word calls it 单个文件网页): the page, without its pictures."""

import codecs
import hashlib
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from nlp.errors import BrokenFile
from nlp.readers.html import read_html
from nlp.readers.options import Options
from nlp.types import Document


def read_mhtml(data: bytes, name: str, options: Options) -> Document:
    """A web page in one file. BrokenFile where there is no page in it, or no text in the page."""
    page = next((part for part in message_from_bytes(data).walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes) or not content.strip():
        raise BrokenFile(f"“{name}”里没有网页正文；请在浏览器或 Word 中打开，另存为 .html 或 .docx 后再添加")
    document = read_html(_in_utf8(content, page), name, options)
    return replace(document, id=hashlib.sha256(data).hexdigest(), format="mht")


def _in_utf8(content: bytes, page: Message) -> bytes:
    """The encoding that the part's head declares goes before what the page says of itself (RFC 2557, 6)."""
    declared = page.get_content_charset()
    try:
        return content if declared is None else codecs.BOM_UTF8 + content.decode(declared).encode()
    except (UnicodeError, LookupError):
        return content
