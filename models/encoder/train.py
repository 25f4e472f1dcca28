"""Fit the built-in encoder: `python -m models.encoder.train --corpus DIR`. See docs/encoder.md."""

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from models.encoder import corpus, storage
from models.encoder.content_words import content_words
from models.encoder.fitting import Options, fit
from nlp.errors import CallError, JixiaoError

log = logging.getLogger(__name__)

DEFAULTS = Options()


@dataclass(slots=True)
class _Tally:
    """Passages and characters by source, counted while they pass by."""

    passages: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)

    def counting(self, passages: Iterable[corpus.Passage]) -> Iterator[corpus.Passage]:
        for passage in passages:
            self.passages[passage.source] += 1
            self.characters[passage.source] += len(passage.text)
            yield passage


def train(folder: Path, out: Path, options: Options, sources: Sequence[str] = corpus.OFFICIAL) -> dict[str, object]:
    """Fit vectors to the corpus in `folder`, write them to `out`, and return the card that describes them.

    CallError where the corpus is missing, malformed or too small (`corpus.read`, `fitting.fit`).
    """
    _known(sources)
    tally = _Tally()
    log.info("读取语料 %s", folder / corpus.FILE)
    passages = tally.counting(corpus.read(folder, sources))
    vectors = fit((content_words(passage.whole) for passage in passages), options, log.info)
    storage.write(out, vectors)
    log.info("已写入 %s", out)
    return {
        "command": _command(options, sources),
        "options": asdict(options),
        "corpus": {"file": corpus.FILE, "sha256": _sha256(folder / corpus.FILE)},
        "data": _data(tally),
        "dimension": options.dimension,
        "rows": len(vectors.vocabulary),
        "files": {
            name: {"bytes": (out / name).stat().st_size, "sha256": _sha256(out / name)}
            for name in (storage.WEIGHTS, storage.VOCABULARY)
        },
    }


def _known(sources: Sequence[str]) -> None:
    names = [source.prefix for source in corpus.SOURCES]
    for source in sources:
        if source not in names:
            raise CallError(f"没有名为 {source!r} 的语料来源；--source 可取 {'、'.join(names)}")


def _command(options: Options, sources: Sequence[str]) -> str:
    asked = f"--dimension {options.dimension} --words {options.words} --seed {options.seed}"
    return " ".join(["python -m models.encoder.train --corpus DIR", asked, *(f"--source {name}" for name in sources)])


def _data(tally: _Tally) -> list[dict[str, object]]:
    return [
        asdict(source) | {"passages": tally.passages[source.prefix], "characters": tally.characters[source.prefix]}
        for source in corpus.SOURCES
        if tally.passages[source.prefix]
    ]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_card(path: Path, card: dict[str, object]) -> None:
    """Write a card as indented JSON."""
    path.write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", "utf-8")


def main(
    folder: Annotated[Path | None, typer.Option("--corpus", help="语料文件夹，其中有 corpus.jsonl.zst")] = None,
    out: Annotated[Path, typer.Option(help="权重写到哪个文件夹")] = Path("encoder"),
    card: Annotated[Path | None, typer.Option(help="说明文件，默认为权重文件夹中的 card.json")] = None,
    dimension: Annotated[int, typer.Option(min=1, help="向量维数，如 128 或 256")] = DEFAULTS.dimension,
    words: Annotated[int, typer.Option(min=1, help="最多保留多少个词")] = DEFAULTS.words,
    seed: Annotated[int, typer.Option(min=0, help="随机种子")] = DEFAULTS.seed,
    source: Annotated[list[str] | None, typer.Option(help="只用这些来源，可重复；默认只用公文")] = None,
) -> None:
    """从语料训练内置编码器的词向量。"""
    try:
        if folder is None:
            raise CallError(f"没有指明训练语料。{corpus.wanted()}")
        options = Options(dimension=dimension, words=words, seed=seed)
        made = train(folder, out, options, source or corpus.OFFICIAL)
    except JixiaoError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    write_card(card or out / "card.json", made)


if __name__ == "__main__":
    from rich.console import Console
    from rich.logging import RichHandler

    handler = RichHandler(console=Console(stderr=True), show_path=False)
    logging.basicConfig(level=logging.INFO, format="%(message)s", handlers=[handler])
    typer.run(main)
