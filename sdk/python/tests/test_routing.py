"""What is decided without a server: options, whose key goes where, when the vendor is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import anthropic
import httpx2
import pytest
from anthropic.lib.credentials import AccessToken

from l0_cache import Anthropic, AsyncAnthropic, L0Entry, read_l0

MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m",
    "content": [{"type": "text", "text": "hello"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 1},
}
QUESTION: dict[str, Any] = {
    "model": "claude-haiku-4-5",
    "max_tokens": 10,
    "messages": [{"role": "user", "content": "hello"}],
}
HIT = {"x-l0-cache": "hit", "x-l0-cache-tier": "L0_CACHE"}

Answer = Callable[[httpx2.Request], httpx2.Response]


class Network:
    """Keeps what is sent. The gateway does as told; the vendor always answers."""

    def __init__(self, at_gateway: Answer) -> None:
        self.sent: list[httpx2.Request] = []
        self._at_gateway = at_gateway

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        if request.url.host in ("gateway", "other"):
            return self._at_gateway(request)
        return httpx2.Response(200, json=MESSAGE)

    @property
    def hosts(self) -> list[str]:
        return [request.url.host for request in self.sent]

    def client(self, l0_config: Any = None, **options: Any) -> Anthropic:
        given: dict[str, Any] = {
            "api_key": "sk-vendor",
            "max_retries": 0,
            "http_client": httpx2.Client(transport=httpx2.MockTransport(self)),
            "enable_l0_cache": True,
            "l0_config": {"api_key": "l0_k", "base_url": "http://gateway", **(l0_config or {})},
        }
        return Anthropic(**{**given, **options})


def answers(status: int, headers: dict[str, str] | None = None) -> Answer:
    return lambda _request: httpx2.Response(status, json=MESSAGE, headers=headers or {})


def refuses(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused", request=request)


def test_switched_off_it_is_the_official_client() -> None:
    network = Network(answers(200))
    reply = network.client(enable_l0_cache=False).messages.create(**QUESTION)
    assert network.hosts == ["api.anthropic.com"]
    assert (reply.cache_tier, reply.cost, reply.l0) == (None, None, None)


def test_it_is_an_official_client_and_its_responses_are_official_ones() -> None:
    network = Network(answers(200, HIT))
    client = network.client()
    assert isinstance(client, anthropic.Anthropic)
    reply = client.messages.create(**QUESTION)
    assert reply.cache_tier == "L0_CACHE"
    assert isinstance(reply, anthropic.types.Message)
    raw = client.messages.with_raw_response.create(**QUESTION)
    assert read_l0(raw.http_response).cache == "hit"


def test_the_gateway_gets_its_own_key_and_no_credential_of_the_vendors() -> None:
    network = Network(answers(200, HIT))
    headers = {"x-api-key": "sk-vendor", "cookie": "a=sk-vendor", "x-mine": "1"}
    network.client({"scope": "billing"}).messages.create(**QUESTION, extra_headers=headers)
    sent = network.sent[0]
    assert str(sent.url) == "http://gateway/v1/messages"
    assert sent.headers["authorization"] == "Bearer l0_k"
    assert sent.headers["host"] == "gateway"
    assert sent.headers["x-l0-scope"] == "billing"
    assert sent.headers["x-mine"] == "1"
    assert "sk-vendor" not in str(sent.headers.raw)


def test_a_token_that_is_added_at_the_last_moment_does_not_go_to_the_gateway() -> None:
    network = Network(answers(503))
    network.client(api_key=None, credentials=lambda **_: AccessToken("sk-vendor")).messages.create(**QUESTION)
    assert network.hosts == ["gateway", "api.anthropic.com"]
    assert "sk-vendor" not in str(network.sent[0].headers.raw)
    assert network.sent[1].headers["authorization"] == "Bearer sk-vendor"


def test_nor_does_what_the_http_client_adds_of_its_own() -> None:
    network = Network(answers(200, HIT))
    own = httpx2.Client(
        auth=("me", "sk-vendor"), cookies={"a": "sk-vendor"}, transport=httpx2.MockTransport(network)
    )
    network.client(http_client=own).messages.create(**QUESTION)
    assert network.sent[0].headers["authorization"] == "Bearer l0_k"
    assert "cookie" not in network.sent[0].headers


def test_the_vendor_gets_its_own_credential_and_nothing_of_ours() -> None:
    network = Network(refuses)
    client = network.client({"scope": "billing"})
    client.messages.create(**QUESTION, extra_headers={"x-l0-scope": "mine"})
    client.messages.batches.retrieve("msgbatch_1")
    assert network.hosts == ["gateway", "api.anthropic.com", "api.anthropic.com"]
    for sent in network.sent[1:]:
        assert sent.headers["authorization"] == "Bearer sk-vendor"
        assert "l0_k" not in str(sent.headers.raw) and "x-l0-" not in str(sent.headers.raw)


@pytest.mark.parametrize(
    ("at_gateway", "reason"),
    [
        (refuses, "unreachable"),
        (answers(502), "status_502"),
        (answers(503), "status_503"),
        (answers(504), "status_504"),
    ],
)
def test_the_vendor_is_asked_while_the_gateway_is_down(at_gateway: Answer, reason: str) -> None:
    network = Network(at_gateway)
    reply = network.client().messages.create(**QUESTION)
    assert reply.l0 is not None
    assert (reply.l0.source, reply.l0.fallback, reply.cache_tier) == ("vendor", reason, "L3_LLM")


@pytest.mark.parametrize(
    "at_gateway", [answers(500), answers(429), answers(401), answers(503, {"x-l0-cache": "miss"})]
)
def test_a_gateway_that_works_is_not_gone_round(at_gateway: Answer) -> None:
    network = Network(at_gateway)
    with pytest.raises(anthropic.APIStatusError):
        network.client().messages.create(**QUESTION)
    assert network.hosts == ["gateway"]


@pytest.mark.parametrize(
    ("l0_config", "options"),
    [({"fallback": False}, {}), ({"cache_tier": "L0_CACHE"}, {}), ({}, {"api_key": None})],
)
def test_the_vendor_is_not_asked_when_it_must_not_be(l0_config: Any, options: Any) -> None:
    network = Network(refuses)
    with pytest.raises(anthropic.APIConnectionError):
        network.client(l0_config, **options).messages.create(**QUESTION)
    assert network.hosts == ["gateway"]


def test_the_clients_own_deadline_is_no_reason_to_ask_twice() -> None:
    def hangs(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadTimeout("too slow", request=request)

    network = Network(hangs)
    with pytest.raises(anthropic.APITimeoutError):
        network.client().messages.create(**QUESTION)
    assert network.hosts == ["gateway"]


def test_without_a_key_of_the_vendors_the_gateway_alone_answers() -> None:
    network = Network(answers(200, HIT))
    client = network.client(api_key=None)
    assert client.messages.create(**QUESTION).cache_tier == "L0_CACHE"
    with pytest.raises(anthropic.AnthropicError, match="credential"):
        client.messages.batches.retrieve("msgbatch_1")
    assert network.hosts == ["gateway"]


def test_a_copy_keeps_the_gateway_once_and_can_be_given_another_or_none() -> None:
    network = Network(answers(200, HIT))
    client = network.client()
    client.with_options(max_retries=1).messages.create(**QUESTION)
    client.copy(l0_config={"api_key": "l0_b", "base_url": "http://other"}).messages.create(**QUESTION)
    client.with_options(enable_l0_cache=False).messages.create(**QUESTION)
    assert network.hosts == ["gateway", "other", "api.anthropic.com"]
    assert network.sent[1].headers["authorization"] == "Bearer l0_b"


def test_two_tasks_at_once_do_not_see_each_others_response() -> None:
    async def at_gateway(request: httpx2.Request) -> httpx2.Response:
        name = request.headers["x-name"]
        await asyncio.sleep(0.05 if name == "slow" else 0)
        return httpx2.Response(200, json=MESSAGE, headers={**HIT, "x-l0-key": name})

    async def ask() -> list[str | None]:
        transport = httpx2.MockTransport(at_gateway)
        client = AsyncAnthropic(
            api_key="sk-vendor",
            http_client=httpx2.AsyncClient(transport=transport),
            enable_l0_cache=True,
            l0_config={"api_key": "l0_k", "base_url": "http://gateway"},
        )
        names = ("slow", "quick")
        calls = (client.messages.create(**QUESTION, extra_headers={"x-name": name}) for name in names)
        return [reply.l0.key for reply in await asyncio.gather(*calls)]

    assert asyncio.run(ask()) == ["slow", "quick"]


@pytest.mark.parametrize(
    ("l0_config", "options", "message"),
    [
        ({}, {"api_key": "l0_k"}, "vendor's key"),
        ({}, {"base_url": "http://gateway:80/"}, "must differ"),
        ({"api_key": ""}, {}, "L0_API_KEY"),
        ({"api_key": "sk-ant-x"}, {}, "vendor's key"),
        ({"base_url": "nowhere"}, {}, "not a URL"),
        ({"cache_tier": "L9"}, {}, "cache_tier"),
        ({"normalizer": "magic"}, {}, "normalizer"),
        ({"normalizer": []}, {}, "normalizer"),
        ({"typo": 1}, {}, "typo"),
    ],
)
def test_a_mistake_is_refused_at_once(l0_config: Any, options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Network(refuses).client(l0_config, **options)


@pytest.mark.parametrize(
    ("config", "headers"),
    [
        ({"cache_tier": "L0_CACHE"}, {"x-l0-cache": "only"}),
        ({"cache_tier": "L3_LLM"}, {"x-l0-cache": "off"}),
        ({"normalizer": "rules"}, {"x-l0-normalizer": "rules"}),
        ({"normalizer": ["rules", "memo"]}, {"x-l0-normalizer": "rules,memo"}),
        ({"normalizer": "any", "cache_tier": "any"}, {}),
    ],
)
def test_options_become_headers(config: Any, headers: dict[str, str]) -> None:
    network = Network(answers(200, HIT))
    network.client(config).messages.create(**QUESTION)
    sent = {name: value for name, value in network.sent[0].headers.items() if name.startswith("x-l0-")}
    assert sent == headers


def test_headers_are_read_and_what_is_not_there_is_none() -> None:
    hit = {**HIT, "x-l0-entry": "ent_1@3", "x-l0-cost-usd": "0.0001"}
    info = read_l0(httpx2.Response(200, headers=hit))
    assert (info.entry, info.cost, info.key, info.fallback) == (L0Entry("ent_1", 3), 0.0001, None, None)
    odd = {"x-l0-cache": "miss", "x-l0-entry": "ent_1", "x-l0-cost-usd": "nan"}
    info = read_l0(httpx2.Response(200, headers=odd))
    assert (info.entry, info.cost, info.cache_tier) == (None, None, None)
    assert read_l0(httpx2.Response(200)).source == "vendor"
