"""How well reports are understood: our figures on the labelled examples, and on JIXIAO_REPORTS where it is set.

    python -m bench.evaluate            the tables, and how far they are from those of the last release
    python -m bench.evaluate --detail   and every difference, those that came and went since then marked + and -
    python -m bench.evaluate --keep     keep these figures as the release's
    python -m bench.evaluate --rules    without the trained judges of section types and themes

Those judges were trained on the first two sets: how good they are on other reports show the other sets, and
the figures of models/section/card.json and models/theme/card.json, which leave out one report at a time.

A heading is right when its title is: the same titles are paired in order, then those left over with the first
that is left of the others and shares 0.8 of its characters, wherever it stands. A type is right where the heading
is; an item when it shares 0.6 of its characters with a labelled one; a claim when value and unit stand near the
labelled place. What is labelled as optional counts neither when it is given nor when it is missed.
A labelled slip of arithmetic is found when two of its numbers stand in what one finding says; those of kinds that
no rule looks for yet are optional.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from api.meaning import similarity
from examples.markup import labels, load, untagged
from examples.render import as_text
from models import section, theme
from nlp.contract import as_json
from nlp.labels import SectionClassifier
from nlp.readers import READERS, read
from nlp.themes import ThemeJudge
from nlp.understand import understood

ROOT = Path(__file__).parents[1]
RELEASED = ROOT / "bench" / "released.json"
_UNSEEN = "models/data/held_out"
_SAME_ITEM = 0.6
_SAME_TITLE = 0.8
_ROWS = (
    "profile", "headings", "parents", "section types", "core types", "problems", "measures", "kinds", "causes", "links",
    "themes", "claims", "findings"
)  # fmt: skip
_CLOSE = 0.9  # of a report: how near a claim must stand to the label's place
_WRITTEN = ("reports", "held_out")  # rules are mended on the first, never on the second: its differences are not shown
_CORE = ("职能", "收支", "问题", "改进措施")


@dataclass
class Tally:
    """Right ones, labelled ones, given ones, and the sentences on what differs."""

    right: int = 0
    labelled: int = 0
    given: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, right: int, labelled: int, given: int) -> None:
        """Count one report's."""
        self.right, self.labelled, self.given = self.right + right, self.labelled + labelled, self.given + given

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where nothing is labelled and nothing given."""
        return 2 * self.right / (self.labelled + self.given) if self.labelled + self.given else 1.0


def plain(text: str | None) -> str:
    """Letters and digits only, for comparing what was said."""
    return "".join(c for c in text or "" if c.isalnum())


def likeness(a: str | None, b: str | None) -> float:
    """Share of characters that two texts have in common, 0..1."""
    one, two = plain(a), plain(b)
    return SequenceMatcher(None, one, two, autojunk=False).ratio() if one and two else 0.0


def paired(
    labelled: Sequence[Any], given: Sequence[Any], alike: Callable[[Any, Any], float], least: float
) -> list[tuple[int, int]]:
    """The best one-to-one pairs, most alike first."""
    ranked = sorted(
        ((alike(a, b), i, j) for i, a in enumerate(labelled) for j, b in enumerate(given)), key=lambda t: -t[0]
    )
    pairs: list[tuple[int, int]] = []
    for score, i, j in ranked:
        if score < least:
            break
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def compare(label: dict[str, Any], found: dict[str, Any], table: dict[str, Tally]) -> None:
    """Add one report's figures to the table."""
    _compare_headings(label, found, table)
    same = {name: _compare_items(name, label, found, table) for name in ("problems", "measures")}
    _compare_links(label, found, same, table)
    if label.get("claims"):
        _compare_claims(label, found, table)
    if label.get("inconsistencies"):
        _compare_findings(label, found, table)
    for key, value in (label.get("metadata") or {}).items():
        theirs = found["profile"].get({"report_type": "kind", "filed_date": "filed_on"}.get(key, key))
        if key in {"report_type", "filed_date"} or key in found["profile"]:
            table["profile"].add(int(theirs == value), 1, 1)
            if theirs != value:
                table["profile"].differences.append(f"{label['file'][:10]}: {key} {value}, read as {theirs}")


def _compare_items(
    name: str, label: dict[str, Any], found: dict[str, Any], table: dict[str, Tally]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Items, and of those that are right their themes, causes and kinds; the pairs."""
    want, have = label.get(name) or [], found[name]
    pairs = paired(want, have, lambda a, b: likeness(a["text"], b["text"]), _SAME_ITEM)
    for i, j in _count(table[name], label, want, have, pairs, "text"):
        a, b = set(want[i].get("themes") or []), set(have[j]["themes"])
        table["themes"].add(len(a & b), len(a), len(b))
        said = f"{label['file'][:10]}: {want[i]['text'][:24]}"
        if a != b:
            table["themes"].differences.append(f"{said}: {'、'.join(sorted(a))}, read as {'、'.join(sorted(b))}")
        if name == "measures":
            right = want[i].get("kind", "改进措施") == have[j]["kind"]
            table["kinds"].add(int(right), 1, 1)
            table["kinds"].differences += [] if right else [f"{said}: {want[i].get('kind')}, read as {have[j]['kind']}"]
        elif want[i].get("cause") or have[j]["cause"]:
            one, two = want[i].get("cause"), have[j]["cause"]
            right = likeness(one, two) >= _SAME_ITEM
            table["causes"].add(int(right), int(bool(one)), int(bool(two)))
            table["causes"].differences += [] if right else [f"{said}: cause {one}, read as {two}"]
    return [(want[i], have[j]) for i, j in pairs]


def _compare_links(
    label: dict[str, Any],
    found: dict[str, Any],
    same: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]],
    table: dict[str, Tally],
) -> None:
    """Which measure answers which problem, among the items that both sides have."""
    problems = {b["id"]: a["id"] for a, b in same["problems"]}
    measures = {b["id"]: a["id"] for a, b in same["measures"]}
    want = {
        (m["id"], p)
        for m in label.get("measures") or []
        for p in m.get("addresses") or []
        if p in problems.values() and m["id"] in measures.values()
    }
    have = {
        (measures[m["id"]], problems[p])
        for m in found["measures"]
        for p in m["answers"]
        if m["id"] in measures and p in problems
    }
    table["links"].add(len(want & have), len(want), len(have))
    said = label["file"][:10]
    table["links"].differences += [f"{said}: missed {m} → {p}" for m, p in sorted(want - have)]
    table["links"].differences += [f"{said}: invented {m} → {p}" for m, p in sorted(have - want)]


def _compare_headings(label: dict[str, Any], found: dict[str, Any], table: dict[str, Tally]) -> None:
    want = [s for s in label["sections"] if s["type"] != "封面"]
    have = [s for s in found["sections"] if s["type"] != "封面"]
    titles = [plain(s["title"]) for s in want], [plain(s["title"]) for s in have]
    blocks = SequenceMatcher(None, *titles, autojunk=False).get_matching_blocks()
    pairs = [(m.a + k, m.b + k) for m in blocks for k in range(m.size)]
    used = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, title in enumerate(titles[0]):
        if i in used[0]:
            continue
        near = (j for j, t in enumerate(titles[1]) if j not in used[1] and likeness(title, t) >= _SAME_TITLE)
        if (j := next(near, None)) is not None:
            pairs.append((i, j))
            used[1].add(j)
    _count(table["headings"], label, want, have, pairs, "title")
    title = [{s["id"]: plain(s["title"]) for s in side["sections"]} for side in (label, found)]
    for i, j in pairs:
        above = title[0].get(want[i]["parent"]), title[1].get(have[j]["parent"])
        right = above[0] == above[1] or likeness(*above) >= _SAME_TITLE
        table["parents"].add(int(right), 1, 1)
        if not right:
            said = f"{label['file'][:10]}: {want[i]['title'][:24]} stands under {above[0]}, read as under {above[1]}"
            table["parents"].differences.append(said)
        right = have[j]["type"] in (want[i]["type"], want[i].get("type_alt"))
        table["section types"].add(int(right), 1, 1)
        if want[i]["type"] in _CORE or have[j]["type"] in _CORE:
            table["core types"].add(int(right), 1, 1)
        if not right:
            said = f"{label['file'][:10]}: {want[i]['title'][:24]} is {want[i]['type']}, read as {have[j]['type']}"
            table["section types"].differences.append(said)


def _compare_claims(label: dict[str, Any], found: dict[str, Any], table: dict[str, Tally]) -> None:
    """Claims by value and unit, in document order (a tenth of the report apart at most).

    Labels cover the prose and seldom a table: claims from cells count where a label wants them, never against.
    """
    want = label["claims"]

    def alike(a: tuple[float, Any], b: tuple[float, Any]) -> float:
        value = a[1].get("value") if a[1].get("value") is not None else a[1].get("low")
        mine = b[1]["value"] if b[1]["value"] is not None else b[1]["low"]
        same = value is not None and abs(float(value) - float(mine)) <= 1e-6 * max(1.0, abs(float(value)))
        close = 1 - abs(a[0] - b[0]) if same and a[1]["unit"] == b[1]["unit"] else 0.0
        return close if close >= _CLOSE else 0.0

    prose = [claim for claim in found["claims"] if claim["table"] is None]
    pairs = paired(_placed(want), _placed(prose), alike, 0.5)
    left = [claim for i, claim in enumerate(want) if i not in {i for i, _ in pairs}]
    cells = [claim for claim in found["claims"] if claim["table"] is not None]
    told = {id(left[i]): cells[j] for i, j in paired([(0.0, x) for x in left], [(0.0, x) for x in cells], alike, 0.5)}
    have = [*prose, *told.values()]
    pairs += [(i, len(prose) + list(told).index(id(claim))) for i, claim in enumerate(want) if id(claim) in told]
    _count(table["claims"], label, want, have, pairs, "raw")


def _placed(claims: Sequence[Any]) -> list[tuple[float, Any]]:
    """Each claim with how far down it stands, from 0 to 1."""
    return [(i / max(1, len(claims)), claim) for i, claim in enumerate(claims)]


def numbers(text: str) -> set[str]:
    """The numbers printed in a text, without the commas between thousands."""
    return set(re.findall(r"\d+(?:\.\d+)?", text.replace(",", "")))


def _compare_findings(label: dict[str, Any], found: dict[str, Any], table: dict[str, Tally]) -> None:
    """Slips by the figures that label and finding quote, or by the kind and the result that both work out."""
    want = label["inconsistencies"]

    def alike(slip: dict[str, Any], finding: dict[str, Any]) -> float:
        figures = numbers(f"{slip['stated']} {' '.join(slip['raw_spans'])}")
        quoted = " ".join(f"{e['raw']} {e['context'][:200]}" for e in finding["evidence"])
        said = numbers(f"{finding['stated']} {finding['computed']} {finding['message']} {quoted}")
        shared = len(figures & said) / len(figures) if figures else likeness(slip["stated"], finding["message"])
        results = (numbers(slip["computed"]) - figures) & numbers(finding["computed"])
        close = 0.8 if results and figures & said else shared
        return close + (0.2 if slip["kind"] == finding["kind"] else 0.0)

    pairs = paired(want, found["findings"], alike, 0.6)
    have = [f | {"stated": f["message"]} for f in found["findings"]]
    _count(table["findings"], label, want, have, pairs, "stated")


def _count(
    tally: Tally,
    label: dict[str, Any],
    want: Sequence[Any],
    have: Sequence[Any],
    pairs: Sequence[tuple[int, int]],
    key: str,
) -> list[tuple[int, int]]:
    """Add the pairs to the tally, and the sentences on what has none; the pairs that count, without optional ones."""
    name = label["file"][:10]
    hit = {i for i, _ in pairs}, {j for _, j in pairs}
    counted = [(i, j) for i, j in pairs if not want[i].get("optional")]
    required = sum(not x.get("optional") for x in want)
    tally.add(len(counted), required, len(have) - (len(pairs) - len(counted)))
    missed = [x for i, x in enumerate(want) if i not in hit[0] and not x.get("optional")]
    tally.differences += [f"{name}: missed {x[key][:50]}" for x in missed]
    tally.differences += [f"{name}: invented {x[key][:50]}" for j, x in enumerate(have) if j not in hit[1]]
    return counted


def examples() -> Iterator[tuple[dict[str, Any], Path]]:
    """The labels of our own reports, with the reports."""
    for path in sorted((ROOT / "tests" / "data" / "labels").glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        yield label, ROOT / "examples" / label["file"]


def written(folder: Path, built: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Reports kept as mark-up only, with the plain text that is built of each."""
    for path in sorted(folder.glob("*.markup")):
        source = load(path)
        text = as_text(untagged(source), source.about["build"]["style"])
        target = built / source.file
        target.write_text(text, "utf-8")
        yield labels(source, text), target


def real_reports(folder: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """The annotations under folder/gold, with the texts. Their claims cover parts of a text only: left out."""
    for path in sorted((folder / "gold" / "structure").glob("*.json")):
        label = json.loads(path.read_text("utf-8"))
        yield label, folder / "texts" / label["file"]


def evaluate(
    reports: Iterator[tuple[dict[str, Any], Path]], classifier: SectionClassifier | None, judge: ThemeJudge | None
) -> tuple[int, dict[str, Tally]]:
    """Number of reports, and the table."""
    table = {name: Tally() for name in _ROWS}
    count = 0
    for label, path in reports:
        if path.suffix in READERS:
            known = understood(read(path), classifier=classifier, similarity=similarity, judge=judge)
            compare(label, as_json(known[0]), table)
            count += 1
    return count, table


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--detail", action="store_true", help="name every difference")
    parser.add_argument("--keep", action="store_true", help="keep the figures as those of this release")
    parser.add_argument("--rules", action="store_true", help="without the trained judges of section types and themes")
    args = parser.parse_args()
    classifier = None if args.rules else section.load()
    judge = None if args.rules else theme.load()
    sets = {"examples": examples()}
    folder = os.environ.get("JIXIAO_REPORTS")
    with tempfile.TemporaryDirectory() as built:
        sets |= {f"models/data/{name}": written(ROOT / "models" / "data" / name, Path(built)) for name in _WRITTEN}
        if folder:
            sets["JIXIAO_REPORTS"] = real_reports(Path(folder))
        found = {title: evaluate(reports, classifier, judge) for title, reports in sets.items()}
    released = json.loads(RELEASED.read_text("utf-8"))
    for title, (count, table) in found.items():
        _print(f"{title}: {count} reports", table, released.get(title, {}), detail=args.detail and title != _UNSEEN)
    if not folder:
        print("\nJIXIAO_REPORTS is not set: the real reports were left out.")
    if args.keep:
        RELEASED.write_text(json.dumps(released | _kept(found), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def _kept(found: dict[str, tuple[int, dict[str, Tally]]]) -> dict[str, Any]:
    """What is kept of a release: F1 and differences; of reports that are not ours, and of unseen ones, F1 alone."""
    ours = {title for title in found if title not in (_UNSEEN, "JIXIAO_REPORTS")}
    return {
        title: {
            name: {"f1": round(tally.f1, 3), "differences": tally.differences if title in ours else []}
            for name, tally in table.items()
        }
        for title, (_, table) in found.items()
    }


def _print(title: str, table: dict[str, Tally], released: dict[str, Any], *, detail: bool) -> None:
    print(f"\n{title}\n{'':16}{'right':>7}{'labelled':>10}{'given':>7}{'F1':>8}{'was':>8}{'came':>6}{'went':>6}")
    for name, tally in table.items():
        if not tally.labelled + tally.given:
            continue
        old = released.get(name, {"f1": 0.0, "differences": []})
        now, before = Counter(tally.differences), Counter(old["differences"])
        came, went = now - before, before - now
        counted = f"{came.total():6}{went.total():6}" if before else ""
        print(f"{name:16}{tally.right:7}{tally.labelled:10}{tally.given:7}{tally.f1:8.3f}{old['f1']:8.3f}{counted}")
        if detail:
            for difference in tally.differences:
                print(f"  {'+' if difference in came else ' '} {difference}")
            for difference in went:
                print(f"  - {difference}")


if __name__ == "__main__":
    sys.exit(main())
