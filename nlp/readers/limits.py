"""What a reader may spend on one file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these a file is refused with TooLarge.

    `max_unpacked` bounds what a packed format (docx) may unfold to; `max_cells` the grid of one
    document's tables.
    """

    max_bytes: int = 200_000_000
    max_pages: int = 5_000
    max_unpacked: int = 1_000_000_000
    max_cells: int = 2_000_000
