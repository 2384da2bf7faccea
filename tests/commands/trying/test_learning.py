"""`juyao learn`: weights fitted to what readers want, the same every time, never by much from little."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from cards.commands.trying.learning.writing import weights_text
from cards.rules.folders import shipped_rules
from cards.rules.weights import Weights
from tests.commands.test_cli import run

RULES = """\
kind: statistic
rules:
  - name: homes
    title: 户数
    match: '\\d+户'
    weight: 9
    examples:
      - {text: 云岭市北区搬迁群众41户。, card: '云岭市北区搬迁群众{{c1::41户}}'}
      - {text: 云岭市北区。, card: none}
  - name: offices
    title: 科室数
    match: '\\d+个科室'
    weight: 9
    examples:
      - {text: 云岭市机关设立7个科室。, card: '云岭市机关设立{{c1::7个科室}}'}
      - {text: 云岭市北区。, card: none}
"""
WEIGHTS = """\
statistic:
  budget: {core: 2, all: 50}
  least: -9
  weights: {base: 0, own_rule: 0, own.homes: 0, own.offices: 0}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of rules with two rules of its own that weigh nothing so far."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "own.yaml").write_text(RULES, encoding="utf-8")
    (folder / "weights.yaml").write_text(WEIGHTS, encoding="utf-8")
    return folder


def reader_file(folder: Path, number: int, genre: str) -> Path:
    """What readers want of a text that counts homes and offices: the homes."""
    paragraphs = [f"云岭市{part}区搬迁群众{part}{number}户，机关设立{part}个科室。" for part in range(2, 8)]
    figures = [{"p": at, "start": text.index(f"{at + 2}{number}户"), "value": f"{at + 2}{number}户", "votes": 2}
               for at, text in enumerate(paragraphs)]
    said = {"title": f"云岭市第{number}次会议", "genre": genre, "paragraphs": paragraphs, "keys": [], "lists": [],
            "figures": figures}
    path = folder / f"2026-0{number}-1.json"
    path.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    """A folder of reader files of three genres."""
    folder = tmp_path / "readers"
    folder.mkdir()
    for number, genre in enumerate(("report", "speech", "policy"), 1):
        reader_file(folder, number, genre)
    return folder


def learnt(own: Path, readers: Path, target: Path, *more: str) -> dict[str, float]:
    ran = run("learn", readers, "--rules", own, "-o", target, *more)
    assert ran.code == 0, ran.err
    weights: dict[str, float] = yaml.safe_load(target.read_text(encoding="utf-8"))["statistic"]["weights"]
    return weights


def test_what_readers_want_weighs_more_than_what_they_don_t(own: Path, readers: Path, tmp_path: Path) -> None:
    weights = learnt(own, readers, tmp_path / "weights.yaml")
    assert weights["own.homes"] > 0.5
    assert weights["own.offices"] < -0.5


def test_the_same_readers_give_the_same_file(own: Path, readers: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.yaml", tmp_path / "2.yaml"
    learnt(own, readers, first)
    learnt(own, readers, second)
    assert first.read_bytes() == second.read_bytes()


def test_what_is_learnt_is_a_weights_file_that_builds_take(own: Path, readers: Path, tmp_path: Path) -> None:
    learnt(own, readers, own / "weights.yaml", "--all")
    assert run("rules", "check", own).code == 0
    source = tmp_path / "来源.txt"
    source.write_text("云岭市工作\n\n云岭市北区搬迁群众41户，机关设立4个科室。\n", encoding="utf-8")
    told = run("explain", source, "--rules", own, "--rule", "own.homes").out
    assert "own.homes" in told
    assert "base" in told


def test_how_it_does_on_a_genre_that_was_left_out_is_told(own: Path, readers: Path) -> None:
    out = run("learn", readers, "--rules", own).out
    assert "without speech: found 1.00" in out
    assert "left out, all together:  found 1.00" in out


@pytest.mark.parametrize(("content", "said"), [
    ("{", "no reader file"), ("[]", "no reader file"), ('{"title": "云岭"}', "no reader file: KeyError 'paragraphs'"),
])
def test_a_file_that_is_no_reader_file_is_one_line(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    ran = run("learn", path)
    assert ran.code == 1
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_what_is_held_more_moves_less(own: Path, readers: Path, tmp_path: Path) -> None:
    usual = learnt(own, readers, tmp_path / "usual.yaml")
    held = learnt(own, readers, tmp_path / "held.yaml", "--hold", "300")
    assert 0 <= held["own.homes"] < usual["own.homes"] / 2


def test_readers_that_are_named_twice_count_twice(own: Path, readers: Path, tmp_path: Path) -> None:
    once = learnt(own, readers, tmp_path / "once.yaml", "--hold", "300")
    twice = learnt(own, readers, tmp_path / "twice.yaml", "--hold", "300", str(readers))
    half = learnt(own, readers, tmp_path / "half.yaml", "--hold", "150")
    assert twice == half != once


# ---- words ----

WANTED = "云岭市的根本任务是把山路修到每个村，第{}年不变。"
OTHER = "云岭市的办公室随后在楼下开了第{}次茶话会。"


def test_words_of_what_readers_want_tell_for_a_sentence_others_against(tmp_path: Path) -> None:
    folder = tmp_path / "readers"
    folder.mkdir()
    for number in range(1, 7):
        paragraphs = [text.format(f"{number}{at}") for at in range(3) for text in (WANTED, OTHER)]
        keys = [{"p": at, "text": text, "votes": 2} for at, text in enumerate(paragraphs) if "根本" in text]
        said = {"title": f"云岭市第{number}次会议", "genre": "speech", "paragraphs": paragraphs, "keys": keys,
                "lists": [], "figures": []}
        (folder / f"2026-0{number}-1.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    target = tmp_path / "telling_word.txt"
    ran = run("learn", folder, "--words", target, "--afresh")
    assert ran.code == 0, ran.err
    lines = [line.split(" = ") for line in target.read_text("utf-8").splitlines() if not line.startswith("#")]
    values = {word: float(value) for word, value in lines}
    assert values["根本任务"] > 0 > values["茶话会"]
    assert list(values.values()) == sorted(values.values(), reverse=True)
    first = target.read_bytes()
    run("learn", folder, "--words", target, "--afresh")
    assert target.read_bytes() == first


def test_words_that_no_text_has_keep_what_they_tell(readers: Path, tmp_path: Path) -> None:
    target = tmp_path / "telling_word.txt"
    assert run("learn", readers, "--words", target).code == 0
    shipped = (shipped_rules() / "lexicon" / "telling_word.txt").read_text("utf-8").splitlines()
    kept = {*target.read_text("utf-8").splitlines()} & {line for line in shipped if " = " in line}
    assert len(kept) > 200


# ---- from decisions ----


def library(root: Path, own: Path, decided: int) -> Path:
    """A library of three issues with the rules `own`, in which somebody keeps homes and drops offices, of each
    `decided` an issue.
    """
    (root / "issues").mkdir(parents=True)
    (root / "juyao.yaml").write_text(f"sources: [{{folder: issues}}]\nrules: {own}\n", encoding="utf-8")
    for number in range(1, 4):
        text = "\n\n".join(f"云岭市{part}区搬迁群众{part}{number}户，机关设立{part}个科室。" for part in range(2, 8))
        path = root / "issues" / f"2026-0{number}.txt"
        path.write_text(f"云岭市第{number}次会议\n\n{text}\n", encoding="utf-8")
    issues = json.loads(run("review", root, "--json").out)["issues"]
    (root / "decisions").mkdir()
    for issue in issues:
        homes = [card for card in issue["cards"] if card["rule"] == "own.homes"][:decided]
        offices = [card for card in issue["cards"] if card["rule"] == "own.offices"][:decided]
        entries = [{"id": card["id"], "do": do} for cards, do in ((homes, "keep"), (offices, "drop")) for card in cards]
        Path(issue["file"]).write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    return root


def learnt_from(root: Path, target: Path) -> dict[str, float]:
    ran = run("learn", root, "-o", target)
    assert ran.code == 0, ran.err
    return yaml.safe_load(target.read_text(encoding="utf-8"))["statistic"]["weights"]


def test_what_somebody_decided_is_learned_the_more_the_more_was_decided(own: Path, tmp_path: Path) -> None:
    few = learnt_from(library(tmp_path / "few", own, 1), tmp_path / "few.yaml")
    many = learnt_from(library(tmp_path / "many", own, 6), tmp_path / "many.yaml")
    assert 0 < few["own.homes"] < many["own.homes"]
    assert 0 > few["own.offices"] > many["own.offices"]
    assert few["own.homes"] < many["own.homes"] / 2  # however heavy the shipped weights make the figures
    again = tmp_path / "again.yaml"
    assert learnt_from(tmp_path / "many", again) == many
    assert again.read_bytes() == (tmp_path / "many.yaml").read_bytes()


def test_a_library_that_nobody_decided_about_is_told(own: Path, tmp_path: Path) -> None:
    ran = run("learn", library(tmp_path / "none", own, 0))
    assert ran.code == 1
    assert "nobody decided about its cards yet" in ran.err


def test_what_has_no_place_is_told_what_it_lacks(own: Path, tmp_path: Path) -> None:
    weights = (own / "weights.yaml").read_text(encoding="utf-8")
    dear = weights.replace("least: -9", "least: 2").replace("own.homes: 0", "own.homes: 3")
    (own / "weights.yaml").write_text(dear, encoding="utf-8")
    source = tmp_path / "来源.txt"
    source.write_text("云岭市工作\n\n云岭市北区搬迁群众41户，机关设立4个科室。\n", encoding="utf-8")
    told = run("explain", source, "--rules", own).out.splitlines()
    homes = told[next(at for at, line in enumerate(told) if "own.homes" in line) + 1]
    offices = told[next(at for at, line in enumerate(told) if "own.offices" in line) + 1]
    assert "; rank 1 of " in homes
    assert "lacks" not in homes
    assert "; lacks " in offices
    assert "raise a weight of its features, or lower `least`" in offices


def test_a_feature_of_any_name_has_its_meaning_apart() -> None:
    name = "key_sentence.what_a_long_name_has_behind_it"
    text = weights_text({"own": Weights(features={name: 1.0})}, {name: "说明"})
    [line] = [line for line in text.splitlines() if name in line]
    assert line == f"    {name}: 1.00 # 说明"
