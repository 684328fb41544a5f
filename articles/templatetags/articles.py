from django import template

from ..picture import picture_html

register = template.Library()
register.simple_tag(picture_html, name="picture")
