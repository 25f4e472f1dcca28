"""How a spreadsheet shows a number: number format codes of ECMA-376 part 1, 18.8.30 and 18.8.31.

Sections for positive, negative, zero and text; digit places, thousands, percent, literals, dates.
What a code asks for in colours, alignment and padding is passed over.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_DATE, _MINUTES = "yyyy-mm-dd", "hh:mm"
# Formats that have a number and no code in the file (18.8.30; 27 to 36 and 50 to 58 as in Chinese workbooks).
BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "General", 13: "General", 14: _DATE, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: _MINUTES, 21: "hh:mm:ss", 22: f"{_DATE} {_MINUTES}",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: _DATE, 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-";@', 42: '¥#,##0;¥-#,##0;"-";@', 43: '#,##0.00;-#,##0.00;"-";@',
    44: '¥#,##0.00;¥-#,##0.00;"-";@', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"?|[\\!](?P<sign>.)|[_*](?P<space>.)|\[(?P<bracket>[^\]]*)\]|(?P<half>AM/PM|A/P|上午/下午)'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+|g+|b+)|(?P<fine>\.0+(?=$|[^0#?]))"
    r"|(?P<mark>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)$")
_WIDE = Context(prec=400)
_WEEK = "一二三四五六日"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_LAST_DAY = 2_958_466  # 31 December 9999 and one

Token = tuple[str, str]  # the name of the group of _TOKEN, what it holds


def shown(value: float, code: str, from_1904: bool = False) -> str:
    """The number as the format code prints it; in full where the code is not understood."""
    if value != value or value in (float("inf"), float("-inf")):
        return "#NUM!"
    sections = _sections(code)
    section, unsigned = _section(sections, value)
    if _is_date(section):
        return _date(section, value, from_1904) or general(value)
    kinds = {kind for kind, _ in section}
    marks = "".join(mark for kind, mark in section if kind == "mark")
    if "general" in kinds or ("@" in marks and not re.search("[0#?]", marks)):
        return "".join(held if kind in ("text", "sign") else "" for kind, held in section) + general(value)
    if ("/" in marks and "?" in marks) or abs(value) >= 1e21:
        return general(value)
    if "exponent" in kinds:
        return f"{value:.{sum(len(held) - 1 for kind, held in section if kind == 'fine')}E}"
    said = _number(section, Decimal(f"{abs(value):.15g}"))
    return "-" + said if unsigned and re.search("[1-9]", said) else said


def general(value: float) -> str:
    """Up to 15 digits, no binary noise, no exponent unless the number is tiny or beyond all amounts."""
    if value and not 1e-9 <= abs(value) < 1e21:
        return f"{value:.15g}".upper()
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    said = f"{Decimal(f'{value:.15g}'):f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[tuple[Token, ...], ...]:
    sections: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or "mark"
        held = match[kind]
        if kind == "mark" and held == ";":
            sections.append([])
        elif kind == "bracket" and held.startswith("$"):  # [$¥-804]: a currency, then a locale
            sections[-1].append(("text", held[1:].partition("-")[0]))
        elif kind != "space":
            sections[-1].append((kind, held))
    return tuple(tuple(section) for section in sections)


def _section(sections: Sequence[tuple[Token, ...]], value: float) -> tuple[tuple[Token, ...], bool]:
    """The section for this number, and whether its minus sign is still to be written."""
    numeric = sections[:3]
    conditions = [_condition(section) for section in numeric]
    if any(conditions):
        fits = (s for s, c in zip(numeric, conditions, strict=True) if c is None or _holds(value, *c))
        section = next(fits, numeric[-1])
        return section, value < 0 and not any(held in "-(" for kind, held in section if kind != "bracket" and held)
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    return numeric[2] if value == 0 and len(numeric) > 2 else numeric[0], value < 0


def _condition(section: Sequence[Token]) -> tuple[str, float] | None:
    found = (_CONDITION.match(held) for kind, held in section if kind == "bracket")
    match = next((m for m in found if m is not None), None)
    try:
        return (match[1], float(match[2])) if match else None
    except ValueError:
        return None


def _holds(value: float, sign: str, bound: float) -> bool:
    return {"<": value < bound, ">": value > bound, "=": value == bound, "<=": value <= bound, ">=": value >= bound,
            "<>": value != bound}[sign]  # fmt: skip


# --- amounts ------------------------------------------------------------------------------------


def _number(section: Sequence[Token], value: Decimal) -> str:
    """Digits put into the places of the section, the first place taking what is left of them."""
    marks = [mark for kind, held in section if kind in ("mark", "fine") for mark in held]
    pattern = "".join(mark for mark in marks if mark in "0#?.,%‰")
    whole_places, _, fine_places = pattern.replace("%", "").replace("‰", "").partition(".")
    scale = len(pattern.rstrip("%‰")) - len(pattern.rstrip("%‰").rstrip(","))
    fine_places = fine_places.replace(",", "")
    worth = _WIDE.multiply(value, Decimal(100) ** pattern.count("%") * Decimal(1000) ** (pattern.count("‰") - scale))
    printed = worth.quantize(Decimal(1).scaleb(-len(fine_places)), ROUND_HALF_UP, _WIDE)
    whole, _, fine = f"{printed:f}".partition(".")
    places = whole_places.replace(",", "")
    whole = whole.lstrip("0").zfill(len(places.lstrip("#?")))
    if "," in whole_places.rstrip(","):
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    digits = _spread(whole, len(places), "," in whole)
    kept = len(fine_places.rstrip("#?"))
    fine = fine[:kept] + fine[kept:].rstrip("0")
    return _assembled(section, digits, ("." + fine) if fine else "").strip()


def _spread(whole: str, places: int, in_one: bool) -> list[str]:
    """The digits for each place before the point."""
    if places == 0:
        return []
    if in_one:
        return [whole, *[""] * (places - 1)]
    padded = whole.rjust(places)
    return [padded[: len(padded) - places + 1].strip(), *(sign.strip() for sign in padded[len(padded) - places + 1 :])]


def _assembled(section: Sequence[Token], digits: Sequence[str], fine: str) -> str:
    said: list[str] = []
    left, after_point = iter(digits), False
    for kind, held in section:
        if kind in ("text", "sign"):
            said.append(held)
        for mark in held if kind in ("mark", "fine") else "":
            if mark in "0#?":
                said.append("" if after_point else next(left, ""))
            elif mark == "." and not after_point:
                said.append(fine)
                after_point = True
            elif mark not in ",@.":
                said.append(mark)
    return "".join(said)


# --- dates and times ----------------------------------------------------------------------------


def _is_date(section: Sequence[Token]) -> bool:
    return any(kind in ("date", "half") or (kind == "bracket" and _elapsed(held)) for kind, held in section)


def _elapsed(bracket: str) -> bool:
    return re.fullmatch(r"h+|m+|s+", bracket, re.IGNORECASE) is not None


def _date(section: Sequence[Token], value: float, from_1904: bool) -> str | None:
    """The serial number of a day (18.17.4) as a date; None where there is no such day."""
    moment = moment_of(value, from_1904)
    if moment is None:
        return None
    tokens = [(k, h.lower() if k in ("date", "bracket") else h) for k, h in section]
    half = any(kind == "half" for kind, _ in tokens)
    clock = [held[0] if kind in ("date", "bracket") else "" for kind, held in tokens]
    said = []
    for i, (kind, held) in enumerate(tokens):
        if kind == "date":
            near = _neighbours(clock, i)
            minutes = held in ("m", "mm") and (near[0] == "h" or near[1] == "s")
            said.append(_part("n" * len(held) if minutes else held, moment, half))
        elif kind == "half":
            said.append(_half_day(held, moment.hour < 12))
        elif kind == "bracket" and _elapsed(held):
            seconds = round(value * 86_400)
            said.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[held[0]]).zfill(len(held)))
        elif kind == "fine":
            said.append(f"{moment.microsecond / 1e6:.{len(held) - 1}f}"[1:])
        elif kind in ("text", "sign", "mark") and held not in "@":
            said.append(held)
    return "".join(said).strip()


def moment_of(value: float, from_1904: bool) -> datetime | None:
    """The day and time of a serial number; None outside the years 1900 to 9999."""
    days = value + (1462 if from_1904 else 0)
    if not 0 <= days < _LAST_DAY:
        return None
    start = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)  # the 29 February 1900 that never was
    return start + timedelta(milliseconds=round(days * 86_400_000))


def _neighbours(clock: Sequence[str], i: int) -> tuple[str, str]:
    before = next((c for c in reversed(clock[:i]) if c and c in "ymdhs"), "")
    return before, next((c for c in clock[i + 1 :] if c and c in "ymdhs"), "")


def _half_day(held: str, morning: bool) -> str:
    first, _, second = held.partition("/")
    return first if morning else second


def _part(letters: str, moment: datetime, half: bool) -> str:
    hour = (moment.hour % 12 or 12) if half else moment.hour
    names = {
        "mmm": _MONTHS[moment.month - 1][:3],
        "mmmm": _MONTHS[moment.month - 1],
        "mmmmm": _MONTHS[moment.month - 1][0],
        "ddd": _DAYS[moment.weekday()][:3],
        "dddd": _DAYS[moment.weekday()],
        "aaa": _WEEK[moment.weekday()],
        "aaaa": "星期" + _WEEK[moment.weekday()],
    }
    if letters in names:
        return names[letters]
    if letters[0] in "ye":
        return f"{moment.year % 100:02}" if letters in ("y", "yy") else str(moment.year)
    number = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}.get(letters[0])
    return "" if number is None else str(number).zfill(min(2, len(letters)))
