"""The first start: begin a record of one's own, or look around an invented clinic."""

from ims_notes.ui.pages.first_start.asks import Created, FirstStartAsks, NewRecord
from ims_notes.ui.pages.first_start.page import FirstStartPage

__all__ = ["Created", "FirstStartAsks", "FirstStartPage", "NewRecord"]
