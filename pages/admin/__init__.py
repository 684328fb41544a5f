"""What editors say about the magazine itself: its pages, and the settings of the site."""

from .page import PageAdmin
from .site import SiteSettingsAdmin

__all__ = ["PageAdmin", "SiteSettingsAdmin"]
