"""Who may reach the sandbox: this machine, and no other site's page in its browser."""

import ipaddress
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web


def check(host: str) -> None:
    """ValueError for an address that is not loopback."""
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"the sandbox serves loopback only, not {host}")


@web.middleware
async def only_from_here(request: web.Request, handler: Callable) -> web.StreamResponse:
    """Refuse other sites' pages: a name that was rebound to loopback, or a foreign origin that posts."""
    if (urlsplit(f"//{request.host}").hostname or "") not in {"127.0.0.1", "localhost", "::1"}:
        return web.Response(status=403, text="the sandbox answers on loopback only")
    origin = request.headers.get("Origin")
    if origin and request.method != "GET" and urlsplit(origin).netloc != request.host:
        return web.Response(status=403, text="the sandbox takes no requests from other sites")
    return await handler(request)
