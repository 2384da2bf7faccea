"""Numbers of lists as they are written: 十二, 拾贰, ⑫, xii."""

from __future__ import annotations

from collections.abc import Sequence

COUNT = "[一二三四五六七八九十]{1,3}"  # the number of an item, in a pattern
HAN_FORMS = {  # number forms (§17.18.59) in Chinese characters, by their digits and 十百千
    "零一二三四五六七八九十百千": ("chineseCounting", "chineseCountingThousand", "japaneseCounting",
                                   "taiwaneseCounting", "taiwaneseCountingThousand"),
    "零壹贰叁肆伍陆柒捌玖拾佰仟": ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
}
TENS = [count * "X" for count in range(4)]
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
CHARACTER_FORMS: dict[str, Sequence[str]] = {  # those with a sign of its own for each number, as many as there are
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥", "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperRoman": [tens + ones for tens in TENS for ones in ROMAN][1:],
    "lowerRoman": [(tens + ones).lower() for tens in TENS for ones in ROMAN][1:],
}


def figures(number: int, form: str) -> str:
    """A number in a form of §17.18.59; those no Chinese list uses are decimal."""
    for digits, forms in HAN_FORMS.items():
        if form in forms:
            return han(number, digits)
    if 0 < number <= len(CHARACTER_FORMS.get(form, "")):
        return CHARACTER_FORMS[form][number - 1]
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return str(number).translate(dict(zip(range(0x30, 0x3A), "〇一二三四五六七八九", strict=True)))
    return {"none": "", "decimalZero": f"{number:02}"}.get(form, str(number))


def han(number: int, digits: str) -> str:
    """12 as 十二, 105 as 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for power, digit in zip((3, 2, 1, 0), f"{number:04}", strict=True):
        if digit != "0":
            text += digits[int(digit)] + (digits[9 + power] if power else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    return text.rstrip(digits[0]).removeprefix(digits[1] if 10 <= number < 20 else "")
