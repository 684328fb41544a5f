"""When the words of an article or a comment change, as either database can be told by a trigger.

Each event with SQL for the keys of those that it changes.
"""

RENAMED_AT_ONCE = (
    1000  # of the articles of a tag or author, the newest; the others learn of it when they are next changed
)
TAGS, BYLINES = "articles_article_tags", "articles_byline"


def differs(table: str, *columns: str) -> str:
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("old", "new"))
    return f"UPDATE OF {', '.join(columns)} ON {table} FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new}))"


def newest_of(table: str, column: str) -> str:
    return f"SELECT article_id FROM {table} WHERE {column} = new.id ORDER BY listed_at DESC LIMIT {RENAMED_AT_ONCE}"  # noqa: S608


ADDED, CHANGED, REMOVED = (f"search_article_{what}" for what in ("added", "changed", "removed"))
ARTICLES = {
    ADDED: ("INSERT ON articles_article FOR EACH ROW", "SELECT new.id"),
    CHANGED: (
        differs("articles_article", "title", "lead", "body_text", "category_id", "cover_id", "published_at"),
        "SELECT new.id",
    ),
    REMOVED: ("DELETE ON articles_article FOR EACH ROW", "SELECT old.id"),
    **{
        f"search_added_{table}": (f"INSERT ON {table} FOR EACH ROW", "SELECT new.article_id")
        for table in (TAGS, BYLINES)
    },
    **{
        f"search_removed_{table}": (f"DELETE ON {table} FOR EACH ROW", "SELECT old.article_id")
        for table in (TAGS, BYLINES)
    },
    **{
        f"search_moved_{name}": (
            f"UPDATE OF {name}_id, article_id ON {table} FOR EACH ROW",
            "SELECT old.article_id UNION SELECT new.article_id",
        )
        for table, name in ((TAGS, "tag"), (BYLINES, "author"))
    },
    "search_tag_renamed": (differs("articles_tag", "name"), newest_of(TAGS, "tag_id")),
    "search_person_renamed": (differs("accounts_user", "display_name", "username"), newest_of(BYLINES, "author_id")),
    "search_cover_said": (
        differs("articles_image", "caption"),
        f"SELECT id FROM articles_article WHERE cover_id = new.id LIMIT {RENAMED_AT_ONCE}",  # noqa: S608
    ),
}
COMMENTS = {
    "search_comment_added": ("INSERT ON comments_comment FOR EACH ROW", "SELECT new.id"),
    "search_comment_changed": ("UPDATE OF body, status ON comments_comment FOR EACH ROW", "SELECT new.id"),
    "search_comment_removed": ("DELETE ON comments_comment FOR EACH ROW", "SELECT old.id"),
}
