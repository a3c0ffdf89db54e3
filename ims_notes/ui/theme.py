"""The look: colours, palettes, fonts and measures, in light, dark and high contrast.

For page writers:

- Ask for no colour of your own. Words: ``theme.label(text, role="muted")`` gives a plain-text
  QLabel; roles are `ROLES` ("title", "heading", "caption", "muted", "danger", "attention", "ok",
  "body"). Buttons: ``theme.mark(button, "primary" | "danger" | "quiet")``. Change a role at any
  time with ``theme.mark``.
- Painters: ``ink = theme.tokens(self).ink`` inside paintEvent; never keep a colour, the theme may
  change (``changeEvent`` with ``QEvent.Type.PaletteChange`` tells).
- A font set on a widget itself: ``theme.wear(widget, role)``, so that it follows the text size;
  a size of an icon in pixels: ``theme.scaled(16, self)``.
- Measures: ``theme.space(self)`` is one step (8 px at the usual size) that grows with the font;
  page margins are 3 steps, gaps in a card 1, between cards 2.
- Icons: ``icons.icon("sign")`` on buttons, ``IconLabel`` (widgets/icon_label.py) beside words.
- Containers: ``Card`` (widgets/card.py); rows of lists and tables: ``make_roomy``
  (widgets/rows.py); a view inside a card has the property ``role`` = "plain"; a wrong field the
  property ``wrong`` = True, with the sentence beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QStyleFactory, QWidget

from ims_notes import bundle

if TYPE_CHECKING:
    from collections.abc import Mapping

FAMILY: Final = "Inter"
BASE_POINT_SIZE: Final = 10.0


class Mode(StrEnum):
    """Which look the therapist chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Named colours; words reach 4.5:1 and graphics 3:1 on `surface` and `card`.

    `line` and `grid` are decoration and carry no meaning. A `..._soft` colour is a background for
    words in `ink` or in the colour it belongs to. `series` are six colours that stay apart for the
    common forms of colour blindness.
    """

    ink: QColor
    muted: QColor
    surface: QColor
    card: QColor
    line: QColor
    edge: QColor
    hover: QColor
    accent: QColor
    on_accent: QColor
    accent_soft: QColor
    danger: QColor
    on_danger: QColor
    danger_soft: QColor
    attention: QColor
    attention_soft: QColor
    ok: QColor
    ok_soft: QColor
    grid: QColor
    series: tuple[QColor, ...]


def _table(*, series: str, **colours: str) -> Tokens:
    named = {name: QColor(value) for name, value in colours.items()}
    return Tokens(**named, series=tuple(QColor(value) for value in series.split()))


TABLES: Final[Mapping[Mode, Tokens]] = {
    Mode.LIGHT: _table(
        ink="#17252d",
        muted="#526470",
        surface="#f2f5f6",
        card="#ffffff",
        line="#dbe2e6",
        edge="#80909a",
        hover="#e8eef0",
        accent="#0a7570",
        on_accent="#ffffff",
        accent_soft="#dcf0ee",
        danger="#b3261e",
        on_danger="#ffffff",
        danger_soft="#fbe8e6",
        attention="#855300",
        attention_soft="#fff1d0",
        ok="#24733a",
        ok_soft="#e0f2e4",
        grid="#e4eaed",
        series="#0a7570 #0064a8 #b84a00 #8e4585 #806000 #4a5a66",
    ),
    Mode.DARK: _table(
        ink="#e4ecef",
        muted="#a3b4bd",
        surface="#12191e",
        card="#1b252c",
        line="#2d3a43",
        edge="#728590",
        hover="#25323a",
        accent="#4cc4b9",
        on_accent="#04211f",
        accent_soft="#143b39",
        danger="#ff8f86",
        on_danger="#2b0503",
        danger_soft="#43201e",
        attention="#f2c260",
        attention_soft="#3d3117",
        ok="#80d293",
        ok_soft="#1a3a24",
        grid="#2a363e",
        series="#4cc4b9 #62b5f0 #f29a5e #e09ccb #dcc552 #a9b8c1",
    ),
    Mode.HIGH_CONTRAST: _table(
        ink="#ffffff",
        muted="#e2e2e2",
        surface="#000000",
        card="#000000",
        line="#9a9a9a",
        edge="#ffffff",
        hover="#2a2a2a",
        accent="#63e6e2",
        on_accent="#000000",
        accent_soft="#003c3b",
        danger="#ffa39c",
        on_danger="#000000",
        danger_soft="#4a0d08",
        attention="#ffd84a",
        attention_soft="#3d3000",
        ok="#8ff0a4",
        ok_soft="#003d12",
        grid="#5a5a5a",
        series="#63e6e2 #7cc4ff #ffb27a #ffb0e0 #ffe066 #d0d0d0",
    ),
}

# Steps above or below the base size, and whether the words stand out by weight.
ROLES: Final[Mapping[str, tuple[float, bool]]] = {
    "title": (1.7, True),
    "heading": (1.2, True),
    "strong": (1.0, True),
    "body": (1.0, False),
    "caption": (0.9, False),
    "line": (1.1, False),
    "muted": (1.0, False),
    "danger": (1.0, False),
    "attention": (1.0, False),
    "ok": (1.0, False),
}


def tokens(source: QWidget | QPalette | None = None) -> Tokens:
    """Return the colours that belong to a widget's or palette's look, or to the application's."""
    palette = source.palette() if isinstance(source, QWidget) else source
    accent = (palette or QGuiApplication.palette()).color(QPalette.ColorRole.Accent)
    for table in TABLES.values():
        if table.accent == accent:
            return table
    return TABLES[Mode.LIGHT]


def font(role: str = "body") -> QFont:
    """Return the font of a role, derived from the application's font."""
    size, is_strong = ROLES[role]
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * size)
    if is_strong:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def space(widget: QWidget | None = None, steps: float = 1.0) -> int:
    """Return a distance in pixels that grows with the font; one step is about 8 px."""
    metrics = widget.fontMetrics() if widget else QFontMetrics(QApplication.font())
    return round(metrics.height() * steps / 2)


def scaled(pixels: int, widget: QWidget | None = None) -> int:
    """Return a size given for the usual text, 8 px to the step, as it is with this text."""
    return round(pixels * space(widget, 8) / 64)


def wear(widget: QWidget, role: str) -> None:
    """Give a widget the font of a role, now and at every text size chosen later."""
    widget.setProperty("font_role", role)
    widget.setFont(font(role))


def mark(widget: QWidget, role: str) -> None:
    """Give a label or button its role: colour from the style sheet, size and weight from here."""
    widget.setProperty("role", role)
    if role in ROLES:
        wear(widget, role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str = "", *, role: str = "body", wrap: bool = False) -> QLabel:
    """Make a label that shows its text literally, whatever a name may hold."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setProperty("role", role)
    wear(made, role)
    return made


def strong(table: Tokens) -> QColor:
    """Return the accent under the mouse: away from the words on it, never towards them."""
    dark_words = table.on_accent.lightness() < table.accent.lightness()
    return table.accent.lighter(108) if dark_words else table.accent.darker(112)


def palette_of(table: Tokens) -> QPalette:
    """Build a palette with every role set, so that no system colour shines through."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    words = (role.WindowText, role.Text, role.ButtonText, role.BrightText)
    disabled = dict.fromkeys(words, table.muted) | {
        role.Base: table.surface,
        role.Button: table.surface,
        role.Highlight: table.line,
        role.HighlightedText: table.ink,
    }
    palette = QPalette()
    for name, colour in _roles(table).items():
        palette.setColor(group.All, name, colour)
    for name, colour in disabled.items():
        palette.setColor(group.Disabled, name, colour)
    return palette


def _roles(table: Tokens) -> dict[QPalette.ColorRole, QColor]:
    role = QPalette.ColorRole
    words = (role.WindowText, role.Text, role.ButtonText, role.BrightText, role.ToolTipText)
    marks = (role.Highlight, role.Accent, role.Link, role.LinkVisited)
    return {
        **dict.fromkeys(words, table.ink),
        **dict.fromkeys(marks, table.accent),
        role.HighlightedText: table.on_accent,
        role.PlaceholderText: table.muted,
        **dict.fromkeys((role.Window, role.AlternateBase), table.surface),
        **dict.fromkeys((role.Base, role.ToolTipBase, role.Button, role.Light), table.card),
        role.Midlight: table.hover,
        role.Mid: table.line,
        **dict.fromkeys((role.Dark, role.Shadow), table.edge),
    }


def style_sheet(mode: Mode, table: Tokens) -> str:
    """Fill the style sheet's @names@ with colours and with measures taken from the font."""
    names = [field.name for field in fields(table) if field.name != "series"]
    line = QFontMetrics(QApplication.font()).height()
    values = {name: getattr(table, name).name() for name in names} | {
        "accent_strong": strong(table).name(),
        "art": bundle.resource("theme", mode.value).as_posix(),
    }
    measures = {"gap": 0.45, "pad": 0.6, "inner_x": 0.9, "inner_y": 0.2, "radius": 0.35}
    pixels = {name: round(line * part) for name, part in measures.items()}
    pixels |= {"control": max(22, round(line * 1.25))}
    sizes = {"icon": 16, "rail": 54, "rail_icon": 22, "arrow": 14, "drop": 24, "box": 18}
    pixels |= {name: scaled(size) for name, size in sizes.items()}
    pixels |= {"box_round": pixels["box"] // 2 + 1}
    # A focus ring is 2 px wide, one more than the border it replaces: the padding gives way.
    pixels |= {
        "focus_x": pixels["inner_x"] - 1,
        "focus_y": pixels["inner_y"] - 1,
        "focus_gap": pixels["gap"] - 1,
    }
    values |= {name: f"{pixel}px" for name, pixel in pixels.items()}
    sheet = bundle.resource("theme", "shell.qss").read_text(encoding="utf-8")
    for name, value in values.items():
        sheet = sheet.replace(f"@{name}@", value)
    return sheet


class _SystemWatch(QObject):
    """Follows the system's light or dark setting while the therapist leaves it to the system."""

    mode = Mode.SYSTEM
    text_scale = 100
    point_size = BASE_POINT_SIZE

    @Slot()
    def on_scheme_changed(self) -> None:
        app = QApplication.instance()
        if self.mode is Mode.SYSTEM and isinstance(app, QApplication):
            apply_theme(app, Mode.SYSTEM, text_scale=self.text_scale)


def apply_theme(app: QApplication, mode: Mode, *, text_scale: int = 100) -> None:
    """Dress the whole application; widgets hear of it by QEvent.PaletteChange.

    ``text_scale`` is in per cent of the system's size of text, 80 to 200.
    """
    shown = _shown(mode)
    watch = app.findChild(_SystemWatch)
    if watch is None:
        watch = _SystemWatch(app)
        app.styleHints().colorSchemeChanged.connect(watch.on_scheme_changed)
        app.setStyle(QStyleFactory.create("Fusion"))
        _load_font(app)
        watch.point_size = app.font().pointSizeF()
    watch.mode = mode
    if text_scale != watch.text_scale:
        watch.text_scale = text_scale
        chosen = app.font()
        chosen.setPointSizeF(watch.point_size * text_scale / 100)
        app.setFont(chosen)
    table = TABLES[shown]
    app.setPalette(palette_of(table))
    app.setStyleSheet(style_sheet(shown, table))
    # After the sheet: a new one gives back the fonts from before it.
    _wear_anew(app)


def _wear_anew(app: QApplication) -> None:
    """Fit the fonts set on widgets themselves, which do not follow the application's."""
    for widget in app.allWidgets():
        role = widget.property("font_role")
        if role in ROLES and widget.font() != font(role):
            widget.setFont(font(role))


def _shown(mode: Mode) -> Mode:
    """Resolve "as the system" to one of the three looks."""
    if mode is not Mode.SYSTEM:
        return mode
    hints = QGuiApplication.styleHints()
    access = hints.accessibility()
    if access is not None and access.contrastPreference() is Qt.ContrastPreference.HighContrast:
        return Mode.HIGH_CONTRAST
    return Mode.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Mode.LIGHT


def _load_font(app: QApplication) -> None:
    """Use the bundled family; figures of equal width keep columns of numbers straight."""
    for weight in ("Regular", "SemiBold"):
        QFontDatabase.addApplicationFont(str(bundle.resource("fonts", f"Inter-{weight}.otf")))
    chosen = QFont(FAMILY)
    chosen.setPointSizeF(max(BASE_POINT_SIZE, app.font().pointSizeF()))
    chosen.setFeature(QFont.Tag("tnum"), 1)
    app.setFont(chosen)
