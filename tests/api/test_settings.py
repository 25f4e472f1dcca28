"""The table of settings and the environment it is read from."""

from dataclasses import fields

import pytest

from api.settings import READING, SETTINGS, Settings, from_environment, reading
from nlp.errors import CallError
from nlp.readers.options import Options
from nlp.readers.pdf import ENGINES


def test_the_table_and_the_fields_are_the_same_settings():
    assert [setting.name for setting in SETTINGS] == [field.name for field in fields(Settings)]


def test_nothing_set_gives_the_defaults():
    settings = from_environment({})
    assert [getattr(settings, setting.name) for setting in SETTINGS] == [setting.default for setting in SETTINGS]


@pytest.mark.parametrize(
    ("variable", "text", "name", "value"),
    [
        ("JIXIAO_LIBRARY", "/data/a 库", "library", "/data/a 库"),  # a path is taken as it is, blanks and all
        ("JIXIAO_LIBRARY", "postgresql://h/db", "library", "postgresql://h/db"),  # and so is a database's address
        ("JIXIAO_WORKERS", " 3 ", "workers", 3),
        ("JIXIAO_DEBUG", "1", "debug", True),
        ("JIXIAO_DEBUG", "否", "debug", False),
        ("JIXIAO_DEBUG", "", "debug", False),  # set to nothing means not wanted, as with most programs
    ],
)
def test_a_variable_is_read_as_its_type(variable, text, name, value):
    assert getattr(from_environment({variable: text}), name) == value


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        ("JIXIAO_WORKERS", "many", ["JIXIAO_WORKERS", "many", "正整数"]),
        ("JIXIAO_WORKERS", "0", ["JIXIAO_WORKERS", "0", "正整数"]),  # no process would ever read anything
        ("JIXIAO_DEBUG", "maybe", ["JIXIAO_DEBUG", "maybe", "1 或 0"]),
        ("JIXIAO_LIBRARY", " ", ["JIXIAO_LIBRARY", "空"]),  # else the library would be the current folder
    ],
)
def test_a_value_that_does_not_fit_is_named_with_what_would(variable, text, says):
    with pytest.raises(CallError) as caught:
        from_environment({variable: text})
    assert [word for word in says if word not in str(caught.value)] == []


def test_the_settings_of_the_readers_are_theirs():
    assert reading(from_environment({})) == Options()
    assert set(READING) | {"on_page", "converted"} == {field.name for field in fields(Options)}
    changed = reading(from_environment({"JIXIAO_MAX_SECONDS": "7", "JIXIAO_OCR": "off"}))
    assert (changed.max_seconds, changed.ocr) == (7, "off")


@pytest.mark.parametrize(
    ("variable", "text", "says"),
    [
        ("JIXIAO_PDF_ENGINE", "acrobat", ["JIXIAO_PDF_ENGINE", "acrobat", *ENGINES]),
        ("JIXIAO_OCR", "always", ["JIXIAO_OCR", "always", "auto", "off"]),
    ],
)
def test_a_way_of_reading_that_is_not_there_is_named_with_those_that_are(variable, text, says):
    with pytest.raises(CallError) as caught:
        reading(from_environment({variable: text}))
    assert [word for word in says if word not in str(caught.value)] == []


def test_the_command_line_goes_before_the_environment():
    assert from_environment({"JIXIAO_LIBRARY": "/a"}, library="/b").library == "/b"
