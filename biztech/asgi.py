"""One process for every face: HTTP through a fixed thread pool, websockets natively.

For a hall above what one process takes there are two kinds, one for each half.

Django's own ASGI handler hops between threads for every synchronous middleware and is
several times slower than its WSGI stack behind one hop into a pool.
"""

from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator
from django.conf import settings

from biztech.health import Health, parts_of_this_process
from biztech.observed import Observed
from biztech.scraping import Scraped
from biztech.wsgi import application as django
from core.serving.bridge import Bridge
from core.serving.elsewhere import Elsewhere

# The libraries name the same ASGI and WSGI callables with different types.
threads: Any = Bridge(
    django,
    threads=settings.HTTP_THREADS,
    each=settings.UNFINISHED_PER_ADDRESS,
)

# Django's apps have to be there before anything of them is imported.
from biztech.public_reads import PublicReads  # noqa: E402
from biztech.routing import websocket_urlpatterns  # noqa: E402

http: Any = PublicReads(threads)
# The walls are public, so nobody asks who calls.
screens: Any = OriginValidator(
    URLRouter(websocket_urlpatterns),
    [*settings.ALLOWED_HOSTS, *settings.CORS_ALLOWED_ORIGINS],
)
no_requests: Any = Elsewhere(
    "This process serves websockets: send requests to `web`.\n"
)
no_screens: Any = Elsewhere(
    "This process serves requests: send websockets to `wall`.\n"
)


def _serving(*, requests: Any, websockets: Any) -> ProtocolTypeRouter:
    watched = Health(Scraped(requests), parts_of_this_process())
    return ProtocolTypeRouter({"http": watched, "websocket": websockets})


application = _serving(requests=Observed(http), websockets=screens)
web = _serving(requests=Observed(http), websockets=no_screens)
wall = _serving(requests=no_requests, websockets=screens)
