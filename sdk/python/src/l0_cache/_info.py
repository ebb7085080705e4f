from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any, Literal, cast

import httpx2

from ._config import NormalizerName

CacheTier = Literal["L0_CACHE", "L3_LLM"]
"""`L0_CACHE`: an answer a person approved. `L3_LLM`: the model's."""

FallbackReason = Literal["unreachable", "status_502", "status_503", "status_504"]
"""Why the vendor was asked directly: no connection, or a status of a gateway that could not work."""

FALLBACK = "l0_fallback"
"""Where a response of the vendor's remembers its `FallbackReason` (`httpx2.Response.extensions`)."""


@dataclass(frozen=True)
class L0Entry:
    id: str
    version: int


@dataclass(frozen=True)
class L0Info:
    """What the gateway said about a response, in its `x-l0-*` headers."""

    source: Literal["gateway", "vendor"]
    """`vendor`: the gateway had no part in it."""
    cache: Literal["hit", "miss", "bypass"]
    cache_tier: CacheTier | None
    """`None` when neither answered: the workspace's own words for when every model is out."""
    cost: float | None
    """US dollars. `None` when not known yet as the headers left: the model's streams, and the vendor's replies."""
    key: str | None
    entry: L0Entry | None
    scope: str | None
    reason: str | None
    """Why it is not a hit."""
    hit_id: str | None
    """Of a hit: what `POST /api/v1/hits/{hit_id}/report` wants."""
    normalizer: NormalizerName | None
    """Of a hit: what found its key."""
    fallback: FallbackReason | None
    """`None` unless the vendor was asked because the gateway was down."""


def read_l0(response: httpx2.Response) -> L0Info:
    """Reads an HTTP response, e.g. `raw.http_response` of `.with_raw_response`."""
    headers = response.headers
    cache = headers.get("x-l0-cache")
    from_gateway = cache in ("hit", "miss", "bypass")
    tier = headers.get("x-l0-cache-tier") if from_gateway else "L3_LLM"
    return L0Info(
        source="gateway" if from_gateway else "vendor",
        cache=cast("Literal['hit', 'miss', 'bypass']", cache) if from_gateway else "bypass",
        cache_tier=cast("CacheTier", tier) if tier in ("L0_CACHE", "L3_LLM") else None,
        cost=_number(headers.get("x-l0-cost-usd")),
        key=headers.get("x-l0-key"),
        entry=_entry(headers.get("x-l0-entry")),
        scope=headers.get("x-l0-scope"),
        reason=headers.get("x-l0-reason"),
        hit_id=headers.get("x-l0-hit-id"),
        normalizer=cast("NormalizerName | None", headers.get("x-l0-normalizer")),
        fallback=response.extensions.get(FALLBACK),
    )


def with_l0(value: Any, response: httpx2.Response | None) -> Any:
    """Sets `cache_tier`, `cost` and `l0`; all `None` without a response."""
    l0 = None if response is None else read_l0(response)
    value.cache_tier = None if l0 is None else l0.cache_tier
    value.cost = None if l0 is None else l0.cost
    value.l0 = l0
    return value


def _number(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _entry(value: str | None) -> L0Entry | None:
    match = re.fullmatch(r"(.+)@(\d+)", value or "", re.ASCII)
    return L0Entry(match.group(1), int(match.group(2))) if match else None
