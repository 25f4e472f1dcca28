"""Build the example reports and their labels: `python -m examples.make [NAME...]` from the root of the repository.

Without NAME everything in examples/source is built. PDF, .doc, .wps and .xls need LibreOffice, PDF also the Noto CJK
fonts; the scanned one Pillow, the one printed by a browser Chromium.
"""

import json
import sys
from pathlib import Path

from examples.markup import Source, labels, load, untagged
from examples.ofd import write_ofd
from examples.render import as_html, as_print_view, as_text
from examples.sheet import write_xls, write_xlsx
from examples.word import write_docx, write_old_word, write_pdf

HERE = Path(__file__).parent
LABELS = HERE.parent / "tests" / "data" / "labels"


def build(source: Source) -> None:
    how, path, parts = source.about["build"], HERE / source.file, untagged(source)
    match path.suffix:
        case ".txt":
            path.write_bytes(as_text(parts, how["style"]).encode(how.get("encoding", "utf-8")))
        case ".html":
            path.write_text(as_html(parts, how["site"], how["published"]), "utf-8")
        case ".docx":
            write_docx(parts, path, how["style"], how.get("header", ""))
        case ".doc" | ".wps":
            write_old_word(parts, path, how["style"], how.get("header", ""))
        case ".ofd":
            write_ofd(parts, path, how["header"])
        case ".xlsx":
            write_xlsx(parts, path, how["sheet"], how["widths"])
        case ".xls":
            write_xls(parts, path, how["sheet"], how["widths"])
        case ".pdf":
            build_pdf(source, path)


def build_pdf(source: Source, path: Path) -> None:
    """`by`: "office" (the default), "scanner", "browser". The last two need what the others do without."""
    how, parts = source.about["build"], untagged(source)
    match how.get("by", "office"):
        case "office":
            write_pdf(parts, path, how["header"])
        case "scanner":
            from examples.scan import write_scan

            write_scan(parts, path, how["header"])
        case "browser":
            from examples.browser import write_printed

            write_printed(as_print_view(parts, how["site"], how["published"]), path, how["printed"], how["url"])


def write_labels(source: Source, name: str) -> None:
    path = HERE / source.file
    built = path.read_bytes().decode(source.about["build"].get("encoding", "utf-8")) if path.suffix == ".txt" else None
    text = json.dumps(labels(source, built), ensure_ascii=False, indent=1)
    (LABELS / f"{name}.json").write_text(text + "\n", "utf-8")


def main(names: list[str]) -> None:
    for path in sorted((HERE / "source").glob("*.markup")):
        if names and path.stem not in names:
            continue
        source = load(path)
        build(source)
        write_labels(source, path.stem)
        print(source.file)


if __name__ == "__main__":
    main(sys.argv[1:])
