"""The cards of trained models: what they were made from, how good they are, and the bytes that ship."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol


class Labelled(Protocol):
    """A record of training data: the report it stands in, None where it was written by itself, and its source."""

    @property
    def report(self) -> str | None:
        """The report's name."""
        ...

    @property
    def origin(self) -> str:
        """The source's name."""
        ...


def sources(known: Sequence[Labelled], counted: str) -> list[dict[str, Any]]:
    """How many reports and records each source gives; `counted` names the records."""
    found = []
    for name in sorted({record.origin for record in known}):
        own = [record for record in known if record.origin == name]
        found.append({"origin": name, "reports": len({record.report for record in own} - {None}), counted: len(own)})
    return found


def file_facts(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file."""
    held = path.read_bytes()
    return {"bytes": len(held), "sha256": hashlib.sha256(held).hexdigest()}


def written(card: Path, made: dict[str, Any]) -> str:
    """The card as it was written to its file."""
    text = json.dumps(made, ensure_ascii=False, indent=2)
    card.write_text(text + "\n", "utf-8")
    return text
