"""The floor of memory: a bare window, painted."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.alone.resident import resident

app = QApplication([])
window = QWidget()
window.resize(1280, 800)
window.show()
QTimer.singleShot(500, app.quit)
app.exec()
print("bare", resident())
