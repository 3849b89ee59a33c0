"""Who gets what at each door: the one table to which whoever builds a page or an endpoint adds a row.

A row is `"<METHOD> <route>": {role: status}`. Statuses are those of an address behind which nothing is, asked with an
empty body: who may not enter gets 403, or 302 to sign in; who may gets what the door answers then, often 404 or a
form with its errors. Shoppers and staff have sessions of their own, so each is a stranger at the other's doors.
`*` in a route stands for any rest, where it is the same for all of them.
"""

from __future__ import annotations

STAFF = ("cashier", "picker", "manager", "owner")
ROLES = ("anonymous", "shopper", *STAFF)

Statuses = dict[str, int]


def everyone(status: int) -> Statuses:
    """A door that is the same for all."""
    return dict.fromkeys(ROLES, status)


def shoppers(status: int = 200) -> Statuses:
    """A door for shoppers who have signed in; others are sent to sign in."""
    return everyone(302) | {"shopper": status}


def staff(*roles: str, status: int = 200) -> Statuses:
    """A door for some roles of staff; other staff is refused, everybody else sent to sign in."""
    others = dict.fromkeys(STAFF, 403)
    return everyone(302) | others | dict.fromkeys(roles, status)


def a_list(model: str, *, sees: tuple[str, ...], edits: tuple[str, ...] = ()) -> dict[str, Statuses]:
    """The doors of a back-office list: who sees it, who may add and change. A missing row leads back (302)."""
    seen = {*sees, *edits}
    return {
        f"* admin:{model}_changelist": staff(*seen),
        f"* admin:{model}_add": staff(*edits),
        f"GET admin:{model}_change": staff(*seen, status=302),
        f"POST admin:{model}_change": staff(*edits, status=302),
        f"* admin:{model}_delete": staff(),
        f"* admin:{model}_history": everyone(302),
    }


ACCESS: dict[str, Statuses] = {
    # The API knows no session: without a key all are shoppers to it. What a key opens: tests/surfaces/api/test_keys.py
    "GET api:openapi": everyone(200),
    "* api:nothing_here": everyone(404),
    "GET api:list_products": everyone(200),
    "GET api:show_product": everyone(404),
    "GET api:show_variant": everyone(404),
    "GET api:show_barcode": everyone(422),
    "GET api:list_availability": everyone(422),
    "GET api:explain_availability": everyone(401),
    "GET api:list_places": everyone(200),
    "GET api:list_stock": everyone(401),
    "POST api:promise": everyone(415),
    "POST api:start_checkout": everyone(415),
    "GET api:show_checkout": everyone(404),
    "PUT api:choose_delivery": everyone(415),
    "POST api:pay_checkout": everyone(415),
    "POST api:complete_checkout": everyone(404),
    "POST api:place_order": everyone(401),
    "GET api:list_orders": everyone(401),
    "GET api:show_order": everyone(401),
    "POST api:cancel_order": everyone(401),
    "POST api:refund_order": everyone(401),
    "GET api:list_events": everyone(401),
    "GET api:list_event_types": everyone(401),
    "GET api:show_event_cursor": everyone(401),
    "POST api:open_event_stream": everyone(401),
    "* api:*_webhook*": everyone(401),
    "GET ui:components": everyone(200),
    # A browser that is no till: its pages lead to enrolling, which is for managers; its script is told so.
    "GET till:screen": everyone(302),
    "GET till:enrol": staff("manager", "owner"),
    "POST till:enrol": staff("manager", "owner", status=422),
    "* till:unlock": everyone(302),
    "POST till:lock": everyone(302),
    "GET till:find": everyone(404),
    "GET till:price": everyone(404),
    "GET till:customers": everyone(404),
    "POST till:basket": everyone(404),
    "POST till:sell": everyone(404),
    "POST till:live": everyone(404),
    "GET till:receipts": everyone(302),
    "GET till:receipt": everyone(302),
    "GET till:receipt_pdf": everyone(302),
    # The web shop, in which everybody may buy. An order opens by its signed link, an account to its holder.
    "GET storefront:home": everyone(200),
    "POST storefront:language": everyone(302),
    "GET storefront:category": everyone(404),
    "GET storefront:search": everyone(200),
    "GET storefront:suggest": everyone(200),
    "GET storefront:product": everyone(404),
    "GET storefront:availability": everyone(404),
    "GET storefront:product_ticket": everyone(404),
    "GET storefront:stores": everyone(200),
    "POST storefront:choose_store": everyone(404),
    "GET storefront:store": everyone(404),
    "GET storefront:cart": everyone(200),
    "POST storefront:add": everyone(404),
    "POST storefront:change": everyone(404),
    "POST storefront:restore": everyone(404),
    "POST storefront:cart_code": everyone(302),
    "GET storefront:whereabouts": everyone(302),
    "POST storefront:take_back": everyone(302),
    "GET storefront:take": everyone(200),
    "POST storefront:take": everyone(404),
    "* storefront:take_code": everyone(404),
    "* storefront:prepared": everyone(404),
    "POST storefront:leave_prepared": everyone(302),
    "* storefront:checkout": everyone(302),
    "GET storefront:checkout_summary": everyone(404),
    "GET storefront:checkout_waiting": everyone(302),
    "POST storefront:checkout_finish": everyone(302),
    "GET storefront:order*": everyone(404),
    "GET storefront:account": shoppers(200),
    "GET storefront:purchase": shoppers(404),
    "POST storefront:buy_again": shoppers(404),
    "GET storefront:profile": shoppers(200),
    "POST storefront:profile": shoppers(422),
    # Sign-in and sign-up of shoppers; who has signed in is sent onwards.
    "* account_login": everyone(200) | {"shopper": 302},
    "* account_signup": everyone(200) | {"shopper": 302},
    "GET account_logout": shoppers(200),
    "POST account_logout": everyone(302),
    "GET account_inactive": everyone(200),
    "* account_reset_password*": everyone(200),
    "GET account_confirm_email": everyone(200),
    "POST account_confirm_email": everyone(404),
    "GET account_email_verification_sent": everyone(200),
    "POST account_email_verification_sent": everyone(405),
    # What a shopper's account is secured with. 403: nothing to prove again with, since the account has no password.
    "* account_reauthenticate": shoppers(403),
    "GET account_email": shoppers(200),
    "POST account_email": shoppers(302),
    "* account_change_password": everyone(302),
    "* account_set_password": shoppers(200),
    "* mfa_authenticate": everyone(302),
    "* mfa_login_webauthn": everyone(302),
    "* mfa_reauthenticate*": shoppers(403),
    "GET mfa_index": shoppers(200),
    "* mfa_activate_totp": shoppers(200),
    "* mfa_deactivate_totp": shoppers(404),
    "* mfa_generate_recovery_codes": shoppers(200),
    "* mfa_*_recovery_codes": shoppers(404),
    "GET mfa_list_webauthn": shoppers(200),
    "* mfa_add_webauthn": shoppers(200),
    "* mfa_remove_webauthn": shoppers(404),
    "* mfa_edit_webauthn": shoppers(404),
    "GET usersessions_list": shoppers(200),
    "POST usersessions_list": shoppers(302),
    # The door of staff.
    "* entrance:staff_start": everyone(302),
    "* entrance:staff_sign_in": everyone(302) | {"anonymous": 200, "shopper": 200},
    "POST entrance:staff_code": everyone(302),
    "POST entrance:staff_language": everyone(302),
    "GET entrance:staff_sign_out": everyone(200),
    "POST entrance:staff_sign_out": everyone(302),
    # The associate's phone: what lies behind a place or an order asks for the permission there.
    "GET associate:start": staff(*STAFF, status=302),
    "GET associate:places": staff(*STAFF),
    "GET associate:queue": staff(*STAFF, status=404),
    "GET associate:ticket": staff(*STAFF, status=404),
    "* associate:find": staff(*STAFF, status=404),
    "GET associate:stock": staff(*STAFF, status=404),
    "GET associate:stock_of": staff(*STAFF, status=404),
    "POST associate:adjust": staff("manager", "owner", status=404),
    "GET associate:order": staff(*STAFF, status=404),
    "POST associate:begin": staff("picker", "manager", "owner", status=404),
    "POST associate:scan": staff("picker", "manager", "owner", status=404),
    "POST associate:pick": staff("picker", "manager", "owner", status=404),
    "* associate:short": staff("picker", "manager", "owner", status=404),
    "POST associate:ready": staff("picker", "manager", "owner", status=404),
    "POST associate:cancel": staff("manager", "owner", status=404),
    "* associate:hand_over": staff(*STAFF, status=404),
    "POST associate:unlock": staff("manager", "owner", status=404),
    "GET associate:slip": staff(*STAFF, status=404),
    "GET associate:label": staff(*STAFF, status=404),
    "POST associate:ship": staff("picker", "manager", "owner", status=404),
    "GET associate:goods": staff("picker", "manager", "owner", status=404),
    "* associate:begin_transfer": staff("picker", "manager", "owner", status=404),
    "* associate:arrival*": staff("picker", "manager", "owner", status=404),
    "* associate:sending*": staff("picker", "manager", "owner", status=404),
    "POST associate:send": staff("picker", "manager", "owner", status=404),
    "POST associate:call_off": staff("picker", "manager", "owner", status=404),
    "* associate:count*": staff("picker", "manager", "owner", status=404),
    # The back office: each page asks for its own permission, an order and a level for it at their place.
    "GET backoffice:board": staff("manager", "owner"),
    "GET backoffice:find": staff(*STAFF),
    "GET backoffice:orders": staff(*STAFF),
    "GET backoffice:order": staff(*STAFF, status=404),
    "POST backoffice:cancel": staff("manager", "owner", status=404),
    "* backoffice:refund": staff("manager", "owner", status=404),
    "GET backoffice:stock": staff(*STAFF),
    "* backoffice:why": staff(*STAFF, status=404),
    "GET backoffice:buffers": staff("manager", "owner"),
    "POST backoffice:buffers": staff("manager", "owner", status=422),
    "POST backoffice:end_buffer": staff("manager", "owner", status=404),
    "* backoffice:level": staff(*STAFF, status=404),
    "GET backoffice:prices": staff("manager", "owner"),
    "* backoffice:price": staff("manager", "owner", status=404),
    "POST backoffice:cancel_planned": staff("manager", "owner", status=404),
    "GET backoffice:purchases": staff("picker", "manager", "owner"),
    "GET backoffice:new_purchase": staff("manager", "owner"),
    "POST backoffice:new_purchase": staff("manager", "owner", status=422),
    "GET backoffice:purchase": staff("picker", "manager", "owner", status=404),
    "POST backoffice:change_purchase": staff("manager", "owner", status=404),
    "GET backoffice:print_purchase": staff("picker", "manager", "owner", status=404),
    "GET backoffice:transfers": staff("picker", "manager", "owner"),
    "GET backoffice:new_transfer": staff("picker", "manager", "owner"),
    "POST backoffice:new_transfer": staff("picker", "manager", "owner", status=422),
    "GET backoffice:transfer": staff("picker", "manager", "owner", status=404),
    "POST backoffice:change_transfer": staff("picker", "manager", "owner", status=404),
    "POST backoffice:settle": staff("manager", "owner", status=404),
    "GET backoffice:counts": staff("manager", "owner"),
    "GET backoffice:plan_count": staff("manager", "owner"),
    "POST backoffice:plan_count": staff("manager", "owner", status=422),
    "GET backoffice:count": staff("manager", "owner", status=404),
    "POST backoffice:change_count": staff("manager", "owner", status=404),
    "POST backoffice:decide": staff("manager", "owner", status=404),
    "GET backoffice:shrinkage": staff("manager", "owner"),
    # Back-office lists: the site lets in all staff, each list asks for its own permission.
    "* admin:index": staff(*STAFF),
    "* admin:search": staff(*STAFF),
    "* admin:login": everyone(302),
    "* admin:logout": everyone(302),
    "* admin:password_change": staff(*STAFF),
    "GET admin:password_change_done": staff(*STAFF),
    "POST admin:password_change_done": staff(*STAFF, status=405),
    "GET admin:jsi18n": staff(*STAFF),
    "POST admin:jsi18n": staff(*STAFF, status=405),
    "GET admin:autocomplete": staff(),
    "POST admin:autocomplete": staff(*STAFF, status=405),
    "* admin:view_on_site": staff(*STAFF, status=404),
    "* admin:app_list": everyone(302) | dict.fromkeys(STAFF, 404) | {"owner": 200},
    **a_list("markets_market", sees=(), edits=("owner",)),
    **a_list("markets_channel", sees=(), edits=("owner",)),
    **a_list("catalogue_product", sees=("cashier", "picker", "manager"), edits=("owner",)),
    **a_list("catalogue_category", sees=("cashier", "picker", "manager"), edits=("owner",)),
    **a_list("pricing_price", sees=(), edits=("manager", "owner")),
    **a_list("places_place", sees=(), edits=("manager", "owner")),
    **a_list("staff_member", sees=(), edits=("manager", "owner")),
    **a_list("staff_role", sees=("manager",), edits=("owner",)),
    **a_list("payments_payment", sees=("manager", "owner")),
    **a_list("payments_inboxmessage", sees=("manager", "owner")),
    **a_list("fulfilment_consignment", sees=STAFF),
    **a_list("tills_till", sees=("manager", "owner"))
    | {
        "GET admin:tills_till_change": staff("manager", "owner", status=302),
        "POST admin:tills_till_change": staff("manager", "owner", status=302),
    },
    **a_list("checkout_deliveryrate", sees=(), edits=("owner",)),
    **a_list("delivery_service", sees=(), edits=("manager", "owner")),
    **a_list("delivery_terms", sees=(), edits=("manager", "owner")),
    **a_list("delivery_lane", sees=(), edits=("manager", "owner")),
    **a_list("counts_authority", sees=(), edits=("manager", "owner")),
    **a_list("supply_supplier", sees=("picker",), edits=("manager", "owner")),
    **a_list("customers_customer", sees=("cashier",), edits=("manager", "owner")),
}
