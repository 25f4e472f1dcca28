"""A Report as bytes and back: `decode(encode(report)) == report`, Decimals exact."""

import msgspec

from nlp.errors import LibraryError
from nlp.types import Report

_ENCODER = msgspec.json.Encoder(decimal_format="string")
_DECODER = msgspec.json.Decoder(Report)


def encode(report: Report) -> bytes:
    """One line of UTF-8 JSON."""
    return _ENCODER.encode(report)


def decode(data: bytes) -> Report:
    """The Report that `encode` wrote; LibraryError where the bytes are something else."""
    try:
        return _DECODER.decode(data)
    except msgspec.DecodeError as error:
        raise LibraryError(f"报告数据无法读回（{error}）；请重新添加该文件") from error
