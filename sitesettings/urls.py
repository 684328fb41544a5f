from django.urls import path, register_converter

from . import views


class Hex:
    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Hex, "hex")

app_name = "sitesettings"
urlpatterns = [path("accent/<hex:digits>.css", views.accent, name="accent")]
