"""Puts encoded reports into a library, one line per report kept; run as a process of its own, to be killed."""

import sys
from pathlib import Path

from index.library import Library
from nlp import codec

where, folder = sys.argv[1:]
with Library.open(where) as library:
    for file in sorted(Path(folder).iterdir()):
        sys.stdout.write(f"{library.put(codec.decode(file.read_bytes()))}\n")
        sys.stdout.flush()
