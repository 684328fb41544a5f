from django.db import models, transaction


class OldSlug(models.Model):
    """An address an article had before; it answers with a permanent redirect."""

    slug = models.SlugField(max_length=120, unique=True)
    article = models.ForeignKey("Article", models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug

    @classmethod
    @transaction.atomic
    def keep(cls, article, old_slug: str) -> None:
        """Links to the address it had lead to the one it has; an address taken back is no longer an old one."""
        cls.objects.filter(slug=article.slug).delete()
        cls.objects.update_or_create(slug=old_slug, defaults={"article": article})
