"""Word files (.docx) to lines: what a reader of the printed issue would see, a paragraph a line.

The package is opened with zipfile and its XML with lxml (BSD, 12 MB installed, 25 ms to import, several releases a
year), not with python-docx (MIT, lxml plus 3 MB, 95 ms): its paragraphs know no numbering, text box, note or content
control, so the tree would have to be walked all the same. libxml2's own limits (256 levels, no entities, no network)
bear hostile files; the standard library's parser has fewer of them and takes two to six times as long.

Facts of the format are from ECMA-376, 5th edition; §17 is in Part 1. Pages stay None: Word keeps none, and the breaks
it notes (§17.3.3.13) are those of somebody's printer at the last save. A wrong page is worse than none.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, NamedTuple
from unicodedata import category

from cards.errors import UserError
from cards.reading.decode import clean_characters
from cards.reading.lines import Line, Source
from cards.records import Doubt, Place

# Bounds of what is unpacked and parsed. A tag or an attribute takes up to 240 bytes in the tree, its text apart.
LARGEST_PART, MOST_MARKUP, MOST_BLOCKS, MOST_PARTS = 16_000_000, 1_000_000, 60_000, 10_000
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
WORD, STRICT = (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main")
W = f"{{{WORD.decode()}}}"
VAL, P, R, PPR, RPR, TBL, TC = (W + each for each in ("val", "p", "r", "pPr", "rPr", "tbl", "tc"))
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE = MARKUP + "AlternateContent"
GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"
TEXTS = (W + "t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
LEAVES = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}  # §17.3.3
NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
# What is not shown: properties, field codes, readings over characters (ruby), and what tracked changes took away.
UNSEEN = {W + each for each in ("pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "instrText",
                                "delInstrText", "delText", "moveFrom", "rt")} | {MARKUP + "Fallback"}
LEFT_OUT = {W + "del": "tracked deletions left out", W + "object": "embedded objects not read",
            W + "altChunk": "embedded files not read", W + "subDoc": "embedded files not read"}
PROPERTIES = {W + each: each for each in (
    "jc", "outlineLvl", "numId", "ilvl", "b", "sz", "vanish", "gridSpan", "vMerge")}
WRAPPERS = {W + each for each in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
OFF = ("0", "false", "off")
SYMBOLS = {  # the codes of the two fonts that w:sym (§17.3.3.30) is mostly used with
    "symbol": dict(zip(b"\xa3\xa5\xae\xb0\xb1\xb3\xb4\xb7\xb8\xb9\xbb", "≤∞→°±≥×•÷≠≈", strict=True)),
    "wingdings": dict(zip(b"\x6c\x6e\xa7\xa8\xd8\xe0\xfb\xfc\xfe", "●■▪□➢→✘✔☑", strict=True))
    | {0x81 + each: chr(0x2460 + each) for each in range(10)},
}
SPACES = {0x3000: " ", 0xA0: " ", 0xAD: None}
DEEPEST_LEVEL = 8  # §17.9.3
LONGEST_CHAIN, LONGEST_LABEL, LONGEST_HEADING, LONGEST_NAME, LONGEST_MERGED = 20, 40, 60, 20, 60
HEADING_STYLE = re.compile(r"(?i)(?:heading|title|subtitle|\w{0,2}标题)\s*\d?")
DASHES = re.compile("[—–―─]+")
STOPS = tuple("。；：，、;:,.")
NO_HEADING = re.compile(r"——|第[一二三四五六七八九十]+[，、]|[一二三四五六七八九十]+是|[（(].*[）)]$|.*\t|[\W\d_]*$")
SELF_NAMED = re.compile(r"※|[（(]?(?:注|编者按|来源|原载|载于|摘自|出处)[：:]")
FIGURE = re.compile(r"[-+−]?\d")
CONTENTS = re.compile(r"目\s*[录次]|本期目录|.*\t\d{1,3}")
YEAR = re.compile(r"(?:19|20)\d\d(?:年.*)?")
BARE_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[-+−]?[\d.,]+[%％‰万亿]*")
NAME_WITH_UNIT = re.compile(r"(.+)[（(]([^（）()\d]{0,3}[%％‰人元件家户个项次吨里亩顷米处天年所台辆倍名点时])[）)]")
HAN_FORMS = {  # number forms (§17.18.59) in Chinese characters, by their digits and 十百千
    "零一二三四五六七八九十百千": ("chineseCounting", "chineseCountingThousand", "japaneseCounting",
                                   "taiwaneseCounting", "taiwaneseCountingThousand"),
    "零壹贰叁肆伍陆柒捌玖拾佰仟": ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
}
CHARACTER_FORMS: dict[str, Sequence[str]] = {  # those with a sign of its own for each number, as many as there are
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥", "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperRoman": ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"),
    "lowerRoman": ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"),
}


def docx_source(data: bytes, name: str) -> Source:
    """The lines of a Word file. Raises UserError, naming `name`, for one that is damaged, locked, hostile or empty.

    A paragraph is a line, and a soft break in it begins another; a table row is a line that ends in 。; text boxes and
    notes follow the paragraph they hang on, notes as remarks (注：…). What is left out, or never was running text, is a
    doubt.
    """
    package = _Package(data, name)
    root, parts = package.document()
    _choose_alternates(root)
    notes = {(kind, each.get(W + "id", "")): each for kind in NOTES.values() for each in _children(parts.get(kind))}
    reader = _Reader(_Styles(parts.get("styles")), _Numbering(parts.get("numbering")), notes)
    reader.blocks(root)
    source = reader.source()
    if not source.lines:
        raise UserError(f"{name}: a Word file without any text; if its pages are pictures, run text recognition first")
    return source


class _Look(NamedTuple):
    """What makes a heading of a short line: it is bolder or larger than running text, or centred unlike that."""

    bold: bool = False
    size: int = 0
    centred: bool = False


_Found = tuple[Line, _Look | None]


class _Cell(NamedTuple):
    """A cell of a table: its first column, its lines, and whether it goes on the cell above it (§17.18.57).

    The rows of a table inside it are the lines without a look.
    """

    column: int
    found: list[_Found]
    goes_on: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line, look in self.found if look)

    @property
    def laid_out(self) -> bool:
        """The table is but a frame: the cell holds sentences, each in a paragraph of its own."""
        return sum(line.text.endswith("。") for line, look in self.found if look) > 1


class _Reader:
    """Walks the blocks of a document in reading order and keeps its lines, each with its look, and its doubts."""

    def __init__(self, styles: _Styles, numbering: _Numbering, notes: dict[tuple[str, str], Any]):
        self._styles, self._numbering, self._notes = styles, numbering, notes
        self._found: list[_Found] = []
        self._doubts: list[Doubt] = []
        self._counted: dict[str, list[int]] = {}
        self._carried: list[str] = []
        self._due: list[tuple[str, str]] = []
        self._number = self._depth = 0

    def source(self) -> Source:
        """All that was read. What stands out as a heading is told by what running text looks like, so only now."""
        self._lines("".join(self._carried))
        running: Counter[_Look] = Counter()
        for line, look in self._found:
            if look and (len(line.text) > LONGEST_HEADING or line.text.endswith("。")):
                running[look] += len(line.text)
        usual = max(running, key=running.__getitem__, default=None)
        lines = tuple(replace(line, role="heading") if usual and look and _stands_out(line.text, look, usual) else line
                      for line, look in self._found)
        doubts = self._doubts + [Doubt(f"{what}: {len(at)}", Place(line=at[0])) for what, at in self._counted.items()]
        return Source(lines, tuple(sorted(doubts, key=lambda doubt: doubt.place.line or 0)))

    def blocks(self, element: Any) -> None:
        for each in element:
            if each.tag == P:
                self._paragraph(each)
            elif each.tag == TBL:
                self._table(each)
            elif each.tag in LEFT_OUT:
                self._count(LEFT_OUT[each.tag])
            elif each.tag not in UNSEEN:
                self.blocks(each)

    def _count(self, what: str, times: int = 1) -> None:
        if times:
            self._counted.setdefault(what, []).extend([self._number] * times)

    def _paragraph(self, element: Any) -> None:
        self._number += 1
        properties = _child(element, PPR)
        values = self._styles.paragraph(properties)
        text = _Text(self._styles, values)
        text.walk(element)
        self._carried += text.pieces
        if not _goes_on(properties):
            said, self._carried = "".join(self._carried), []
            self._lines(said, text.look, self._numbering.label(values), _heading_style(values))
        for what, times in text.left_out.items():
            self._count(what, times)
        for box in text.boxes:
            self._box(box)
        self._due += text.notes
        self._hang_notes()

    def _lines(self, text: str, look: _Look | None = None, label: str = "", styled: bool = False) -> None:
        """Keep the lines of a paragraph. A heading by style is one line, as in Word's own contents."""
        text = text.replace("\u2011", "-")
        if not text.isprintable():
            text, dropped = clean_characters(text.translate(SPACES))
            self._count("control characters dropped", dropped)
        parts = [part.strip() for part in text.split("\n") if part.strip()]
        parts[:1] = [_labelled(label, part) for part in parts[:1]]
        styled = styled and len(text) <= LONGEST_HEADING and not text.rstrip().endswith("。")
        for part in [" ".join(parts)] if styled and parts else parts:
            self._keep(part, look, "heading" if styled else "")

    def _keep(self, text: str, look: _Look | None = None, role: str = "", number: int = 0) -> None:
        self._found.append((Line(text, number or self._number, role=role), look))

    def _apart(self, element: Any) -> list[_Found]:
        """The lines of a cell, a text box or a note, kept out of the others."""
        outer, carried = self._found, self._carried
        self._found, self._carried = [], []
        self._depth += 1
        self.blocks(element)
        self._depth -= 1
        self._lines("".join(self._carried))
        found, self._found, self._carried = self._found, outer, carried
        return found

    def _box(self, element: Any) -> None:
        """The lines of a text box, with the number of the paragraph it hangs on; of old word art (VML) its string."""
        number, before = self._number, len(self._found)
        if element.tag == WORD_ART:
            self._lines(element.get("string", ""), _Look())
        for line, look in self._apart(element):
            self._found.append((replace(line, number=number), look))
        self._number = number
        self._count("text boxes read behind the paragraph they hang on", len(self._found) > before)

    def _hang_notes(self) -> None:
        """The notes (§17.11) of the last block. What stands in a footnote is no text of the article but about it."""
        while self._due and not self._depth:
            due, self._due, number = self._due, [], self._number
            for key in due:
                text = " ".join(line.text for line, _ in self._apart(self._notes.pop(key, ()))).lstrip("*＊†‡ ")
                self._number = number
                if text:
                    self._keep(text if SELF_NAMED.match(text) else f"注：{text}")
                    self._count(f"{key[0]} kept as remarks")

    def _table(self, table: Any) -> None:
        begun = self._number + 1
        rows = [(self._number + 1, self._row(each)) for each in self._within(table, "tr")]
        names = _column_names([cells for _, cells in rows])
        above: dict[int, str] = {}
        for at, (number, cells) in enumerate(rows):
            texts = {cell.column: above.get(cell.column, "") if cell.goes_on else cell.text for cell in cells}
            above = {column: text for column, text in texts.items() if len(text) <= LONGEST_MERGED}
            said = [_named(text, names.get(column) if at else None) for column, text in texts.items() if text]
            inside = [each for cell in cells for each in cell.found]
            if len(said) < 2 or any(cell.laid_out for cell in cells):
                self._found += inside
                continue
            first, *others = [each.rstrip("。；：:") for each in said]
            if said[-1].isdecimal() and self._found and CONTENTS.fullmatch(self._found[-1][0].text):
                self._keep(f"{' '.join(said[:-1])}\t{said[-1]}", number=number)
            else:
                self._keep(f"{first}：{'；'.join(others)}。", number=number)
            self._found += [(line, look) for line, look in inside if look is None]
        self._doubts.append(Doubt(f"a table read row by row, rows: {len(rows)}", Place(line=begun)))
        self._hang_notes()

    def _row(self, row: Any) -> list[_Cell]:
        cells: list[_Cell] = []
        column = 0
        for each in self._within(row, "tc"):
            values = _values(_child(each, W + "tcPr"))
            cells.append(_Cell(column, self._apart(each), values.get("vMerge") in ("1", "continue")))
            column += max(1, _integer(values.get("gridSpan"), 1))
        return cells

    def _within(self, element: Any, kind: str) -> Iterator[Any]:
        """The rows of a table or the cells of a row, in content controls too, but for those tracked as deleted."""
        for each in element:
            if each.tag in WRAPPERS:
                yield from self._within(each, kind)
            elif each.tag == W + kind:
                if any(each.find(f"{W}{kind}Pr/{W}{gone}") is not None for gone in ("del", "cellDel")):
                    self._count(LEFT_OUT[W + "del"])
                else:
                    yield each


def _goes_on(properties: Any) -> bool:
    """A paragraph goes on in the next where the mark at its end was deleted or is hidden (§17.13.5.15), or where it is
    but the large first letter of it (§17.3.1.11).
    """
    mark, frame = _child(properties, RPR), _child(properties, W + "framePr")
    gone = mark is not None and next(mark.iterchildren(W + "del", W + "moveFrom"), None) is not None
    return gone or _values(mark).get("vanish", "0") not in OFF or (
        frame is not None and frame.get(W + "dropCap", "none") != "none")


def _heading_style(values: dict[str, str]) -> bool:
    """An outline level (§17.3.1.20; 9 is body text) or the name of the style makes a heading."""
    return values["outlineLvl"] != "9" if "outlineLvl" in values else "heading" in values


def _stands_out(text: str, look: _Look, usual: _Look) -> bool:
    if not 2 <= len(text) <= LONGEST_HEADING or text.endswith(STOPS) or NO_HEADING.match(text):
        return False
    return (look.bold and not usual.bold) or (look.centred and not usual.centred) or look.size > usual.size


def _column_names(rows: list[list[_Cell]]) -> dict[int, tuple[str, str]]:
    """The name and unit of each column of figures, as a first row of names says: 技能人才（万人）."""
    heads = rows[0][1:] if len(rows) > 1 else []
    figures = any(FIGURE.match(cell.text) for cells in rows[1:] for cell in cells[1:])
    fit = all(0 < len(each.text) <= LONGEST_NAME and (YEAR.fullmatch(each.text) or not FIGURE.match(each.text))
              for each in heads)
    return {each.column: _name(each.text) for each in heads} if figures and fit else {}


def _name(text: str) -> tuple[str, str]:
    match = NAME_WITH_UNIT.fullmatch(text)
    return (match[1], match[2]) if match else (f"{text}年" if text.isdecimal() else text, "")


def _named(text: str, name: tuple[str, str] | None) -> str:
    """A figure with the name of its column before it and its unit behind."""
    if name is None or not FIGURE.match(text):
        return text
    return name[0] + text + (name[1] if BARE_FIGURE.fullmatch(text) else "")


class _Text:
    """What one paragraph says, piece by piece; how it looks; what hangs on it; what of it is left out."""

    def __init__(self, styles: _Styles, values: dict[str, str]):
        self._styles, self._values, self._run = styles, values, values
        self._fields: list[int] = []
        self._codes = 0
        self.pieces: list[str] = []
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self.left_out: Counter[str] = Counter()
        self.look = _Look(True, 0, values.get("jc") == "center")

    def walk(self, element: Any) -> None:
        for each in element:
            tag = each.tag
            if tag == R:
                outer, self._run = self._run, self._values | self._styles.run(_child(each, RPR))
                self.walk(each)
                self._run = outer
            elif tag in TEXTS:
                self._say(_shown(each))
            elif tag in LEAVES:
                self._say(LEAVES[tag])
            elif tag in NOTES:
                self.notes.append((NOTES[tag], each.get(W + "id", "")))
                if each.get(W + "customMarkFollows", "0") not in OFF:
                    break
            elif tag in LEFT_OUT:
                self.left_out[LEFT_OUT[tag]] += 1
            elif tag not in UNSEEN:
                self._other(each, tag)

    def _other(self, element: Any, tag: str) -> None:
        if tag in (W + "txbxContent", WORD_ART):
            self.boxes.append(element)
        elif tag == W + "fldChar":
            self._field(element.get(W + "fldCharType"))
        elif tag == W + "sym":
            self._symbol(element.get(W + "font", "").lower(), element.get(W + "char", ""))
        elif tag == GRAPHIC and element.get("uri", "").endswith(("/chart", "/diagram")):
            self.left_out["charts and diagrams not read"] += 1
        else:
            self.walk(element)

    def _say(self, text: str) -> None:
        if self._codes or not text:
            return
        if self._run.get("vanish", "0") not in OFF:
            self.left_out["hidden text left out"] += 1
            return
        self.pieces.append(text)
        if not text.isspace():
            bold = self.look.bold and self._run.get("b", "0") not in OFF
            self.look = self.look._replace(bold=bold, size=max(self.look.size, _integer(self._run.get("sz"), 20)))

    def _field(self, kind: str | None) -> None:
        """A field shows its result, not its code (§17.16.18); one begun in an earlier paragraph is at its result."""
        if kind == "begin":
            self._fields.append(1)
            self._codes += 1
        elif self._fields and kind in ("separate", "end"):
            self._codes -= self._fields[-1]
            self._fields[-1] = 0
            if kind == "end":
                self._fields.pop()

    def _symbol(self, font: str, code: str) -> None:
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else 0
        private = font in SYMBOLS or 0xF000 <= number <= 0xF0FF
        text = SYMBOLS.get(font, {}).get(number & 0xFF) if private else chr(number)
        if text:
            self._say(text)
        else:
            self.left_out["symbols of unknown fonts left out"] += 1


def _shown(element: Any) -> str:
    """The text of w:t, trimmed as Word trims it where its white space is not to be preserved (§17.3.3.31)."""
    text: str = element.text or ""
    if (text[:1].isspace() or text[-1:].isspace()) and element.get(PRESERVE) != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\n", " ")


def _children(element: Any) -> Iterator[Any]:
    return iter(()) if element is None else iter(element)


def _child(element: Any, tag: str) -> Any:
    """The first child with this tag, or None; lxml's `find` takes five times as long."""
    return None if element is None else next(element.iterchildren(tag), None)


def _value(element: Any, kind: str) -> str:
    found = _child(element, W + kind)
    return "" if found is None else str(found.get(VAL, ""))


def _integer(text: str | None, default: int = 0) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text, re.ASCII) else default


def _values(*elements: Any) -> dict[str, str]:
    """The properties in `elements` that matter here, by name; one without a value is on (§17.17.4)."""
    found: dict[str, str] = {}
    for element in elements:
        for each in _children(element):
            if each.tag == W + "numPr":
                found |= _values(each)
            elif each.tag in PROPERTIES:
                found[PROPERTIES[each.tag]] = each.get(VAL, "1")
    return found


class _Styles:
    """What the styles say (§17.7): a style's own properties over those of the style it is based on."""

    def __init__(self, root: Any):
        self._styles = {each.get(W + "styleId", ""): each for each in _children(root) if each.tag == W + "style"}
        self._known: dict[str, dict[str, str]] = {}
        defaults = _child(root, W + "docDefaults")
        self._defaults = {} if defaults is None else _values(*defaults.iter(RPR, PPR))
        self._default = next((name for name, each in self._styles.items()
                              if each.get(W + "default") and each.get(W + "type") == "paragraph"), "")

    def paragraph(self, properties: Any) -> dict[str, str]:
        """The properties of a paragraph: the defaults', its style's, its own."""
        style = _value(properties, "pStyle") or self._default
        return self._defaults | self._style(style) | _values(properties) | {"style": style}

    def run(self, properties: Any) -> dict[str, str]:
        """What a run has of its own: its character style's properties, then those set by hand."""
        return {} if properties is None else self._style(_value(properties, "rStyle")) | _values(properties)

    def _style(self, name: str) -> dict[str, str]:
        chain: list[str] = []
        base = name
        while base in self._styles and base not in self._known and len(chain) < LONGEST_CHAIN:
            chain.append(base)
            base = _value(self._styles[base], "basedOn")
        values = self._known.get(base, {})
        for each in reversed(chain):
            element = self._styles[each]
            heading = {"heading": "1"} if HEADING_STYLE.fullmatch(_value(element, "name")) else {}
            values = self._known[each] = values | heading | _values(_child(element, PPR), _child(element, RPR))
        return values


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list (§17.9.6): it begins anew behind a paragraph of a level less than `restart`."""

    start: int
    form: str
    legal: bool
    text: str
    gap: bool
    restart: int
    style: str


class _Numbering:
    """Counts the lists (§17.9) and says the label that stands before each of their paragraphs."""

    def __init__(self, root: Any):
        lists = {each.get(W + "abstractNumId", ""): each for each in _children(root) if each.tag == W + "abstractNum"}
        styled = {link: each for each in lists.values() if (link := _value(each, "styleLink"))}
        self._levels = {name: _levels(styled.get(_value(each, "numStyleLink"), each)) for name, each in lists.items()}
        self._lists = {each.get(W + "numId", ""): each for each in _children(root) if each.tag == W + "num"}
        self._begun: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, values: dict[str, str]) -> str:
        """The label of a paragraph with these properties, which is counted; '' for one outside any list."""
        name = values.get("numId", "")
        if name == "0" or name not in self._lists:  # 0 takes the style's numbers away (§17.9.18)
            return ""
        abstract = _value(self._lists[name], "abstractNumId")
        counts = self._counts.setdefault(abstract, {})
        if name not in self._begun:
            self._begun[name] = self._begin(self._lists[name], self._levels.get(abstract, {}), counts)
        levels = self._begun[name]
        linked = next((at for at, level in levels.items() if level.style and level.style == values["style"]), 0)
        at = _integer(values.get("ilvl"), linked)
        if at not in levels:
            return ""
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for deeper in [each for each, level in levels.items() if at < each and at < level.restart]:
            counts.pop(deeper, None)
        return _label(levels, at, counts)

    @staticmethod
    def _begin(number: Any, levels: dict[int, _Level], counts: dict[int, int]) -> dict[int, _Level]:
        """The levels of a list that is met for the first time; those it overrides (§17.9.8) begin anew."""
        for override in number.iter(W + "lvlOverride"):
            at = _integer(override.get(W + "ilvl"))
            levels = levels | _levels(override)
            if at in levels and _child(override, W + "startOverride") is not None:
                levels[at] = replace(levels[at], start=_integer(_value(override, "startOverride")))
                counts.pop(at, None)
        return levels


def _levels(parent: Any) -> dict[int, _Level]:
    found = {}
    for each in parent.iterchildren(W + "lvl"):
        at = _integer(each.get(W + "ilvl"))
        if at > DEEPEST_LEVEL:
            continue
        found[at] = _Level(
            _integer(_value(each, "start")), _value(each, "numFmt"), _child(each, W + "isLgl") is not None,
            _value(each, "lvlText")[:LONGEST_LABEL], _value(each, "suff") != "nothing",
            _integer(_value(each, "lvlRestart"), at), _value(each, "pStyle"))
    return found


def _label(levels: dict[int, _Level], at: int, counts: dict[int, int]) -> str:
    """The label with its numbers (§17.9.11) and a space where a gap follows. Of bullets only a dash is text: ——."""
    level = levels[at]
    if level.form == "bullet":
        return level.text if DASHES.fullmatch(level.text) else ""

    def number(match: re.Match[str]) -> str:
        which = int(match[1]) - 1
        shown = levels.get(which, level)
        return _figures(counts.get(which, shown.start), "decimal" if level.legal else shown.form)

    label = re.sub(r"%([1-9])", number, level.text).strip()
    return f"{label} " if label and level.gap else label


def _labelled(label: str, text: str) -> str:
    """The label before its paragraph as one types it: 一、总体要求, 第一章 总则, 1.加强统筹, 1. 5G网络."""
    if DASHES.fullmatch(label) and DASHES.match(text):
        return text
    if label.endswith(" ") and not text[0].isascii() and category(label[-2]) in ("Pd", "Pe", "Pf", "Po", "No"):
        label = label[:-1]
    return label + text


def _figures(number: int, form: str) -> str:
    """A number in a form of §17.18.59; those no Chinese list uses are decimal."""
    for digits, forms in HAN_FORMS.items():
        if form in forms:
            return _han(number, digits)
    if 0 < number <= len(CHARACTER_FORMS.get(form, "")):
        return CHARACTER_FORMS[form][number - 1]
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return str(number).translate(dict(zip(range(0x30, 0x3A), "〇一二三四五六七八九", strict=True)))
    return {"none": "", "decimalZero": f"{number:02}"}.get(form, str(number))


def _han(number: int, digits: str) -> str:
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


class _Package:
    """The parts of a Word file (Part 2: a zip whose relationships name them), each bounded before it is unpacked."""

    def __init__(self, data: bytes, name: str):
        self._name, self._markup = name, 0
        try:
            self._etree: Any = import_module("lxml.etree")
        except ImportError:
            raise UserError(f"{name}: reading .docx needs juyao[docx]: pip install 'juyao[docx]'") from None
        if data.startswith(OLE) and ENCRYPTED in data:
            raise UserError(f"{name}: protected by a password; open it in Word and save it without one")
        if data.startswith(OLE):
            raise UserError(f"{name}: an old Word file (.doc); save it as .docx in Word")
        if data.count(b"PK\1\2") > MOST_PARTS:
            raise self._oversized()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except FAULTS:
            raise self._damaged() from None

    def document(self) -> tuple[Any, dict[str, Any]]:
        """The root of the document and, by kind, those of the parts it relates to that are read."""
        main = self._related("").get("officeDocument", "word/document.xml")
        root = self._part(main)
        if root is None or root.tag != W + "document":
            raise UserError(f"{self._name}: no Word document in it; open it in Word and save it as .docx")
        paths = self._related(main)
        parts = {kind: self._part(paths[kind]) for kind in ("styles", "numbering", *NOTES.values()) if kind in paths}
        return root, parts

    def _related(self, path: str) -> dict[str, str]:
        folder, file = posixpath.split(path)
        found: dict[str, str] = {}
        for each in _children(self._part(posixpath.join(folder, "_rels", f"{file}.rels"))):
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
            found.setdefault(each.get("Type", "").rpartition("/")[2], target)
        return found

    def _part(self, path: str) -> Any:
        """The root of the XML part `path`, or None where there is none."""
        try:
            about = self._zip.getinfo(path)
            if about.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others unpack unbounded
                raise self._damaged(path)
            with self._zip.open(about) as part:
                data = part.read(LARGEST_PART + 1)
        except KeyError:
            return None
        except FAULTS:
            raise self._damaged(path) from None
        self._markup += data.count(b"<") + data.count(b"=")
        if len(data) > LARGEST_PART or self._markup > MOST_MARKUP:
            raise self._oversized()
        return self._parsed(data.replace(STRICT, WORD), path)

    def _parsed(self, data: bytes, path: str) -> Any:
        parser = self._etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = self._etree.fromstring(data, parser)
        except self._etree.LxmlError:
            raise self._damaged(path) from None
        if root.getroottree().docinfo.doctype:  # Part 2 allows none; a bomb or a spy would need it
            raise self._damaged(path)
        if sum(1 for _ in root.iter(P, TBL, TC)) > MOST_BLOCKS:
            raise self._oversized()
        return root

    def _damaged(self, path: str = "") -> UserError:
        where = f" (in {path})" if path else ""
        return UserError(f"{self._name}: a damaged or locked Word file{where}; open it in Word and save it again")

    def _oversized(self) -> UserError:
        return UserError(f"{self._name}: unpacks to more than a newsletter issue holds; copy its text into a new file")


def _choose_alternates(root: Any) -> None:
    """Make a Choice of one branch of each AlternateContent (Part 3), the first that says anything, since the others say
    it again: they become Fallbacks. Renaming takes no time; lxml's `remove` goes through all that stands below.
    """
    for each in list(root.iter(ALTERNATE)):
        best = next((branch for branch in each if next(branch.iter(*TEXTS, WORD_ART, GRAPHIC), None) is not None), None)
        for branch in each:
            branch.tag = MARKUP + ("Choice" if branch is best else "Fallback")
