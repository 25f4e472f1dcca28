"""What a site prints around a report: which lines are the site's, and that the profile is the report's."""

from collections.abc import Callable

import pytest

from nlp.chrome import site_lines, without_chrome, without_site
from nlp.types import BlockKind, Document, Report

Make = Callable[[str], Document]
TITLE = "青山县民政局2023年度部门整体支出绩效自评报告"
BODY = "一、部门概况\n核定编制45名，实有43人。\n二、存在的问题\n预算执行偏慢。\n"

SITE = [
    "索引号：000014348/2024-01865",
    "索 引 号： 01526405-X/20240326-00056",
    "[ 索引号 ] 11500230008689586D/2024-00016 [ 发文字号 ]",
    "[ 主题分类 ] 财政 [ 体裁分类 ] 其他",
    "[ 有效性 ]",
    "索引号 | 01526405-X/20240326-00056 | 发布机构 | 青山县教育局 |",
    "- 发布日期: 2025-04-29",
    "发布机构： 青山县人民政府 发布日期： 2025-05-28 14:20",
    "名 称： 青山县民政局2024年度绩效自评报告 文号：",
    "监督索引号53090000743701000",
    "归档时间：2025-06-15",
    "来源：青山县民政局 发布时间：2024-07-28 11:50 【字体：",
    "来源:青山镇   2024-09-28 20:14",
    "信息来源：民政局 作者：民政局 浏览量： 字体：【大 中 小】【打印本页】",
    "作者： -   来源： 青山县民政局 发布时间： 2024-07-24 16:47",
    "浏览次数： 来源：青山县民政局 时间：2024-03-30 17:56 文字大小：[ ]",
    "发布日期：2024-08-15 浏览量：120次",
    "2024-09-28 11:45  县民政局   (点击： )",
    "浏览量：1 | | | |",
    "【字体：大 中 小】 打印",
    "您现在的位置： 首页 > 专题专栏 > 绩效评价",
    "您当前所在位置：首页>青山县民政局>政务公开",
    "当前位置：首页>>统计总结>>财政信息",
    "首页 > 政务公开 > 重点领域 > 财政预决算",
    ">政府信息公开>法定主动公开内容>预算决算",
    "首页 走进青山 政务公开 政务服务 营商环境 政民互动",
    "| 无障碍 | 敬老版 | 登录 | 注册 网站支持IPv6",
    "青山县人民政府门户网站",
    "青山县人民政府 www.qingshan.example",
    "欢迎来到青山县人民政府预决算公开专题频道",
    "长者模式",
    "政府信息公开",
    "分享：",
]


@pytest.mark.parametrize("line", SITE)
def test_a_line_of_the_site_above_the_report(document: Make, line: str) -> None:
    assert site_lines(document(f"{line}\n{TITLE}\n{BODY}")) != ()
    assert site_lines(document(f"{TITLE}\n{line}\n{BODY}")) != ()


OWN = [
    "部门（单位）名称：青山县民政局",
    "部门名称： 青山县民政局（公章）",
    "主管部门：青山县民政局 实施单位：青山县福利院",
    "项目名称：城乡低保补助",
    "预算编码：301001",
    "评价方式：部门（单位）绩效自评",
    "填报日期：2024年3月15日",
    "日期：2024年3月15日",
    "填报人：李某 联系电话：0700-123456",
    "（2023年度）",
    "附件1：",
    "青山县民政局",
    "青山县白马镇人民政府",
    "2024年3月",
    "主管部门 | 青山县民政局 | 实施单位 | 青山县福利院 |",
    "县财政局：",
]


@pytest.mark.parametrize("line", OWN)
def test_a_line_of_the_cover_is_the_reports_own(document: Make, line: str) -> None:
    assert site_lines(document(f"{TITLE}\n{line}\n{BODY}")) == ()


BEHIND = ["上一篇：无", "责任编辑：李某", "【打印】【关闭】", "版权所有：青山县人民政府", "扫一扫在手机打开当前页"]


@pytest.mark.parametrize("line", BEHIND)
def test_a_line_of_the_site_below_the_report(document: Make, line: str) -> None:
    assert site_lines(document(f"{TITLE}\n{BODY}{line}\n")) != ()


def test_inside_the_report_nothing_is_the_sites(document: Make) -> None:
    text = f"{TITLE}\n{BODY}来源：青山县民政局 发布时间：2024-07-28 11:50\n" + "三、其他\n说明如上。\n" * 20
    assert site_lines(document(text)) == ()


def test_the_text_stays_and_its_lines_are_furniture(document: Make) -> None:
    made = document(f"发布日期：2025-04-29\n{TITLE}\n{BODY}")
    marked = without_chrome(made)
    assert marked.text == made.text
    assert [b.kind for b in marked.blocks][:2] == [BlockKind.FURNITURE, BlockKind.PARAGRAPH]
    assert without_chrome(marked) == marked
    assert len(without_site(made)) == len(made.text)
    assert "2025" not in without_site(made)


def test_a_page_that_is_nothing_but_the_sites_lines_keeps_them(document: Make) -> None:
    made = document("首页 > 政务公开\n发布日期：2025-04-29\n")
    assert without_chrome(made) == made


PAGES = [
    f"预算绩效管理\n- 索引号: qsmz/2025-00002\n- 发布机构: 青山县财政局\n- 发布日期: 2025-04-29\n{TITLE}\n{BODY}",
    f"您当前所在位置:首页>青山县>政务公开\n[ 索引号 ] 115002300086/2025-00016\n[ 发文字号 ]\n[ 成文日期 ] 2025-04-15\n"
    f"{TITLE}\n{BODY}",
    f"• [ 发布机构 ]\n• 青山县财政局\n• [ 发布日期 ]\n• 2025-10-10\n{TITLE}\n字体：【 默认 超大\n{BODY}",
    f"中国政府网 | 省政府网 | 登录 | 注册\n首页 走进青山\n{TITLE}\n来源：青山县财政局 2025-09-20 10:00\n{BODY}",
    f"{TITLE}\n来源:县财政局 作者:县政府 发布时间:2025-12-04 访问量: 字体大小: 放大 缩小\n{TITLE}\n{BODY}",
    f"当前位置: 首页 / 政务公开 / 绩效评价 / 稿件页\n2023年度部门整体支出绩效自评报告\n发布时间:2025-12-04\n"
    f"2023年度青山县民政局部门整体支出绩效自评报告\n{BODY}",
    f"索引号 | 5304002025 | 文     号 |   |\n来   源 | 青山县人民政府办公室 | 公开日期 | 2025-09-28 |\n{TITLE}\n{BODY}",
]


@pytest.mark.parametrize("page", PAGES)
def test_dates_and_names_of_the_site_are_not_the_reports(report: Callable[[str], Report], page: str) -> None:
    made = report(page)
    profile, first = made.profile, made.sections[0]
    assert (profile.bureau, profile.year, profile.kind) == ("青山县民政局", 2023, "部门整体支出")
    assert made.document.text[first.title.start : first.title.end].endswith("2023年度部门整体支出绩效自评报告")
    assert [made.document.text[s.title.start : s.title.end] for s in made.sections[1:]] == ["部门概况", "存在的问题"]


def test_who_published_is_asked_last(report: Callable[[str], Report]) -> None:
    text = f"青山县2023年农村饮水工程绩效自评报告\n发布时间:2024-02-11 11:23 来源:青山县水利局 浏览:\n{BODY}"
    assert report(text).profile.bureau == "青山县水利局"
