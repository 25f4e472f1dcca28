"""Reading PDF, held against other readers on the same files in the same run: `make bench-reading`.

The files are built here from the example reports: a long report with prose and tables and an indicator table of 136
rows, each once by LibreOffice and once printed by Chromium. What is in them is known, so that text and rows can be
checked. Every reader runs in a process and in a Python of its own, one after the other, in several rounds; the median
of the processor seconds counts, which is what one core does.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.reading_once import READERS
from examples.markup import Heading, Line, Part, Table, load, untagged
from examples.render import as_html
from examples.word import write_pdf

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
ROUNDS = 3
ROWS = 136
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file, how many pages it has, what characters and which table rows (cells without white space) are in it."""

    name: str
    path: Path
    pages: int
    characters: Counter[str]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What one reader made of one file in one round."""

    seconds: float
    text: str
    rows: list[list[str]]


def report() -> tuple[Part, ...]:
    """The example reports one after the other, without the page breaks of their covers."""
    sources = sorted((ROOT / "examples" / "source").glob("*.markup"))[:10]
    parts = [part for source in sources for part in untagged(load(source))]
    return tuple(part for part in parts if not (isinstance(part, Line) and part.role in ("page", "contents")))


def indicator_table() -> tuple[Part, ...]:
    """An annex as bureaus print it: labels merged over rows, cells of several lines, on many pages."""
    header = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    seconds = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "可持续影响指标", "满意度指标")
    rows = [header]
    for i in range(ROWS - 1):
        first = ("产出指标", "效益指标")[i >= ROWS // 2]
        begins = i in (0, ROWS // 2)
        name = f"第{i + 1}项任务按照年度计划推进完成情况" + "（含跨年度结转部分）" * (i % 3)
        reason = "受前期手续办理影响，部分标段开工较晚，下一步将倒排工期、加快进度" * (i % 4 == 1)
        label = seconds[i // 5 % 7] if begins or i % 5 == 0 else "^"
        rows.append(
            (first if begins else "^", label, name, f"≥{80 + i % 20}%", f"{81 + i % 19}.{i % 10}%", "1", "1", reason)
        )
    return (Line("title", "项目支出绩效自评表"), Table("", "单位：万元", tuple(rows)), Line("text", "填表人：某某。"))


def samples(folder: Path) -> Iterator[Sample]:
    """All files, built in `folder`; those of a program that is not installed are left out, which is said."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    for name, parts in (("report", report()), ("table", indicator_table())):
        for maker in ("LibreOffice", "Chromium"):
            path = folder / f"{name}-{maker}.pdf"
            if maker == "LibreOffice":
                write_pdf(parts, path, "某县财政局")
            elif browser:
                _print(browser, parts, path)
            else:
                print("chromium is not installed: no browser-printed files")
                continue
            yield _sample(f"{name}, {maker}", path, parts)


def _print(browser: str, parts: tuple[Part, ...], path: Path) -> None:
    page = path.with_suffix(".html")
    page.write_text(as_html(parts, "某县人民政府", "2024-05-20"), "utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={path}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def _sample(name: str, path: Path, parts: Sequence[Part]) -> Sample:
    import pypdfium2

    rows = tuple(row for part in parts if isinstance(part, Table) for row in _filled(part.rows))
    said = "".join(_words(part) for part in parts)
    with pypdfium2.PdfDocument(path) as document:
        return Sample(name, path, len(document), _solid(said), rows)


def _words(part: Part) -> str:
    if isinstance(part, Table):
        cells = (cell for row in part.rows for cell in row if cell not in ("^", "<"))
        return part.caption + part.unit + "".join(cells)
    return part.number + part.title + part.rest if isinstance(part, Heading) else part.text


def _filled(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The rows with merged cells repeated, cells without white space."""
    done: list[tuple[str, ...]] = []
    for row in rows:
        cells: list[str] = []
        for column, cell in enumerate(row):
            said = done[-1][column] if cell == "^" else cells[-1] if cell == "<" else "".join(cell.split())
            cells.append(said)
        done.append(tuple(cells))
    return done


def _solid(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace())


def run(reader: str, made: Sequence[Sample]) -> dict[str, Run]:
    """One round of one reader over all files."""
    python = sys.executable if reader == "jixiao" else str(PEERS)
    command = [python, str(ROOT / "bench" / "reading_once.py"), reader, str(made[0].path)]
    done = subprocess.run([*command, *(str(s.path) for s in made)], check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return {s.name: Run(**found[str(s.path)]) for s in made}


def rows_right(sample: Sample, rows: Sequence[Sequence[str]]) -> int:
    """How many rows came out to the letter; a row that came out twice counts once, and against its double nothing."""
    wanted = Counter(sample.rows)
    given = Counter(tuple("".join(cell.split()) for cell in row) for row in rows)
    return sum((wanted & given).values())


def error(sample: Sample, text: str) -> float:
    """The share of characters that are missing; running heads and page numbers may come on top."""
    return sum((sample.characters - _solid(text)).values()) / sum(sample.characters.values())


def main() -> int:
    """Print a table per file."""
    if not PEERS.exists():
        print("the peers are not installed: make bench-reading does it")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        made = list(samples(Path(folder)))
        rounds = [{reader: run(reader, made) for reader in READERS} for _ in range(ROUNDS)]
    for sample in made:
        print(f"\n{sample.name}: {sample.pages} pages, {len(sample.rows)} table rows")
        ours = statistics.median(r["jixiao"][sample.name].seconds for r in rounds)
        for reader in READERS:
            runs = [r[reader][sample.name] for r in rounds]
            seconds = statistics.median(x.seconds for x in runs)
            right = f"{rows_right(sample, runs[0].rows):4d} rows exact" if runs[0].rows else "no tables"
            print(
                f"  {reader:13} {sample.pages / seconds:7.1f} pages/s  ×{seconds / ours:5.1f}   "
                f"missing {error(sample, runs[0].text):7.2%}   {right}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
