from .appeal import Appeal, AppealError
from .comment import FLOOD_COUNT, FLOOD_WINDOW, MAX_LENGTH, Comment, true_reply_count
from .holding import HoldReason, WatchedArticle
from .marked import MOST_PINNED, PinnedEnoughError
from .mention import CommentMention
from .moderated import OvertakenError
from .moderation import ModerationEntry
from .notice import Notice
from .ranking import lower_bound
from .report import Report
from .rules import ModerationRules
from .sanction import PersonNote, Sanction
from .spam import SpamCount
from .status import Reason, RefusedError
from .version import CommentVersion
from .visit import Visit

__all__ = [
    "FLOOD_COUNT",
    "FLOOD_WINDOW",
    "MAX_LENGTH",
    "MOST_PINNED",
    "Appeal",
    "AppealError",
    "Comment",
    "CommentMention",
    "CommentVersion",
    "HoldReason",
    "ModerationEntry",
    "ModerationRules",
    "Notice",
    "OvertakenError",
    "PersonNote",
    "PinnedEnoughError",
    "Reason",
    "RefusedError",
    "Report",
    "Sanction",
    "SpamCount",
    "Visit",
    "WatchedArticle",
    "lower_bound",
    "true_reply_count",
]
