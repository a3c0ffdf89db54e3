"""The cold start of an encrypted record: its passphrase, or the recovery code."""

from ims_notes.ui.pages.unlock.asks import Recovery, UnlockAsks, WhoIsIt
from ims_notes.ui.pages.unlock.page import UnlockPage

__all__ = ["Recovery", "UnlockAsks", "UnlockPage", "WhoIsIt"]
