"""
`test_gateway.py` wants a running gateway that knows one answer (`cancel_order`), a vendor and their faults:
`L0_TEST_URL`, `L0_TEST_KEY`, `L0_TEST_VENDOR_URL`, `L0_TEST_VENDOR_KEY`, `L0_TEST_BROKEN_URL`, `L0_TEST_GONE_URL`.
In the repository of L0 Cache: `npx vitest run --project integration tests/integration/sdk/python.test.ts`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Servers:
    url: str
    key: str
    vendor_url: str
    vendor_key: str
    broken_url: str
    """A gateway in trouble: `/status/502`, `/cut` (breaks off after the headers)."""
    gone_url: str
    """Nobody listens here."""


@pytest.fixture(scope="session")
def servers() -> Servers:
    names = ("URL", "KEY", "VENDOR_URL", "VENDOR_KEY", "BROKEN_URL", "GONE_URL")
    missing = [f"L0_TEST_{name}" for name in names if not os.environ.get(f"L0_TEST_{name}")]
    if missing:
        pytest.skip(f"needs a running gateway; not set: {', '.join(missing)}")
    return Servers(*(os.environ[f"L0_TEST_{name}"] for name in names))


@pytest.fixture(autouse=True)
def nobodys_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_AUTH_TOKEN",
        "ANTHROPIC_BASE_URL",
        "L0_API_KEY",
        "L0_BASE_URL",
    ):
        monkeypatch.delenv(name, raising=False)
