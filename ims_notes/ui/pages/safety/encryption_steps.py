"""The steps of the encryption card: what each of them asks, and what it says will follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.ui.pages.safety.step import SecretStep
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.ui.pages.safety.asks import SafetyAsks
    from ims_notes.ui.runner import Runs


def to_change(runner: Runs, *, asks: SafetyAsks, names: Sequence[str]) -> SecretStep:
    """Ask for the old and the new passphrase of who is at work."""
    step = SecretStep(
        "change_passphrase",
        heading=tr("Safety", "Change my passphrase"),
        words=(
            tr(
                "Safety",
                "From then on only the new one opens the record. Backups made until now still "
                "open with the old one.",
            ),
        ),
        own=tr("Safety", "My passphrase until now"),
        deed=tr("Safety", "Change it"),
    )
    return step.ask_new(runner=runner, asks=asks, names=names)


def to_renew(*, has_old: bool) -> SecretStep:
    """Ask for a passphrase and say what becomes of the older code, if there is one."""
    words = [tr("Safety", "The new code is shown once, to be printed or written down.")]
    if has_old:
        words.append(
            tr(
                "Safety",
                "The old code then no longer opens this record. Backups made until now still open "
                "with it, so keep the old paper as long as you keep them.",
            )
        )
    return SecretStep(
        "renew_code",
        heading=tr("Safety", "New recovery code"),
        words=words,
        own=tr("Safety", "My passphrase"),
        deed=tr("Safety", "Make a new code"),
    )


def to_encrypt(runner: Runs, *, asks: SafetyAsks, names: Sequence[str]) -> SecretStep:
    """Ask for the first passphrase of a plain record."""
    step = SecretStep(
        "encrypt",
        heading=tr("Safety", "Encrypt this record"),
        words=(
            tr(
                "Safety",
                "IMS Notes asks for the passphrase when it starts. You then get a recovery code "
                "for paper. Without both nobody can open the record, and nobody can help.",
            ),
            tr(
                "Safety",
                "The record is written anew beside itself and only then replaced: nothing is lost "
                "if the computer stops meanwhile. Backups made until now stay without encryption.",
            ),
        ),
        deed=tr("Safety", "Encrypt"),
    )
    return step.ask_new(runner=runner, asks=asks, names=names)


def to_decrypt() -> SecretStep:
    """Say what giving encryption up means, and ask for a passphrase."""
    return SecretStep(
        "decrypt",
        heading=tr("Safety", "Keep this record without encryption?"),
        words=(
            tr(
                "Safety",
                "Whoever steals this laptop, its disk or a new backup can then read everything "
                "about your patients, and nothing is asked when IMS Notes starts.",
            ),
            tr(
                "Safety",
                "Passphrases and recovery code of this record end. Backups made until now stay "
                "encrypted and open with them, so keep the paper.",
            ),
        ),
        own=tr("Safety", "My passphrase"),
        deed=tr("Safety", "Take the encryption away"),
        danger=True,
    )
