"""What somebody sent without being signed in, kept in the browser's session until it is posted."""

from django.http import HttpRequest

from .forms import KEPT

SESSION_KEY = "correction_draft"
LONGEST = 2000  # characters of each field; whoever wrote too much is told so after signing in


def keep_draft(request: HttpRequest) -> None:
    words = {name: request.POST[name][:LONGEST] for name in KEPT if name in request.POST}
    request.session[SESSION_KEY] = {"form": request.path, "words": words}


def draft_for(request: HttpRequest) -> dict[str, str]:
    """Initial values for the form at this address, {} when nothing was kept for it."""
    draft = request.session.get(SESSION_KEY, {})
    return draft["words"] if draft.get("form") == request.path else {}


def forget_draft(request: HttpRequest) -> None:
    if draft_for(request):
        del request.session[SESSION_KEY]
