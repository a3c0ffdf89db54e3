"""The cold start of an encrypted record: its passphrase, or the recovery code."""

from ims_notes.ui.pages.unlock.asks import UnlockAsks
from ims_notes.ui.pages.unlock.page import UnlockPage

__all__ = ["UnlockAsks", "UnlockPage"]
