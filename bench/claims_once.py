"""One extractor over some paragraphs, timed: run by `bench.claims` under the extractor's own Python.

It imports nothing of ours. Reads a JSON list of paragraphs from a file, prints {"seconds", "found"}.
"""

import contextlib
import io
import json
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

Extract = Callable[[str], int]


def jionlp_money() -> Extract:
    """Amounts of money with their values."""
    import jionlp

    return lambda text: len(jionlp.ner.extract_money(text, with_parsing=True))


def jionlp_money_time() -> Extract:
    """Amounts of money and times: what JioNLP has that is nearest to claims with periods."""
    import jionlp

    def once(text: str) -> int:
        money = jionlp.ner.extract_money(text, with_parsing=True)
        times = jionlp.ner.extract_time(text, time_base={"year": 2024}, with_parsing=True)
        return len(money) + len(times)

    return once


def recognizers() -> Extract:
    """Numbers, percentages, currencies and dimensions."""
    import recognizers_suite as suite

    kinds = (suite.recognize_number, suite.recognize_percentage, suite.recognize_currency, suite.recognize_dimension)
    return lambda text: sum(len(kind(text, suite.Culture.Chinese)) for kind in kinds)


EXTRACTORS = {
    "JioNLP, money": jionlp_money,
    "JioNLP, money and times": jionlp_money_time,
    "Recognizers-Text": recognizers,
}


def main() -> None:
    """Load the extractor and let it warm up, then time it over all paragraphs."""
    name, path = sys.argv[1:]
    paragraphs = json.loads(Path(path).read_text("utf-8"))
    warnings.simplefilter("ignore")
    with contextlib.redirect_stdout(io.StringIO()):
        extract = EXTRACTORS[name]()
        extract("2024年支出1.2万元，增长3%。")
        start = time.process_time()
        found = sum(map(extract, paragraphs))
        seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "found": found}))


if __name__ == "__main__":
    main()
