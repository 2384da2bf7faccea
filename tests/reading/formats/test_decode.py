"""Bytes to text: every encoding that offices send gives the same issue; what is no text is refused with a reason."""

from __future__ import annotations

import codecs
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.reading import read_bytes, read_issue
from cards.reading.files import LARGEST
from cards.reading.formats.decode import decode
from cards.records import UserError
from cards.rules.ruleset import RuleSet
from tests.cases import REPEATABLE

TEXT = """青溪县守护一江清水
云岭市把水源地保护作为头等大事，新建湿地32处。
青溪县推进数字乡村建设，村民办事不出村！
（来源：云岭日报，2026-04-02）
"""
LINES = [
    "云岭市把水源地保护作为头等大事，全年新建湿地32处，恢复河岸18公里。", "青溪县推进“数字乡村”建设，村民办事不出村。",
    "技能人才总量达到62.4万人，比上年增长5.9%。", "会议指出，要把实事办好、把好事办实。",
    "澄江新区引进PCT专利35件。"]
ENCODINGS = {
    "utf-8": (b"", "utf-8"), "utf-8 with mark": (codecs.BOM_UTF8, "utf-8"), "gb18030": (b"", "gb18030"),
    "utf-16 le with mark": (codecs.BOM_UTF16_LE, "utf-16-le"), "utf-16 le": (b"", "utf-16-le"),
    "utf-16 be with mark": (codecs.BOM_UTF16_BE, "utf-16-be"), "utf-16 be": (b"", "utf-16-be"),
}


def written(text: str, encoding: str) -> bytes:
    mark, name = ENCODINGS[encoding]
    return mark + text.encode(name)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028"], ids=["LF", "CR LF", "CR", "line separator"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_gives_the_same_issue(encoding: str, ends: str, tmp_path: Path, rules: RuleSet) -> None:
    plain, other = tmp_path / "plain" / "2026-05.txt", tmp_path / "other" / "2026-05.txt"
    for path, data in ((plain, TEXT.encode()), (other, written(TEXT.replace("\n", ends), encoding))):
        path.parent.mkdir()
        path.write_bytes(data)
    assert read_issue(other, rules) == read_issue(plain, rules)


@REPEATABLE
@given(text=some.lists(some.sampled_from(LINES), min_size=1, max_size=8).map("\n".join),
       encoding=some.sampled_from(sorted(ENCODINGS)))
def test_text_is_read_back_from_every_encoding(text: str, encoding: str) -> None:
    assert decode(written(text, encoding), "2026-05.txt") == text


@pytest.mark.parametrize("data", [
    b"MZ" + bytes(range(256)) * 8,
    random.Random(2).randbytes(5000),
    b"\0" * 3000,
    "云岭".encode() + b"\0" * 3000,
], ids=["program", "noise", "zeros", "a text that turns into zeros"])
def test_binary_file_is_refused_with_what_to_do(data: bytes, tmp_path: Path, rules: RuleSet) -> None:
    (tmp_path / "2026-05.txt").write_bytes(data)
    with pytest.raises(UserError, match=r"2026-05\.txt: not text in .*save it as UTF-8") as caught:
        read_issue(tmp_path / "2026-05.txt", rules)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [
    b"", b" \r\n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000\n\u200b\n".encode(), b"\f\f",
    "\n- 1 -\n\f第 2 页\n".encode(),
], ids=["nothing", "white space", "a mark", "a UTF-16 mark", "invisible characters", "pages", "page numbers"])
def test_empty_file_is_refused(data: bytes, tmp_path: Path, rules: RuleSet) -> None:
    (tmp_path / "2026-05.txt").write_bytes(data)
    with pytest.raises(UserError, match=r"2026-05\.txt: .*nothing to read|no article with any text"):
        read_issue(tmp_path / "2026-05.txt", rules)


def test_control_characters_are_dropped_and_counted(tmp_path: Path, rules: RuleSet) -> None:
    plain, dirty = tmp_path / "2026-05.txt", tmp_path / "dirty" / "2026-05.txt"
    dirty.parent.mkdir()
    plain.write_text(TEXT, encoding="utf-8")
    dirty.write_text(TEXT.replace("湿地", "湿\0地\x1f").replace("乡村", "乡\u200b村\x08\ufeff"), encoding="utf-8")
    issue = read_issue(dirty, rules)
    assert issue.articles == read_issue(plain, rules).articles
    assert "control characters dropped: 3" in [str(each) for each in issue.doubts]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16 with half of a pair"])
@pytest.mark.parametrize("ending", ["txt", "md", "html"])
def test_what_is_no_character_is_dropped_with_a_warning(ending: str, encoding: str, rules: RuleSet) -> None:
    text = TEXT if ending != "html" else "".join(f"<p>{line}</p>\n" for line in TEXT.splitlines())
    name = f"2026-05.{ending}"
    if encoding == "utf-8":
        data = text.replace("湿地", "湿\uffff地").replace("乡村", "乡\ufffe村").encode()
    else:
        dirty = text.replace("湿地", "湿\ud83d地").replace("乡村", "乡\udc00村")
        data = codecs.BOM_UTF16_LE + dirty.encode("utf-16-le", errors="surrogatepass")
    issue = read_bytes(data, "2026-05", rules, name)
    assert issue.articles == read_bytes(text.encode(), "2026-05", rules, name).articles
    [doubt] = [doubt for doubt in issue.doubts if "no characters" in doubt.message]
    assert doubt.message.endswith(": 2")
    assert not doubt.mended


@pytest.mark.parametrize("number", ["&#xFFFE;", "&#65535;", "&#XFDD0;", "&#xd800;", "&#0;", "&#x00fffe;", "&#1114112;"])
@pytest.mark.parametrize("ending", ["md", "html"])
def test_what_is_no_character_is_dropped_with_a_warning_where_its_number_is_written(
        ending: str, number: str, rules: RuleSet) -> None:
    text = TEXT if ending != "html" else "".join(f"<p>{line}</p>\n" for line in TEXT.splitlines())
    name = f"2026-05.{ending}"
    data = text.replace("湿地", f"湿{number}地").replace("乡村", f"乡{number}村").encode()
    issue = read_bytes(data, "2026-05", rules, name)
    assert issue.articles == read_bytes(text.encode(), "2026-05", rules, name).articles
    [doubt] = [doubt for doubt in issue.doubts if "no characters" in doubt.message]
    assert doubt.message.endswith(": 2")
    assert not doubt.mended


@pytest.mark.parametrize("number", ["&#x6E7F;", "&#28287;"])
@pytest.mark.parametrize("ending", ["md", "html"])
def test_character_that_is_written_as_its_number_is_read(ending: str, number: str, rules: RuleSet) -> None:
    text = TEXT if ending != "html" else "".join(f"<p>{line}</p>\n" for line in TEXT.splitlines())
    name = f"2026-05.{ending}"
    issue = read_bytes(text.replace("湿", number).encode(), "2026-05", rules, name)
    assert issue == read_bytes(text.encode(), "2026-05", rules, name)


@pytest.mark.parametrize("cut", [1, 2])
def test_damaged_utf8_is_never_read_as_something_else(cut: int, sample: Path) -> None:
    misread = []
    for line in sample.read_text(encoding="utf-8").split("\n"):
        data = line.encode()[:-cut]
        if len(line) > 10 and line[-1:] >= "\u0800":
            try:
                misread.append(decode(data, "2026-05.txt")[:20])
            except UserError:
                continue
    assert misread == []


@pytest.mark.parametrize("encoding", ["utf-8 with mark", "utf-16 le with mark"])
def test_damaged_text_with_a_mark_is_refused(encoding: str) -> None:
    with pytest.raises(UserError, match=r"2026-05\.txt: damaged .*save it as UTF-8"):
        decode(written(TEXT, encoding)[:-2] + b"\xd8", "2026-05.txt")


def test_file_that_is_not_there_or_no_file_or_too_large(tmp_path: Path, rules: RuleSet) -> None:
    with pytest.raises(UserError, match=r"2026-05\.txt: no such file"):
        read_issue(tmp_path / "2026-05.txt", rules)
    with pytest.raises(UserError, match="a folder, no file"):
        read_issue(tmp_path, rules)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UserError, match="larger than 50 MB"):
        read_issue(huge, rules)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_damaged_characters_are_shown_and_told_with_their_place(encoding: str, rules: RuleSet) -> None:
    data = (TEXT * 9).encode(encoding)
    at = data.index("湿".encode(encoding))
    issue = read_bytes(data[:at] + b"\xff" + data[at + 1 : -1], "2026-05", rules, "2026-05.txt")
    assert issue.articles[0].paragraphs[0].text.startswith("云岭市把水源地保护作为头等大事，新建\ufffd")
    assert next(str(each) for each in issue.doubts if "can't be read" in str(each)).startswith(
        "line 2: characters that can't be read, shown as \ufffd: ")


def test_text_cut_off_within_a_character_is_read(rules: RuleSet) -> None:
    issue = read_bytes((TEXT * 9).encode()[:-2], "2026-05", rules, "2026-05.txt")
    assert [str(each) for each in issue.doubts if "can't be read" in str(each)]


def test_a_damaged_running_head_is_told_where_it_stands(rules: RuleSet) -> None:
    body = "要把实事办好，让群众有更多获得感。\n\n" * 60
    text = f"云岭市人才工作综述\n\n{body}" + "".join(f"\f云岭党校学刊 第{page}页\n{body}" for page in range(2, 9))
    data = text.encode().replace("云岭党".encode(), b"\xe4\xba" + "岭党".encode())
    doubts = [str(doubt) for doubt in read_bytes(data, "x", rules, "x.txt").doubts]
    assert "line 123: characters that can't be read, shown as \ufffd: 7" in doubts
