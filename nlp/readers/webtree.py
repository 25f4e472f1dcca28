"""A web page as a tree: decoded, cut of what nobody sees, and where in it the main text stands."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from nlp.knowledge import load
from nlp.readers.encoding import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

DEEPEST = 400  # open elements; the parser's time grows with their square
_ENOUGH = 300  # characters a container must hold to be taken for the main text
_WHOLE = 0.85  # share of a page's prose that its main text holds
_LITTLE = 0.2  # share of the main text that what stands around it may hold
_FEW_LINKS = 3
_FEW_BROKEN = 200  # characters of a page to one that is broken
_NO_ELEMENTS = ("-text", "-comment", "-doctype")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,30})")
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9_-]+)""",
    re.IGNORECASE,
)
# What a page of ours may declare → the encoding it means. Any other declaration says nothing: the bytes of every page
# agree with a Latin one, programs write "undefined", and a page whose declaration can be read is not in UTF-16.
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "cp936", "hz-gb-2312"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5", "cp950"), "big5hkscs"),
}


@dataclass(frozen=True, slots=True)
class Weight:
    """Characters of an element's text without blanks: those outside links, those inside, how many links."""

    plain: int
    linked: int
    links: int


@cache
def rule(key: str) -> re.Pattern[str]:
    """The expression of [html] in reading.toml, alternatives joined."""
    value = load("reading")["html"][key]
    return re.compile(value if isinstance(value, str) else "|".join(f"(?:{v})" for v in value), re.IGNORECASE)


@cache
def names(key: str) -> frozenset[str]:
    """The element names of [html] in reading.toml under this key."""
    return frozenset(load("reading")["html"][key])


def decoded(data: bytes, name: str) -> tuple[str, str, int]:
    """Text, encoding, the number of broken characters: as the page declares where the bytes agree, else as any text."""
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        for mark, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
            if data.startswith(mark) and len(data) % 2 == 0:
                return data.decode(encoding, "replace"), encoding, 0
        found = _CHARSET.search(data[:4096])
        declared = _DECLARED.get((found[1] or found[2]).decode("ascii").lower()) if found else None
        if declared is not None:
            try:
                return data.decode(declared), declared, 0
            except UnicodeDecodeError:
                pass
        nearly = _nearly(data, declared)
        if nearly is not None:
            return nearly
    text, encoding = decode(data, name)
    return text, encoding, 0


def _nearly(data: bytes, declared: str | None) -> tuple[str, str, int] | None:
    """A page that has a few broken bytes and is else in one of the likely encodings; None where one fits altogether.

    UTF-8 goes before GB18030: hardly any text in the one is nearly sound in the other.
    """
    for encoding in dict.fromkeys(filter(None, (declared, "utf-8", "gb18030"))):
        text = data.decode(encoding, "replace")
        broken = text.count("\ufffd")
        if not broken:
            return None  # decode() says whether it is believable
        if _FEW_BROKEN * broken <= len(text):
            return text, encoding, broken
    return None


def depth(html: str) -> int:
    """How many elements are open at most, end tags that may be left out aside."""
    opened: Counter[str] = Counter()
    uncounted = names("void") | names("loose")
    now = most = 0
    for match in _TAG.finditer(html):
        tag = match[2].lower()
        if tag in uncounted:
            continue
        if not match[1]:
            opened[tag] += 1
            now += 1
            most = max(most, now)
        elif opened[tag]:
            opened[tag] -= 1
            now -= 1
    return most


def without_hidden(tree: "LexborHTMLParser") -> None:
    """Takes out scripts, menus and what a style hides."""
    for node in tree.css(", ".join(load("reading")["html"]["drop"])):
        node.decompose()
    for node in tree.css("[style]"):
        if node.tag not in ("body", "html") and rule("hidden").search(node.attributes.get("style") or ""):
            node.decompose()


def walk(
    top: "LexborNode", closed: Callable[["LexborNode"], bool] = lambda _: False
) -> Iterator[tuple["LexborNode", bool]]:
    """Every node below `top` in document order, elements a second time (True) when they end. No recursion.

    What `closed` says of is not entered and comes once.
    """
    node, stack = top.child, [top]
    while True:
        if node is None:
            node = stack.pop()
            if not stack:
                return
            yield node, True
            node = node.next
            continue
        yield node, False
        element = node.tag not in _NO_ELEMENTS and not closed(node)
        if element and node.child is not None:
            stack.append(node)
            node = node.child
            continue
        if element:
            yield node, True
        node = node.next


def weights(body: "LexborNode") -> dict[int, Weight]:
    """The weight of every element, by `mem_id`."""
    found: dict[int, Weight] = {}
    sums = [[0, 0, 0]]
    inside = 0
    for node, ends in walk(body):
        if node.tag == "-text":
            size = len("".join((node.text_content or "").split()))
            sums[-1][1 if inside else 0] += size
        elif node.tag == "-comment":
            continue
        elif not ends:
            sums.append([0, 0, 0])
            inside += _is_link(node)
        else:
            own = sums.pop()
            link = _is_link(node)
            inside -= link
            found[node.mem_id] = Weight(own[0], own[1], own[2] + link)
            sums[-1] = [a + b for a, b in zip(sums[-1], (own[0], own[1], own[2] + link), strict=True)]
    found[body.mem_id] = Weight(*sums[0])
    return found


def _is_link(node: "LexborNode") -> bool:
    """A link that leads away from the page; one to a place on it, or to a document, is text of the report."""
    if node.tag != "a":
        return False
    href = node.attributes.get("href") or ""
    return bool(href) and not href.startswith("#") and rule("attachment").search(href) is None


def main(body: "LexborNode", sizes: dict[int, Weight]) -> "LexborNode":
    """The container of the main text: a known one that holds enough, else the innermost that holds most prose."""
    dense = _densest(body, sizes)
    for selector in load("reading")["html"]["main"]:
        nodes = [n for n in body.css(selector) if sizes.get(n.mem_id, Weight(0, 0, 0)).plain >= _ENOUGH]
        if not nodes:
            continue
        best = max(nodes, key=lambda n: sizes[n.mem_id].plain)
        peers = [n for n in nodes if n.mem_id != best.mem_id and n.parent == best.parent]
        best = best.parent if peers and best.parent is not None else best
        if 2 * sizes[best.mem_id].plain >= sizes[dense.mem_id].plain:
            return best
    return dense


def _densest(body: "LexborNode", sizes: dict[int, Weight]) -> "LexborNode":
    node = body
    while True:
        elements = [child for child in node.iter() if child.mem_id in sizes]
        best = max(elements, key=lambda child: sizes[child.mem_id].plain, default=None)
        if best is None or best.tag in ("table", "p", "ol", "ul", "pre", "span", "font", "b", "strong"):
            return node
        if sizes[best.mem_id].plain < max(1, _WHOLE * sizes[node.mem_id].plain):
            return node
        node = best


def without_surroundings(top: "LexborNode", sizes: dict[int, Weight]) -> None:
    """Takes out of the main text what is called navigation, tools or footer, and lists of links."""
    most = _LITTLE * sizes[top.mem_id].plain
    doomed: list[LexborNode] = []

    def around(node: "LexborNode") -> bool:
        return node.mem_id in sizes and _is_around(node, sizes[node.mem_id], most)

    for node, ends in walk(top, around):
        if not ends and around(node):
            doomed.append(node)
    for node in doomed:
        node.decompose()


def _is_around(node: "LexborNode", size: Weight, most: float) -> bool:
    if size.plain > most:
        return False
    if size.links >= _FEW_LINKS and size.linked > 4 * size.plain:
        return True
    if node.tag in ("td", "tr", "tbody", "table", "p", "span", "a"):
        return False
    named = node.attributes
    return any(rule("around").search(named.get(key) or "") for key in ("class", "id"))
