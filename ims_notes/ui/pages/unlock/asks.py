"""What the page that opens an encrypted record asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ims_notes.ui.widgets.new_passphrase import AskStrength


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recovery:
    """A recovery code, the new passphrase as it is used, and the id of whose it is.

    The id is empty until `WhoIsIt` was answered.
    """

    code: str
    passphrase: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoIsIt:
    """Several people work here, and a recovery code does not say whose passphrase is forgotten.

    ``people`` are their ids and names.
    """

    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockAsks:
    """What the page asks.

    Attributes:
        open: opens the record with a passphrase, as it is used, and keeps its key on this computer
            where true (write lane); what it returns goes to `opened`. KEY_WRONG is a wrong
            passphrase.
        recover: opens the record with a recovery code and gives somebody a new passphrase (write
            lane); what it returns goes to `opened`, unless it is `WhoIsIt`. KEY_WRONG is another
            record's code.
        opened: goes on with the record that was opened, on the window's thread.
        folder: where the record lies.
        can_remember: tells whether this computer has a keyring (read lane).
        wrong_before: wrong passphrases since the record was last opened.
        strength: rates a new passphrase (read lane).
        offer_words: returns five random words.
    """

    open: Callable[[str, bool], object]
    recover: Callable[[Recovery], object]
    opened: Callable[[object], object]
    folder: Path
    can_remember: Callable[[], bool]
    wrong_before: int = 0
    strength: AskStrength
    offer_words: Callable[[], str]
