"""The reference note: typed into a record, again and again."""

from dataclasses import replace

from ims_notes.app.knowledge import rulebook
from ims_notes.services.session import begin_session, save_session
from ims_notes.services.sign_note import sign_note

TEXT = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; "
    "tol well; ex +; ed soreness, activity; next 1w"
)

_ABLE = """
    SELECT patient_id FROM note JOIN exercise ON exercise.note_id = note.id
    JOIN episode USING (patient_id) WHERE exercise.status <> 'stopped'
    GROUP BY patient_id ORDER BY count(DISTINCT note.id) DESC LIMIT 50
"""


def patients(connection):
    """Return the ids of patients who have an episode and a home programme to carry on."""
    return [row[0] for row in connection.execute(_ABLE)]


def typed(desk, patient_id):
    """Keep a draft of the note and return it."""
    draft = begin_session(patient_id, begin=desk.begin, clock=desk.clock).note
    text = replace(draft, text=TEXT)
    return save_session(text, begin=desk.begin, clock=desk.clock).note


def signed(desk, draft):
    """Sign a draft."""
    return sign_note(
        draft.id,
        begin=desk.begin,
        rulebook=rulebook(),
        clock=desk.clock,
        revision=draft.revision,
    )
