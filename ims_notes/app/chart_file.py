"""Draws a progress chart into a file, without a window or a display."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ims_notes.domain.progress import Progress


def draw_chart(progress: Progress, out: Path, *, threshold: str) -> None:
    """Write the chart as SVG, PNG or PDF, by the ending of the file's name.

    Raises:
        OSError: the file cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from ims_notes.app.knowledge import rulebook, thresholds
    from ims_notes.ui.theme import Mode, apply_theme
    from ims_notes.ui.widgets import chart_files
    from ims_notes.ui.widgets.chart_picture import Brief
    from ims_notes.ui.widgets.chart_words import Naming

    app = QApplication.instance() or QApplication([])
    if isinstance(app, QApplication):
        apply_theme(app, Mode.LIGHT)
    catalogue = rulebook().catalogue
    brief = Brief(
        progress=progress,
        naming=Naming.of(catalogue),
        threshold=next((t for t in thresholds() if t.code == threshold), None),
    )
    draw = {
        ".svg": chart_files.chart_svg,
        ".png": chart_files.chart_png,
        ".pdf": chart_files.chart_pdf,
    }[out.suffix.lower()]
    out.write_bytes(draw(brief))
