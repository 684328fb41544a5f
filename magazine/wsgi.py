import gc
import os
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from . import processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = processes.begin()  # read when prometheus_client is imported
django = get_wsgi_application()

# Needs the settings and the models, which are there only now.
from articles import clock  # noqa: E402

from .beacons import Beacons  # noqa: E402
from .pagecache import PageCache  # noqa: E402
from .pagecache.key import Environ  # noqa: E402
from .pagecache.page import StartResponse  # noqa: E402
from .pagecache.pieces import Pieces  # noqa: E402
from .pagecache.release import release  # noqa: E402
from .schedule import events  # noqa: E402

pieces = Pieces(django, memory_mb=settings.PAGE_PIECES_MB)
application: Callable[[Environ, StartResponse], Iterable[bytes]] = Beacons(pieces)
if settings.PAGE_CACHE_MB:
    application = pages = PageCache(
        application,
        schedule=events,
        folder=settings.DATA_DIR / "pages" / release(),
        memory_mb=settings.PAGE_CACHE_MB,
        disk_mb=settings.PAGE_CACHE_DISK_MB,
    )
    pages.start()
clock.start()

# What is loaded by now stays for good. Looking through it for garbage time and again took a tenth of every page.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
