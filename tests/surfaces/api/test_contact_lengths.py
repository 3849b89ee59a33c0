"""What a contact may hold on its way in is what the order book can keep of it."""

from __future__ import annotations

import msgspec
import pytest
from django.db.models import CharField

from oneshelf.kernel.errors import Invalid
from oneshelf.modules.orders.models import Order, OrderContact
from oneshelf.surfaces.api import shapes


@pytest.mark.parametrize("name", shapes.Contact.__struct_fields__)
def test_each_field_may_be_as_long_as_its_column(name: str) -> None:
    column = (Order if name == "vat_id" else OrderContact)._meta.get_field(name)
    assert isinstance(column, CharField)
    most = column.max_length
    assert most
    read = msgspec.convert({name: "x" * most}, shapes.Contact)
    assert getattr(read, name) == "x" * most
    with pytest.raises(msgspec.ValidationError, match=rf"length <= {most} - at `\$\.{name}`"):
        msgspec.convert({name: "x" * (most + 1)}, shapes.Contact)


@pytest.mark.parametrize("email", ["ana", "ana@", "@example.com", "ana@example", "ana @example.com", "a@b.c\n"])
def test_an_address_to_which_nothing_can_be_sent_is_refused(email: str) -> None:
    with pytest.raises(Invalid) as refused:
        shapes.contact(shapes.Contact(email=email))
    assert refused.value.name == "contact.email"


@pytest.mark.parametrize("email", ["", "ana@example.com", "ana.maria+shop@sub.example.co"])
def test_an_address_may_be_left_out_or_is_one(email: str) -> None:
    assert shapes.contact(shapes.Contact(email=email)).email == email
