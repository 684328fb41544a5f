from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, QuerySet
from django.db.models.functions import Lower
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pictures.forms import AvatarField
from purging.log import purge

from .forms import AvatarReplaced
from .lists import LongListAdmin
from .models import User

CHECKBOXES = {ManyToManyField: {"widget": CheckboxSelectMultiple}}


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["username", "email", "display_name"]


class PersonForm(AvatarReplaced, UserChangeForm):
    avatar = AvatarField(label=_("Picture"), required=False)


@admin.register(User)
class UserAdmin(LongListAdmin, DjangoUserAdmin):
    form = PersonForm
    add_form = NewUserForm
    list_display = ["username", "display_name", "email", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["-pk"]
    sortable_by = ["username", "date_joined"]
    actions = None
    filter_horizontal = []
    formfield_overrides = CHECKBOXES
    fieldsets = [
        (None, {"fields": ["username", "email", "password"]}),
        (_("Profile"), {"fields": ["display_name", "bio", "website", "avatar"]}),
        (_("What they may do"), {"fields": ["is_active", "is_staff", "groups", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "display_name", "usable_password", "password1", "password2"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody gives rights who does not have them all; people change their address themselves, and confirm it."""
        fields = ["last_login", "date_joined"]
        if obj:
            fields.append("email")
        if not request.user.is_superuser:
            fields += ["is_staff", "groups", "is_superuser"]
        return fields

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only administrators change administrators and the newsroom."""
        return super().has_change_permission(request, obj) and not self._is_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_above(request, obj)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        purge(f"person-{obj.pk}", gone=True)
        super().delete_model(request, obj)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Bylines are chosen by people who must not find out addresses by searching for them."""
        names = ["username", "display_name"]
        return [*names, "email"] if self.has_view_permission(request) else names

    def find(self, queryset: QuerySet, term: str) -> QuerySet:
        """Somebody by the whole name or, who may see addresses, address."""
        return queryset.annotate(name=Lower("username")).filter(name=term.strip().lower())

    def _is_above(self, request: HttpRequest, person: User | None) -> bool:
        return person is not None and person.is_staff and not request.user.is_superuser


for model in (Authenticator, SocialAccount, SocialApp, SocialToken):  # the environment says where people come from
    admin.site.unregister(model)


@admin.register(Authenticator)
class AuthenticatorAdmin(LongListAdmin):
    """For whoever lost phone, key and codes: an administrator takes the factor away. Its secret is shown to nobody."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    ordering = ["-pk"]
    actions = None
    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Authenticator | None = None) -> bool:
        return request.user.is_superuser


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin):
    filter_horizontal = []
    formfield_overrides = CHECKBOXES

    def has_module_permission(self, request: HttpRequest) -> bool:
        """A right to give rights is all rights."""
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return request.user.is_superuser
