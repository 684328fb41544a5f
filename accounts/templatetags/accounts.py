from django import template

from ..avatar import avatar_html

register = template.Library()
register.simple_tag(avatar_html, name="avatar")
