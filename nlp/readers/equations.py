"""Equations of Office (ECMA-376 part 1, 22.1) as a line of text: 得分=实际值/目标值×分值."""

import re

from nlp.readers.wordxml import Element, child, local, value

_SIMPLE = re.compile(r"[\w.%％]*$")


def line_of(element: Element) -> str:
    """The equation below `element`, from left to right; what is no part of known structure says its own text."""
    name = local(element.tag)
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    if name == "f":
        return f"{_operand(child(element, 'num'))}/{_operand(child(element, 'den'))}"
    if name in ("sSup", "sSub"):
        script = child(element, "sup" if name == "sSup" else "sub")
        return f"{_inner(child(element, 'e'))}{'^' if name == 'sSup' else '_'}{_operand(script)}"
    if name == "rad":
        return f"{_inner(child(element, 'deg'))}√{_operand(child(element, 'e'))}"
    if name == "nary":
        sign = value(child(element, "naryPr", "chr")) or "∫"
        return sign + _inner(child(element, "e"))
    if name == "d":
        left, right = (value(child(element, "dPr", key)) for key in ("begChr", "endChr"))
        inner = ",".join(_inner(e) for e in element if local(e.tag) == "e")
        return f"{'(' if left is None else left}{inner}{')' if right is None else right}"
    return _inner(element)


def _inner(element: Element | None) -> str:
    return "".join(line_of(below) for below in element) if element is not None else ""


def _operand(element: Element | None) -> str:
    """In brackets where it is more than one name or number."""
    text = _inner(element)
    return text if _SIMPLE.match(text) else f"({text})"
