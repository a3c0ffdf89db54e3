"""The drafts of the day signed one after the other, by keys alone."""

from tests.flows.at_work import CTRL, Key

READY = "l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness"


def forget_drafts(me):
    with me.record.begin() as work:
        for draft in work.notes.drafts():
            work.notes.delete_draft(draft.id)


def sign_here(me, read):
    """Agree to the note that is read back next."""

    def agree(dialog):
        read.append(dialog.findChild(object, "sign_text").toPlainText())
        dialog.accept()

    me.in_dialog(agree)


def test_ctrl_enter_signs_one_draft_and_leads_to_the_next(at_work, clinic):
    me = at_work(clinic)
    me.wait_page("today_page")
    forget_drafts(me)
    for name in ("halloran", "okafor"):
        me.find_patient(name, with_ctrl=True)
        me.wait_for("shorthand_line")
        me.type(READY)
    me.go_today()
    me.wait(lambda: me.sees("draft_rows") and len(me.rows("draft_rows")) == 2)
    me.find("draft_rows").setFocus()
    read = []
    sign_here(me, read)
    me.press(Key.Key_Return, CTRL)
    me.wait(lambda: me.sees("open_next_draft"))
    me.press(Key.Key_Return, CTRL)
    me.wait_for("shorthand_line")
    sign_here(me, read)
    me.press(Key.Key_Return, CTRL)
    me.wait(lambda: me.sees("signed_view"))
    me.qtbot.wait(50)
    assert not me.sees("open_next_draft")
    assert ["HALLORAN" in read[0], "OKAFOR" in read[1]] == [True, True]
    with me.record.look() as work:
        assert work.notes.drafts() == ()
    me.go_today()
    me.wait_says("every note is signed")
