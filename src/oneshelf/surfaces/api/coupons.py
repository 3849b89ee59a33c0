"""Coupons: batches, their codes, and why one does not work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from oneshelf.kernel import clock
from oneshelf.kernel.states import WrongState
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import Batch, BatchId, CouponId, Found, Kind, Limits, Tally, Terms
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.promotions import public as promotions
from oneshelf.surfaces.api import coupon_shapes as wire
from oneshelf.surfaces.api import cursors, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

VIEW, MANAGE, EXPORT = "coupons.view", "coupons.manage", "coupons.export"

LONGEST_SERIAL = 9
"""Digits of a coupon's number in its batch."""

UNUSED = Tally(confirmed=0, reserved=0, customers=0)


@operation(
    "GET",
    "/coupon-batches",
    summary="List batches of coupons",
    tag="coupons",
    needs=VIEW,
    gives=wire.CouponBatchPage,
)
def list_coupon_batches(call: Call, query: wire.BatchesQuery) -> Reply:
    """Return a page of the market's batches, the latest first, with how often their codes were used."""
    call.actor.require(VIEW)
    after = _seen(call, query.cursor, VIEW).id if query.cursor else None
    found = coupons.list_batches(call.market.id, text=query.q, after=after, limit=query.limit + 1)
    shown, used = found[: query.limit], coupons.tallies([each.id for each in found])
    more = str(shown[-1].id) if len(found) > query.limit else None
    return Reply(wire.CouponBatchPage([_shown(each, used.get(each.id, UNUSED)) for each in shown], more))


@operation(
    "POST",
    "/coupon-batches",
    summary="Make a batch of coupons",
    tag="coupons",
    needs=MANAGE,
    gives=wire.CouponBatch,
    status=201,
    key_needed=True,
    refuses=(promotions.UnknownPromotion, coupons.CodeTaken, coupons.CodeUnfit, coupons.WindowIsEmpty),
)
def make_coupon_batch(call: Call, body: wire.NewBatch) -> Reply:
    """Open a batch for a promotion. The codes of a single batch are made in the background: ask how far that is."""
    call.actor.require(MANAGE)
    promotion = promotions.find_promotion(call.market.id, body.promotion)
    if promotion is None:
        raise promotions.UnknownPromotion(promotion=body.promotion)
    begins_at = body.begins_at or clock.now()
    terms = Terms(body.label, promotion.id, _limits(body.limits), begins_at, body.ends_at, returns=body.returns)
    call.required_claim()
    return call.once(lambda: Reply(_shown(_opened(call, body, terms), UNUSED), 201))


@operation(
    "GET",
    "/coupon-batches/{batch}",
    summary="Show a batch of coupons",
    tag="coupons",
    needs=VIEW,
    gives=wire.CouponBatch,
    refuses=(coupons.UnknownBatch,),
)
def show_coupon_batch(call: Call, batch: str) -> Reply:
    """Return one batch with how far it is made, and how often its codes were used."""
    return Reply(_whole(_seen(call, batch, VIEW)))


@operation(
    "PUT",
    "/coupon-batches/{batch}/terms",
    summary="Change a batch's limits and end",
    tag="coupons",
    needs=MANAGE,
    gives=wire.CouponBatch,
    refuses=(coupons.UnknownBatch, coupons.BatchChangedMeanwhile, coupons.BatchRevoked, coupons.WindowIsEmpty),
)
def change_coupon_batch(call: Call, batch: str, body: wire.ChangedTerms) -> Reply:
    """Let the codes of a batch at `version` be used so often, and until then, from now on.

    What was used or is held stays.
    """
    known, limits = _seen(call, batch, MANAGE), _limits(body.limits)

    def work() -> Reply:
        changed = coupons.change_terms(known.id, limits, body.ends_at, version=body.version, actor=call.actor)
        return Reply(_whole(changed))

    return call.once(work)


@operation(
    "GET",
    "/coupon-batches/{batch}/changes",
    summary="Show how a batch was changed",
    tag="coupons",
    needs=VIEW,
    gives=wire.TermsChanges,
    refuses=(coupons.UnknownBatch,),
)
def list_coupon_batch_changes(call: Call, batch: str) -> Reply:
    """Return how a batch's limits and end were changed, the latest first."""
    return Reply(
        wire.TermsChanges(
            [
                wire.TermsChange(
                    change.at, change.by, [wire.TermChange(name, *said) for name, said in change.terms.items()]
                )
                for change in coupons.changes_of(_seen(call, batch, VIEW).id)
            ]
        )
    )


@operation(
    "POST",
    "/coupon-batches/{batch}/pause",
    summary="Pause a batch of coupons",
    tag="coupons",
    needs=MANAGE,
    gives=wire.CouponBatch,
    refuses=(coupons.UnknownBatch, WrongState),
)
def pause_coupon_batch(call: Call, batch: str) -> Reply:
    """Let no code of a batch work for the moment."""
    return _change(call, batch, coupons.pause)


@operation(
    "POST",
    "/coupon-batches/{batch}/resume",
    summary="Let a batch of coupons work again",
    tag="coupons",
    needs=MANAGE,
    gives=wire.CouponBatch,
    refuses=(coupons.UnknownBatch, WrongState),
)
def resume_coupon_batch(call: Call, batch: str) -> Reply:
    """Let the codes of a paused batch work again."""
    return _change(call, batch, coupons.resume)


@operation(
    "POST",
    "/coupon-batches/{batch}/revoke",
    summary="Revoke a batch of coupons",
    tag="coupons",
    needs=MANAGE,
    gives=wire.CouponBatch,
    refuses=(coupons.UnknownBatch, WrongState),
)
def revoke_coupon_batch(call: Call, batch: str) -> Reply:
    """Let no code of a batch ever work again."""
    return _change(call, batch, coupons.revoke)


@operation(
    "GET",
    "/coupon-batches/{batch}/codes",
    summary="Read the codes of a batch",
    tag="coupons",
    needs=EXPORT,
    gives=wire.PrintedPage,
    refuses=(coupons.UnknownBatch,),
)
def read_coupon_codes(call: Call, batch: str, query: wire.PrintedQuery) -> Reply:
    """Return a page of the codes of a batch, as people read them; who read them is written down.

    They are derived anew each time and stand in no answer that is kept: read them again when they are lost.
    """
    found, after = _seen(call, batch, EXPORT), cursors.number_in(query.cursor, LONGEST_SERIAL) if query.cursor else 0
    printed = coupons.export(found.id, actor=call.actor, after=after, limit=query.limit)
    last = after + query.limit
    items = [wire.PrintedCode(each.serial, each.code) for each in printed]
    return Reply(wire.PrintedPage(items, str(last) if last < found.made else None))


@operation(
    "POST",
    "/coupon-batches/{batch}/coupons",
    summary="Give out a coupon",
    tag="coupons",
    needs=MANAGE,
    gives=wire.IssuedCoupon,
    status=201,
    refuses=(coupons.UnknownBatch, coupons.BatchRevoked, coupons.WrongKind, customers.UnknownCustomer),
)
def issue_coupon(call: Call, batch: str, body: wire.NewCoupon) -> Reply:
    """Make one more code of a batch because of a `cause`, for one customer alone if one is named.

    The cause makes it safe to repeat: it needs no idempotency key, so that no code is kept with one.
    """
    found = _seen(call, batch, MANAGE)
    customer = customers.get_customer(CustomerId(body.customer)).id if body.customer else None
    issued = coupons.issue(found.id, cause=body.cause, customer=customer)
    return Reply(wire.IssuedCoupon(issued.coupon, issued.code), 201)


@operation(
    "POST",
    "/coupon-checks",
    summary="Check a coupon's code",
    tag="coupons",
    needs=VIEW,
    gives=wire.CheckedCode,
)
def check_coupon(call: Call, body: wire.CodeToCheck) -> Reply:
    """Say whether a code works now for a customer, and exactly why not. For staff: shoppers are never told why.

    It is posted, so that no code stands in an address, which is written to logs.
    """
    call.actor.require(VIEW)
    customer = CustomerId(body.customer) if body.customer else None
    told = coupons.look_up([body.code], call.market.id, customer, clock.now())[body.code]
    batch = coupons.get_coupon(told.coupon).batch if told.coupon else None
    if isinstance(told, Found):
        return Reply(wire.CheckedCode(True, None, told.left, told.coupon, batch))
    return Reply(wire.CheckedCode(False, told.reason.value, None, told.coupon, batch))


@operation(
    "POST",
    "/coupons/{coupon}/revoke",
    summary="Revoke a coupon",
    tag="coupons",
    needs=MANAGE,
    gives=wire.Coupon,
    refuses=(coupons.UnknownCoupon,),
)
def revoke_coupon(call: Call, coupon: str) -> Reply:
    """Let one code never work again. Harmless when it was revoked before."""
    call.actor.require(MANAGE)
    known = coupons.get_coupon(CouponId(shapes.read_id(coupon, "coupon")))
    if coupons.get_batch(known.batch).market != call.market.id:
        raise coupons.UnknownCoupon(coupon=coupon)
    gone = coupons.revoke_coupon(known.id, actor=call.actor)
    return Reply(wire.Coupon(gone.id, gone.batch, gone.serial, gone.tail, gone.customer, gone.revoked_at))


def _opened(call: Call, body: wire.NewBatch, terms: Terms) -> Batch:
    kind = Kind(body.kind)
    if kind is Kind.SHARED:
        return coupons.open_shared(call.market.id, terms, body.code, actor=call.actor)
    if kind is Kind.SINGLE:
        return coupons.open_single(call.market.id, terms, body.size, actor=call.actor)
    return coupons.open_personal(call.market.id, terms, actor=call.actor)


def _change(call: Call, batch: str, act: Callable[..., Batch]) -> Reply:
    found = _seen(call, batch, MANAGE)
    return call.once(lambda: Reply(_whole(act(found.id, actor=call.actor))))


def _seen(call: Call, batch: str, permission: str) -> Batch:
    """Return a batch of the market. Raises UnknownBatch."""
    call.actor.require(permission)
    found = coupons.get_batch(BatchId(shapes.read_id(batch, "batch")))
    if found.market != call.market.id:
        raise coupons.UnknownBatch(batch=batch)
    return found


def _limits(given: wire.CouponLimits) -> Limits:
    return Limits(in_all=given.in_all, a_customer=given.a_customer, a_day=given.a_day, a_basket=given.a_basket)


def _whole(batch: Batch) -> wire.CouponBatch:
    return _shown(batch, coupons.tallies([batch.id]).get(batch.id, UNUSED))


def _shown(batch: Batch, used: Tally) -> wire.CouponBatch:
    terms, limits = batch.terms, asdict(batch.terms.limits)
    del limits["a_code"]
    return wire.CouponBatch(
        id=batch.id,
        label=terms.label,
        promotion=terms.promotion,
        kind=batch.kind.value,
        state=batch.state.value,
        limits=wire.CouponLimits(**limits),
        begins_at=terms.begins_at,
        ends_at=terms.ends_at,
        returns=terms.returns,
        size=batch.size,
        made=batch.made,
        used=used.confirmed,
        held=used.reserved,
        version=batch.version,
    )
