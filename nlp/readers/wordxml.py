"""Elements of WordprocessingML by their local names.

So the transitional and the strict namespaces of ECMA-376 read alike, and those that programs add
do not matter.
"""

import re
from functools import lru_cache
from typing import Any

Element = Any  # lxml ships no types for its elements


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


@lru_cache(maxsize=4096)
def _beside(tag: str, attribute: str) -> str:
    """The attribute in the namespace of the element."""
    return tag.rpartition("}")[0] + "}" + attribute if "}" in tag else attribute


def name_of(element: Element) -> str:
    """The local name; "" for comments, instructions and entity references."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and so on down the path; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((below for below in element if name_of(below) == name), None)
    return element


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
