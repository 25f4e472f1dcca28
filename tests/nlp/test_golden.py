"""What is read from one example of each format, held to the letter.

After a change that is meant, run `JIXIAO_GOLDEN=write pytest tests/nlp/test_golden.py` and read the diff.
"""

import json
import os
from pathlib import Path

import pytest

from nlp.contract import as_json
from nlp.readers import read
from nlp.understand import understand

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "data" / "golden"
FORMATS = (".txt", ".docx", ".pdf", ".html")
WRITE = os.environ.get("JIXIAO_GOLDEN") == "write"


def first_example(suffix: str) -> Path:
    return min((ROOT / "examples").glob(f"*{suffix}"))


@pytest.mark.parametrize("suffix", FORMATS)
def test_golden(suffix: str) -> None:
    report = as_json(understand(read(first_example(suffix))))
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    kept = GOLDEN / f"{suffix[1:]}.json"
    if WRITE:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, "utf-8")
    assert text == kept.read_text("utf-8")


def test_golden_files_are_not_rewritten_in_ci() -> None:
    assert not (WRITE and os.environ.get("CI")), "JIXIAO_GOLDEN=write is for a person's own machine"
