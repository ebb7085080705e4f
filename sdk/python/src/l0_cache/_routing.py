"""Sends what the gateway can answer to the gateway, below the official client and its retries."""

from __future__ import annotations

import re
from contextvars import ContextVar
from typing import Any

import httpx2
from anthropic import AnthropicError

from ._config import Gateway
from ._info import FALLBACK, FallbackReason

# What the gateway speaks. Everything else of the vendor's API (batches, files, …) goes to the vendor.
_ROUTES = {
    "POST": re.compile(r"/v1/messages(/count_tokens)?$"),
    "GET": re.compile(r"/v1/models(/[^/]+)?$"),
}

# Never leave for the gateway: they are the vendor's, or somebody else's.
_CREDENTIALS = ("x-api-key", "authorization", "proxy-authorization", "cookie")

# The client's own deadline is no news about the gateway; that it takes no connection is.
_DOWN = (httpx2.NetworkError, httpx2.RemoteProtocolError, httpx2.ConnectTimeout)

responses: ContextVar[list[httpx2.Response] | None] = ContextVar("l0_responses", default=None)
"""Where a call of `messages.create` collects what came back for it, last attempt last."""


def has_credential(headers: httpx2.Headers) -> bool:
    return bool(headers.get("authorization") or headers.get("x-api-key"))


class _Routing:
    """Stands for an HTTP client; only `send` is ours."""

    def __init__(self, inner: Any, gateway: Gateway) -> None:
        self.inner = inner
        self._gateway = gateway

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def _request_to_gateway(self, request: httpx2.Request) -> httpx2.Request | None:
        """The same request to the gateway, with its key in place of the vendor's; None for others."""
        route = _ROUTES.get(request.method.upper())
        found = route.search(request.url.path) if route else None
        if found is None:
            return None
        try:
            content = request.content
        except httpx2.RequestNotRead:  # a body that can be read once cannot be sent twice
            return None
        query = f"?{request.url.query.decode('ascii')}" if request.url.query else ""
        headers = httpx2.Headers(request.headers)
        for name in (*_CREDENTIALS, "host", "content-length", "transfer-encoding"):
            headers.pop(name, None)
        headers["authorization"] = f"Bearer {self._gateway.api_key}"
        for name, value in self._gateway.headers.items():
            headers.setdefault(name, value)
        # The whole path as it was written, so that what is escaped in it stays so.
        raw_path = request.url.raw_path.decode("ascii").split("?", 1)[0]
        path = raw_path[raw_path.rindex("/v1/") :]
        return httpx2.Request(
            request.method,
            self._gateway.base_url + path + query,
            headers=headers,
            content=content,
            extensions=dict(request.extensions),
        )

    def _may_fall_back(self, to_gateway: httpx2.Request, vendor: httpx2.Request, auth: Any) -> bool:
        if not self._gateway.fallback or to_gateway.headers.get("x-l0-cache") == "only":
            return False
        return has_credential(vendor.headers) or isinstance(auth, httpx2.Auth)

    def _to_vendor(self, request: httpx2.Request, auth: Any) -> httpx2.Request:
        if not has_credential(request.headers) and not isinstance(auth, httpx2.Auth):
            raise AnthropicError(
                "This request goes to the vendor and needs its credential: set api_key, auth_token or credentials."
            )
        for name in [name for name in request.headers if name.lower().startswith("x-l0-")]:
            del request.headers[name]
        return request


def _status_of_down_gateway(response: httpx2.Response) -> FallbackReason | None:
    """
    A gateway that works says `x-l0-cache` with whatever it answers, also with an error it passes on from
    the model. Without it, the status is a proxy's before it, or its own before it could do anything.
    """
    if "x-l0-cache" in response.headers:
        return None
    reasons: dict[int, FallbackReason] = {502: "status_502", 503: "status_503", 504: "status_504"}
    return reasons.get(response.status_code)


def _keep(response: httpx2.Response) -> None:
    kept = responses.get()
    if kept is not None:
        kept.append(response)


class Routing(_Routing):
    inner: httpx2.Client

    def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        response = self._send(request, options)
        _keep(response)
        return response

    def _send(self, request: httpx2.Request, options: dict[str, Any]) -> httpx2.Response:
        auth = options.get("auth")
        to_gateway = self._request_to_gateway(request)
        if to_gateway is None:
            return self.inner.send(self._to_vendor(request, auth), **options)
        may_fall_back = self._may_fall_back(to_gateway, request, auth)
        reason: FallbackReason
        try:
            # Streamed in any case: an error after the headers must not lead to the vendor.
            response = self.inner.send(to_gateway, **{**options, "auth": None, "stream": True})
        except _DOWN:
            if not may_fall_back:
                raise
            reason = "unreachable"
        else:
            down = _status_of_down_gateway(response) if may_fall_back else None
            if down is None:
                if not options.get("stream"):
                    response.read()
                return response
            response.close()
            reason = down
        response = self.inner.send(self._to_vendor(request, auth), **options)
        response.extensions[FALLBACK] = reason
        return response


class AsyncRouting(_Routing):
    inner: httpx2.AsyncClient

    async def send(self, request: httpx2.Request, **options: Any) -> httpx2.Response:
        response = await self._send(request, options)
        _keep(response)
        return response

    async def _send(self, request: httpx2.Request, options: dict[str, Any]) -> httpx2.Response:
        auth = options.get("auth")
        to_gateway = self._request_to_gateway(request)
        if to_gateway is None:
            return await self.inner.send(self._to_vendor(request, auth), **options)
        may_fall_back = self._may_fall_back(to_gateway, request, auth)
        reason: FallbackReason
        try:
            response = await self.inner.send(to_gateway, **{**options, "auth": None, "stream": True})
        except _DOWN:
            if not may_fall_back:
                raise
            reason = "unreachable"
        else:
            down = _status_of_down_gateway(response) if may_fall_back else None
            if down is None:
                if not options.get("stream"):
                    await response.aread()
                return response
            await response.aclose()
            reason = down
        response = await self.inner.send(self._to_vendor(request, auth), **options)
        response.extensions[FALLBACK] = reason
        return response


def unwrap(http_client: Any) -> Any:
    """The HTTP client under one of ours, so that a copied client is not routed twice."""
    return http_client.inner if isinstance(http_client, _Routing) else http_client
