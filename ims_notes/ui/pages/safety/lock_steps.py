"""The steps of the card about lock and people: a PIN, a colleague's passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.locking import PIN_LONGEST, PIN_SHORTEST, TRIES, checked_pin, plain_pin
from ims_notes.ui.pages.safety.step import SecretStep, Step
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from ims_notes.ui.pages.safety.asks import SafetyAsks, SafetyPerson
    from ims_notes.ui.runner import Runs


class PinStep(Step):
    """A new PIN, typed twice; `given` carries its digits."""

    given = Signal(str)

    def __init__(self) -> None:
        """Lay the two fields out."""
        super().__init__(
            "pin",
            heading=tr("Safety", "My PIN"),
            words=(
                tr(
                    "Safety",
                    "{shortest} to {longest} digits. It reopens the screen after a lock and "
                    "nothing else; after {tries} wrong ones only a passphrase does.",
                    shortest=PIN_SHORTEST,
                    longest=PIN_LONGEST,
                    tries=TRIES,
                ),
            ),
            deed=tr("Safety", "Set this PIN"),
        )
        self._pin = PassphraseField(tr("Safety", "New PIN"), name="new_pin")
        self._repeat = PassphraseField(tr("Safety", "The same once more"), name="repeat_pin")
        for field in (self._pin, self._repeat):
            field.line.setInputMethodHints(
                Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
            )
            self.column.addWidget(field)
        self._pin.entered.connect(self._on_entered)
        self._repeat.entered.connect(self._on_agreed)
        self.agreed.connect(self._on_agreed)

    def take_focus(self) -> None:
        """Begin with the PIN."""
        self._pin.editor.setFocus()

    def explain(self, problem: Exception) -> None:
        """Say what went wrong at the PIN where it is about it."""
        fields = {"pin": self._pin, "repeat": self._repeat}
        name = problem.field if isinstance(problem, RuleBroken) else None
        if (field := fields.get(name or "")) is None:
            super().explain(problem)
            return
        field.say(sentence(problem))
        field.editor.setFocus()

    def _checked(self) -> str | None:
        try:
            return checked_pin(self._pin.text)
        except RuleBroken as problem:
            self.explain(problem)
            return None

    def _on_entered(self) -> None:
        if self._checked() is not None:
            self._repeat.editor.setFocus()

    def _on_agreed(self) -> None:
        if (pin := self._checked()) is None:
            return
        if plain_pin(self._repeat.text) == pin:
            self.given.emit(pin)
        else:
            self.explain(RuleBroken(Rule.PIN_DIFFERS, field="repeat"))


def to_give(
    person: SafetyPerson, *, runner: Runs, asks: SafetyAsks, has_own: bool, names: tuple[str, ...]
) -> SecretStep:
    """Ask a colleague for a passphrase of their own, and whoever is at work for theirs."""
    own = (
        tr("Safety", "First your own passphrase")
        if has_own
        else tr("Safety", "First a passphrase that opens this record")
    )
    step = SecretStep(
        "give_passphrase",
        heading=tr("Safety", "A passphrase for {name}", name=person.name),
        words=(
            tr(
                "Safety",
                "{name} types the new one, so that nobody else knows it. It opens the whole "
                "record when IMS Notes starts, as yours does.",
                name=person.name,
            ),
        ),
        own=own,
        deed=tr("Safety", "Give this passphrase"),
    )
    return step.ask_new(runner=runner, asks=asks, names=names)


def to_take(person: SafetyPerson) -> Step:
    """Say what follows when somebody no longer has a passphrase."""
    return Step(
        "take_passphrase",
        heading=tr("Safety", "Take the passphrase of {name} away?", name=person.name),
        words=(
            tr(
                "Safety",
                "It then no longer opens this record. What {name} wrote and signed stays.",
                name=person.name,
            ),
            tr(
                "Safety",
                "Backups and copies made until now still open with it. Another passphrase can be "
                "given at any time.",
            ),
        ),
        deed=tr("Safety", "Take it away"),
        danger=True,
    )
