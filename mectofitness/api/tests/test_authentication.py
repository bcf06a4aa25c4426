"""Which address counts when sign-ins are counted."""

import pytest
from rest_framework.settings import api_settings
from rest_framework.test import APIRequestFactory

from mectofitness.api.authentication import client_address


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_client_address_behind_proxies(monkeypatch, proxies, address):
    """Each proxy appends whom it heard from; what stands further left the client itself wrote."""
    monkeypatch.setattr(api_settings, "NUM_PROXIES", proxies)
    request = APIRequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.7, 203.0.113.9")

    assert client_address(request) == address


def test_client_address_without_header():
    assert client_address(APIRequestFactory().get("/")) == "127.0.0.1"
