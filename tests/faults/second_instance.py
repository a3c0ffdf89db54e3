"""Started beside an instance that runs, is stopped, or was just killed: one writer, said soon."""

import signal
from collections import Counter
from random import Random

from ims_notes.domain.errors import Trouble
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import make, wrong

NAME = "second instance"
SOON_S = 2.0
HOLDS_S = 30.0
STATES = ("running", "stopped", "killed")


def run(n, seed, folder, *, seconds=60.0):
    """Start `n` instances, two at a time, beside one in each state."""
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    place = folder / "record"
    make(place)
    met = Counter()
    with nursery() as parent:
        for each in tally.rounds():
            state = STATES[each % len(STATES)]
            held = _first(parent, place, state)
            starters = [parent.begin("hold", folder=place, for_s=HOLDS_S) for _ in range(2)]
            if chance.random() < 0.5:
                starters.reverse()
            answers = [starter.hear("opened", "refused")[1].split() for starter in starters]
            _judge(tally, state, answers)
            met[state] += 1
            for child in (held, *starters):
                child.kill()
        tally.failures += [f"check found {code}" for code in wrong(place)]
        tally.control_failures = _control(parent, place)
    return tally.outcome(note=", ".join(f"{met[state]} {state}" for state in STATES))


def _first(parent, place, state):
    child = parent.begin("hold", folder=place, for_s=HOLDS_S)
    child.hear("opened")
    if state == "stopped":
        child.send(signal.SIGSTOP)
    elif state == "killed":
        child.kill()
    return child


def _judge(tally, state, answers):
    opened = [word for word, _ in answers].count("opened")
    refusals = {word for word, _ in answers} - {"opened"}
    wanted = 1 if state == "killed" else 0
    tally.expect(opened == wanted, f"{opened} of 2 became writers beside a {state} one")
    tally.expect(refusals <= {Trouble.LOCKED.value}, f"said {refusals} beside a {state} one")
    slowest = max(float(took) for _, took in answers)
    tally.expect(slowest <= SOON_S, f"answered after {slowest:.1f} s beside a {state} one")


def _control(parent, place):
    """Return how many become writers beside a running one when nobody asks for the lock."""
    held = _first(parent, place, "running")
    careless = parent.begin("hold", folder=place, careless=True)
    word, _ = careless.hear("opened", "refused")
    held.kill()
    return int(word == "opened")
