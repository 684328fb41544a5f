from django import template

from articles.models import Article

from ..models import Correction

register = template.Library()


@register.simple_tag
def corrections_waiting(article: Article) -> int:
    return Correction.objects.waiting().filter(article=article).count()
