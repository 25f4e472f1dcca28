"""Paragraph styles and lists of a Word document (ECMA-376 part 1, 17.7 and 17.9)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.readers.numbering import Level, ListDefinition
from nlp.readers.wordxml import Element, child, is_on, local, value, whole

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style with what it inherits."""

    name: str = ""
    outline: int | None = None  # 0-based
    number: str | None = None
    level: int | None = None


def styles(root: Element | None) -> dict[str, Style]:
    """Styles by id, each with what its ancestors say; the default one of paragraphs also by ""."""
    raw = {value(e, "styleId") or "": e for e in (root if root is not None else ()) if local(e.tag) == "style"}
    usual = (k for k, e in raw.items() if value(e, "type") == "paragraph" and value(e, "default") in ("1", "true"))
    found = {key: _style(key, raw) for key in raw}
    default = next(usual, None)
    return found if default is None else found | {"": found[default]}


def _style(key: str, raw: Mapping[str, Element]) -> Style:
    outline = number = level = None
    seen: set[str] = set()
    at: str | None = key
    while at is not None and at in raw and at not in seen:
        seen.add(at)
        properties = child(raw[at], "pPr")
        outline = outline if outline is not None else whole(value(child(properties, "outlineLvl")))
        if number is None:
            number = value(child(properties, "numPr", "numId"))
            level = whole(value(child(properties, "numPr", "ilvl")))
        at = value(child(raw[at], "basedOn"))
    name = (value(child(raw[key], "name")) or "").strip()
    named = _HEADING_NAME.match(name)
    if outline is None and named:
        outline = int(named.group(1)) - 1
    return Style(name, outline, number, level)


def lists(root: Element | None) -> dict[str, ListDefinition]:
    """Lists by numId (ECMA-376 part 1, 17.9.15 and 17.9.1), style links followed once."""
    if root is None:
        return {}
    abstracts = {value(e, "abstractNumId"): e for e in root if local(e.tag) == "abstractNum"}
    by_link = {value(child(e, "styleLink")): k for k, e in abstracts.items() if child(e, "styleLink") is not None}
    found = {}
    for num in (e for e in root if local(e.tag) == "num"):
        key, shared = value(num, "numId"), value(child(num, "abstractNumId"))
        linked = value(child(abstracts.get(shared), "numStyleLink"))
        shared = by_link.get(linked, shared) if linked else shared
        if key is None or shared is None or shared not in abstracts:
            continue
        levels = _levels(abstracts[shared])
        starts = {}
        for override in (e for e in num if local(e.tag) == "lvlOverride"):
            levels |= _levels(override)
            at, start = whole(value(override, "ilvl")), whole(value(child(override, "startOverride")))
            if at is not None and start is not None:
                starts[at] = start
        found[key] = ListDefinition(shared, levels, starts)
    return found


def _levels(parent: Element) -> dict[int, Level]:
    levels = {}
    for lvl in (e for e in parent if local(e.tag) == "lvl"):
        at = whole(value(lvl, "ilvl"))
        if at is None:
            continue
        start = whole(value(child(lvl, "start")))
        levels[at] = Level(
            start=start if start is not None else 0,
            format=_format(lvl),
            text=value(child(lvl, "lvlText")) or "",
            suffix=value(child(lvl, "suff")) or "tab",
            restart=whole(value(child(lvl, "lvlRestart"))),
            legal=is_on(child(lvl, "isLgl")),
            style=value(child(lvl, "pStyle")),
        )
    return levels


def _format(lvl: Element) -> str:
    """The number format; newer ones stand beside a fallback that is plainer."""
    choice = next((e for e in lvl.iter() if local(e.tag) == "numFmt"), None)
    return value(choice) or "decimal"
