"""The workbench beside other processes."""

import os

import pytest

from api.settings import from_environment
from api.workbench import Workbench
from index.search import Searcher
from index.types import Query


@pytest.fixture
def bench(environment):
    with Workbench(from_environment(os.environ)) as opened:
        yield opened


def test_a_hit_whose_report_is_removed_meanwhile_is_left_out(bench, write):
    list(bench.add([write(year=2021), write(year=2022)]))

    class Meanwhile(Searcher):
        def search(self, query):
            hits = super().search(query)
            bench.remove("甲县水利局 2021")
            return hits

    bench.__dict__["searcher"] = Meanwhile(bench.library, bench.indexes["keyword"], bench.indexes["vector"])
    found = bench.search(Query("预算执行进度"))
    assert {entry.year for _, entry in found} == {2022}
    assert [hit.passage.report for hit, _ in found] == [entry.id for _, entry in found]
