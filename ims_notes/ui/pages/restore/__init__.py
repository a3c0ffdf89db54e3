"""The page that restores a backup: what each holds, how it differs from now, then the deed."""

from ims_notes.ui.pages.restore.asks import RestoreAsks, RestoreLine
from ims_notes.ui.pages.restore.page import RestorePage

__all__ = ["RestoreAsks", "RestoreLine", "RestorePage"]
