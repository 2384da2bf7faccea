"""The note type 举要: a cloze type whose ids and fields are frozen for ever. Anki finds every note of a learner's
conflicting where one of them differs; templates and style may change, with the face's date.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from cards.anki.face import Face
from cards.anki.stock import genanki

NOTE_TYPE = "举要"
FIELDS = ("正文", "提示", "补充", "口诀", "出处", "状态", "编号", "备用1", "备用2")
TEXT, CUE, EXTRA, MNEMONIC, SOURCES, STATUS, CODE, READ_ALOUD, MEMORY = range(len(FIELDS))  # their places
NOTE_TYPE_ID = 1766000000001
TEMPLATE_ID = 1766000000100
FIELD_ID = 1766000000200  # the first field's; the others' follow


class TimedNoteType(genanki.Model):  # type: ignore[misc]
    """genanki's model with a modification time of its own (seconds since 1970); genanki takes the package's."""

    def __init__(self, *values: Any, changed: int, **named: Any):
        super().__init__(*values, **named)
        self.changed = changed

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        return dict(super().to_json(self.changed, deck_id))


@cache
def note_type(face: Face) -> TimedNoteType:
    """The note type 举要 with the templates and the style of `face`."""
    return TimedNoteType(
        NOTE_TYPE_ID, NOTE_TYPE, model_type=genanki.Model.CLOZE, css=face.style, changed=face.changed,
        fields=[{"name": name, "id": FIELD_ID + place} for place, name in enumerate(FIELDS)],
        templates=[{"name": NOTE_TYPE, "id": TEMPLATE_ID, "qfmt": face.front, "afmt": face.back}])
