"""What the runs of a Word paragraph show: text, signs of symbol fonts, form fields, equations.

Insertions are text; deletions, field codes, hidden text and the prompts of empty content controls
are not. Text boxes, notes, breaks, pictures and embedded objects met on the way are gathered.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from nlp.knowledge import load
from nlp.readers import equations
from nlp.readers.wordxml import Element, child, is_on, local, named, value, whole

PROPERTIES = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"})
SILENT = PROPERTIES | {"del", "moveFrom", "delText", "delInstrText", "instrText", "fldData", "rt"}
_PROMPT = re.compile(r"\s*(?:请?(?:单击|点击|选择)|(?:Click|Tap|Choose)\b)")
_LARGE = 3_600_000  # 10 cm in English metric units, 20.4.2.7: a picture of this size may hold text


@dataclass(slots=True)
class Gathered:
    """What stands in runs and is no text: boxes and notes become blocks of their own, the rest is counted."""

    boxes: list[Element] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)  # ("footnote", id)
    breaks: int = 0  # page breaks that Word noted when it last laid the document out
    pictures: int = 0
    large: int = 0  # pictures large enough to hold text
    objects: int = 0


def text_of(parent: Element, gathered: Gathered) -> str:
    """The text of runs below `parent`."""
    parts: list[str] = []
    for element in parent:
        name = local(element.tag)
        handler = _HANDLERS.get(name)
        if handler is not None:
            parts.append(handler(element, gathered))
        elif name not in SILENT:
            parts.append(text_of(element, gathered))
    return "".join(parts)


def chosen(parent: Element) -> Iterator[Element]:
    """Children, of alternatives (mc:AlternateContent) those of one."""
    for element in parent:
        if local(element.tag) == "AlternateContent":
            yield from chosen(_alternative(element))
        else:
            yield element


def _alternative(alternatives: Element) -> Element:
    """The first alternative with content: the others repeat it for older programs."""
    options = [option for option in alternatives if local(option.tag) in ("Choice", "Fallback")]
    full = (o for o in options if next(o.iter("{*}t", "{*}txbxContent"), None) is not None)
    return next(full, options[0] if options else alternatives)


def is_prompt(control: Element) -> bool:
    """Whether a content control shows the words that ask for its content (17.5.2.39)."""
    if not is_on(child(control, "sdtPr", "showingPlcHdr")):
        return False
    content = child(control, "sdtContent")
    if content is None or any(local(e.tag) == "rStyle" for e in content.iter()):
        return True
    return _PROMPT.match("".join(e.text or "" for e in content.iter() if local(e.tag) == "t")) is not None


def _run(run: Element, gathered: Gathered) -> str:
    properties = named(child(run, "rPr"))
    if is_on(properties.get("vanish")):
        return ""
    text = text_of(run, gathered)
    fonts = properties.get("rFonts")
    table = _signs(value(fonts, "ascii") or "") if fonts is not None else None
    return "".join(_sign(table, character) for character in text) if table else text


@cache
def _signs(font: str) -> dict[int, str] | None:
    """The signs of a symbol font by the last byte of their codes; None for fonts of letters."""
    found = load("symbols").get(font.lower())
    return {int(code, 16): sign for code, sign in found.items()} if found else None


def _sign(table: dict[int, str], character: str) -> str:
    """Symbol fonts have their signs at F000 to F0FF, programs write them at 0 to FF as well."""
    code = ord(character)
    return table.get(code & 0xFF, character) if 0xF000 <= code <= 0xF0FF or 0x20 < code <= 0xFF else character


def _symbol(sym: Element, _: Gathered) -> str:
    """A sign by its font and code; those in the private area have no meaning outside their font."""
    code = value(sym, "char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
        return ""
    number = int(code, 16)
    table = _signs(value(sym, "font") or "")
    if table is not None and number & 0xFF in table:
        return table[number & 0xFF]
    return "" if 0xE000 <= number <= 0xF8FF or number > 0x10FFFF or 0xD800 <= number < 0xE000 else chr(number)


def _field(mark: Element, _: Gathered) -> str:
    """The boxes and lists of old forms show their state, which no run holds (17.16.5 and 17.16.9)."""
    box, choices = child(mark, "ffData", "checkBox"), child(mark, "ffData", "ddList")
    if box is not None:
        state = child(box, "checked")
        return "☑" if is_on(state if state is not None else child(box, "default")) else "□"
    if choices is None:
        return ""
    entries = [value(e) or "" for e in choices if local(e.tag) == "listEntry"]
    at = whole(value(child(choices, "result"))) or whole(value(child(choices, "default"))) or 0
    return entries[at] if 0 <= at < len(entries) else ""


def _page_break(_: Element, gathered: Gathered) -> str:
    gathered.breaks += 1
    return ""


def _box(content: Element, gathered: Gathered) -> str:
    gathered.boxes.append(content)
    return ""


def _note(mark: Element, gathered: Gathered) -> str:
    gathered.marks.append((local(mark.tag).removesuffix("Reference"), value(mark, "id") or ""))
    return ""


def _control(control: Element, gathered: Gathered) -> str:
    return "" if is_prompt(control) else text_of(control, gathered)


def _picture(picture: Element, gathered: Gathered) -> str:
    if any(local(e.tag) in ("blip", "imagedata") for e in picture.iter()):
        gathered.pictures += 1
        extent = next((e for e in picture.iter() if local(e.tag) == "extent"), None)
        gathered.large += min(whole(value(extent, key)) or 0 for key in ("cx", "cy")) >= _LARGE
    return text_of(picture, gathered)


def _object(embedded: Element, gathered: Gathered) -> str:
    gathered.objects += any(local(e.tag) == "OLEObject" for e in embedded.iter())
    return text_of(embedded, gathered)


_HANDLERS: dict[str, Callable[[Element, Gathered], str]] = {
    "AlternateContent": lambda alternatives, gathered: text_of(_alternative(alternatives), gathered),
    "r": _run,
    "t": lambda t, _: t.text or "",
    "tab": lambda _, __: "\t",
    "ptab": lambda _, __: "\t",
    "cr": lambda _, __: "\n",
    "br": lambda _, __: "\n",
    "noBreakHyphen": lambda _, __: "-",
    "sym": _symbol,
    "fldChar": _field,
    "lastRenderedPageBreak": _page_break,
    "txbxContent": _box,
    "footnoteReference": _note,
    "endnoteReference": _note,
    "sdt": _control,
    "drawing": _picture,
    "pict": _picture,
    "object": _object,
    "oMath": lambda equation, _: equations.line_of(equation),
}
