"""Puts encoded reports into a library, one for each line on stdin, and says what became of it; to be killed."""

import sys
from pathlib import Path

from index.library import Library
from nlp import codec

where, folder = sys.argv[1:]
with Library.open(where) as library:
    for file, _ in zip(sorted(Path(folder).iterdir()), sys.stdin, strict=False):
        sys.stdout.write(f"{library.put(codec.decode(file.read_bytes()))}\n")
        sys.stdout.flush()
