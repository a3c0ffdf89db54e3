"""The record in memory offers what the ports ask for, or its stories would prove nothing."""

import inspect

import pytest

from ims_notes.services.ports import audit, clinic, notes, patients
from ims_notes.services.ports.work import Work

PORTS = {
    "patients": patients.Patients,
    "notes": notes.Notes,
    "episodes": clinic.Episodes,
    "practitioners": clinic.Practitioners,
    "clinic": clinic.ClinicSettings,
    "day": clinic.DayLists,
    "access": clinic.Access,
    "audit": audit.Audit,
}


def asked_by(port):
    return {n: f for n, f in vars(port).items() if inspect.isfunction(f) and n[0] != "_"}


def test_every_noun_of_a_piece_of_work_has_its_port():
    nouns = {name for name, value in vars(Work).items() if isinstance(value, property)}
    assert nouns == set(PORTS)


@pytest.mark.parametrize("noun", PORTS)
def test_the_record_in_memory_takes_the_same_calls(record, noun):
    fake = getattr(record.work, noun)
    asked = asked_by(PORTS[noun])
    assert asked
    for name, function in asked.items():
        wanted = list(inspect.signature(function).parameters.values())[1:]
        taken = inspect.signature(getattr(fake, name)).parameters.values()
        assert [p.kind for p in taken] == [p.kind for p in wanted], name
