"""Score an encoder on public Chinese test sets: `python -m models.encoder.evaluate --eval DIR`.

- STS-B.tsv: sentence, sentence, score; Spearman's rank correlation of cosines with scores, times 100.
- law_test.json: query is the title of a law and a chapter's heading, 总则 and 附则 left out; relevant
  are the articles of the chapter, candidates the articles of all laws. nDCG@10.
- stard_test.json, stard_articles.json: layman questions and the articles that answer them. nDCG@10.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Protocol

import numpy as np
import typer

from models import encoder as encoders
from models.encoder.vectors import Matrix
from nlp.errors import CallError, JixiaoError

_GENERAL = ("总则", "附则")  # headings every law has, which say nothing of what is under them
_BEST = 10


class Encodes(Protocol):
    """The part of an encoder that is scored."""

    def encode(self, texts: Sequence[str], *, query: bool = False) -> Matrix:
        """Shape (len(texts), dimension), rows of length 1 or 0."""
        ...


def sts(encoder: Encodes, folder: Path) -> float:
    """Spearman x 100 on STS-B."""
    from scipy.stats import spearmanr

    pairs = [line.split("\t") for line in _text(folder / "STS-B.tsv").splitlines()]
    left, right = (encoder.encode([pair[side] for pair in pairs]) for side in (0, 1))
    return float(100 * spearmanr((left * right).sum(axis=1), [float(pair[2]) for pair in pairs]).statistic)


def law(encoder: Encodes, folder: Path) -> float:
    """Mean nDCG@10 over the chapters of the held-out laws."""
    articles: list[str] = []
    relevant: dict[str, set[int]] = {}
    for document in _json(folder / "law_test.json"):
        for article in document["articles"]:
            heading = " ".join(article["head"])
            if heading and heading not in _GENERAL:
                relevant.setdefault(f"{document['title']} {heading}", set()).add(len(articles))
            articles.append(article["text"])
    return ndcg(encoder, list(relevant), articles, list(relevant.values()))


def stard(encoder: Encodes, folder: Path) -> float:
    """Mean nDCG@10 over the questions of STARD."""
    questions = _json(folder / "stard_test.json")
    articles = dict(_json(folder / "stard_articles.json"))
    for question in questions:
        articles.update(question["pos"])
    places = {name: place for place, name in enumerate(articles)}
    relevant = [{places[name] for name in question["pos"]} for question in questions]
    return ndcg(encoder, [question["q"] for question in questions], list(articles.values()), relevant)


def ndcg(encoder: Encodes, queries: list[str], passages: list[str], relevant: list[set[int]]) -> float:
    """Mean over queries of nDCG@10 with gains 0 and 1; `relevant[i]` are places in `passages`."""
    scores = encoder.encode(queries, query=True) @ encoder.encode(passages).T
    discounts = 1 / np.log2(np.arange(2, _BEST + 2))
    values = []
    for row, wanted in zip(scores, relevant, strict=True):
        best = np.argsort(-row, kind="stable")[:_BEST]
        found = sum(discount for place, discount in zip(best, discounts, strict=False) if int(place) in wanted)
        values.append(found / discounts[: len(wanted)].sum())
    return float(np.mean(values))


# name: (function, decimals worth keeping)
SCORES: dict[str, tuple[Callable[[Encodes, Path], float], int]] = {
    "STS-B Spearman x100": (sts, 1),
    "law nDCG@10": (law, 3),
    "STARD nDCG@10": (stard, 3),
}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(
            f"测试集 {path} 无法读取（{error}）；--eval 应指向一个文件夹，其中有 STS-B.tsv、law_test.json、"
            "stard_test.json 和 stard_articles.json"
        ) from error


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise CallError(f"测试集 {path} 不是合法的 JSON（{error}）") from error


def main(
    folder: Annotated[Path, typer.Option("--eval", help="测试集文件夹")],
    model: Annotated[str, typer.Option(help="builtin、文件夹或模型名")] = encoders.BUILTIN,
    card: Annotated[Path | None, typer.Option(help="把得分写进这个说明文件")] = None,
) -> None:
    """给一个编码器打分。"""
    try:
        encoder = encoders.load(model)
        scores = {name: round(score(encoder, folder), decimals) for name, (score, decimals) in SCORES.items()}
    except JixiaoError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    typer.echo(json.dumps({"model": encoder.name, "scores": scores}, ensure_ascii=False))
    if card is not None:
        written = json.loads(card.read_text("utf-8")) | {"scores": scores}
        card.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    typer.run(main)
