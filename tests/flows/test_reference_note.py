"""RN-1 in the real window, by keys alone, on a fresh demo clinic."""

import json

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QTableView

from ims_notes.cli.command_line import run
from tests.flows.at_work import RN1, Key

SITES = [
    ("upper_trapezius", "left", "present"),
    ("upper_trapezius", "right", "present"),
    ("levator_scapulae", "left", "present"),
    ("levator_scapulae", "right", "present"),
    ("infraspinatus", "left", "present"),
    ("infraspinatus", "right", "absent"),
    ("supraspinatus", "left", "absent"),
    ("supraspinatus", "right", "absent"),
]
VISIT = {
    "pain_before": 6,
    "pain_after": 3,
    "pain_after_not_taken": False,
    "needles_used": 2,
    "needles_removed": 2,
    "consent_and_change_check": True,
    "no_needling": None,
    "tolerance": "well",
    "adverse_events": [],
    "adverse_events_none": True,
    "since_last": {"event": "none", "hours": None},
    "education": ["soreness", "activity"],
    "hands_on": [],
    "narrative": {},
    "next_days": 7,
    "carry_forward": False,
}
KEYS = 130


def begin_by_keys(me):
    """From Today into the session of the first patient on the day's list."""
    me.wait_page("today_page")
    me.wait(lambda: me.rows("day_rows"))
    assert me.rows("day_rows")[0].startswith("08:30, HALLORAN, Maeve")
    me.keys = 0
    me.press(Key.Key_Down)
    me.press(Key.Key_Return)
    me.wait_page("session_page")
    me.wait_for("shorthand_line")


def printed(capsys, *words):
    capsys.readouterr()
    assert run([str(word) for word in words]) == 0
    return json.loads(capsys.readouterr().out)


def progress_of(me, patient_id):
    with me.record.look() as work:
        return work.notes.progress(patient_id)


def points(progress):
    return {point.note_id: point for series in progress.series for point in series.points}


def facts(programme):
    return [(each.name, each.sets, each.reps, each.hold_s) for each in programme]


def stands_as_listed(note):
    assert note["state"] == "signed"
    assert [(s["muscle"], s["side"], s["twitch"]) for s in note["sites"]] == SITES
    assert {key: note["visit"][key] for key in VISIT} == VISIT
    assert [e["action"] for e in note["visit"]["exercises"]] == ["progress_all"]
    assert note["errors"] == []
    assert not any(each["blocks"] for each in note["missing"])


def test_it_is_typed_read_and_signed_with_few_keys_and_stored_as_listed(at_work, clinic, capsys):
    me = at_work(clinic)
    begin_by_keys(me)
    draft = me.desk.keeper.draft
    before = points(progress_of(me, draft.patient_id))
    with me.record.look() as work:
        plan = work.notes.programme(draft.patient_id)
    me.type(RN1)
    read = me.sign()
    print(f"keys from Today to Saved: {me.keys}")
    assert me.keys <= KEYS
    assert "Supraspinatus, both sides: no local twitch." in read
    me.wait_says("Signed by Robin Sample")

    with me.record.look() as work:
        content = work.notes.signed(draft.id).content
    assert [(r.site.muscle, r.site.side, r.site.twitch) for r in content.sites] == SITES
    assert content.text == RN1
    after = facts(content.programme)
    assert [name for name, *_ in after] == [name for name, *_ in facts(plan)]
    assert len(after) == 3
    assert all(new != old for new, old in zip(after, facts(plan), strict=True))

    stands_as_listed(printed(capsys, "--data", clinic, "note", draft.id, "--format", "json"))
    new = points(progress_of(me, draft.patient_id)).keys() - before.keys()
    assert new == {draft.id}
    point = points(progress_of(me, draft.patient_id))[draft.id]
    assert (point.before, point.after) == (6, 3)


def test_the_chart_shows_it(at_work, clinic):
    me = at_work(clinic)
    begin_by_keys(me)
    draft = me.desk.keeper.draft
    me.type(RN1)
    me.sign()
    me.find_patient("halloran")
    me.wait_for("progress_chart")
    me.click("progress_as_table")
    table = me.wait_for("progress_table", QTableView).model()
    assert isinstance(table, QAbstractTableModel)
    last = [table.index(table.rowCount() - 1, at).data() for at in range(table.columnCount())]
    assert table.note_at(table.rowCount() - 1) == draft.id
    assert last[0] == "10-Mar-2026"
    assert (last[4], last[5]) == ("6", "3")
