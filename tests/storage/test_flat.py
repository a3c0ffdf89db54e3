"""What a patient's screens ask grows with the patient, not with the record."""

from sqlalchemy import event


def plans(record, statements):
    with record.look() as work:
        return [
            step.detail
            for statement, given in statements
            for step in work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        ]


def test_no_question_about_one_patient_walks_through_a_whole_table(clinic):
    clinic.sign()
    asked = []

    def remember(connection, cursor, statement, given, context, many):
        if statement.startswith("SELECT"):
            asked.append((statement, given))

    patient_id = clinic.patient.id
    event.listen(clinic.record._reader, "before_cursor_execute", remember)
    with clinic.look() as work:
        work.notes.timeline(patient_id)
        work.notes.progress(patient_id)
        work.notes.last_signed(patient_id)
        work.notes.programme(patient_id)
        work.notes.count_of(patient_id, episode_id=clinic.episode.id)
        work.episodes.of(patient_id)
        work.patients.found([patient_id])
    event.remove(clinic.record._reader, "before_cursor_execute", remember)
    steps = plans(clinic.record, asked)
    assert len(steps) > len(asked) > 15
    assert [step for step in steps if step.startswith("SCAN")] == []
    walks = [step for step in steps if "ix_note_state" in step]
    assert walks == []
