"""The official Anthropic clients, with an L0 Cache gateway in front of the model."""

from ._client import Anthropic, AsyncAnthropic
from ._config import AllowedTier, L0Config, NormalizerName
from ._info import CacheTier, FallbackReason, L0Entry, L0Info, read_l0
from ._messages import AsyncL0MessageStream, L0Message, L0MessageStream

__all__ = [
    "AllowedTier",
    "Anthropic",
    "AsyncAnthropic",
    "AsyncL0MessageStream",
    "CacheTier",
    "FallbackReason",
    "L0Config",
    "L0Entry",
    "L0Info",
    "L0Message",
    "L0MessageStream",
    "NormalizerName",
    "read_l0",
]
