"""The face's files and the time that tells Anki whether they are newer than the learner's."""

from __future__ import annotations

import hashlib

from cards.packing.anki import FACE, note_type

CHANGED, DIGEST = 1795515300, "89104592abc3"


def test_the_face_changes_only_with_its_date() -> None:
    parts = [(FACE / name).read_bytes() for name in ("front.html", "back.html", "style.css")]
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
    now = (note_type().changed, digest)
    assert now == (CHANGED, DIGEST), \
        f"the face changed: move `changed` in cards/packing/face/face.yaml on, then put {now} here"
