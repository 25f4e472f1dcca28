"""Fit the judge of themes: `python -m models.theme.train`. See docs/themes.md."""

import json
import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from models import cards
from models.encoder.static import StaticEncoder
from models.theme import CARD, WEIGHTS, builtin, storage
from models.theme.model import ThemeModel, reading
from models.theme.storage import Judge
from nlp.themes import themes, vocabulary

log = logging.getLogger(__name__)
DATA = Path(__file__).parents[1] / "data"
FILES = (DATA / "themes.jsonl", DATA / "themes_written.jsonl")


@dataclass(frozen=True, slots=True)
class Options:
    """`strength` is the inverse of the penalty."""

    strength: float = 12.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """A problem or measure with its themes; `report` is None where it was written by itself."""

    text: str
    themes: frozenset[str]
    report: str | None
    origin: str


def records(paths: Sequence[Path] = FILES) -> tuple[Record, ...]:
    """All records of these files, in their order."""
    lines = (json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines())
    return tuple(Record(x["text"], frozenset(x["themes"]), x["report"], x["origin"]) for x in lines)


def fit(known: Sequence[Record], encoder: StaticEncoder, options: Options) -> Judge:
    """A regression for each theme; 其他 is no matter to be learned."""
    from sklearn.linear_model import LogisticRegression

    names = tuple(name for name in vocabulary() if name != "其他")
    rows = reading(encoder, [record.text for record in known])
    fitted = [
        LogisticRegression(C=options.strength, max_iter=500, random_state=options.seed).fit(
            rows, [name in record.themes for record in known]
        )
        for name in names
    ]
    weights = np.ascontiguousarray(np.vstack([each.coef_[0] for each in fitted]).T, np.float32)
    return Judge(names, encoder.name, weights, np.array([each.intercept_[0] for each in fitted], np.float32))


def left_out(known: Sequence[Record], encoder: StaticEncoder, options: Options) -> dict[str, float]:
    """F1 of the themes of reports, with the cues alone and with a judge that has not seen the report."""
    alone, judged = Counter[str](), Counter[str]()
    for report in sorted({record.report for record in known if record.report}):
        own = [record for record in known if record.report == report]
        model = ThemeModel(fit([r for r in known if r.report != report], encoder, options), encoder)
        for record, likely in zip(own, model.likely([r.text for r in own]), strict=True):
            _count(alone, record, themes(record.text))
            _count(judged, record, themes(record.text, likely))
    return {"cues alone": _f1(alone), "with the judge": _f1(judged)}


def _count(tally: Counter[str], record: Record, given: Sequence[str]) -> None:
    tally.update(right=len(record.themes & set(given)), labelled=len(record.themes), given=len(given))


def _f1(tally: Counter[str]) -> float:
    return round(2 * tally["right"] / (tally["labelled"] + tally["given"]), 3)


def train(out: Path, options: Options) -> dict[str, Any]:
    """Fit the model to all records, write it to `out`, and return the card that describes it."""
    known, encoder = records(), builtin()
    log.info("%d 条问题和措施；逐一留出报告评估", len(known))
    found = left_out(known, encoder, options)
    storage.write(out, fit(known, encoder, options))
    return {
        "command": "python -m models.theme.train",
        "options": asdict(options),
        "encoder": encoder.name,
        "data": cards.sources(known, "items"),
        "themes": dict(sorted(Counter(name for record in known for name in record.themes).items())),
        "files": {storage.WEIGHTS: cards.file_facts(out / storage.WEIGHTS)},
        "leave one report out": found,
    }


def main(
    out: Annotated[Path, typer.Option(help="权重写到哪个文件夹")] = WEIGHTS,
    card: Annotated[Path, typer.Option(help="说明文件")] = CARD,
    seed: Annotated[int, typer.Option(min=0, help="随机种子")] = 0,
) -> None:
    """训练主题模型，并逐一留出报告评估。"""
    typer.echo(cards.written(card, train(out, Options(seed=seed))))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    typer.run(main)
