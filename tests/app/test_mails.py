"""Where mails go, and what an operator is told about an address that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from oneshelf.app import mails


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("ONESHELF_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_without_a_server_mails_are_kept_for_the_owner_of_the_data_alone(folder: Path) -> None:
    kept = mails.settings()["EMAIL_FILE_PATH"]
    message = EmailMessage("A way in", "Here it is.", "shop@example.com", ["ana@example.com"])
    assert mails.KeptMails(file_path=kept).send_messages([message]) == 1
    (file,) = (folder / "mail").iterdir()
    assert "Here it is." in file.read_text()
    assert (folder / "mail").stat().st_mode & 0o077 == 0


def test_the_address_of_a_server_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESHELF_MAIL_URL", "smtp://ana:p%40ss@mail.example.com")
    read = mails.settings()
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_TLS"]) == ("mail.example.com", 587, True)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("ana", "p@ss")
    monkeypatch.setenv("ONESHELF_MAIL_URL", "smtps://mail.example.com")
    read = mails.settings()
    assert (read["EMAIL_PORT"], read["EMAIL_USE_SSL"], read["EMAIL_USE_TLS"]) == (465, True, False)


@pytest.mark.parametrize("url", ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://host:port"])
def test_an_address_that_is_none_is_refused_with_its_cure(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESHELF_MAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="write smtp://"):
        mails.settings()


def test_mails_come_from_the_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESHELF_SHOP_NAME", "Corner Shop")
    monkeypatch.setenv("ONESHELF_PUBLIC_URL", "https://shop.example.com")
    assert mails.settings()["DEFAULT_FROM_EMAIL"] == "Corner Shop <no-reply@shop.example.com>"
