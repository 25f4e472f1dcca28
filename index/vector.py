"""The vector index: cosine similarity over the vectors of any Encoder, kept by faiss."""

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import RLock
from typing import Any
from uuid import uuid4

import numpy as np

from index.types import Encoder, Ids, Matrix, Passage
from nlp.errors import LibraryError

FORMAT = 1  # raise it whenever the same passage would be encoded otherwise

_CHUNK = 1 << 23


@dataclass(frozen=True, slots=True)
class _Manifest:
    """What the vectors on the disk are: written last, so that it never speaks of files that are not there."""

    format: int
    encoder: str
    stamp: str
    file: str
    checksum: int


class VectorIndex:
    """A PassageIndex over vectors in `folder`: exact search, the vectors in memory.

    Damaged files, and those of another encoder, are taken for an empty index. Changes are
    gathered until `commit`, which writes a new file and lets the manifest point to it.
    """

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._folder = folder
        self._encoder = encoder
        self._lock = RLock()
        self._manifest: _Manifest | None = None
        self._vectors: Any = None
        self._touched: list[Ids] = []  # ids whose vectors go at the next commit …
        self._coming: dict[int, Matrix] = {}  # … and the vectors that come

    @property
    def stamp(self) -> str:
        """What the index holds, as given to the last `commit`; "" when empty, damaged or of another encoder."""
        with self._lock, _translated(self._folder):
            self._load()
            return self._manifest.stamp if self._manifest else ""

    def add(self, passages: Sequence[Passage]) -> None:
        """Add passages; one that is already there (by id) is replaced, one without content (zero vector) left out."""
        vectors = self._encoder.encode([embedded_text(passage) for passage in passages])
        with self._lock:
            self.remove([passage.id for passage in passages])
            self._coming |= {passage.id: row for passage, row in zip(passages, vectors, strict=True) if row.any()}

    def remove(self, ids: Sequence[int]) -> None:
        """Take passages out; ids that are not there are passed over."""
        with self._lock:
            self._touched.append(np.asarray(ids, dtype=np.int64))
            for i in ids:
                self._coming.pop(int(i), None)

    def commit(self, stamp: str) -> None:
        """Make all changes durable at once, under this stamp."""
        with self._lock, _translated(self._folder):
            self._load()
            self._apply()
            self._save(stamp)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock, _translated(self._folder):
            (self._folder / "vectors.json").unlink(missing_ok=True)
            self._touched, self._coming = [], {}
            self._load()
            _sweep(self._folder, keep="")

    def rollback(self) -> None:
        """Forget the changes since the last `commit`."""
        with self._lock:
            self._touched, self._coming = [], {}
            self._vectors = None  # a commit that failed may have changed them: read again

    def search(self, text: str, k: int, allowed: Ids | None = None) -> list[tuple[int, float]]:
        """The k best (passage id, cosine), best first; only ids in `allowed` where it is given."""
        wanted = self._encoder.encode([text], query=True)
        with self._lock, _translated(self._folder):
            self._load()
            k = min(k, self._vectors.ntotal)
            if k < 1 or not wanted.any() or (allowed is not None and not len(allowed)):
                return []
            scores, ids = _nearest(self._vectors, wanted, k, allowed)
        return [(int(i), float(score)) for i, score in zip(ids[0], scores[0], strict=True) if i >= 0]

    def _load(self) -> None:
        """Hold what the manifest on the disk says; another process may have put a new one there."""
        manifest = _read_manifest(self._folder)
        if self._vectors is not None and manifest == self._manifest:
            return
        vectors = _read_vectors(self._folder, manifest, self._encoder)
        while vectors is None and manifest != (newer := _read_manifest(self._folder)):
            manifest, vectors = newer, _read_vectors(self._folder, newer, self._encoder)  # the file was swept meanwhile
        self._manifest = manifest if vectors is not None else None
        self._vectors = vectors if vectors is not None else _empty(self._encoder.dimension)

    def _apply(self) -> None:
        touched = np.unique(np.concatenate(self._touched)) if self._touched else np.empty(0, np.int64)
        if len(touched):
            self._vectors.remove_ids(touched)
        if self._coming:
            ids = np.fromiter(self._coming, dtype=np.int64)
            self._vectors.add_with_ids(np.stack(list(self._coming.values())).astype(np.float32), ids)
        self._touched, self._coming = [], {}

    def _save(self, stamp: str) -> None:
        import faiss

        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"vectors-{uuid4().hex}.faiss"
        faiss.write_index(self._vectors, str(file))
        _flush(file)
        self._manifest = _Manifest(FORMAT, self._encoder.name, stamp, file.name, _checksum(file))
        _write_manifest(self._folder, self._manifest)
        _sweep(self._folder, keep=file.name)


def embedded_text(passage: Passage) -> str:
    """What is encoded: the passage under its nearest heading, which names what a row or a list is about."""
    return f"{passage.section_title.rpartition(' > ')[2]}\n{passage.text}"


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # faiss raises RuntimeError for everything
        raise LibraryError(
            f"向量索引 {folder} 无法读写（{error}）；请检查权限和磁盘空间；删除这个文件夹后，下次检索会自动重建"
        ) from error


def _empty(dimension: int) -> Any:
    import faiss

    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))


def _nearest(vectors: Any, wanted: Matrix, k: int, allowed: Ids | None) -> Any:
    import faiss

    if allowed is None:
        return vectors.search(wanted, k)
    bits = np.zeros(int(allowed.max()) + 1, dtype=bool)
    bits[allowed] = True
    selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]
    parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
    return vectors.search(wanted, k, params=parameters)


def _read_vectors(folder: Path, manifest: _Manifest | None, encoder: Encoder) -> Any:
    """The vectors the manifest speaks of; None where there are none, or not these."""
    import faiss

    if manifest is None or (manifest.format, manifest.encoder) != (FORMAT, encoder.name):
        return None
    try:
        file = folder / manifest.file
        vectors = faiss.read_index(str(file)) if _checksum(file) == manifest.checksum else None
    except (OSError, RuntimeError):
        return None
    return vectors if vectors is not None and vectors.d == encoder.dimension else None


def _read_manifest(folder: Path) -> _Manifest | None:
    try:
        kept = json.loads((folder / "vectors.json").read_text("utf-8"))
        return _Manifest(
            int(kept["format"]),
            str(kept["encoder"]),
            str(kept["stamp"]),
            Path(kept["file"]).name,
            int(kept["checksum"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write_manifest(folder: Path, manifest: _Manifest) -> None:
    made = folder / f"{manifest.file}.json"
    made.write_text(json.dumps(asdict(manifest), ensure_ascii=False), "utf-8")
    _flush(made)
    made.replace(folder / "vectors.json")


def _sweep(folder: Path, keep: str) -> None:
    for file in folder.glob("vectors-*"):
        if file.name != keep:
            file.unlink(missing_ok=True)


def _flush(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _checksum(file: Path) -> int:
    checksum = 0
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            checksum = zlib.crc32(chunk, checksum)
    return checksum
