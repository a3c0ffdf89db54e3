"""About: version, where the record lies, how to move it, sources, limits, keys, licences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ims_notes import bundle
from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.sections import SectionKeys, scrolled_by_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from ims_notes.ui.actions import Action
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Place

_BESIDE_FROM: Final = 52
"""Width from which the two halves stand side by side, in lines of text."""

LICENCES: Final = (
    ("Inter", "SIL Open Font License 1.1", ("fonts", "OFL.txt")),
    ("Lucide", "ISC, partly MIT", ("icons", "LICENSE")),
)
"""What is bundled: name, licence, and where its text lies under resources/."""

LIBRARIES: Final = (
    ("Qt, PySide6", "LGPL 3"),
    ("SQLAlchemy", "MIT"),
    ("Alembic", "MIT"),
    ("SQLCipher", "BSD"),
    ("sqlcipher3", "zlib"),
    ("cryptography", "Apache 2.0 or BSD"),
    ("keyring", "MIT"),
    ("zxcvbn", "MIT"),
    ("platformdirs", "MIT"),
    ("word list by Joseph Bonneau, Electronic Frontier Foundation", "CC BY 3.0 US"),
)
"""What the program is built with: name and licence."""


class AboutPage(QWidget):
    """Plain words in cards; the record's folder can be opened and its path copied."""

    def __init__(
        self,
        *,
        version: str,
        actions: Sequence[Action],
        announcer: Announcer,
        record_folder: Callable[[], Path | None],
        is_encrypted: Callable[[], bool | None],
        open_folder: Callable[[Path], object],
    ) -> None:
        """Lay the page out; folder and encryption (None: no record) are asked at every visit."""
        super().__init__()
        self._announcer = announcer
        self._record_folder = record_folder
        self._is_encrypted = is_encrypted
        self._open_folder = open_folder
        self.setObjectName("about_page")
        self._record = self._record_card()
        self._keys = _keys_card(actions)
        self._credits = self._credits_card()
        self._lay_out(
            (_program_card(version), self._record, _moving_card(), _limits_card()),
            (_sources_card(), self._credits, self._keys),
        )
        self._sections = SectionKeys(self, (self._record, self._credits))

    def _lay_out(self, *halves: Sequence[Card]) -> None:
        step = theme.space(self)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        self._row.setSpacing(2 * step)
        for cards in halves:
            column = QVBoxLayout()
            column.setSpacing(2 * step)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._row.addLayout(column, 1)

    def open(self, place: Place) -> None:
        """Show where the record lies now, and whether it is encrypted."""
        folder = self._record_folder()
        self._kept.setText(_how_kept(self._is_encrypted()))
        self._kept.setVisible(bool(self._kept.text()))
        self._path.setText("" if folder is None else str(folder))
        for button in (self._open, self._copy):
            button.setEnabled(folder is not None)
        (self._open if folder is not None else self._path).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the halves side by side where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= _BESIDE_FROM * self.fontMetrics().height()
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(beside if is_wide else below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by PageUp and PageDown: most of the page is only to be read."""
        if not scrolled_by_key(self, event):
            super().keyPressEvent(event)

    def _record_card(self) -> Card:
        card = Card(tr("About", "Where the record lies"))
        self._path = QLineEdit()
        self._path.setObjectName("record_path")
        self._path.setAccessibleName(card.accessibleName())
        self._path.setPlaceholderText(tr("About", "No record is open."))
        self._path.setReadOnly(True)
        self._open = _button("open_record_folder", tr("About", "Open the folder"))
        self._copy = _button("copy_record_path", tr("About", "Copy the path"))
        self._open.clicked.connect(self._on_open)
        self._copy.clicked.connect(self._on_copy)
        row = Flow(gap=theme.space(self))
        row.addWidget(self._open)
        row.addWidget(self._copy)
        card.body.addWidget(self._path)
        card.body.addLayout(row)
        words = tr(
            "About", "Everything about your patients is in this folder and in its backups only."
        )
        card.body.addWidget(theme.label(words, role="muted", wrap=True))
        self._kept = theme.label(wrap=True)
        self._kept.setObjectName("how_kept")
        card.body.addWidget(self._kept)
        return card

    def _credits_card(self) -> Card:
        card = Card(tr("About", "Licences and thanks"))
        own = tr("About", "IMS Notes is free software under the MIT licence.")
        card.body.addWidget(theme.label(own, wrap=True))
        libraries = [
            tr("About", "{name} ({licence})", name=name, licence=licence)
            for name, licence in LIBRARIES
        ]
        built = tr("About", "Built with {libraries}.", libraries=", ".join(libraries))
        card.body.addWidget(theme.label(built, wrap=True))
        self._text = QPlainTextEdit()
        self._text.setObjectName("licence_text")
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.space(self, 30))
        self._text.hide()
        row = Flow(gap=theme.space(self))
        for name, licence, parts in LICENCES:
            words = tr("About", "{name} ({licence})", name=name, licence=licence)
            button = _button(f"licence_{name.lower()}", words)
            button.clicked.connect(partial(self._on_licence, words, parts))
            row.addWidget(button)
        card.body.addLayout(row)
        card.body.addWidget(self._text)
        return card

    def _on_open(self) -> None:
        if (folder := self._record_folder()) is not None:
            self._open_folder(folder)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._path.text())
        self._announcer.say(tr("About", "Path copied"))

    def _on_licence(self, words: str, parts: tuple[str, ...]) -> None:
        self._text.setPlainText(bundle.resource(*parts).read_text(encoding="utf-8"))
        self._text.setAccessibleName(words)
        self._text.show()
        self._text.setFocus()


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    return button


def _card_of(heading: str, *paragraphs: str) -> Card:
    card = Card(heading)
    for paragraph in paragraphs:
        card.body.addWidget(theme.label(paragraph, wrap=True))
    return card


def _how_kept(is_encrypted: bool | None) -> str:
    """Say what is so for the record that is open."""
    if is_encrypted is None:
        return ""
    if is_encrypted:
        return tr(
            "About",
            "It is encrypted. Only a passphrase or the recovery code opens it; without both "
            "nobody can, and nobody can help.",
        )
    return tr(
        "About",
        "It is not encrypted: whoever can open the files on this computer can read it. Use it "
        "only where the computer's disk is encrypted and the account is yours alone.",
    )


def _program_card(version: str) -> Card:
    return _card_of(
        tr("About", "IMS Notes {version}", version=version),
        tr("About", "Treatment notes for physiotherapists who needle."),
    )


def _moving_card() -> Card:
    steps = (
        tr("About", "Close IMS Notes; a copy made while it is open may lack the last notes."),
        tr("About", "Copy the whole folder above, with everything in it, to the other computer."),
        tr("About", "Install the same or a newer version of IMS Notes there."),
        tr("About", "Start it there with: ims-notes --data FOLDER"),
        tr("About", "Have it checked with: ims-notes check --data FOLDER"),
        tr("About", "From then on write in one of the two only: they cannot be joined again."),
    )
    heading = tr("About", "Moving to another computer")
    return _card_of(heading, *(f"{number}. {words}" for number, words in enumerate(steps, 1)))


def _limits_card() -> Card:
    return _card_of(
        tr("About", "What it does not do"),
        tr("About", "It makes no diagnosis and advises no treatment: it writes down yours."),
        tr("About", "It does not say why pain changed, and a twitch is a finding, not a success."),
    )


def _sources_card() -> Card:
    return _card_of(
        tr("About", "Where the clinical facts come from"),
        tr(
            "About",
            "Nerves, roots and hazards of muscles are the commonly cited ones; textbooks differ. "
            "Each names its source in the catalogue's files, which can be edited.",
        ),
        tr(
            "About",
            "They need the review of an instructor of your school of needling before you rely on "
            "them.",
        ),
    )


def _keys_card(actions: Sequence[Action]) -> Card:
    card = Card(tr("About", "Keys"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(card, 2))
    grid.setVerticalSpacing(max(2, theme.space(card) // 3))
    keys = [(action.title, action.key_text) for action in actions if action.keys]
    keys += [
        (tr("About", "Part of a page, in their order"), tr("About", "Alt+1, Alt+2 …")),
        (tr("About", "Next part, part before"), tr("About", "F6, Shift+F6")),
        (tr("About", "Begin or continue a patient's session"), tr("About", "Ctrl+Enter")),
        (tr("About", "Save a part of the settings"), tr("About", "Ctrl+S")),
    ]
    for row, (words, key) in enumerate(keys):
        label = theme.label(words)
        label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label, row, 0)
        grid.addWidget(theme.label(key, role="strong"), row, 1)
    grid.setColumnStretch(0, 1)
    card.body.addLayout(grid)
    return card
