"""Web archives (.mht, RFC 2557): the page inside, and what its frames name."""

import re
from email import message_from_bytes
from email.message import Message

from nlp.errors import BrokenFile

_HEADERS = re.compile(
    rb"\s*(?:[A-Za-z-]{2,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.IGNORECASE
)


def is_archive(data: bytes) -> bool:
    """Whether the bytes begin with the headers of a MIME message of several parts."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    return _HEADERS.match(head) is not None and b"multipart/" in head.lower()


def pages(data: bytes, name: str) -> list[bytes]:
    """The HTML parts, the root first (RFC 2387 `start`, else the first). BrokenFile where there is none."""
    try:
        message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    except RecursionError as error:  # parts inside parts without end
        raise BrokenFile(f"“{name}”的网页存档层层嵌套，无法读取；请在浏览器中打开原网页，重新另存为 .html") from error
    found = [(part, _content(part)) for part in parts]
    start = message.get_param("start")
    found.sort(key=lambda pair: pair[0].get("Content-ID") != start if start else False)
    contents = [content for _, content in found if content.strip()]
    if not contents:
        raise BrokenFile(f"“{name}”是网页存档（.mht），里面没有网页；请在浏览器中打开原网页，重新另存为 .html")
    return contents


def _content(part: Message) -> bytes:
    """The part's bytes; its charset, which the page itself may not name, goes before them as a meta element."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if charset and b"charset" not in content[:2048].lower() and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = f"<meta charset={charset}>".encode("ascii", "replace") + content
    return content
