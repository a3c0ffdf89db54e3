"""The progress chart with 500 visits, before and after: redraw, hover, resize."""

from datetime import date, timedelta
from itertools import cycle, pairwise
from random import Random
from uuid import UUID

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from ims_notes.app.knowledge import thresholds
from ims_notes.domain.progress import Progress, Series, TwitchCounts, VisitPoint
from ims_notes.domain.sites import Twitch
from ims_notes.ui.theme import Mode, apply_theme
from ims_notes.ui.widgets.progress_chart import ProgressChart
from tests.bench.measure import Figure, in_turn, timed
from tests.bench.window import application

_VISITS = 500
_FRAME = 16.7


def figures(setting):
    """Change the threshold, move the pointer, drag the window's edge; each is painted at once."""
    app = application()
    apply_theme(app, Mode.LIGHT)
    chart = ProgressChart(_progress(), thresholds=thresholds())
    lines = _Lines()
    for widget in (chart, lines):
        widget.resize(900, 520)
        widget.show()
    app.processEvents()
    deeds = (_redraw(chart), _hover(chart), _resize(chart))
    *taken, floor = in_turn(setting.samples * 10, *deeds, lambda: timed(lines.repaint))
    for name, samples in zip(("redraw", "hover", "resize"), taken, strict=True):
        yield Figure(name=f"chart of 500 x 2: {name}", ours=samples, floor=floor, p99=_FRAME)
    chart.close()
    lines.close()


class _Lines(QWidget):
    """The floor: as many lines as the chart has points, and nothing else."""

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for down in (0.0, 200.0):
            ends = [QPointF(1.8 * n, down + 19 * (n % 11)) for n in range(_VISITS)]
            painter.drawLines([QLineF(a, b) for a, b in pairwise(ends)])
        painter.end()


def _progress():
    rng, day = Random(1), date(2016, 1, 4)
    points = []
    for number in range(1, _VISITS + 1):
        before = rng.randint(2, 9)
        points.append(
            VisitPoint(
                note_id=UUID(int=number),
                on=(day := day + timedelta(days=rng.randint(2, 12))),
                visit_number=number,
                before=before,
                after=max(0, before - rng.randint(0, 3)),
                after_not_taken=False,
                twitches=TwitchCounts.of(rng.choices(list(Twitch), k=4)),
                needled=True,
                reactions=(),
            )
        )
    series = Series(
        episode_id=UUID(int=1),
        region="neck",
        context=None,
        complaint="",
        opened_on=date(2016, 1, 4),
        points=tuple(points),
    )
    return Progress(patient_id=UUID(int=2), series=(series,))


def _redraw(chart):
    codes = cycle([each.code for each in thresholds()])
    return lambda: timed(lambda: (chart.set_threshold(next(codes)), chart.repaint()))


def _hover(chart):
    spots = cycle([QPointF(60 + 7 * n, 60 + 5 * n % 300) for n in range(100)])

    def move():
        spot = next(spots)
        none = Qt.MouseButton.NoButton
        moved = QMouseEvent(
            QMouseEvent.Type.MouseMove, spot, spot, none, none, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(chart, moved)
        chart.repaint()

    return lambda: timed(move)


def _resize(chart):
    widths = cycle([*range(820, 1000, 7), *range(1000, 820, -7)])
    return lambda: timed(lambda: (chart.resize(next(widths), 520), chart.repaint()))
