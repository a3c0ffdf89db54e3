"""What the first page asks, and what a new record begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ims_notes.domain.clinic import LegalHome
    from ims_notes.ui.widgets.new_passphrase import AskStrength


def ask_for_folder(parent: QWidget, start: str) -> str:
    """Ask for a folder in the system's own window."""
    return QFileDialog.getExistingDirectory(
        parent, tr("FirstStart", "Where the record lives"), start
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """What a record begins with: who works in it, where it lies, where the legal note lives.

    The passphrase is as it is used; None makes a record without encryption.
    """

    name: str
    credentials: str
    registration: str
    folder: Path
    legal_home: LegalHome
    # Never shown where a record is printed by mistake.
    passphrase: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A record that was made and opened, and its recovery code if it is encrypted."""

    opened: object
    recovery_code: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStartAsks:
    """What the page asks.

    Attributes:
        create: makes and opens the record (write lane); its recovery code is shown before what
            was opened goes to `opened`.
        open_demo: makes and opens the demo clinic (write lane). It is given
            ``progress(done, total)``, which answers false once the therapist cancelled; it then
            tidies up and returns None.
        opened: goes on with the record that was opened, on the window's thread.
        strength: rates a new passphrase (read lane).
        offer_words: returns five random words.
        default_folder: where the record lies unless another folder is chosen.
        choose_folder: asks for a folder; an empty answer is a change of mind.
    """

    create: Callable[[NewRecord], Created]
    open_demo: Callable[[Callable[[int, int], bool]], object]
    opened: Callable[[object], object]
    strength: AskStrength
    offer_words: Callable[[], str]
    default_folder: Path
    choose_folder: Callable[[QWidget, str], str] = ask_for_folder
