"""The command line: one command per verb. Heavy libraries are imported by the commands that use them."""

import io
import os
import sys
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from api import chinese, errors, files, settings
from nlp.errors import CallError

if TYPE_CHECKING:
    from api.ingest import FileOutcome
    from api.workbench import Workbench
    from index.types import Filters

app = typer.Typer(
    cls=chinese.Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

KINDS = ("部门整体支出", "项目支出")
LAST_YEAR = 9999
MOST_HITS = 100_000


def _text(value: str | list[str] | None) -> str | list[str] | None:
    """What is typed in another encoding reaches us as half characters, which no index and no database takes."""
    for text in [value] if isinstance(value, str) else value or ():
        if not files.is_text(text):
            raise CallError("命令里有不是 UTF-8 编码的文字；请检查终端的编码设置")
    return value


Library = Annotated[
    str | None, typer.Option("--library", metavar="DIR", help="资料库在哪里（或设 JIXIAO_LIBRARY）；数据库地址也可以")
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON Lines，每行一个对象")]
Named = Annotated[
    str, typer.Argument(metavar="REPORT", help="报告：编号、文件名，或“单位 年度”", show_default=False, callback=_text)
]
Province = Annotated[
    list[str] | None, typer.Option(metavar="PROVINCE", callback=_text, help="只看这个省；这些筛选都可以写多次")
]
City = Annotated[list[str] | None, typer.Option(metavar="CITY", callback=_text, help="只看这个地级市")]
County = Annotated[list[str] | None, typer.Option(metavar="COUNTY", callback=_text, help="只看这个县、区")]
Bureau = Annotated[
    list[str] | None, typer.Option(metavar="BUREAU", callback=_text, help="只看这个单位；写名称的一部分即可")
]
Year = Annotated[list[int] | None, typer.Option(metavar="YEAR", min=1, max=LAST_YEAR, help="只看这个被评价的年度")]
Kind = Annotated[list[str] | None, typer.Option(metavar="KIND", help="部门整体支出 或 项目支出")]
Section = Annotated[list[str] | None, typer.Option(metavar="TYPE", help="只看这类章节，如 问题、改进措施")]
Theme = Annotated[list[str] | None, typer.Option(metavar="THEME", help="只看这个主题的问题和措施，如 预算执行")]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit status; an error is one sentence on stderr."""
    _print_what_can_be_printed()
    try:
        status = app(arguments, prog_name="jixiao", standalone_mode=False)
    except typer.TyperException as error:
        _note(chinese.usage_sentence(error))
        status = errors.WRONG_CALL
    except KeyboardInterrupt:
        _note("已中断")
        status = errors.INTERRUPTED
    except Exception as error:
        _note(errors.reason(error, debug=os.environ.get("JIXIAO_DEBUG", "") not in settings.NO))
        status = errors.exit_status(error)
    sys.exit(status or errors.DONE)


def _print_what_can_be_printed() -> None:
    """A terminal of another encoding, or a file name of another one, must not end a command: ? stands for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        _say(f"jixiao {version('jixiao')}")
        raise typer.Exit


@app.callback()
def _jixiao(
    context: typer.Context,
    library: Library = None,
    version: Annotated[bool, typer.Option("--version", help="显示版本", callback=_version, is_eager=True)] = False,
) -> None:
    """读取、核对、检索、比较部门绩效自评报告。"""
    context.obj = library


@app.command(cls=chinese.Command)
def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="报告文件", show_default=False)],
    json: Json = False,
) -> int:
    """读取文件并显示读懂了什么；不用资料库。"""
    from api import ingest, objects, progress, show
    from nlp.contract import as_json

    configured = settings.from_environment(os.environ)
    found = _find(files)
    failed = 0
    work, options = partial(ingest.read_one, debug=configured.debug), settings.reading(configured)
    with progress.bar("读取") as bar:
        readings = ingest.read(found, configured.workers, work, options, bar.page)
        for reading in bar.along(readings, len(found)):
            if reading.reports is None:
                failed += 1
                _note(f"失败 {reading.path}：{reading.why}")
            for report in reading.understood():
                if json:
                    typer.echo(objects.line(as_json(report)))
                else:
                    show.out(show.report(as_json(report)))
    return errors.SOME_FAILED if failed else errors.DONE


@app.command(cls=chinese.Command)
def add(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="报告文件或文件夹", show_default=False)],
    library: Library = None,
) -> int:
    """把文件或文件夹加入资料库；重复加入不会改变什么，随时可以中断。"""
    from api import ingest, progress

    found = _find(paths)
    done: list[FileOutcome] = []
    with _workbench(context, library, make=True) as bench, progress.bar("加入资料库") as bar:
        try:
            for outcome in bar.along(bench.add(found, bar.page), len(found)):
                done.append(outcome)
                _tell(outcome)
        except KeyboardInterrupt:
            _note(f"已中断：{len(done)}/{len(found)} 个文件处理完毕，都已完整写入；再运行一次同样的命令会接着做")
            return errors.INTERRUPTED
    count = ingest.tally(done)
    if done and count[ingest.Status.UNCHANGED] == len(done):
        _say(f"没有变化：{len(done)} 个文件都已在资料库中")
    else:
        _say("，".join(f"{status} {number}" for status, number in count.items()))
    if any(outcome.warnings for outcome in done):
        _say("“注意”是没有把握的地方，用 jixiao show 加文件名可以看到")
    return errors.SOME_FAILED if count[ingest.Status.FAILED] else errors.DONE


@app.command("list", cls=chinese.Command)
def list_(context: typer.Context, library: Library = None, json: Json = False) -> None:
    """列出资料库中的报告。"""
    from api import objects, show
    from index.types import Filters

    with _workbench(context, library) as bench:
        entries = bench.entries(Filters())
    if json:
        _lines([objects.entry(entry) for entry in entries])
    else:
        show.out(show.entries(entries, show.width()))


@app.command("show", cls=chinese.Command)
def show_(context: typer.Context, report: Named, library: Library = None, json: Json = False) -> None:
    """显示资料库中的一份报告。"""
    from api import show
    from nlp.contract import as_json

    with _workbench(context, library) as bench:
        about = as_json(bench.report(report))
    if json:
        _lines([about])
    else:
        show.out(show.report(about))


@app.command(cls=chinese.Command)
def remove(context: typer.Context, report: Named, library: Library = None) -> None:
    """从资料库中去掉一份报告；原文件不动。单位要写全称，并写年度。"""
    from api import show
    from index.naming import called, short

    with _workbench(context, library) as bench:
        gone = bench.remove(report)
    _say(f"已从资料库去掉 {called(gone.name, gone.part)}（{show.who(gone) or '单位不详'}，编号 {short(gone.id)}）")


@app.command(cls=chinese.Command)
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="要找的话或词", show_default=False, callback=_text)],
    k: Annotated[
        int, typer.Option("-k", metavar="N", min=1, max=MOST_HITS, help="最多几条；默认 10", show_default=False)
    ] = 10,
    section: Section = None,
    theme: Theme = None,
    province: Province = None,
    city: City = None,
    county: County = None,
    bureau: Bureau = None,
    year: Year = None,
    kind: Kind = None,
    mode: Annotated[
        Literal["hybrid", "keyword", "vector"],
        typer.Option(help="hybrid 按词和语义（默认）、keyword 只按词、vector 只按语义", show_default=False),
    ] = "hybrid",
    library: Library = None,
    json: Json = False,
) -> None:
    """在资料库中检索，按相关程度排列。"""
    from api import objects, progress, show
    from index.types import Query

    filters = _filters(province, city, county, bureau, year, kind, section, theme)
    if not query.strip():
        raise CallError("检索词是空的；请写要找的话或词，例如 jixiao search 预算执行率偏低")
    with _workbench(context, library) as bench, progress.bar("更新索引") as advance:
        hits = bench.search(Query(query, k, mode, filters), advance, _tell_of_waiting)
    if json:
        _lines([objects.hit(hit, entry) for hit, entry in hits])
    else:
        show.out(show.hits(hits))


@app.command(cls=chinese.Command)
def compare(
    context: typer.Context,
    reports: Annotated[
        list[str],
        typer.Argument(
            metavar="REPORT", help="两份或更多报告：编号、文件名，或“单位 年度”", show_default=False, callback=_text
        ),
    ],
    section: Annotated[
        str, typer.Option(metavar="KIND", help="比较什么：问题（默认）、改进措施、建议、整改情况", show_default=False)
    ] = "问题",
    library: Library = None,
    json: Json = False,
) -> None:
    """把几份报告的问题或措施按主题并排。"""
    from api import objects, show
    from index.compare import side_by_side

    with _workbench(context, library) as bench:
        pairs = bench.named(reports)
    if len(pairs) < 2:
        raise CallError(f"比较要有至少两份不同的报告，“{'”“'.join(reports)}”只指到 {len(pairs)} 份")
    rows, entries = side_by_side(pairs, section), [entry for entry, _ in pairs]
    if json:
        _lines([objects.comparison(row, section, entries) for row in rows])
    else:
        show.out(show.comparison(rows, entries, show.width()))


export = typer.Typer(cls=chinese.Group, rich_markup_mode=None, no_args_is_help=True)
app.add_typer(export, name="export", help="把资料库中的内容写成表格文件。")


@export.command(cls=chinese.Command)
def problems(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="写到哪里：.xlsx、.csv 或 .jsonl", show_default=False)
    ],
    theme: Theme = None,
    province: Province = None,
    city: City = None,
    county: County = None,
    bureau: Bureau = None,
    year: Year = None,
    kind: Kind = None,
    library: Library = None,
) -> None:
    """问题清单：一行一个问题，带原因、主题和对应措施。"""
    from api import export, progress
    from api.export import tables

    filters = _filters(province, city, county, bureau, year, kind, None, theme)
    export.check(output)
    with _workbench(context, library) as bench, progress.bar("导出") as bar:
        reports = bar.along(bench.reports(filters), len(bench.entries(filters)))
        count = export.write(tables.problems(reports, theme or ()), output)
    _say(f"已写入 {output}：{count} 个问题")


@app.command("years", cls=chinese.Command)
def years_(
    context: typer.Context,
    bureau: Annotated[str, typer.Argument(metavar="BUREAU", help="单位的名称", show_default=False, callback=_text)],
    library: Library = None,
    json: Json = False,
) -> None:
    """一个单位的历年报告，以及后一年引用上年数字不一致的地方。"""
    from api import show, years

    with _workbench(context, library) as bench:
        found = years.of_bureau(bench, bureau)
    if json:
        _lines([years.as_json(found, year) for year in found])
    else:
        show.out(show.years(found))


@app.command(cls=chinese.Command)
def doctor(context: typer.Context, library: Library = None) -> int:
    """检查安装和资料库，说明哪里不对、怎么办。"""
    from api import doctor

    fine = True
    for check in doctor.examine(_settings(context, library)):
        _say(str(check))
        fine = fine and check.fine
    return errors.DONE if fine else errors.SOME_FAILED


def _settings(context: typer.Context, library: str | None) -> settings.Settings:
    """`--library` may stand before or behind the command."""
    return settings.from_environment(os.environ, context.obj if library is None else library)


def _workbench(context: typer.Context, library: str | None, *, make: bool = False) -> "Workbench":
    from api.workbench import Workbench
    from index.library import Library

    configured = _settings(context, library)
    if not make and not Library.exists(configured.library):
        raise CallError(
            f"这里还没有资料库：{configured.library}；先用 jixiao add 加入报告，或用 --library 指明另一个位置"
        )
    return Workbench(configured)


def _filters(
    province: list[str] | None,
    city: list[str] | None,
    county: list[str] | None,
    bureau: list[str] | None,
    year: list[int] | None,
    kind: list[str] | None,
    section: list[str] | None,
    theme: list[str] | None,
) -> "Filters":
    from index.types import Filters
    from nlp import themes, titles

    _known("--section", section, titles.section_types())
    _known("--theme", theme, themes.vocabulary())
    _known("--kind", kind, KINDS)
    words = [tuple(values or ()) for values in (province, city, county, bureau, kind, section, theme)]
    of_province, of_city, of_county, of_bureau, of_kind, of_section, of_theme = words
    return Filters(of_province, of_city, of_county, of_bureau, tuple(year or ()), of_kind, of_section, of_theme)


def _known(option: str, values: Sequence[str] | None, vocabulary: Collection[str]) -> None:
    """A word outside of the vocabulary would find nothing: better say so than look for it."""
    strange = [value for value in values or () if value not in vocabulary]
    if strange:
        raise CallError(f"{option} 没有“{'”“'.join(strange)}”；可用的是 {'、'.join(vocabulary)}")


def _find(paths: Sequence[Path]) -> tuple[Path, ...]:
    from nlp.readers import IN_FOLDERS, READERS

    found = files.find(paths, IN_FOLDERS)
    if found.passed_over:
        kinds = sorted({path.suffix or path.name for path in found.passed_over})
        pictures = "；图片要识别，请直接写它的文件名" if any(kind.lower() in READERS for kind in kinds) else ""
        _note(f"文件夹里有 {len(found.passed_over)} 个文件不是报告的格式，没有读：{'、'.join(kinds)}{pictures}")
    if not found.files:
        raise CallError(f"没有找到可以读的文件；能读的格式：{'、'.join(READERS)}")
    return found.files


def _tell(outcome: "FileOutcome") -> None:
    from api.ingest import Status

    if outcome.status is Status.FAILED:
        _note(f"失败 {outcome.path}：{outcome.why}")
    elif outcome.status is not Status.UNCHANGED:
        several = f"，{outcome.reports} 份报告" if outcome.reports > 1 else ""
        doubts = f"，注意 {outcome.warnings} 处" if outcome.warnings else ""
        _say(f"{outcome.status} {outcome.path}（{outcome.seconds:.1f} 秒{several}{doubts}）")
    elif outcome.held_as != outcome.path.name:
        _say(f"{outcome.status} {outcome.path}：内容与库中的 {outcome.held_as} 相同")


def _tell_of_waiting() -> None:
    _note("另一个进程正在更新索引，等它完成后再检索；可以按 Ctrl-C 停下")


def _lines(objects_: Sequence[dict[str, Any]]) -> None:
    from api import objects

    for one in objects_:
        typer.echo(objects.line(one))


def _say(sentence: str) -> None:
    typer.echo(sentence, file=sys.stdout)  # the stream of this moment: above a progress bar, where there is one


def _note(sentence: str) -> None:
    typer.echo(sentence, file=sys.stderr)


if __name__ == "__main__":
    main()
