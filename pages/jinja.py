"""What templates may say about the frame of every page."""

from .menus import frame

GLOBALS = {"frame": frame}
