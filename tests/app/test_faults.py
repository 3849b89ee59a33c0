"""What people see when something is refused, missing or broken."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from oneshelf.app.urls import handler400, handler403, handler404, handler500
from oneshelf.app.urls import urlpatterns as house
from oneshelf.kernel.errors import NotFound

__all__ = ["handler400", "handler403", "handler404", "handler500"]
pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _refuses(request: HttpRequest) -> HttpResponse:
    raise NotFound(kind="thing", value='<b>"ŁÓDŹ"</b>')


def _breaks(request: HttpRequest) -> HttpResponse:
    raise LookupError("no such luck")


urlpatterns = [*house, path("refuses", _refuses), path("till/refuses", _refuses), path("breaks", _breaks)]


@pytest.fixture(autouse=True)
def addresses() -> Iterator[None]:
    """The house with addresses at which things go wrong."""
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_a_refusal_is_a_page_with_its_sentence_and_a_way_on(client: Client) -> None:
    answer = client.get("/refuses")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no thing “&lt;b&gt;&quot;ŁÓDŹ&quot;&lt;/b&gt;”." in page
    assert "Check it and try again." in page
    assert 'href="/"' in page
    assert 'href="/till/"' in client.get("/till/refuses").content.decode()


def test_a_refusal_is_a_message_on_the_open_page_for_htmx(client: Client) -> None:
    answer = client.get("/refuses", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    said = json.loads(answer.headers["HX-Trigger"])["ui:toast"]
    assert said["tone"] == "bad"
    assert "ŁÓDŹ" in said["text"]


def test_refusals_are_worded_in_the_reader_s_language(client: Client) -> None:
    assert client.get("/refuses", headers={"Accept-Language": "pl"}).headers["Content-Language"] == "pl"


def test_nothing_at_an_address_is_said_kindly(client: Client) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.content.decode()


def test_a_fault_of_ours_has_a_reference_and_keeps_its_reason(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/breaks")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke on our side." in page
    assert "no such luck" not in page


def test_a_form_without_its_token_is_refused_kindly() -> None:
    answer = Client(enforce_csrf_checks=True).post("/staff/sign-in", {"email": "a@example.com", "password": "x"})
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()
