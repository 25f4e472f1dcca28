"""Build the example reports and their labels: `python -m examples.make [NAME...]` from the root of the repository.

PDF needs LibreOffice Writer and the Noto CJK fonts; without NAME everything in examples/source is built.
"""

import json
import sys
from pathlib import Path

from examples.markup import Source, labels, load, untagged
from examples.render import as_html, as_text
from examples.word import write_docx, write_pdf

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
        case ".pdf":
            write_pdf(parts, path, how["header"])


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
