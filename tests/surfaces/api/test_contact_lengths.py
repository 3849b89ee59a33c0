"""What a contact may hold on its way in is what the order book can keep of it."""

from __future__ import annotations

import msgspec
import pytest

from oneshelf.modules.orders.models import OrderContact
from oneshelf.surfaces.api import shapes


@pytest.mark.parametrize("name", shapes.Contact.__struct_fields__)
def test_each_field_may_be_as_long_as_its_column(name: str) -> None:
    most = OrderContact._meta.get_field(name).max_length
    assert most
    read = msgspec.convert({name: "x" * most}, shapes.Contact)
    assert getattr(read, name) == "x" * most
    with pytest.raises(msgspec.ValidationError, match=rf"length <= {most} - at `\$\.{name}`"):
        msgspec.convert({name: "x" * (most + 1)}, shapes.Contact)
