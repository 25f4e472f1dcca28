"""A report on paper, scanned: the pages of a PDF as grey pictures, a little askew and a little noisy."""

import io
import time
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from examples.markup import Part
from examples.word import as_pdf

DPI = 150
SEED = 20230517
SKEW = 0.6  # degrees at most, to either side
NOISE = 5.0  # standard deviation of the grey of a pixel, of 255
QUALITY = 38  # of the JPEG pictures


def write_scan(parts: tuple[Part, ...], path: Path, header: str) -> None:
    """A PDF whose pages are pictures. Same bytes with the same LibreOffice, pypdfium2 and Pillow."""
    random = np.random.default_rng(SEED)
    document = pypdfium2.PdfDocument(as_pdf(parts, header, narrow=True))
    pages = [_scanned(page.render(scale=DPI / 72, grayscale=True).to_pil(), random) for page in document]
    epoch = time.gmtime(0)
    pages[0].save(
        *(path, "PDF"),
        save_all=True,
        append_images=pages[1:],
        resolution=DPI,
        quality=QUALITY,
        title="",
        creationDate=epoch,
        modDate=epoch,
    )


def _scanned(page: Image.Image, random: np.random.Generator) -> Image.Image:
    askew = page.convert("L").rotate(random.uniform(-SKEW, SKEW), Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(askew, dtype=np.float64) * 0.93 + 10  # ink is not black, paper not white
    noisy = np.clip(grey + random.normal(0, NOISE, grey.shape), 0, 255).astype(np.uint8)
    held = io.BytesIO()
    Image.fromarray(noisy).save(held, "JPEG", quality=QUALITY)
    return Image.open(held)
