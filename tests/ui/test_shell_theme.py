"""The look is legible in every mode, and complete."""

import re

import pytest
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QAction, QColor, QFontMetrics, QIcon, QPalette, QRawFont
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QPushButton,
    QStyle,
    QToolButton,
    QWidget,
)

from ims_notes import bundle
from ims_notes.ui import icons, theme
from ims_notes.ui.theme import TABLES, Mode
from ims_notes.ui.widgets.icon_label import IconLabel
from ims_notes.ui.widgets.rail import Rail
from ims_notes.ui.widgets.shorthand_line import ShorthandLine
from ims_notes.ui.widgets.status_line import StatusLine
from ims_notes.ui.widgets.strip import DemoStrip
from ims_notes.ui.widgets.text_field import TextField

LOOKS = list(TABLES)
WORDS = [
    ("ink", "surface"),
    ("ink", "card"),
    ("ink", "hover"),
    ("ink", "accent_soft"),
    ("ink", "danger_soft"),
    ("ink", "attention_soft"),
    ("ink", "ok_soft"),
    ("muted", "surface"),
    ("muted", "card"),
    ("muted", "hover"),
    ("muted", "accent_soft"),
    ("accent", "card"),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("danger", "card"),
    ("danger", "surface"),
    ("danger", "danger_soft"),
    ("attention", "card"),
    ("attention", "surface"),
    ("attention", "attention_soft"),
    ("ok", "card"),
    ("ok", "surface"),
    ("ok", "ok_soft"),
    ("on_accent", "accent"),
    ("on_danger", "danger"),
]


@pytest.fixture(autouse=True)
def light_again(qapp):
    yield
    theme.apply_theme(qapp, Mode.LIGHT)


def brightness(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_words_reach_four_and_a_half_to_one(look, words, ground):
    table = TABLES[look]
    assert contrast(getattr(table, words), getattr(table, ground)) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_borders_and_chart_series_reach_three_to_one(look):
    table = TABLES[look]
    for ground in (table.card, table.surface):
        for colour in (table.edge, table.accent, table.danger, *table.series):
            assert contrast(colour, ground) >= 3.0, colour.name()


@pytest.mark.parametrize("look", LOOKS)
def test_primary_button_stays_legible_under_the_mouse(qapp, look):
    table = TABLES[look]
    assert contrast(table.on_accent, theme.strong(table)) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
def test_every_palette_role_is_ours(qapp, look):
    palette = theme.palette_of(TABLES[look])
    for group in (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    ):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
                assert palette.isBrushSet(group, role), (group, role)


@pytest.mark.parametrize("look", LOOKS)
def test_style_sheet_leaves_no_name_unfilled_and_no_picture_missing(qapp, look):
    sheet = theme.style_sheet(look, TABLES[look])
    assert not re.findall(r"@\w*@", sheet)
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    for picture in pictures:
        assert bundle.resource("theme", look.value, picture.rsplit("/", 1)[1]).is_file()


@pytest.mark.parametrize("look", LOOKS)
def test_a_widget_finds_the_colours_of_the_look_shown(qapp, look):
    theme.apply_theme(qapp, look)
    assert theme.tokens(QWidget()) is TABLES[look]
    assert theme.tokens() is TABLES[look]
    assert theme.tokens(theme.palette_of(TABLES[look])) is TABLES[look]


def test_a_change_of_look_is_told_to_widgets_that_are_shown(qtbot, qapp):
    class Hears(QWidget):
        heard = 0

        def changeEvent(self, event):
            self.heard += event.type() is QEvent.Type.PaletteChange

    theme.apply_theme(qapp, Mode.LIGHT)
    widget = Hears()
    qtbot.addWidget(widget)
    widget.show()
    before = widget.heard
    theme.apply_theme(qapp, Mode.DARK)
    assert widget.heard > before


def shown_colours(icon: QIcon) -> set[str]:
    image = icon.pixmap(QSize(32, 32)).toImage()
    colours = (image.pixelColor(x, y) for x in range(32) for y in range(32))
    return {colour.name() for colour in colours if colour.alpha() == 255}


def test_an_icon_takes_the_colour_of_the_look_shown(qapp):
    sign = icons.icon("sign", "accent")
    for look in LOOKS:
        theme.apply_theme(qapp, look)
        assert TABLES[look].accent.name() in shown_colours(sign)


def test_an_icon_beside_words_follows_a_change_of_look(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    label = IconLabel("warning", "attention", size=32)
    qtbot.addWidget(label)
    label.show()
    theme.apply_theme(qapp, Mode.DARK)
    assert TABLES[Mode.DARK].attention.name() in shown_colours(QIcon(label.grab()))
    label.show_icon("check", "ok")
    assert TABLES[Mode.DARK].ok.name() in shown_colours(QIcon(label.grab()))


def test_everything_shown_follows_another_text_size_at_once(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    action = QAction(icons.icon("sign"), "Today")
    rail, line, strip, words = Rail(), StatusLine("keys"), DemoStrip(), ShorthandLine()
    rail.add("today", action, hint="Today")
    summary = TextField("summary", "Summary", lines=3)
    parts = (rail, line, strip, words, summary)
    for part in parts:
        qtbot.addWidget(part)
        part.show()
    dressed = [w for part in parts for w in part.findChildren(QWidget) if w.property("font_role")]
    assert len(dressed) >= 6
    before_line = line.sizeHint().height()
    sizes = {w: w.font().pointSizeF() for w in dressed}
    room = {w: w.minimumHeight() for w in (words, summary.edit)}
    theme.apply_theme(qapp, Mode.LIGHT, text_scale=200)
    QApplication.processEvents()
    for widget, points in sizes.items():
        assert widget.font().pointSizeF() == pytest.approx(2 * points), widget
    for widget, before in room.items():
        assert widget.minimumHeight() > 1.7 * before
    assert line.sizeHint().height() > 1.5 * before_line
    assert strip.findChild(IconLabel).width() == pytest.approx(2 * 18, abs=4)
    assert rail.findChild(QToolButton).iconSize().width() == pytest.approx(2 * 22, abs=4)


def test_icons_and_arrows_grow_with_the_text(qtbot, qapp):
    button, choice, tick = QPushButton(icons.icon("sign"), "Sign"), QComboBox(), QCheckBox("Yes")
    for widget in (button, choice, tick):
        qtbot.addWidget(widget)

    def arrow():
        image = choice.grab().toImage()
        inside = range(choice.width() // 2, choice.width() - 8), range(8, choice.height() - 8)
        ground = TABLES[Mode.LIGHT].card.lightness()
        dark = {
            x
            for x in inside[0]
            for y in inside[1]
            if image.pixelColor(x, y).lightness() < ground - 60
        }
        return max(dark) - min(dark) + 1

    def sizes():
        choice.resize(choice.sizeHint().expandedTo(QSize(200, 0)))
        box = tick.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, tick)
        return [button.iconSize().width(), arrow(), box]

    theme.apply_theme(qapp, Mode.LIGHT)
    usual = sizes()
    theme.apply_theme(qapp, Mode.LIGHT, text_scale=200)
    for larger, before in zip(sizes(), usual, strict=True):
        assert larger >= 1.7 * before


def test_a_disabled_icon_is_muted(qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    picture = icons.icon("sign", "accent").pixmap(QSize(32, 32), QIcon.Mode.Disabled)
    assert TABLES[Mode.LIGHT].accent.name() not in shown_colours(QIcon(picture))


def test_an_icon_is_sharp_on_a_fine_screen(qapp):
    picture = icons.icon("sign").pixmap(QSize(20, 20), 2.0)
    assert picture.size() == QSize(40, 40)
    assert picture.devicePixelRatio() == 2.0


def test_every_icon_file_draws_something(qapp):
    names = [path.stem for path in bundle.resource("icons").glob("*.svg")]
    assert len(names) >= 35
    for name in names:
        assert shown_colours(icons.icon(name)), name


def test_an_unknown_icon_is_refused(qapp):
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_the_bundled_font_writes_latin_greek_and_cyrillic(qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    for weight in ("Regular", "SemiBold"):
        font = QRawFont(str(bundle.resource("fonts", f"Inter-{weight}.otf")), 16)
        for letter in "éøßŁžάΩЖя≥½…":
            assert font.supportsCharacter(ord(letter)), letter
    assert QApplication.font().family() == theme.FAMILY


def test_figures_are_of_equal_width(qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    metrics = QFontMetrics(QApplication.font())
    assert len({metrics.horizontalAdvance(figure * 10) for figure in "0123456789"}) == 1


def test_a_label_shows_markup_literally(qtbot, qapp):
    label = theme.label("<img src=file:///etc/passwd>")
    qtbot.addWidget(label)
    assert label.sizeHint().width() > label.fontMetrics().horizontalAdvance("<img src=file")
