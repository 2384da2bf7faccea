"""The face's files, the date that tells Anki whether they are newer than a learner's, and faces of one's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cards.anki.face import PARTS, SHIPPED, shipped_face
from cards.commands.program import exit_code

CHANGED, DIGEST = 1795989600, "9053e6bd874e"


def test_the_face_changes_only_with_its_date() -> None:
    parts = [(SHIPPED / name).read_bytes() for name in PARTS]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
    now = (shipped_face().changed, digest)
    assert now == (CHANGED, DIGEST), \
        f"the face changed: move `changed` in cards/anki/face/face.yaml on, then put {now} here"


# ---- a face of one's own: the folder face/ beside the decks ----

BLUE = ".card { --jy-accent: #1a4f9c; }"


@pytest.fixture
def shelf(build, tmp_path, monkeypatch):
    """`shelf(**files)` puts files into face/, builds a short text into that folder, and gives the package."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1774000000")
    source = tmp_path / "综述.txt"
    source.write_text("云岭工作综述\n\n截至2025年底，全市技能人才总量达到62.4万人。\n", encoding="utf-8")
    own = tmp_path / "decks" / "face"
    own.mkdir(parents=True)

    def built(files: dict[str, str]):
        for name, text in files.items():
            (own / name).write_text(text, encoding="utf-8")
        return build(tmp_path / "decks", source).bundles[0]

    return built


def test_an_own_colour_and_wording_reach_the_learner_and_touch_no_note(shelf, learner) -> None:
    reader = learner()
    notes = reader.take(shelf({}))["new"]
    back = shipped_face().back.replace("原文", "看原文")
    package = shelf({"style.css": BLUE, "back.html": back, "face.yaml": "changed: 2026-12-01"})
    assert reader.take(package) == {"duplicate": notes}
    card = reader.cards[0]
    assert BLUE in card.question()
    assert "看原文" in card.answer()
    package = shelf({"style.css": BLUE.replace("1a4f9c", "0a7a4a"), "face.yaml": "changed: 2026-12-02"})
    reader.take(package)
    assert "0a7a4a" in reader.cards[0].question()


@pytest.mark.parametrize(("files", "says"), [
    ({"style.css": BLUE}, "face.yaml: write “changed: "),
    ({"style.css": BLUE, "face.yaml": "changed: soon"}, "face.yaml: write “changed: "),
    ({"front.html": "<b>x</b>", "face.yaml": "changed: 2026-12-01"}, "front.html: lacks {{cloze:正文}}"),
])
def test_a_face_anki_would_not_take_is_refused_with_a_line(files, says, sample, tmp_path, capsys) -> None:
    own = tmp_path / "face"
    own.mkdir()
    for name, text in files.items():
        (own / name).write_text(text, encoding="utf-8")
    assert exit_code(["build", str(sample), "-o", str(tmp_path)]) == 1
    assert says in capsys.readouterr().err
    assert [path.name for path in Path(tmp_path).iterdir()] == ["face"]
