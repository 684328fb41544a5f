from articles.audit import AppendOnly

MODERATION = AppendOnly("comments", "moderationentry", "moderation", "The moderation log is only ever added to")
