from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class MagazineConfig(AppConfig):
    name = "magazine"


class MagazineAdminConfig(AdminConfig):
    default_site = "magazine.admin_site.MagazineAdminSite"
