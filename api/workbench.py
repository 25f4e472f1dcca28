"""One library with its indexes and its encoder, wired by the settings and opened when first needed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from api import ingest
from api.settings import Settings, reading
from index.library import Library
from index.types import Encoder, Entry, Filters, Hit, PassageIndex, Query
from nlp.errors import CallError
from nlp.types import Report

if TYPE_CHECKING:
    from index.search import Searcher


Engine = TypeVar("Engine")


class Workbench:
    """What the command line and the web do with a library. No logic here: each method hands on."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if "library" in self.__dict__:
            self.library.close()

    @cached_property
    def library(self) -> Library:
        """The library, made where there is none yet."""
        return Library.open(self.settings.library)

    @cached_property
    def encoder(self) -> Encoder:
        """The model that turns texts into vectors."""
        from models import encoder

        return encoder.load(self.settings.model)

    @cached_property
    def indexes(self) -> dict[str, PassageIndex]:
        """The two derived indexes, as they were left."""
        from index.backends import KEYWORD_INDEXES, VECTOR_INDEXES

        keyword = _engine(KEYWORD_INDEXES, "JIXIAO_KEYWORD_INDEX", self.settings.keyword_index)
        vector = _engine(VECTOR_INDEXES, "JIXIAO_VECTOR_INDEX", self.settings.vector_index)
        folder = self.library.indexes
        return {"keyword": keyword(folder / "keyword"), "vector": vector(folder / "vector", self.encoder)}

    @cached_property
    def searcher(self) -> "Searcher":
        """Search over the library and its indexes, not yet brought up to date."""
        from index.search import Searcher

        return Searcher(self.library, self.indexes["keyword"], self.indexes["vector"])

    def add(self, files: Sequence[Path], watch: ingest.Watch | None = None) -> Iterator[ingest.FileOutcome]:
        """Bring files into the library; see `ingest.add`."""
        work, options = partial(ingest.read_one, debug=self.settings.debug), reading(self.settings)
        return ingest.add(files, self.library, self.settings.workers, work, options, watch)

    def entries(self, filters: Filters) -> list[Entry]:
        """What the library holds."""
        return self.library.entries(filters)

    def report(self, name: str) -> Report:
        """The report a person calls `name`."""
        return self.library.get(self.library.resolve(name))

    def named(self, names: Sequence[str]) -> list[tuple[Entry, Report]]:
        """The reports a person calls `names`, in that order, each once."""
        identities = dict.fromkeys(self.library.resolve(name) for name in names)
        return [self.library.held(identity) for identity in identities]

    def reports(self, filters: Filters) -> Iterator[Report]:
        """The reports that fit, one at a time."""
        return (report for _, report in self.library.reports(filters))

    def remove(self, name: str) -> Entry:
        """Forget the report that a person calls by its id, file name, or bureau and year, none of them in part."""
        identity = self.library.resolve(name, exactly=True)
        entry, _ = self.library.held(identity)
        self.library.remove(identity)
        return entry

    def search(
        self,
        query: Query,
        progress: Callable[[int, int], None] | None = None,
        waiting: Callable[[], None] | None = None,
    ) -> list[tuple[Hit, Entry]]:
        """Ranked passages with their reports, from indexes brought up to date first; see `Searcher.refresh`."""
        self.searcher.refresh(progress, waiting)
        hits = self.searcher.search(query)
        held = self.library.entries_of(hit.passage.report for hit in hits)  # without what was removed meanwhile
        return [(hit, held[hit.passage.report]) for hit in hits if hit.passage.report in held]


def _engine(engines: Mapping[str, Engine], variable: str, name: str) -> Engine:
    if name not in engines:
        raise CallError(f"没有叫“{name}”的检索引擎；{variable} 可用的值：{'、'.join(engines)}")
    return engines[name]
