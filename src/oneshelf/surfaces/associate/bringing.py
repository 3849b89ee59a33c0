"""Goods that one place brings to another for a customer: they leave, and are taken in at the pick-up desk."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneshelf.kernel import guards
from oneshelf.kernel.states import WrongState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentId, WrongMethod
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.lots.public import LotNotThere
from oneshelf.modules.places import public as places
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate import order, queue
from oneshelf.surfaces.associate.goods import goods_of, parse_quantity


@guards.staff_only("fulfilment.ship")
@require_POST
def send_off(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Let a packed consignment leave for its customer's store."""
    found = fulfilment.get_consignment(ConsignmentId(consignment))
    desk = desks.at_place(request, found.sender, "fulfilment.ship")
    try:
        sent = fulfilment.send_off(found.id, actor=desk.actor)
    except (WrongMethod, WrongState, OutOfStock, LotNotThere) as refusal:
        return order.show(request, desk, fulfilment.get_consignment(found.id), refusal)
    said = {"number": sent.order_number, "store": places.get_place(sent.desk).name}
    messages.success(request, _("%(number)s is on the way to %(store)s.") % said)
    return queue.to_queue(desk, "ship")


@guards.staff_only("fulfilment.pick")
@require_POST
def arrive(request: HttpRequest, consignment: UUID) -> HttpResponse:
    """Take in what has arrived: `came_<line>` says how much of it; what is missing of a line is lost."""
    desk, found = desks.at_consignment(request, consignment, "fulfilment.pick")

    def take_in() -> Consignment:
        return fulfilment.arrive(found.id, _lost(request, found), actor=desk.actor)

    return order.act(request, desk, found, take_in)


def _lost(request: HttpRequest, found: Consignment) -> dict[int, int]:
    """Read what has not come. Raises Invalid for what is no number, or more than was sent."""
    (goods,) = goods_of([found])
    return {
        good.line.line: good.line.picked
        - parse_quantity(
            request.POST.get(f"came_{good.line.line}", ""), good.unit, name=good.line.title, most=good.line.picked
        )
        for good in goods
        if good.line.picked
    }
