"""The settings page: one part at a time, each saved by itself."""

from ims_notes.ui.pages.settings.deeds import SettingsDeeds, Wordings
from ims_notes.ui.pages.settings.page import SettingsPage

__all__ = ["SettingsDeeds", "SettingsPage", "Wordings"]
