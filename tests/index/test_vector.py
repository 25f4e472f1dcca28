"""What the contract leaves open: the vectors themselves, whose they are, what a crash leaves behind."""

import json

import numpy as np
import pytest

from index.types import Passage
from index.vector import VectorIndex, embedded_text
from nlp.errors import LibraryError

WORDS = ["预算", "执行", "进度", "绩效", "资产", "采购", "人员", "监管", "项目", "资金", "制度", "培训", "偏慢", "不足"]


@pytest.fixture
def passages(passage):
    rng = np.random.default_rng(3)
    return [
        passage(int(i), "".join(rng.choice(WORDS, size=12)), "一、标题 > （一）绩效")
        for i in rng.permutation(900)[:300]
    ]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "vector"


@pytest.fixture
def filled(folder, encoder, passages):
    index = VectorIndex(folder, encoder)
    index.add(passages)
    index.commit("library:1")
    return index


def brute_force(encoder, passages: list[Passage], text: str) -> dict[int, float]:
    matrix = encoder.encode([embedded_text(p) for p in passages])
    cosines = matrix @ encoder.encode([text], query=True)[0]
    return {p.id: float(c) for p, c in zip(passages, cosines, strict=True)}


@pytest.mark.parametrize("text", ["预算执行进度偏慢", "资产", "人员培训不足", "绩效绩效绩效"])
@pytest.mark.parametrize("some", [False, True])
def test_it_agrees_with_brute_force(filled, encoder, passages, text, some):
    cosines = brute_force(encoder, passages, text)
    allowed = np.array(sorted(cosines)[::3], dtype=np.int64) if some else None
    expected = sorted((cosines[i] for i in (cosines if allowed is None else allowed.tolist())), reverse=True)
    found = filled.search(text, 50, allowed)
    assert [score for _, score in found] == pytest.approx(expected[:50], abs=1e-6)
    assert [cosines[i] for i, _ in found] == pytest.approx([score for _, score in found], abs=1e-6)


def test_it_agrees_after_removals_and_replacements(filled, encoder, passages, passage):
    gone, kept = passages[:100], passages[100:]
    filled.remove([p.id for p in gone])
    kept[0] = passage(kept[0].id, "采购计划编制不科学")
    filled.add(kept[:1])
    filled.commit("library:2")
    cosines = brute_force(encoder, kept, "采购计划")
    found = filled.search("采购计划", 300)
    assert dict(found) == pytest.approx(cosines, abs=1e-6)


def test_a_passage_is_encoded_under_its_nearest_heading(passage):
    assert embedded_text(passage(1, "不够细化。", "三、问题 > （一）绩效指标")) == "（一）绩效指标\n不够细化。"


def test_a_zero_vector_is_not_indexed(filled, passage, passages):
    filled.add([passage(5000, "123.45")])
    filled.add([passage(passages[0].id, "——")])  # it was there, and now says nothing
    filled.commit("library:2")
    ids = {i for i, _ in filled.search("预算执行", 1000)}
    assert ids == {p.id for p in passages[1:]}
    assert filled.search("123.45", 10) == []


def test_vectors_of_another_encoder_are_an_empty_index(filled, folder, other_encoder):
    other = VectorIndex(folder, other_encoder)
    assert other.stamp == ""
    assert other.search("预算执行", 10) == []


def test_vectors_of_another_format_are_an_empty_index(filled, folder, encoder):
    manifest = json.loads((folder / "vectors.json").read_text("utf-8"))
    (folder / "vectors.json").write_text(json.dumps(manifest | {"format": 0}), "utf-8")
    assert VectorIndex(folder, encoder).stamp == ""


def test_a_crash_before_the_manifest_leaves_the_older_vectors(filled, folder, encoder):
    before = filled.search("预算执行", 10)
    (folder / "vectors-cafe.faiss").write_bytes(b"half a file")
    (folder / "vectors-cafe.faiss.json").write_text("{")
    again = VectorIndex(folder, encoder)
    assert (again.stamp, again.search("预算执行", 10)) == ("library:1", before)
    again.commit("library:2")
    assert len(list(folder.iterdir())) == 2  # the manifest and one file of vectors: the rest is swept out


def test_vectors_swept_between_manifest_and_file_are_read_from_the_next_manifest(filled, folder, passages):
    class Meanwhile(type(filled._encoder)):
        """Asked its name, which happens between the two: another process commits just then."""

        commits = 2

        @property
        def name(self):
            if self.commits:
                self.commits -= 1
                filled.commit(f"library:{3 - self.commits}")
            return filled._encoder.name

        @name.setter
        def name(self, _):
            pass

    index = VectorIndex(folder, Meanwhile())
    assert index.stamp == "library:3"
    assert len(index.search("预算执行", 1000)) == len(passages)


def test_a_disk_that_refuses_is_told(filled, folder, passage):
    filled.add([passage(5000, "预算执行")])
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("a file where the folder was")
    with pytest.raises(LibraryError, match="无法读写"):
        filled.commit("library:2")
