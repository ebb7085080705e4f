from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Generic, TypeVar, overload

import httpx2
from anthropic import AsyncMessageStream, AsyncStream, MessageStream, Stream
from anthropic.lib.streaming import AsyncMessageStreamManager, MessageStreamManager
from anthropic.resources.messages import AsyncMessages, Messages
from anthropic.types import Message, RawMessageStreamEvent
from anthropic.types.message_create_params import (
    MessageCreateParamsBase,
    MessageCreateParamsNonStreaming,
    MessageCreateParamsStreaming,
)
from anthropic.types.parsed_message import ParsedMessage
from typing_extensions import TypedDict, Unpack

from ._info import CacheTier, L0Info, read_l0, with_l0
from ._routing import AsyncRouting, Routing, responses

Format = TypeVar("Format")


class _Carries:
    """What a response carries beside the vendor's fields. All `None` without `enable_l0_cache`."""

    cache_tier: CacheTier | None
    cost: float | None
    l0: L0Info | None


# For type checkers: at run time the vendor's own objects get the three attributes.
class L0Message(Message):
    """The vendor's message, with who answered it and what that cost."""

    cache_tier: CacheTier | None = None
    cost: float | None = None
    l0: L0Info | None = None


class L0ParsedMessage(ParsedMessage[Format], Generic[Format]):
    cache_tier: CacheTier | None = None
    cost: float | None = None
    l0: L0Info | None = None


class L0Stream(_Carries, Stream[RawMessageStreamEvent]):
    pass


class AsyncL0Stream(_Carries, AsyncStream[RawMessageStreamEvent]):
    pass


class _RequestOptions(TypedDict, total=False):
    extra_headers: Mapping[str, Any] | None
    extra_query: Mapping[str, object] | None
    extra_body: object | None
    timeout: float | httpx2.Timeout | None


class _Create(MessageCreateParamsNonStreaming, _RequestOptions, total=False):
    pass


class _CreateStreaming(MessageCreateParamsStreaming, _RequestOptions, total=False):
    pass


class _Streamed(MessageCreateParamsBase, _RequestOptions, total=False):
    """Of `stream()` and `parse()`; `Format` comes from `output_format`."""


class L0MessageStream(MessageStream[Format]):
    """The vendor's stream, which knows from its headers on who answers. Adds methods, and no base or slot:
    the vendor's manager makes the stream, and its class is set afterwards."""

    _l0_enabled: bool

    @property
    def l0(self) -> L0Info | None:
        return read_l0(self.response) if self._l0_enabled else None

    @property
    def cache_tier(self) -> CacheTier | None:
        return self.l0.cache_tier if self.l0 else None

    @property
    def cost(self) -> float | None:
        return self.l0.cost if self.l0 else None

    def get_final_message(self) -> L0ParsedMessage[Format]:
        final = super().get_final_message()
        return with_l0(final, self.response if self._l0_enabled else None)  # type: ignore[no-any-return]


class AsyncL0MessageStream(AsyncMessageStream[Format]):
    """As `L0MessageStream`, for `await`."""

    _l0_enabled: bool

    @property
    def l0(self) -> L0Info | None:
        return read_l0(self.response) if self._l0_enabled else None

    @property
    def cache_tier(self) -> CacheTier | None:
        return self.l0.cache_tier if self.l0 else None

    @property
    def cost(self) -> float | None:
        return self.l0.cost if self.l0 else None

    async def get_final_message(self) -> L0ParsedMessage[Format]:
        final = await super().get_final_message()
        return with_l0(final, self.response if self._l0_enabled else None)  # type: ignore[no-any-return]


class L0MessageStreamManager(Generic[Format]):
    def __init__(self, manager: MessageStreamManager[Format], enabled: bool) -> None:
        self._manager = manager
        self._enabled = enabled

    def __enter__(self) -> L0MessageStream[Format]:
        stream: Any = self._manager.__enter__()
        stream.__class__ = L0MessageStream
        stream._l0_enabled = self._enabled
        return stream  # type: ignore[no-any-return]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._manager.__exit__(kind, error, trace)


class AsyncL0MessageStreamManager(Generic[Format]):
    def __init__(self, manager: AsyncMessageStreamManager[Format], enabled: bool) -> None:
        self._manager = manager
        self._enabled = enabled

    async def __aenter__(self) -> AsyncL0MessageStream[Format]:
        stream: Any = await self._manager.__aenter__()
        stream.__class__ = AsyncL0MessageStream
        stream._l0_enabled = self._enabled
        return stream  # type: ignore[no-any-return]

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._manager.__aexit__(kind, error, trace)


def _annotate(result: Any, kept: list[httpx2.Response]) -> Any:
    # `.with_raw_response` wants the HTTP response itself, and gets it as it is.
    if isinstance(result, (Message, Stream, AsyncStream)):
        return with_l0(result, kept[-1] if kept else None)
    return result


class L0Messages(Messages):
    """`client.messages` as the vendor made it, whose responses carry `cache_tier`, `cost` and `l0`."""

    @overload  # type: ignore[override]
    def create(self, **params: Unpack[_CreateStreaming]) -> L0Stream: ...
    @overload
    def create(self, **params: Unpack[_Create]) -> L0Message: ...
    def create(self, **params: Any) -> Any:
        kept: list[httpx2.Response] = []
        token = responses.set(kept)
        try:
            return _annotate(super().create(**params), kept)
        finally:
            responses.reset(token)

    @overload  # type: ignore[override]
    def parse(
        self, *, output_format: type[Format], **params: Unpack[_Streamed]
    ) -> L0ParsedMessage[Format]: ...
    @overload
    def parse(self, **params: Unpack[_Streamed]) -> L0ParsedMessage[None]: ...
    def parse(self, **params: Any) -> Any:
        kept: list[httpx2.Response] = []
        token = responses.set(kept)
        try:
            return _annotate(super().parse(**params), kept)
        finally:
            responses.reset(token)

    @overload  # type: ignore[override]
    def stream(
        self, *, output_format: type[Format], **params: Unpack[_Streamed]
    ) -> L0MessageStreamManager[Format]: ...
    @overload
    def stream(self, **params: Unpack[_Streamed]) -> L0MessageStreamManager[None]: ...
    def stream(self, **params: Any) -> Any:
        return L0MessageStreamManager(super().stream(**params), isinstance(self._client._client, Routing))


class AsyncL0Messages(AsyncMessages):
    """`client.messages` as the vendor made it, whose responses carry `cache_tier`, `cost` and `l0`."""

    @overload  # type: ignore[override]
    async def create(self, **params: Unpack[_CreateStreaming]) -> AsyncL0Stream: ...
    @overload
    async def create(self, **params: Unpack[_Create]) -> L0Message: ...
    async def create(self, **params: Any) -> Any:
        kept: list[httpx2.Response] = []
        token = responses.set(kept)
        try:
            return _annotate(await super().create(**params), kept)
        finally:
            responses.reset(token)

    @overload  # type: ignore[override]
    async def parse(
        self, *, output_format: type[Format], **params: Unpack[_Streamed]
    ) -> L0ParsedMessage[Format]: ...
    @overload
    async def parse(self, **params: Unpack[_Streamed]) -> L0ParsedMessage[None]: ...
    async def parse(self, **params: Any) -> Any:
        kept: list[httpx2.Response] = []
        token = responses.set(kept)
        try:
            return _annotate(await super().parse(**params), kept)
        finally:
            responses.reset(token)

    @overload  # type: ignore[override]
    def stream(
        self, *, output_format: type[Format], **params: Unpack[_Streamed]
    ) -> AsyncL0MessageStreamManager[Format]: ...
    @overload
    def stream(self, **params: Unpack[_Streamed]) -> AsyncL0MessageStreamManager[None]: ...
    def stream(self, **params: Any) -> Any:
        return AsyncL0MessageStreamManager(
            super().stream(**params), isinstance(self._client._client, AsyncRouting)
        )
