"""The training text: where it is expected, what a line must hold, where the texts come from."""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import CallError

FILE = "corpus.jsonl.zst"
FIELDS = ("src", "doc", "head", "text")


@dataclass(frozen=True, slots=True)
class Source:
    """Texts of one origin; `prefix` is what their `src` begins with."""

    prefix: str
    what: str
    origin: str
    licence: str


_NO_COPYRIGHT = "official documents: no copyright under Article 5 of the Copyright Law of the PRC"

SOURCES = (
    Source(
        "laws",
        "laws, regulations and judicial interpretations of the PRC, local regulations of seven provinces and cities",
        "https://github.com/LawRefBook/Laws",
        _NO_COPYRIGHT,
    ),
    Source(
        "govreport",
        "work reports of the State Council, 1954-2025",
        "https://github.com/aldohemsn/chinese-political-corpora",
        _NO_COPYRIGHT,
    ),
    Source(
        "statecouncil",
        "policy documents of the State Council, 2018-2019",
        "https://github.com/ZhouYNF/platform-1",
        _NO_COPYRIGHT,
    ),
    Source(
        "cpcreport",
        "reports to the party congresses",
        "https://github.com/aldohemsn/chinese-political-corpora",
        "taken for public domain by Wikisource; less clear than documents of the state",
    ),
    Source(
        "cmrc2018",
        "paragraphs of the Chinese Wikipedia",
        "https://github.com/ymcui/cmrc2018",
        "CC BY-SA 4.0",
    ),
    Source(
        "drcd",
        "paragraphs of the Chinese Wikipedia, in simplified characters",
        "https://github.com/DRCSolutionService/DRCD",
        "CC BY-SA 3.0",
    ),
)

# Nothing here asks for more than being named, and leaving the encyclopedia out costs nothing (docs/encoder.md).
OFFICIAL = ("laws", "govreport", "statecouncil")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or an article of law, with the title and the headings it stands under."""

    source: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text: the words of a title are neighbours of the words it stands over."""
        return f"{self.title}\n{self.text}"


def read(folder: Path, sources: Sequence[str] = OFFICIAL) -> Iterator[Passage]:
    """Passages of `folder`/corpus.jsonl.zst whose source is in `sources`, in the order of the file.

    The source of a passage is its `src` up to the first slash. CallError where the file is
    missing or not what `wanted` says.
    """
    path = folder / FILE
    if not path.is_file():
        raise CallError(f"没有找到训练语料 {path}。{wanted()}")
    number = 0
    for number, line in enumerate(_lines(path), 1):
        passage = _passage(line, path, number)
        if passage.source in sources:
            yield passage
    if not number:
        raise CallError(f"训练语料 {path} 是空的。{wanted()}")


def wanted() -> str:
    """What a training corpus must look like, as a sentence for the person who has to provide it."""
    return (
        f"--corpus 应指向一个文件夹，其中有 {FILE}（zstandard 压缩的 JSON Lines，UTF-8），"
        f"每行一段文字：{{{', '.join(FIELDS)}}}，分别是来源、文件标题、所在章节标题（可为空）和正文。"
        "没有语料也能使用 jixiao：内置编码器的权重已随程序提供，不必重新训练"
    )


def _lines(path: Path) -> Iterator[str]:
    import zstandard

    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
            yield from io.TextIOWrapper(stream, encoding="utf-8")
    except (OSError, zstandard.ZstdError, UnicodeDecodeError) as error:
        raise CallError(f"训练语料 {path} 无法解压或读取（{error}）。{wanted()}") from error


def _passage(line: str, path: Path, number: int) -> Passage:
    try:
        src, doc, head, text = (_string(value) for value in map(json.loads(line).__getitem__, FIELDS))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CallError(f"训练语料 {path} 第 {number} 行不合格式（{error}）。{wanted()}") from error
    return Passage(src.partition("/")[0], f"{doc} {head}".strip(), text)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} 不是字符串")
    return value
