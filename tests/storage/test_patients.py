from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import PatientId
from ims_notes.domain.note_content import PainRow
from ims_notes.domain.texts import folded
from ims_notes.domain.visit import PainContext
from ims_notes.services.ports.patients import PatientQuery
from ims_notes.storage.record import Record
from tests.storage.given import NOW, Clinic, a_patient, an_id

DAY = timedelta(days=1)


@pytest.fixture
def people(clinic):
    """Three more patients beside Anna Müller."""
    added = {
        "obrien": a_patient(
            family_name="O'Brien-Smith",
            given_name="Séan",
            preferred_name="Jack",
            born=date(1970, 2, 28),
            phone="+49 (171) 555-12 34",
        ),
        "wang": a_patient(family_name="王", given_name="小明", born=None, identifier="PZ-0042"),
        "mueller": a_patient(family_name="Mueller", given_name="Zoë", born=date(1985, 7, 14)),
    }
    with clinic.begin() as work:
        for patient in added.values():
            work.patients.put(patient)
    return added


def found(clinic, *words, **query):
    asked = PatientQuery(words=tuple(folded(word) for word in words), **query)
    with clinic.look() as work:
        return [line.family_name for line in work.patients.find(asked, limit=9)]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("mül",), ["Müller"]),
        (("MUL",), ["Müller"]),
        (("mu",), ["Mueller", "Müller"]),
        (("zoe",), ["Mueller"]),
        (("an", "mül"), ["Müller"]),
        (("o", "brien"), ["O'Brien-Smith"]),
        (("o'brien",), ["O'Brien-Smith"]),
        (("smi", "jac"), ["O'Brien-Smith"]),
        (("sean",), ["O'Brien-Smith"]),
        (("小",), ["王"]),
        (("pz",), ["王"]),
        (("0042",), ["王"]),
        (("rien",), []),
        (("mül", "zoe"), []),
        ((), []),
        (('"',), []),
        (("*",), []),
        (("words:mül",), []),
    ],
)
def test_every_typed_word_begins_a_word_of_the_name_or_identifier(clinic, people, words, names):
    assert found(clinic, *words) == names


def test_a_letter_alone_means_names_that_begin_with_it_where_they_are_enough(clinic):
    with clinic.begin() as work:
        for name, identifier in (("Abel", "Z-1"), ("Zander", "Z-2"), ("Beck", "Z-3")):
            work.patients.put(a_patient(family_name=name, identifier=identifier))
        asked = PatientQuery(words=("z",))
        first, others = work.patients.find(asked, limit=1), work.patients.find(asked, limit=9)
    assert [line.family_name for line in first] == ["Zander"]
    assert [line.family_name for line in others] == ["Abel", "Beck", "Zander"]


@pytest.mark.parametrize("word", ["OR", "NOT", "AND", "NEAR", "words", "patient_id", "rank"])
def test_a_word_of_the_search_engine_is_a_word_like_any_other(clinic, people, word):
    assert found(clinic, word) == []
    assert found(clinic, "mül", word, "zoe") == []


def test_a_number_may_also_be_part_of_a_telephone_number(clinic, people):
    assert found(clinic, "555", "12", digits="55512") == ["O'Brien-Smith"]
    assert found(clinic, "jac", "555", digits="555") == ["O'Brien-Smith"]
    assert found(clinic, "anna", "555", digits="555") == []
    assert found(clinic, "0042", digits="0042") == ["王"]
    assert found(clinic, "12", digits="12") == []


def test_a_date_of_birth_finds_and_narrows(clinic, people):
    assert found(clinic, born=date(1985, 7, 14)) == ["Mueller", "Müller"]
    assert found(clinic, "anna", born=date(1985, 7, 14)) == ["Müller"]
    assert found(clinic, "555", digits="555", born=date(1985, 7, 14)) == []


def test_a_changed_name_is_found_and_the_old_one_is_gone(clinic):
    changed = a_patient(id=clinic.patient.id, family_name="Becker")
    with clinic.begin() as work:
        work.patients.put(changed)
        assert work.patients.get(changed.id) == changed
    assert found(clinic, "becker") == ["Becker"]
    assert found(clinic, "müller") == []


@pytest.fixture(scope="module")
def one_clinic(tmp_path_factory):
    """A clinic that the property below may ask again and again."""
    with Record.create(tmp_path_factory.mktemp("search") / "record") as record:
        yield Clinic(record)


@given(
    words=st.lists(
        st.text(max_size=300) | st.sampled_from(['"', "mül*", "^mül", "{words}:", "\0"])
    ),
    digits=st.text(alphabet="0123456789%_'\"", max_size=30),
    born=st.none() | st.dates(),
)
def test_no_text_makes_the_search_fail(one_clinic, words, digits, born):
    query = PatientQuery(words=tuple(words), digits=digits, born=born)
    with one_clinic.look() as work:
        assert len(work.patients.find(query, limit=5)) <= 1


def test_a_pasted_page_does_not_make_the_search_fail(one_clinic):
    query = PatientQuery(words=("müller",) * 10_000)
    with one_clinic.look() as work:
        assert len(work.patients.find(query, limit=5)) == 1
        long = PatientQuery(words=("müller" * 10_000,))
        assert work.patients.find(long, limit=5) == ()


def test_a_line_tells_the_last_visit_and_the_last_pain_at_a_visit(clinic):
    worst = PainRow(episode_id=clinic.episode.id, context=PainContext.WORST, before=9)
    clinic.sign(started_at=NOW - 2 * DAY)
    clinic.sign(started_at=NOW - DAY, states={"pains": (worst,)})
    with clinic.begin() as work:
        work.notes.put_draft(clinic.draft(started_at=NOW))
        (line,) = work.patients.found([clinic.patient.id])
    assert (line.last_visit, line.last_pain) == (NOW - DAY, 6)


def test_patients_seen_last_come_first_and_never_seen_ones_last(clinic, people):
    clinic.sign(started_at=NOW - DAY)
    clinic.sign(
        started_at=NOW,
        patient_id=people["wang"].id,
        states={"pains": (), "sites": (), "episodes": ()},
        episode_id=None,
    )
    with clinic.look() as work:
        names = [line.family_name for line in work.patients.recent(limit=9)]
        assert names == ["王", "Müller", "Mueller", "O'Brien-Smith"]
        assert [line.family_name for line in work.patients.recent(limit=1)] == ["王"]


def test_lines_come_in_the_order_asked_without_the_unknown(clinic, people):
    ids = [people["wang"].id, PatientId(an_id()), clinic.patient.id]
    with clinic.look() as work:
        assert [line.id for line in work.patients.found(ids)] == [ids[0], ids[2]]
        assert work.patients.found([]) == ()


@pytest.mark.parametrize(
    ("same", "names"),
    [
        ({"family_name": "MÜLLER", "given_name": "anna", "born": None}, ["Müller"]),
        ({"born": date(1985, 7, 14)}, ["Mueller", "Müller"]),
        ({"phone": "0049 171 5551234"}, []),
        ({"phone": "+491715551234"}, ["O'Brien-Smith"]),
        ({"identifier": "PZ-0042"}, ["王"]),
        ({}, []),
    ],
)
def test_likely_duplicates_are_named(clinic, people, same, names):
    facts = {"family_name": "New", "given_name": "Person", "born": None}
    with clinic.look() as work:
        alike = work.patients.alike(a_patient(**{**facts, **same}))
    assert [line.family_name for line in alike] == names


def test_a_patient_is_no_duplicate_of_themselves(clinic):
    with clinic.look() as work:
        assert work.patients.alike(clinic.patient) == ()


def test_all_patients_are_listed_by_name_with_their_sessions_newest_first(clinic, people):
    old, new = clinic.sign(started_at=NOW - DAY), clinic.draft()
    with clinic.begin() as work:
        work.notes.put_draft(new)
        listed = work.patients.listed(None)
        assert [each.family_name for each in listed] == ["Mueller", "Müller", "O'Brien-Smith", "王"]
        assert listed[1].session_ids == (new.id, old.id)
        (only,) = work.patients.listed(PatientQuery(words=("mul",)))
        assert only == listed[1]


def test_an_unknown_patient_is_said(clinic):
    with clinic.look() as work, pytest.raises(RuleBroken) as caught:
        work.patients.get(PatientId(an_id()))
    assert caught.value.rule is Rule.PATIENT_NOT_FOUND
