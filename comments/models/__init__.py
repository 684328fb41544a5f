from .comment import FLOOD_COUNT, FLOOD_WINDOW, MAX_LENGTH, Comment
from .moderation import ModerationEntry
from .report import Report

__all__ = ["FLOOD_COUNT", "FLOOD_WINDOW", "MAX_LENGTH", "Comment", "ModerationEntry", "Report"]
