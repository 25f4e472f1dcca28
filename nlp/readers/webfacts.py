"""What a page says of itself: title, date of publication, source, and the files it links to."""

import re
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import unquote

from nlp.knowledge import load
from nlp.readers.webtext import plain, said
from nlp.readers.webtree import rule
from nlp.types import Note

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST_NOTES = 50


def facts(tree: "LexborHTMLParser", heading: str, surroundings: str) -> list[tuple[str, str]]:
    """("title", …), ("published", "YYYY-MM-DD"), ("source", …) as far as the page says so.

    `heading` is the one above the main text, `surroundings` the words around it: they are asked
    where the page's meta elements are silent.
    """
    named = _metas(tree)
    page_title = tree.css_first("title")
    whole = plain(page_title.text()) if page_title is not None else ""
    first = tree.css_first("h1, h2")
    headings = [heading, said(first) if first is not None else ""]
    title = _first(named, "meta_title") or next((h for h in headings if h and _same(h, whole)), "") or whole or heading
    published = _date(_first(named, "meta_published")) or _published(surroundings)
    source = _first(named, "meta_source") or _source(surroundings)
    return [(key, value) for key, value in (("title", title), ("published", published), ("source", source)) if value]


def _metas(tree: "LexborHTMLParser") -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        named = node.attributes
        name, content = (named.get("name") or named.get("property") or "").lower(), plain(named.get("content") or "")
        if name and content:
            found.setdefault(name, content)
    return found


def _first(named: dict[str, str], key: str) -> str:
    return next((named[name] for name in load("reading")["html"][key] if name in named), "")


def _same(heading: str, title: str) -> bool:
    """Whether the title element begins with the heading: the site's name follows."""
    return not title or re.sub(r"\s", "", title).startswith(re.sub(r"\s", "", heading))


def _published(text: str) -> str:
    for words in load("reading")["html"]["published"]:
        for match in re.finditer(words, text):
            found = _date(text[match.end() : match.end() + 24])
            if found:
                return found
    return ""


def _date(text: str) -> str:
    match = re.match(load("reading")["html"]["date"], text)
    if match is None:
        return ""
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _source(text: str) -> str:
    match = rule("source").search(text)
    return match[1].strip() if match else ""


def attachments(body: "LexborNode") -> list[Note]:
    """A note for every document that the page links to or shows in a frame, each address once."""
    found: dict[str, str] = {}
    for node in body.css("a[href], iframe[src], embed[src], object[data]"):
        named = node.attributes
        address = (named.get("href") or named.get("src") or named.get("data") or "").strip()
        label = plain(node.text()) if node.tag == "a" else ""
        shown = label or plain(named.get("title") or "")
        is_file = rule("attachment").search(unquote(address)) or rule("attachment").search(shown + " ")
        if is_file and not address.lower().startswith(("javascript:", "#", "mailto:")):
            found[address] = found.get(address) or shown
    notes = [
        Note("attachment", None, f"附件：{_named(shown, address)}（{address}）") for address, shown in found.items()
    ]
    more = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], *([Note("attachment", None, f"另有 {more} 个附件没有列出")] if more > 0 else [])]


def _named(shown: str, address: str) -> str:
    """The link's words without 附件： in front; the file's name where it has none."""
    name = re.sub(r"^附件\s*[：:]\s*", "", shown)
    return name[:120] or unquote(re.split(r"[?#]", address)[0].rsplit("/", 1)[-1])
