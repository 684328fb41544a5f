from .comment import FLOOD_COUNT, FLOOD_WINDOW, MAX_LENGTH, Comment
from .holding import HoldReason, WatchedArticle
from .moderated import OvertakenError
from .moderation import ModerationEntry
from .report import Report
from .rules import ModerationRules
from .sanction import PersonNote, Sanction
from .spam import SpamCount
from .status import Reason

__all__ = [
    "FLOOD_COUNT",
    "FLOOD_WINDOW",
    "MAX_LENGTH",
    "Comment",
    "HoldReason",
    "ModerationEntry",
    "ModerationRules",
    "OvertakenError",
    "PersonNote",
    "Reason",
    "Report",
    "Sanction",
    "SpamCount",
    "WatchedArticle",
]
