"""The progress chart tells exact values by pointer, by keys and by words, and files them."""

import time
from uuid import UUID
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ims_notes import bundle
from ims_notes.domain.chart.shapes import MarkKind
from ims_notes.domain.chart.thresholds import read_thresholds
from ims_notes.domain.progress import (
    TwitchCounts,
)
from ims_notes.domain.sites import Twitch
from ims_notes.ui import theme
from ims_notes.ui.widgets.chart_files import chart_pdf, chart_png, chart_svg
from ims_notes.ui.widgets.chart_glyphs import Glyphs
from ims_notes.ui.widgets.chart_picture import Brief, Style, compose
from ims_notes.ui.widgets.progress_chart import ProgressChart
from tests.ui.progress_examples import back, neck, progress, series, visit


def thresholds():
    path = bundle.resource("catalogue", "thresholds.toml")
    return read_thresholds(path.read_text(encoding="utf-8"))


def years_of_weeks(count):
    points = [visit(n, n * 7 % 11, after=n % 7) for n in range(1, count + 1)]
    return progress(series(*points, region="neck"), series(*points, region="low_back", episode=2))


@pytest.fixture
def chart(qtbot):
    def shown(what):
        widget = ProgressChart(what, thresholds=thresholds())
        qtbot.addWidget(widget)
        widget.resize(760, 480)
        widget.show()
        widget.activateWindow()
        widget.setFocus()
        QApplication.processEvents()
        return widget

    return shown


def heard(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def press(qtbot, widget, *keys):
    for key in keys:
        qtbot.keyClick(widget, key)


def place_of(widget, number):
    target = widget.picture().chart.targets[number]
    return (widget.picture().origin + QPointF(target.x, target.y)).toPoint()


def test_keys_walk_through_visits_and_say_exact_values(qtbot, chart):
    widget = chart(progress(neck()))
    assert "26-Jan-2026 · visit 4. Neck: 0 before, 0 after. Twitch: no needling" in heard(widget)
    press(qtbot, widget, Qt.Key.Key_Left)
    assert "Neck: not recorded before, not recorded after" in heard(widget)
    assert "Reactions: none" in heard(widget)
    press(qtbot, widget, Qt.Key.Key_Left)
    assert "6 before, not taken after" in heard(widget)
    assert "Soreness since the last visit, 24 h" in heard(widget)
    press(qtbot, widget, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert "visit 1" in heard(widget)
    assert "present (1 present, 1 absent)" in heard(widget)
    press(qtbot, widget, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert "visit 4" in heard(widget)


def test_up_and_down_change_the_series_at_the_nearest_visit(qtbot, chart):
    widget = chart(progress(neck(), back()))
    press(qtbot, widget, Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert "Low back, at worst: 5 before" in heard(widget)
    press(qtbot, widget, Qt.Key.Key_Down)
    assert "Low back, at worst: 5 before" in heard(widget)
    press(qtbot, widget, Qt.Key.Key_Up)
    assert "Neck: 6 before" in heard(widget)


def test_enter_and_click_open_the_visit(qtbot, chart):
    widget = chart(progress(neck()))
    with qtbot.waitSignal(widget.visit_chosen) as opened:
        press(qtbot, widget, Qt.Key.Key_Home, Qt.Key.Key_Return)
    assert opened.args == [UUID(int=1)]
    with qtbot.waitSignal(widget.visit_chosen) as opened:
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place_of(widget, 2))
    assert opened.args == [UUID(int=3)]


def test_a_click_beside_the_plot_opens_nothing(qtbot, chart):
    widget = chart(progress(neck()))
    with qtbot.assertNotEmitted(widget.visit_chosen):
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
        qtbot.mouseClick(widget, Qt.MouseButton.RightButton, pos=place_of(widget, 0))


def test_other_keys_are_left_to_the_page(qtbot, chart):
    widget = chart(progress(neck()))
    before = heard(widget)
    press(qtbot, widget, Qt.Key.Key_X)
    assert heard(widget) == before


def test_an_empty_chart_takes_keys_and_says_what_is_missing(qtbot, chart):
    widget = chart(progress())
    press(qtbot, widget, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert heard(widget) == "Progress chart"
    assert "No signed visit with a pain score yet" in widget.accessibleDescription()


def test_the_pointer_shows_a_readout_and_leaving_hides_it(qtbot, chart):
    widget = chart(progress(neck()))
    widget.clearFocus()
    bare = widget.grab().toImage()
    qtbot.mouseMove(widget, place_of(widget, 1))
    shown = widget.grab().toImage()
    assert widget.cursor().shape() is Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    assert shown != bare
    assert widget.grab().toImage() == bare


def test_focus_is_visible(chart):
    widget = chart(progress(neck()))
    focused = widget.grab().toImage()
    widget.clearFocus()
    assert widget.grab().toImage() != focused


def test_the_caption_keeps_every_caveat(chart):
    widget = chart(progress(neck(), unsigned=2))
    told = widget.accessibleDescription()
    assert "Neck: from 7 to 0 in 3 weeks" in told
    assert "scores at 3 of 4 visits" in told
    assert "cannot say what caused a change" in told
    assert "2 unsigned visits are not shown" in told
    assert "significant" not in told


def test_a_threshold_names_its_population_and_other_findings_for_the_region(chart):
    widget = chart(progress(neck()))
    widget.set_threshold("two_points")
    told = widget.accessibleDescription()
    assert "adults with low back pain (Ostelo 2008" in told
    assert "Kovacs 2008" in told
    assert widget.picture().chart.threshold.pain == 5
    widget.set_threshold(None)
    assert "Ostelo" not in widget.accessibleDescription()
    assert widget.picture().chart.threshold is None


def test_the_threshold_follows_the_series_in_focus(qtbot, chart):
    widget = chart(progress(neck(), back()))
    widget.set_threshold("two_points")
    press(qtbot, widget, Qt.Key.Key_Down)
    assert widget.picture().chart.threshold.series == 1
    assert widget.picture().chart.threshold.pain == 3


def test_a_start_without_room_says_why_there_is_no_line(chart):
    widget = chart(progress(series(visit(1, 1), visit(2, 0), visit(3, 0))))
    widget.set_threshold("two_points")
    assert "no line, because the start leaves no room" in widget.accessibleDescription()
    assert "A start of 1 leaves little room" in widget.accessibleDescription()


def test_a_chart_never_gets_too_low_to_be_read(chart):
    widget = chart(progress(neck(), back()))
    widget.resize(400, 100)
    QApplication.processEvents()
    frame = widget.picture().chart.frame
    assert frame.bottom - frame.top >= 120
    assert widget.height() >= widget.picture().least_height


def test_new_progress_and_a_new_look_are_drawn_at_once(qtbot, chart, qapp):
    widget = chart(progress(neck()))
    before = widget.grab().toImage()
    widget.set_progress(progress(back()))
    assert widget.grab().toImage() != before
    theme.apply_theme(qapp, theme.Mode.DARK)
    try:
        ground = widget.grab().toImage().pixelColor(6, 6)
        assert ground == theme.TABLES[theme.Mode.DARK].card
    finally:
        theme.apply_theme(qapp, theme.Mode.LIGHT)


@pytest.mark.parametrize("look", list(theme.TABLES))
@pytest.mark.parametrize("width", [360, 760, 1400])
def test_no_word_leaves_the_picture(qapp, look, width):
    long_name = series(visit(1, 7), visit(2, 6), region="A very long region " * 8)
    style = Style.of(theme.TABLES[look], qapp.font())
    picture = compose(
        Brief(progress=progress(neck(), back(), long_name), threshold=thresholds()[0]),
        size=QSizeF(width, 400),
        style=style,
    )
    for wording in picture.wordings:
        if not wording.alignment & Qt.AlignmentFlag.AlignTop:
            end = wording.rect.left() + QFontMetricsF(wording.font).horizontalAdvance(wording.text)
            assert end <= picture.size.width() + 1, wording.text
    bottoms = [wording.rect.bottom() for wording in picture.wordings]
    assert max(bottoms) <= picture.size.height()


@pytest.mark.parametrize("look", list(theme.TABLES))
def test_every_mark_and_marker_has_a_shape_of_its_own(qapp, look):
    tokens = theme.TABLES[look]

    def grey(draw):
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(tokens.card)
        painter = QPainter(image)
        draw(Glyphs(painter, tokens))
        painter.end()
        mono = image.convertToFormat(QImage.Format.Format_Grayscale8)
        ground = mono.pixel(0, 0)
        return tuple(mono.pixel(x, y) != ground for x in range(24) for y in range(24))

    centre = QPointF(12, 12)
    marks = [grey(lambda glyphs, kind=kind: glyphs.mark(centre, kind)) for kind in MarkKind]
    dots = [grey(lambda glyphs, n=n: glyphs.dot(centre, number=n)) for n in range(4)]
    assert len(set(marks)) == len(MarkKind)
    assert len(set(dots)) == 4
    assert all(any(shape) for shape in (*marks, *dots))


def test_a_later_episode_and_a_threshold_are_written_into_the_chart(qapp):
    later = series(
        visit(9, 7, twitches=TwitchCounts.of([Twitch.UNCERTAIN])),
        visit(10, 6, twitches=TwitchCounts.of([Twitch.NOT_SOUGHT])),
        visit(11, 5, after=9),
        episode=2,
    )
    brief = Brief(progress=progress(neck(), later), threshold=thresholds()[1], chief=1)
    texts = svg_texts(brief)
    assert "new episode" in texts
    assert "30 % lower" in texts
    assert "30 % below the start" in texts
    assert {"uncertain", "not sought", "no needling"} <= set(texts)


def test_crowded_visits_are_explained_as_what_they_are(qapp):
    points = [visit(n, n % 8, twitches=TwitchCounts.of([Twitch.PRESENT])) for n in range(1, 400)]
    texts = svg_texts(Brief(progress=progress(series(*points))))
    assert "share of visits with a twitch" in texts
    assert any("lowest to highest of neighbouring visits" in text for text in texts)
    assert "pain before treatment (gap: no score)" not in texts


def svg_texts(brief):
    root = ElementTree.fromstring(chart_svg(brief))
    return [text.text for text in root.iter(f"{SVG}text")]


SVG = "{http://www.w3.org/2000/svg}"


def test_the_svg_holds_real_text_a_title_and_a_description(qapp):
    hostile = series(visit(1, 7), region='<img src="file:///etc/passwd"> & \\1 "Bü"')
    root = ElementTree.fromstring(chart_svg(Brief(progress=progress(hostile, back()))))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Pain over time"
    assert "file:///etc/passwd" in root.find(f"{SVG}desc").text
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert "Reactions" in texts
    assert any(text.startswith("Low back, at worst: from 5 to 3") for text in texts)
    assert not list(root.iter(f"{SVG}image"))
    assert all("sans-serif" in text.get("font-family") for text in root.iter(f"{SVG}text"))


def test_the_png_is_sharp_and_told_apart_without_colour(qapp):
    image = QImage.fromData(chart_png(Brief(progress=progress(neck(), back())), scale=2.0))
    assert image.width() == 1520
    assert "Neck: from 7 to 0" in image.text("Description")
    assert image.pixelColor(3, 3) == QColor("#ffffff")


def test_the_pdf_is_one_page_titled(qapp):
    made = chart_pdf(Brief(progress=progress(neck())))
    assert made.startswith(b"%PDF-")
    assert made.count(b"/Type /Page\n") == 1


def test_five_hundred_visits_twice_are_drawn_and_pointed_at_quickly(qtbot, chart):
    widget = chart(years_of_weeks(500))

    def milliseconds(act):
        took = []
        for step in range(30):
            start = time.perf_counter()
            act(step)
            widget.repaint()
            took.append((time.perf_counter() - start) * 1000)
        return sorted(took)[15]

    hover = milliseconds(lambda step: qtbot.mouseMove(widget, QPoint(100 + 12 * step, 200)))
    resize = milliseconds(lambda step: widget.resize(760 + step, 480))
    print(f"500 x 2 visits: hover {hover:.1f} ms, resize {resize:.1f} ms (a frame is 16.7 ms)")
    assert len(widget.picture().chart.targets) == 1000
