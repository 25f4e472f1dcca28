"""Bytes to text: strict decodings first, guessing only where the result is not believable."""

import codecs
import re

from nlp.errors import BrokenFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKS_OF_CHINESE = re.compile(r"[，。、；：（）《》“”]")
# The most frequent characters of official Chinese; two in five characters of a report are among them.
_COMMON = frozenset(
    "的一是在不和有为市场管理监督局年度部门预算支出绩效评价目标项目资金情况工作单位财政收入基本整体指标完成全国家人"
    "大中上个我以要他时来用们生到作地于出就分对成会可主发动同能下过子说产种面而方后多定行学法所民得经十三之进着等"
    "二電門務業務預算績標項資財體價執質實際達數據與為個國們來時會發動過說產種學經進"
)


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Text and the encoding found. BrokenFile where the bytes are no text.

    Order: byte order mark, strict UTF-8, strict GB18030, charset-normalizer. Big5 often passes as
    GB18030 with nonsense as the result; then charset-normalizer is asked as well.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise BrokenFile(
                    f"“{name}”的开头声明为 {encoding} 编码，其后内容却不是；请用原程序重新另存为 UTF-8 文本"
                )
            return text, encoding
    for encoding in ("utf-8", "gb18030"):
        text = _strict(data, encoding)
        if text is not None and (encoding == "utf-8" or _is_plausible(text)):
            return _believable(text, name), encoding
    return _guess(data, text, name)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _believable(text: str, name: str) -> str:
    """The text, unless it is full of control characters as binary files are."""
    strange = sum(c < " " and c not in "\t\n\r\f\v" for c in text)
    if strange > 0.02 * len(text) + 2:
        raise BrokenFile(f"“{name}”不是文本文件（含大量控制字符）；请添加 .txt、.docx、.pdf 或 .html 文件")
    return text


def _is_plausible(text: str) -> bool:
    """Whether text decoded as GB18030 reads like Chinese and not like another encoding's bytes."""
    han = _HAN.findall(text)
    if any("\ue000" <= c <= "\uf8ff" for c in text):
        return False
    if len(han) < 20:
        return True
    common = sum(c in _COMMON for c in han)
    return common >= 0.12 * len(han) and (len(han) < 200 or _MARKS_OF_CHINESE.search(text) is not None)


def _guess(data: bytes, fallback: str | None, name: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["big5", "big5hkscs", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]).best()
    if best is not None:
        return _believable(str(best), name), best.encoding
    if fallback is not None:
        return _believable(fallback, name), "gb18030"
    raise BrokenFile(f"无法识别“{name}”的文字编码（试过 UTF-8、GB18030、Big5、UTF-16）；请另存为 UTF-8 文本后再添加")
