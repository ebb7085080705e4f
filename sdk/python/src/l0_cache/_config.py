from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from typing_extensions import TypedDict

NormalizerName = Literal["rules", "classifier", "memo", "pass_through"]
"""How a query was turned into an intent key. `pass_through` is the exact text."""

AllowedTier = Literal["any", "L0_CACHE", "L3_LLM"]
"""Who may answer: approved answers and the model, approved answers only, or the model only."""


class L0Config(TypedDict, total=False):
    base_url: str
    """The gateway's address, without `/v1`. Default: `L0_BASE_URL`, else `http://localhost:3000`."""
    api_key: str
    """The gateway's key (`l0_…`, scope `lookup`). Default: `L0_API_KEY`. Sent to the gateway only."""
    cache_tier: AllowedTier
    """`any` (default). `L0_CACHE`: an approved answer or a `NotFoundError`; the model is never asked, nor is
    the vendor on a failure. `L3_LLM`: the model always answers, the gateway only keeps the books."""
    normalizer: Literal["any"] | NormalizerName | Sequence[NormalizerName]
    """Serve only answers whose key was found by one of these. Default: whatever the workspace uses."""
    scope: str
    """The scope of the answers. Default: the gateway's, which depends on the system prompt."""
    fallback: bool
    """Ask the vendor directly while the gateway is down. Default true."""


@dataclass(frozen=True)
class Gateway:
    """What the routing needs to know."""

    base_url: str
    """Without a slash at its end."""
    api_key: str = field(repr=False)
    headers: Mapping[str, str]
    """`x-l0-*` headers of every request, unless the request has its own."""
    fallback: bool


_CACHE_HEADER: dict[str, str | None] = {"any": None, "L0_CACHE": "only", "L3_LLM": "off"}
_NORMALIZERS = ("rules", "classifier", "memo", "pass_through")
_KNOWN = frozenset(L0Config.__annotations__)


def read_l0_config(config: L0Config | None) -> Gateway:
    """Raises `ValueError`, naming the option, for a key that is missing, or is the vendor's."""
    given: L0Config = config or {}
    for name in given:
        if name not in _KNOWN:
            raise ValueError(f"l0_config has no option {name!r}")
    base_url = (given.get("base_url") or _env("L0_BASE_URL") or "http://localhost:3000").rstrip("/")
    if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname:
        raise ValueError(f"l0_config['base_url'] is not a URL: {base_url}")
    api_key = given.get("api_key") or _env("L0_API_KEY")
    if not api_key:
        raise ValueError("enable_l0_cache needs the gateway's key: set l0_config['api_key'] or L0_API_KEY.")
    if api_key.startswith("sk-ant-"):
        raise ValueError("l0_config['api_key'] is the vendor's key. The gateway's begins with 'l0_'.")
    return Gateway(base_url, api_key, _request_headers(given), given.get("fallback", True))


def _request_headers(config: L0Config) -> dict[str, str]:
    headers: dict[str, str] = {}
    tier = config.get("cache_tier", "any")
    if tier not in _CACHE_HEADER:
        raise ValueError(f"l0_config['cache_tier'] is not a tier: {tier}")
    mode = _CACHE_HEADER[tier]
    if mode is not None:
        headers["x-l0-cache"] = mode
    normalizer = config.get("normalizer", "any")
    named = [normalizer] if isinstance(normalizer, str) else list(normalizer)
    if "any" not in named:
        unknown = [name for name in named if name not in _NORMALIZERS]
        if unknown or not named:
            raise ValueError(f"l0_config['normalizer'] is not a normalizer: {unknown or '[]'}")
        headers["x-l0-normalizer"] = ",".join(named)
    scope = config.get("scope")
    if scope is not None:
        headers["x-l0-scope"] = scope
    return headers


def _env(name: str) -> str | None:
    return os.environ.get(name, "").strip() or None
