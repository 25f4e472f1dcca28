"""The keyword index: BM25 over words and single characters, kept by tantivy."""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from index import terms
from index.types import Ids, Passage
from nlp.errors import LibraryError

FORMAT = 1  # raise it whenever the same passage would be indexed otherwise

# What a term counts where it stands. Single characters find what is said in other words (indexed
# beside words they raised nDCG@10 on paraphrased questions), but weigh less than a word.
_WEIGHTS = {"words": 1.0, "characters": 0.5, "title": 0.5}
_HEAP = 64_000_000  # bytes of the writer's buffer
_PATIENCE = 60.0  # seconds to wait for another process that is writing
_STAMP = -1  # the id of the document that holds the stamp; passages have theirs from 1
_FEW = 50_000  # allowed ids up to here are asked for in the query, more are picked out of its results


class KeywordIndex:
    """A PassageIndex over words in `folder`. One writer at a time, over all processes.

    Damaged files are taken for an empty index, as far as opening shows the damage; LibraryError where
    only a search meets it. The stamp is a document of the index itself, so that the two cannot come apart.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        self._opened: Any = None
        self._writer: Any = None

    @property
    def stamp(self) -> str:
        """What the index holds, as given to the last `commit`; "" when empty, damaged or of another format."""
        with self._lock, _translated(self._folder):
            return _read_stamp(self._reading(), self._index().schema)

    def add(self, passages: Sequence[Passage]) -> None:
        """Add passages; one that is already there (by id) is replaced."""
        with self._lock, _translated(self._folder):
            writer = self._writing()
            for passage in passages:
                writer.delete_documents_by_term("id", passage.id)
                writer.add_document(_document(passage))

    def remove(self, ids: Sequence[int]) -> None:
        """Take passages out; ids that are not there are passed over."""
        with self._lock, _translated(self._folder):
            writer = self._writing()
            for i in ids:
                writer.delete_documents_by_term("id", int(i))

    def commit(self, stamp: str) -> None:
        """Make all changes durable at once, under this stamp."""
        with self._lock, _translated(self._folder):
            writer = self._writing()
            writer.delete_documents_by_term("id", _STAMP)
            writer.add_document(_stamp_document(stamp))
            writer.commit()
            self._release()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock, _translated(self._folder):
            writer = self._writing()
            writer.rollback()  # what was added since the last commit would outlive the deletion
            writer.delete_all_documents()
            writer.commit()
            self._release()

    def rollback(self) -> None:
        """Forget the changes since the last `commit`, and let another process write."""
        with self._lock, _translated(self._folder):
            if self._writer is not None:
                self._writer.rollback()
                self._release()

    def search(self, text: str, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """The k best (passage id, BM25), best first; only ids in `allowed` where it is given.

        Any term may match; a part of `text` in quotation marks must be there as it stands.
        """
        with _translated(self._folder):
            with self._lock:
                searcher, schema = self._reading(), self._index().schema
            query = _query(schema, terms.question(text))
            if query is None or k < 1:
                return []
            if allowed is None:
                return _best(searcher, query, k)
            if len(allowed) <= _FEW:
                return _best(searcher, _only(schema, query, allowed), k) if len(allowed) else []
            return _best_of(searcher, query, k, allowed)

    def _index(self) -> Any:
        if self._opened is None:
            try:
                self._opened = _open(self._folder)
            except BaseException as error:
                if not _is_damage(error):
                    raise
                shutil.rmtree(self._folder)
                self._opened = _open(self._folder)
        return self._opened

    def _reading(self) -> Any:
        """What has been committed by now, by whichever process."""
        index = self._index()
        index.reload()
        return index.searcher()

    def _writing(self) -> Any:
        if self._writer is None:
            self._writer = _waited_for(self._index())
        return self._writer

    def _release(self) -> None:
        """Let another process write; the writer takes its lock again with the next change."""
        writer, self._writer = self._writer, None
        writer.wait_merging_threads()


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(f"关键词索引 {folder} 无法读写（{error}）；请检查权限和磁盘空间") from error
    except BaseException as error:
        if _is_damage(error):
            raise LibraryError(
                f"关键词索引 {folder} 已损坏（{error}）；请删除这个文件夹，下次检索会自动重建"
            ) from error
        if _is_busy(error):
            raise LibraryError(f"另一个进程正在更新关键词索引 {folder}；请等它完成后再试") from error
        raise


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, ValueError) and "LockBusy" in str(error)


def _is_damage(error: BaseException) -> bool:
    """tantivy has one word for damage, another schema and a file that is gone; Rust's panic is no Exception."""
    return (isinstance(error, ValueError) and not _is_busy(error)) or type(error).__name__ == "PanicException"


def _open(folder: Path) -> Any:
    import tantivy

    folder.mkdir(parents=True, exist_ok=True)
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("characters", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("stamp", stored=True)
    index = tantivy.Index(builder.build(), path=str(folder))
    index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.reload()
    _read_stamp(index.searcher(), index.schema)  # this and a search open all files: damage shows here
    _best(index.searcher(), _query(index.schema, terms.question("的")), 1)
    return index


def _waited_for(index: Any) -> Any:
    """The one writer of an index; tantivy says at once that another process has it, we wait a while."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return index.writer(_HEAP, 1)
        except ValueError as error:
            if not _is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _document(passage: Passage) -> Any:
    import tantivy

    document = tantivy.Document()
    document.add_integer("id", passage.id)
    document.add_text("words", " ".join(terms.words(passage.text)))
    document.add_text("characters", " ".join(terms.characters(passage.text)))
    title = terms.words(passage.section_title) + terms.characters(passage.section_title)
    document.add_text("title", " ".join(title))
    return document


def _query(schema: Any, asked: terms.Question) -> Any:
    """Any of the terms, each in its fields; every phrase. None where nothing was asked.

    Built from terms, never by a query parser: what a person types is text, not syntax.
    """
    from tantivy import Occur, Query

    def term(field: str, word: str) -> Any:
        return Occur.Should, Query.boost_query(Query.term_query(schema, field, word, "freq"), _WEIGHTS[field])

    parts = [term(field, word) for word in asked.words for field in ("words", "title")]
    parts += [term("characters", character) for character in asked.characters]
    parts += [(Occur.Must, _phrase(schema, phrase)) for phrase in asked.phrases]
    return Query.boolean_query(parts) if parts else None


def _phrase(schema: Any, phrase: str) -> Any:
    from tantivy import Query

    characters: list[str | tuple[int, str]] = [*terms.characters(phrase)]
    if len(characters) == 1:  # a phrase query wants two
        return Query.term_query(schema, "characters", characters[0])
    return Query.phrase_query(schema, "characters", characters)


def _only(schema: Any, query: Any, allowed: Ids) -> Any:
    from tantivy import Occur, Query

    among = Query.const_score_query(Query.term_set_query(schema, "id", allowed.tolist()), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, among)])


def _best(searcher: Any, query: Any, k: int) -> list[tuple[int, float]]:
    if searcher.num_docs == 0:
        return []  # tantivy panics on a limit of 0
    hits = searcher.search(query, min(k, searcher.num_docs), count=False).hits
    ids = searcher.fast_field_values("id", [address for _, address in hits])
    return sorted(zip(ids, (score for score, _ in hits), strict=True), key=lambda hit: (-hit[1], hit[0]))


def _best_of(searcher: Any, query: Any, k: int, allowed: Ids) -> list[tuple[int, float]]:
    """As `_best`, for many allowed ids: takes more results until k of them are allowed."""
    depth = 2 * k
    while True:
        hits = _best(searcher, query, depth)
        fitting = np.isin([i for i, _ in hits], allowed)
        if fitting.sum() >= k or len(hits) < depth:
            return [hit for hit, fits in zip(hits, fitting, strict=True) if fits][:k]
        depth *= 4


def _stamp_document(stamp: str) -> Any:
    import tantivy

    document = tantivy.Document()
    document.add_integer("id", _STAMP)
    document.add_bytes("stamp", json.dumps({"format": FORMAT, "stamp": stamp}).encode())
    return document


def _read_stamp(searcher: Any, schema: Any) -> str:
    from tantivy import Query

    hits = searcher.search(Query.term_query(schema, "id", _STAMP), 1, count=False).hits
    if not hits:
        return ""
    kept = json.loads(bytes(searcher.doc(hits[0][1])["stamp"][0]))
    return str(kept["stamp"]) if kept["format"] == FORMAT else ""
