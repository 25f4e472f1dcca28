"""Numbers as written: Arabic, Chinese, Roman, in circles."""

from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_ENUMERATORS = (("①", 20), ("⑴", 20), ("⒈", 20), ("Ⅰ", 12))  # first character, how many follow it
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LONGEST = 20  # characters of a number; a longer run is an account number or noise


def decimal_number(text: str) -> Decimal | None:
    """An Arabic or Chinese number (1,234.5; 三十二点五; 半); None where the characters make none (万, 万万)."""
    if any("0" <= c <= "9" for c in text):
        plain = text.replace(",", "").replace("，", "").lstrip("+")
        return Decimal(plain) if len(plain) <= _LONGEST else None
    if text == "半":
        return Decimal("0.5")
    whole, point, fraction = text.partition("点")
    value = chinese_number(whole)
    if value is None or not point:
        return None if value is None else Decimal(value)
    if not fraction or any(c not in _DIGITS for c in fraction):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[c]) for c in fraction)}")


def canonical(value: Decimal) -> Decimal:
    """1.4E+7 → 14000000: one way to write each number, so that equal values encode alike."""
    return Decimal(f"{value.normalize():f}")


def chinese_number(text: str) -> int | None:
    """三百二十一 → 321, 两千零三 → 2003, 二〇二四 → 2024; None where it is no number (百, 万万, 一二)."""
    if not text or len(text) > _LONGEST or any(c not in _DIGITS and c not in _SCALES for c in text):
        return None
    if not any(c in _DIGITS or c == "十" for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) > 2 else None
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            if digit:
                return None  # 十二五: a name
            digit = _DIGITS[char]
        elif (scale := _SCALES[char]) >= 10_000:
            total = (total + section + digit) * scale if scale > 10_000 else total + (section + digit) * scale
            section = digit = 0
        else:
            section += (digit or 1) * scale
            digit = 0
    return total + section + digit


def digit_value(char: str) -> int:
    """The value of one Chinese digit."""
    return _DIGITS[char]


def ordinal(text: str) -> int:
    """The value of a heading's number in any script (十二, ③, ⑴, Ⅳ, IV, 1.3 → 3, 附件2 → 2); 0 where there is none."""
    for first, size in _ENUMERATORS:
        if text and 0 <= ord(text[0]) - ord(first) < size:
            return ord(text[0]) - ord(first) + 1
    if text in _ROMAN:
        return _ROMAN.index(text) + 1
    digits = "".join(c if "0" <= c <= "9" else " " for c in text).split()
    if digits:
        return int(digits[-1]) if len(digits[-1]) <= 4 else 0
    return chinese_number("".join(c for c in text if c in _DIGITS or c in _SCALES)) or 0
