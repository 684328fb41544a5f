"""The moderators' desk: queues of comments, who wrote them, the rules, and the log of what was decided."""

from .comment import CommentAdmin
from .log import ModerationEntryAdmin, ReportAdmin
from .rules import ModerationRulesAdmin
from .sanction import SanctionAdmin

__all__ = ["CommentAdmin", "ModerationEntryAdmin", "ModerationRulesAdmin", "ReportAdmin", "SanctionAdmin"]
