"""Images as pages: files of one or more, and those that a page of another format consists of."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from nlp.errors import BrokenFile, TooLarge
from nlp.readers import paged
from nlp.readers.building import TextBuilder
from nlp.readers.options import Options
from nlp.readers.page import PageContent
from nlp.readers.scan import Scans
from nlp.types import Box, Document

if TYPE_CHECKING:
    from nlp.readers.ocr import Image
    from nlp.readers.ocrpage import PageImage

_PAPER = 595.0  # points: the short side of A4, which a large picture is taken to show
_SCREEN = 96 / 72  # pixels a point of a small picture: one of a screen
_MOST_ENLARGED = 2.0
_MOST_PIXELS = 200_000_000  # of one picture as its file states it
_FORMATS = {"PNG": "png", "JPEG": "jpg", "TIFF": "tif", "BMP": "bmp", "MPO": "jpg"}


def read_image(data: bytes, name: str, options: Options) -> Document:
    """An image file, each frame a scanned page. BrokenFile or TooLarge where it cannot be read.

    A TIFF may hold many frames. Without the extra `ocr` every page has a note "no-text-on-page" and no text.
    """
    with _opened(data, name) as picture:
        count = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
        if count > options.max_pages:
            raise TooLarge(f"“{name}”有 {count} 页，超过上限 {options.max_pages} 页；请拆分后再添加")
        builder = TextBuilder(name, options)
        scans = Scans(options, lambda number, _: _page(picture, number, name))
        paged.write(builder, scans.filled(_contents(picture, count, name, options)))
        builder.notes[:] = scans.noted(builder.notes)
        return builder.document(data, _FORMATS[picture.format], count)


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[Any]:
    """The file, its frames not yet unfolded; what the library says of damage or size in our words."""
    from PIL import Image as Pillow

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on odd tags and on sizes, which are looked at here
            picture = Pillow.open(io.BytesIO(data), formats=list(_FORMATS))
            with picture:
                yield picture
    except Pillow.DecompressionBombError as error:
        raise _too_large(name) from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError) as error:
        raise BrokenFile(f"“{name}”不是完整的图片（{error}）；请从原处重新下载，或重新扫描") from error


def _too_large(name: str) -> TooLarge:
    return TooLarge(f"“{name}”的图片超过上限 {_MOST_PIXELS} 像素；请以 200–300 dpi 重新扫描")


def _contents(picture: Any, count: int, name: str, options: Options) -> Iterator[PageContent]:
    for number in range(1, count + 1):
        picture.seek(number - 1)
        if picture.size[0] * picture.size[1] > _MOST_PIXELS:
            raise _too_large(name)
        scale = _own_scale(*picture.size)
        yield PageContent(picture.size[0] / scale, picture.size[1] / scale, (), ())
        options.on_page(number, count)


def _own_scale(wide: int, high: int) -> float:
    """How many of the picture's pixels are taken for a point: a large one shows a sheet, a small one a screen."""
    return max(_SCREEN, min(wide, high) / _PAPER)


def _page(picture: Any, number: int, name: str) -> "PageImage":
    from nlp.readers.ocrpage import PageImage, resolution

    picture.seek(number - 1)
    pixels = _pixels(picture)
    high, wide = pixels.shape[:2]
    scale = _own_scale(wide, high)
    wanted = min(resolution(wide / scale, high / scale), _MOST_ENLARGED * scale)
    return PageImage(_resized(pixels, round(wide * wanted / scale), round(high * wanted / scale)), wanted)


def _pixels(picture: Any) -> "Image":
    """Blue, green, red, upright as the camera says, on white where the picture is transparent."""
    import numpy as np
    from PIL import Image as Pillow
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(picture)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        paper = Pillow.new("RGBA", turned.size, "white")
        paper.alpha_composite(turned.convert("RGBA"))
        turned = paper
    return np.ascontiguousarray(np.asarray(turned.convert("RGB"))[:, :, ::-1])


def _resized(pixels: "Image", wide: int, high: int) -> "Image":
    import cv2
    import numpy as np

    smaller = wide < pixels.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (max(1, wide), max(1, high)), interpolation=how), np.uint8)


def on_paper(data: bytes, box: Box, area: tuple[float, float]) -> "PageImage | None":
    """The image in its box (points) on a white page of this size; None where it cannot be decoded or lies outside."""
    import numpy as np

    from nlp.readers.ocrpage import PageImage, resolution

    scale = resolution(*area)
    left, top = max(0, round(box.left * scale)), max(0, round(box.top * scale))
    right, bottom = round(min(box.right, area[0]) * scale), round(min(box.bottom, area[1]) * scale)
    if right - left < 1 or bottom - top < 1:
        return None
    try:
        with _opened(data, "") as picture:
            if picture.size[0] * picture.size[1] > _MOST_PIXELS:
                return None
            pixels = _resized(_pixels(picture), right - left, bottom - top)
    except (BrokenFile, TooLarge):
        return None
    page = np.full((round(area[1] * scale), round(area[0] * scale), 3), 255, np.uint8)
    shown = page[top:bottom, left:right]
    shown[:] = pixels[: shown.shape[0], : shown.shape[1]]
    return PageImage(page, scale)
