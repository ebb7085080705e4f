"""The official clients against a running gateway over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import anthropic
import httpx2
import pytest
from conftest import Servers

from l0_cache import Anthropic, AsyncAnthropic, read_l0

APPROVED = "To cancel order 67890, open it in your account."
HIT = "please cancel my order 67890"
MISS = "which colours does the lamp come in"


def options(servers: Servers, l0_config: Any = None) -> dict[str, Any]:
    return {
        "api_key": servers.vendor_key,
        "base_url": servers.vendor_url,
        "max_retries": 0,
        "enable_l0_cache": True,
        "l0_config": {"api_key": servers.key, "base_url": servers.url, **(l0_config or {})},
    }


def ask(content: str, model: str = "claude-haiku-4-5") -> dict[str, Any]:
    return {"model": model, "max_tokens": 300, "messages": [{"role": "user", "content": content}]}


@pytest.fixture
def client(servers: Servers) -> Anthropic:
    return Anthropic(**options(servers))


def text_of(message: Any) -> str:
    return "".join(block.text for block in message.content if block.type == "text")


def deltas(events: list[Any]) -> str:
    return "".join(event.delta.text for event in events if event.type == "content_block_delta")


class TestSync:
    def test_a_hit_tells_who_answered_and_what_it_cost(self, client: Anthropic) -> None:
        reply = client.messages.create(**ask(HIT))
        assert text_of(reply) == APPROVED
        assert reply.cache_tier == "L0_CACHE"
        assert reply.cost is not None and reply.cost > 0
        assert reply.l0 is not None and reply.l0.entry is not None
        assert (reply.l0.source, reply.l0.cache, reply.l0.key) == ("gateway", "hit", "cancel_order")
        assert reply.l0.entry.version == 1
        assert (reply.l0.hit_id or "").startswith("hit_")
        assert reply.l0.normalizer in ("rules", "classifier", "memo", "pass_through")
        assert reply._request_id

    def test_a_miss_is_the_models(self, client: Anthropic) -> None:
        reply = client.messages.create(**ask(MISS))
        assert text_of(reply)
        assert reply.cache_tier == "L3_LLM"
        assert reply.cost is not None and reply.cost > 0
        assert reply.l0 is not None and reply.l0.cache == "miss"

    def test_a_raw_stream(self, client: Anthropic) -> None:
        stream = client.messages.create(**ask(HIT), stream=True)
        assert stream.cache_tier == "L0_CACHE"
        assert deltas(list(stream)) == APPROVED

    @pytest.mark.parametrize(("content", "tier"), [(HIT, "L0_CACHE"), (MISS, "L3_LLM")])
    def test_the_stream_helper(self, client: Anthropic, content: str, tier: str) -> None:
        with client.messages.stream(**ask(content)) as stream:
            assert isinstance(stream, anthropic.MessageStream)
            assert stream.cache_tier == tier
            text = "".join(stream.text_stream)
            final = stream.get_final_message()
        assert text == text_of(final) != ""
        assert (final.cache_tier, final.l0) == (tier, stream.l0)

    def test_raw_responses_stay_the_official_ones(self, client: Anthropic) -> None:
        raw = client.messages.with_raw_response.create(**ask(HIT))
        assert read_l0(raw.http_response).cache_tier == "L0_CACHE"
        with client.messages.with_streaming_response.create(**ask(HIT)) as streamed:
            assert streamed.headers["x-l0-cache"] == "hit"
            assert text_of(streamed.parse()) == APPROVED

    def test_tokens_and_models_are_the_gateways(self, client: Anthropic) -> None:
        question = ask("hello")
        question.pop("max_tokens")
        assert client.messages.count_tokens(**question).input_tokens > 0
        assert len(client.models.list().data) > 0

    def test_l0_config_forbids_the_model_or_the_cache(self, servers: Servers) -> None:
        only = Anthropic(**options(servers, {"cache_tier": "L0_CACHE"}))
        assert only.messages.create(**ask(HIT)).cache_tier == "L0_CACHE"
        with pytest.raises(anthropic.NotFoundError):
            only.messages.create(**ask(MISS))
        never = Anthropic(**options(servers, {"cache_tier": "L3_LLM"})).messages.create(**ask(HIT))
        assert never.l0 is not None and (never.l0.cache, never.l0.reason) == ("bypass", "cache_off")
        exact = Anthropic(**options(servers, {"normalizer": "pass_through"})).messages.create(**ask(HIT))
        assert exact.l0 is not None and (exact.cache_tier, exact.l0.reason) == ("L3_LLM", "normalizer")


class TestAsync:
    def test_create_streams_and_the_stream_helper(self, servers: Servers) -> None:
        async def run() -> None:
            async with AsyncAnthropic(**options(servers)) as client:
                hit = await client.messages.create(**ask(HIT))
                assert (text_of(hit), hit.cache_tier) == (APPROVED, "L0_CACHE")
                assert hit.cost is not None and hit.cost > 0
                assert (await client.messages.create(**ask(MISS))).cache_tier == "L3_LLM"
                raw = await client.messages.create(**ask(HIT), stream=True)
                assert raw.cache_tier == "L0_CACHE"
                assert deltas([event async for event in raw]) == APPROVED
                async with client.messages.stream(**ask(HIT)) as stream:
                    assert stream.cache_tier == "L0_CACHE"
                    final = await stream.get_final_message()
                assert (text_of(final), final.cache_tier) == (APPROVED, "L0_CACHE")

        asyncio.run(run())

    def test_the_vendor_answers_while_the_gateway_is_down(self, servers: Servers) -> None:
        async def run() -> None:
            async with AsyncAnthropic(**options(servers, {"base_url": servers.gone_url})) as client:
                reply = await client.messages.create(**ask(HIT))
                assert reply.l0 is not None
                assert (reply.cache_tier, reply.l0.fallback) == ("L3_LLM", "unreachable")
            broken = {"base_url": f"{servers.broken_url}/status/503"}
            async with AsyncAnthropic(**options(servers, broken)) as client:
                async with client.messages.stream(**ask(HIT)) as stream:
                    final = await stream.get_final_message()
                assert final.l0 is not None and final.l0.fallback == "status_503"

        asyncio.run(run())

    def test_a_reply_that_breaks_off_is_an_error(self, servers: Servers) -> None:
        async def run() -> None:
            async with AsyncAnthropic(
                **options(servers, {"base_url": f"{servers.broken_url}/cut"})
            ) as client:
                with pytest.raises(anthropic.APIConnectionError):
                    await client.messages.create(**ask(HIT))

        asyncio.run(run())


class TestGatewayDown:
    @pytest.mark.parametrize("status", [502, 503, 504])
    def test_a_status_of_a_proxy_leads_to_the_vendor(self, servers: Servers, status: int) -> None:
        client = Anthropic(**options(servers, {"base_url": f"{servers.broken_url}/status/{status}"}))
        reply = client.messages.create(**ask(HIT))
        assert reply.l0 is not None
        assert (reply.cache_tier, reply.cost, reply.l0.fallback) == ("L3_LLM", None, f"status_{status}")

    def test_so_does_no_connection_streamed_or_not(self, servers: Servers) -> None:
        client = Anthropic(**options(servers, {"base_url": servers.gone_url}))
        reply = client.messages.create(**ask(HIT))
        assert reply.l0 is not None and (reply.l0.source, reply.l0.fallback) == ("vendor", "unreachable")
        with client.messages.stream(**ask(HIT)) as stream:
            assert stream.l0 is not None and stream.l0.fallback == "unreachable"
            assert text_of(stream.get_final_message())

    def test_unless_it_is_switched_off(self, servers: Servers) -> None:
        client = Anthropic(**options(servers, {"base_url": servers.gone_url, "fallback": False}))
        with pytest.raises(anthropic.APIConnectionError):
            client.messages.create(**ask(HIT))

    @pytest.mark.parametrize("stream", [False, True])
    def test_after_the_headers_nobody_else_is_asked(self, servers: Servers, stream: bool) -> None:
        client = Anthropic(**options(servers, {"base_url": f"{servers.broken_url}/cut"}))
        question: dict[str, Any] = {**ask("CUT"), "stream": stream}
        with pytest.raises((anthropic.AnthropicError, httpx2.TransportError)):
            list(client.messages.create(**question))


class TestErrors:
    def test_the_models_pass_with_class_status_and_headers(self, client: Anthropic) -> None:
        with pytest.raises(anthropic.InternalServerError) as caught:
            client.messages.create(**ask(MISS, model="fake-status-503"))
        assert caught.value.status_code == 503
        assert caught.value.response.headers["x-l0-cache"] == "miss"
        assert caught.value.response.headers["retry-after"] == "7"

    def test_the_gateways_own_pass(self, servers: Servers) -> None:
        with pytest.raises(anthropic.AuthenticationError):
            Anthropic(**options(servers, {"api_key": "l0_not_a_key"})).messages.create(**ask(HIT))

    def test_in_the_middle_of_a_stream(self, client: Anthropic) -> None:
        with (
            pytest.raises(anthropic.APIError),
            client.messages.stream(**ask(MISS, model="fake-cut")) as stream,
        ):
            stream.get_final_message()
