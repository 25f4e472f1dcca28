"""Figures out of plain text, held against other extractors on the same paragraphs in the same run: `make bench-claims`.

The paragraphs are those of the example reports. Every extractor runs in a process and in a Python of its own on one
core; processor seconds count, of ours the median of several rounds. Ours gives what is measured, role, direction and
period on top of the quantities that the others give.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.claims_once import EXTRACTORS
from nlp.claims import claims
from nlp.flow import flow
from nlp.labels import label
from nlp.outline import outline
from nlp.profile import evaluated_year
from nlp.readers import read
from nlp.types import BlockKind, Document, Label, Section

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
ROUNDS = 7
LEAST = 300_000  # characters a second of ours on one core


@dataclass(frozen=True, slots=True)
class Parsed:
    """A report as it is before its figures are read."""

    document: Document
    sections: tuple[Section, ...]
    labels: tuple[Label, ...]
    year: int | None

    def paragraphs(self) -> list[str]:
        """The prose that figures are read from."""
        kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING)
        blocks = (block for block in self.document.blocks if block.kind in kinds)
        return [self.document.text[block.span.start : block.span.end] for block in blocks]


@dataclass(frozen=True, slots=True)
class Run:
    """How long one extractor took over all paragraphs, and how much it found."""

    seconds: float
    found: int


def parsed(path: Path) -> Parsed:
    """A file read and divided into sections."""
    document = flow(read(path)).document
    sections = outline(document)
    return Parsed(document, sections, label(document, sections), evaluated_year(document))


def ours(reports: Sequence[Parsed]) -> Run:
    """The median of several rounds after one that is not counted."""
    taken = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        found = sum(len(claims(r.document, r.sections, r.labels, r.year)) for r in reports)
        taken.append(time.process_time() - start)
    return Run(statistics.median(taken[1:]), found)


def peer(name: str, path: Path) -> Run:
    """One round of a peer; `path` holds the paragraphs."""
    command = [str(PEERS), str(ROOT / "bench" / "claims_once.py"), name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
    return Run(**json.loads(done.stdout))


def main() -> int:
    """Print one line per extractor; status 1 where ours is too slow."""
    if not PEERS.exists():
        print("the peers are not installed: make bench-claims does it")
        return 1
    reports = [parsed(path) for path in sorted((ROOT / "examples").glob("*.txt"))]
    paragraphs = [text for report in reports for text in report.paragraphs()]
    size = sum(map(len, paragraphs))
    print(f"{len(paragraphs)} paragraphs, {size} characters of {len(reports)} reports")
    run = ours(reports)
    print(f"  {'jixiao':24} {size / run.seconds:9.0f} characters/s   {run.found:5d} found")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paragraphs.json"
        path.write_text(json.dumps(paragraphs), "utf-8")
        for name in EXTRACTORS:
            try:
                other = peer(name, path)
            except RuntimeError as error:
                print(f"  {name:24} did not run: {error}")
                continue
            ratio = f"ours ×{other.seconds / run.seconds:.1f}"
            print(f"  {name:24} {size / other.seconds:9.0f} characters/s   {other.found:5d} found   {ratio}")
    return 0 if size / run.seconds >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
