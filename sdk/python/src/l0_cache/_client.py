from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import anthropic
import httpx2
from typing_extensions import Self, TypedDict, Unpack

from ._config import Gateway, L0Config, read_l0_config
from ._messages import AsyncL0Messages, L0Messages
from ._routing import AsyncRouting, Routing, unwrap


class _Options(TypedDict, total=False):
    """The official clients' own options, but for `http_client`, which differs between the two."""

    api_key: str | None
    auth_token: str | None
    credentials: Any
    config: Mapping[str, Any] | None
    profile: str | None
    webhook_key: str | None
    base_url: str | httpx2.URL | None
    timeout: float | httpx2.Timeout | None
    max_retries: int
    default_headers: Mapping[str, str] | None
    default_query: Mapping[str, object] | None
    open_telemetry: Any
    middleware: Sequence[Any] | None


class Anthropic(anthropic.Anthropic):
    """
    The official client. `api_key` and `base_url` stay the vendor's; the gateway's are in `l0_config`. The
    vendor's key never goes to the gateway, the gateway's never to the vendor.

    Raises `ValueError` for keys in each other's place and for a `base_url` that is the gateway's.
    """

    def __init__(
        self,
        *,
        enable_l0_cache: bool = False,
        l0_config: L0Config | None = None,
        http_client: httpx2.Client | None = None,
        **options: Unpack[_Options],
    ) -> None:
        self._l0_options: dict[str, Any] = {"enable_l0_cache": enable_l0_cache, "l0_config": l0_config}
        gateway = read_l0_config(l0_config) if enable_l0_cache else None
        super().__init__(http_client=unwrap(http_client), **options)
        if gateway is not None:
            _check(self, gateway)
            self._client = Routing(self._client, gateway)  # type: ignore[assignment]

    @cached_property
    def messages(self) -> L0Messages:
        return L0Messages(self)

    def copy(self, *, _extra_kwargs: Mapping[str, Any] = {}, **options: Any) -> Self:
        """The official `copy`, which also takes `enable_l0_cache` and `l0_config`."""
        return super().copy(**_split(self._l0_options, options, _extra_kwargs))

    with_options = copy

    def _validate_headers(self, headers: httpx2.Headers, omitted: Any) -> None:
        # The gateway needs no credential of the vendor's; the routing asks for it when the vendor is asked.
        if not isinstance(self._client, Routing):
            super()._validate_headers(headers, omitted)


class AsyncAnthropic(anthropic.AsyncAnthropic):
    """As `Anthropic`, for `await`."""

    def __init__(
        self,
        *,
        enable_l0_cache: bool = False,
        l0_config: L0Config | None = None,
        http_client: httpx2.AsyncClient | None = None,
        **options: Unpack[_Options],
    ) -> None:
        self._l0_options: dict[str, Any] = {"enable_l0_cache": enable_l0_cache, "l0_config": l0_config}
        gateway = read_l0_config(l0_config) if enable_l0_cache else None
        super().__init__(http_client=unwrap(http_client), **options)
        if gateway is not None:
            _check(self, gateway)
            self._client = AsyncRouting(self._client, gateway)  # type: ignore[assignment]

    @cached_property
    def messages(self) -> AsyncL0Messages:
        return AsyncL0Messages(self)

    def copy(self, *, _extra_kwargs: Mapping[str, Any] = {}, **options: Any) -> Self:
        """The official `copy`, which also takes `enable_l0_cache` and `l0_config`."""
        return super().copy(**_split(self._l0_options, options, _extra_kwargs))

    with_options = copy

    def _validate_headers(self, headers: httpx2.Headers, omitted: Any) -> None:
        if not isinstance(self._client, AsyncRouting):
            super()._validate_headers(headers, omitted)


def _split(ours: Mapping[str, Any], options: dict[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    """Options of a copy; what is ours goes to the constructor beside them, the old value where none is given."""
    kept = {name: options.pop(name, value) for name, value in ours.items()}
    return {**options, "_extra_kwargs": {**kept, **extra}}


def _check(client: anthropic.Anthropic | anthropic.AsyncAnthropic, gateway: Gateway) -> None:
    for key in (client.api_key, client.auth_token):
        if key is not None and key.startswith("l0_"):
            raise ValueError("api_key is the vendor's key; the gateway's ('l0_…') is l0_config['api_key'].")
    if _origin(str(client.base_url)) == _origin(gateway.base_url):
        raise ValueError(
            "base_url is the vendor's; the gateway's is l0_config['base_url']. They must differ."
        )


def _origin(url: str) -> Any:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
