"""How the program looks on this computer; every choice shows at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from ims_notes.ui import theme
from ims_notes.ui.theme import Mode
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.one_of import OneOf

if TYPE_CHECKING:
    from ims_notes.settings import Settings

SIZES: Final = (80, 90, 100, 110, 125, 150, 175, 200)
"""Text sizes offered, in per cent of the system's."""


class LookCard(Card):
    """Colours and text size; `preferred` carries the settings as they should be."""

    preferred = Signal(object)

    def __init__(self, settings: Settings) -> None:
        """Show the look as it is."""
        super().__init__(tr("Settings", "Look"))
        self.setObjectName("settings_look")
        modes: dict[str, str] = {
            Mode.SYSTEM: tr("Settings", "As the system"),
            Mode.LIGHT: tr("Settings", "Light"),
            Mode.DARK: tr("Settings", "Dark"),
            Mode.HIGH_CONTRAST: tr("Settings", "High contrast"),
        }
        self._theme = OneOf("look_theme", modes.items(), title=tr("Settings", "Colours"))
        sizes = [(str(size), tr("Settings", "{size} %", size=size)) for size in SIZES]
        self._size = OneOf("look_size", sizes, title=tr("Settings", "Text size"))
        for title, choice in (
            (tr("Settings", "Colours"), self._theme),
            (tr("Settings", "Text size"), self._size),
        ):
            self.body.addWidget(theme.label(title, role="caption"))
            self.body.addWidget(choice)
        words = tr("Settings", "Kept for you on this computer, outside the record.")
        self.body.addWidget(theme.label(words, role="muted", wrap=True))
        self.body.addStretch(1)
        self._theme.chosen.connect(self._on_theme)
        self._size.chosen.connect(self._on_size)
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Show the look as it is now; other preferences may have changed meanwhile."""
        self._settings = settings
        self._theme.show_value(settings.theme)
        self._size.show_value(str(settings.text_scale))

    def _on_theme(self, theme: str) -> None:
        self._prefer(replace(self._settings, theme=theme))

    def _on_size(self, size: str) -> None:
        self._prefer(replace(self._settings, text_scale=int(size)))

    def _prefer(self, settings: Settings) -> None:
        self._settings = settings
        self.preferred.emit(settings)
