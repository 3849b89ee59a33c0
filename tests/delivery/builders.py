"""Services for tests."""

from __future__ import annotations

from typing import Any

from oneshelf.kernel.ids import new_id
from oneshelf.modules.delivery.public import Rate, Service, ServiceId, ServiceKind, Zone


def a_service(**fields: Any) -> Service:
    """Return a parcel service that takes one to three working days everywhere, for 4.90."""
    given: dict[str, Any] = {
        "id": ServiceId(new_id()),
        "code": "parcel",
        "carrier": "Parcel Post",
        "kind": ServiceKind.PARCEL,
        "transit_min": 1,
        "transit_max": 3,
        "zones": (Zone("everywhere", Rate(490, own_base=350)),),
    }
    return Service(**(given | fields))
