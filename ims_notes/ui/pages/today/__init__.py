"""Today: find a patient, see who is expected, finish what is not signed yet."""

from ims_notes.ui.pages.today.asks import TodayAsks
from ims_notes.ui.pages.today.page import TodayPage

__all__ = ["TodayAsks", "TodayPage"]
