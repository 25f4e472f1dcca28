"""Where a bureau is, by its name and what else is named."""

import pytest

from nlp.place import level, place

PLACES = [
    ("湖南省益阳市赫山区教育局", "", ("湖南省", "益阳市", "赫山区")),
    ("广东省教育厅", "", ("广东省", None, None)),
    ("内蒙古农牧学院", "", ("内蒙古自治区", None, None)),  # a province by its short name
    ("天津市河西区教育局", "", ("天津市", None, "河西区")),  # a municipality's district has no city
    ("仙桃市教育局", "", ("湖北省", None, "仙桃市")),  # nor has a city directly under its province
    ("东莞市虎门镇人民政府", "", ("广东省", "东莞市", None)),  # a city without counties
    ("锡林郭勒盟民政局", "", ("内蒙古自治区", "锡林郭勒盟", None)),
    ("阿克苏地区水利局", "", ("新疆维吾尔自治区", "阿克苏地区", None)),
    ("红河州教育体育局", "", ("云南省", "红河哈尼族彝族自治州", None)),  # as people call it
    ("长阳县民政局", "", ("湖北省", "宜昌市", "长阳土家族自治县")),  # 自治县 as people call it
    ("杭州市下城区教育局", "", ("浙江省", "杭州市", "下城区")),  # abolished in 2021
    ("承德市生态环境局滦溪县分局", "", ("河北省", "承德市", "滦溪县")),  # a branch, named behind the bureau
    ("承德市生态环境局平泉市分局", "", ("河北省", "承德市", "平泉市")),
    ("合肥高新技术产业开发区管理委员会", "", ("安徽省", "合肥市", None)),  # a zone is no county
    ("肥西县经济开发区管委会", "", ("安徽省", "合肥市", "肥西县")),
    ("国家税务总局徐州市税务局", "", ("江苏省", "徐州市", None)),
    ("榆和县供销合作社", "在太原、晋中设立窗口。", ("山西省", None, "榆和县")),  # not 和县; two cities named alike
    ("青溪县教育局", "青溪县教育局位于四川省广元市。", ("四川省", "广元市", "青溪县")),  # not in the gazetteer
    (
        "青溪县教育局",
        "学习成都市、成都市。广元市青溪县在山区。",
        ("四川省", "广元市", "青溪县"),
    ),  # what is beside it
    ("朝阳区教育局", "长春市朝阳区的工作部门，受长春市教育局指导。", ("吉林省", "长春市", "朝阳区")),
    ("鼓楼区档案馆", "徐州市鼓楼区的档案馆。", ("江苏省", "徐州市", "鼓楼区")),
    ("新华区教育局", "", (None, None, "新华区")),  # several, and nothing tells which
    ("县水利局", "涡阳县水利局是涡阳县人民政府工作部门。", ("安徽省", "亳州市", "涡阳县")),
    ("城关镇人民政府", "城关镇位于涡阳县中部。", ("安徽省", "亳州市", "涡阳县")),  # the county of the town
    ("泰州市海港区城市管理局", "", ("江苏省", "泰州市", "海港区")),  # a district the gazetteer knows elsewhere only
    ("河源市东江区人民法院", "", ("广东省", "河源市", "东江区")),
    ("海南省滨江市教育局", "", ("海南省", "滨江市", None)),  # a city unknown behind its province
    ("湖南省安澜市江口区教育局", "", ("湖南省", "安澜市", "江口区")),
    ("新疆生产建设兵团第六师五家渠市财政局", "", ("新疆维吾尔自治区", None, "五家渠市")),
    ("第一师阿拉尔市教育局", "", ("新疆维吾尔自治区", None, "阿拉尔市")),
    ("新疆生产建设兵团第九师农业局", "", ("新疆维吾尔自治区", None, None)),
    ("上海市浦东新区教育局", "", ("上海市", None, "浦东新区")),  # a district called 新区
    ("天津市滨海新区教育局", "", ("天津市", None, "滨海新区")),
    ("梅州嘉应新区管理委员会", "", ("广东省", "梅州市", None)),  # a zone called 新区
    ("青岛西海岸新区教育局", "", ("山东省", "青岛市", None)),
    ("重庆两江新区管委会", "", ("重庆市", None, None)),
    ("重庆市荣昌区人民政府广顺街道办事处", "", ("重庆市", None, "荣昌区")),
    ("湘西自治州民政局", "", ("湖南省", "湘西土家族苗族自治州", None)),
    ("恩施州公安局", "", ("湖北省", "恩施土家族苗族自治州", None)),
    ("海南藏族自治州教育局", "", ("青海省", "海南藏族自治州", None)),  # not the province
    ("云南省红河州元阳县教育局", "", ("云南省", "红河哈尼族彝族自治州", "元阳县")),
    ("楚雄州楚雄市教育局", "", ("云南省", "楚雄彝族自治州", "楚雄市")),
    ("大理市教育局", "", ("云南省", "大理白族自治州", "大理市")),  # a county-level city, not its prefecture
    ("吉林市教育局", "", ("吉林省", "吉林市", None)),
    ("吉林省教育厅", "", ("吉林省", None, None)),
    ("琼海市教育局", "", ("海南省", None, "琼海市")),
    ("神农架林区教育局", "", ("湖北省", None, "神农架林区")),
    ("内蒙古自治区锡林郭勒盟正蓝旗水利局", "", ("内蒙古自治区", "锡林郭勒盟", "正蓝旗")),
    ("喀什地区疏附县教育局", "", ("新疆维吾尔自治区", "喀什地区", "疏附县")),
    ("中共精河县委员会组织部", "", ("新疆维吾尔自治区", "博尔塔拉蒙古自治州", "精河县")),
    ("共青团武威市委", "", ("甘肃省", "武威市", None)),
    ("保亭县教育局", "", ("海南省", None, "保亭黎族苗族自治县")),
    (None, "抚远市下达全县项目资金。抚远市统筹。", ("黑龙江省", "佳木斯市", "抚远市")),  # no bureau, a county's words
    (None, "", (None, None, None)),
]


@pytest.mark.parametrize(("bureau", "text", "expected"), PLACES)
def test_place(bureau: str | None, text: str, expected: tuple[str | None, ...]) -> None:
    assert place(bureau, text) == expected


LEVELS = [
    ("广东省教育厅", ("广东省", None, None), "province"),
    ("北京市教育委员会", ("北京市", None, None), "province"),
    ("徐州市教育局", ("江苏省", "徐州市", None), "city"),
    ("新华区教育局", (None, None, "新华区"), "county"),
    ("城关镇人民政府", (None, None, None), "county"),  # which county is not known, that it is one is
    ("教育局", (None, None, None), None),
]


@pytest.mark.parametrize(("bureau", "where", "expected"), LEVELS)
def test_level(bureau: str, where: tuple[str | None, str | None, str | None], expected: str | None) -> None:
    assert level(where, bureau) == expected
