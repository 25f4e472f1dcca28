"""Elements of WordprocessingML by their local names.

So the transitional and the strict namespaces of ECMA-376 read alike, and those that programs add
do not matter.
"""

import re
from functools import lru_cache
from typing import Any

Element = Any  # lxml ships no types for its elements


@lru_cache(maxsize=4096)
def local(tag: object) -> str:
    """The local name of a tag; "" for the tags of comments, instructions and entity references."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _beside(tag: str, name: str) -> str:
    """The name in the namespace of the tag."""
    return tag.rpartition("}")[0] + "}" + name if "}" in tag else name


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and so on down the path in one namespace; None where there is none."""
    for name in path:
        if element is None or not len(element):
            return None
        first = element[0]  # where properties stand
        element = first if local(first.tag) == name else next(element.iterchildren(_beside(element.tag, name)), None)
    return element


def named(element: Element | None) -> dict[str, Element]:
    """The children by their local names."""
    return {} if element is None else {local(below.tag): below for below in element}


def value(element: Element | None, attribute: str = "val") -> str | None:
    """An attribute in the element's own namespace or in none."""
    if element is None:
        return None
    found: str | None = element.get(_beside(element.tag, attribute))
    return element.get(attribute) if found is None else found


def whole(text: str | None) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None


def is_on(element: Element | None) -> bool:
    """Whether an on-off property is there and not switched off (17.17.4)."""
    return element is not None and value(element) not in ("0", "false", "off", "none")
