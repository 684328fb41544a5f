from django.tasks import task

from .cdn import purge_cdn


@task
def purge_at_cdn(tags: list[str]) -> None:
    """Fails when a CDN does not answer, and is then tried again; to purge twice does no harm."""
    purge_cdn(tags)
