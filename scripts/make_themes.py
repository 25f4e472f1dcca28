"""Write models/data/themes.jsonl, the labelled problems and measures of our own reports: python -m scripts.make_themes

Reports held out and published ones are for measuring, never for training. models/data/themes_written.jsonl, in the
same form, is written by hand.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from examples.markup import labels, load

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "models" / "data" / "themes.jsonl"
SOURCES = ("examples/source", "models/data/reports")


def items(origin: str) -> Iterator[dict[str, Any]]:
    """The items of the reports in a folder; one that two readers might leave out is left out."""
    for path in sorted((ROOT / origin).glob("*.markup")):
        source = load(path)
        label = labels(source)
        for item in (*label["problems"], *label["measures"]):
            if not item.get("optional"):
                yield {"text": item["text"], "themes": item["themes"], "report": source.file, "origin": origin}


def main() -> None:
    """Write the file."""
    lines = [json.dumps(item, ensure_ascii=False) for origin in SOURCES for item in items(origin)]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(lines)} items")


if __name__ == "__main__":
    main()
