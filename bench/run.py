"""Speed, as ratios against a peer in the same run: `python -m bench.run`.

Reading a PDF is held against bare pdfminer.six, understanding against cutting the same text with jieba
(the reference dictionary cut), so that the figures mean the same on any machine.
"""

import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba
from pdfminer.high_level import extract_text

from models import section
from nlp.readers import READERS, read
from nlp.understand import understand

ROOT = Path(__file__).parents[1]
_RUNS = 5


def seconds(job: Callable[[], object]) -> float:
    """The median of several runs after one that is not counted."""
    job()
    taken = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> int:
    """Print one line per comparison."""
    logging.disable(logging.WARNING)
    jieba.setLogLevel(logging.ERROR)
    paths = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in READERS and "扫描" not in p.name)  # no OCR
    pdfs = [p for p in paths if p.suffix == ".pdf"]
    ours, peer = seconds(lambda: [read(p) for p in pdfs]), seconds(lambda: [extract_text(p) for p in pdfs])
    pages = sum(read(p).pages or 0 for p in pdfs)
    ratio = f"×{peer / ours:.1f}"
    print(f"read PDF with tables {pages / ours:9.0f} pages/s   pdfminer.six, text only {pages / peer:8.0f}   {ratio}")
    documents, classifier = [read(p) for p in paths], section.load()
    size = sum(len(d.text) for d in documents)
    ours = seconds(lambda: [understand(d, classifier=classifier) for d in documents])
    peer = seconds(lambda: [list(jieba.cut(d.text, HMM=False)) for d in documents])
    ratio = f"×{peer / ours:.2f}"
    print(f"understand           {size / ours:9.0f} chars/s   jieba, cut only {size / peer:16.0f}   {ratio}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
