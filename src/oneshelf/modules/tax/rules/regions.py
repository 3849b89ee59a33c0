"""In which region an address is: no clock, no database.

Shoppers are not asked for their state, and write it in their own way; where taxes differ by it, postcodes tell it.
"""

from __future__ import annotations

from bisect import bisect_right

from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.tax.rules.zones import plain_postcode
from oneshelf.modules.tax.types import Where

_STATES = (
    "005 NY 006 PR 008 VI 009 PR 010 MA 028 RI 030 NH 039 ME 050 VT 055 MA 056 VT 060 CT 070 NJ 090 AE 100 NY 150 PA "
    "197 DE 200 DC 201 VA 202 DC 206 MD 220 VA 247 WV 270 NC 290 SC 300 GA 320 FL 340 AA 341 FL 350 AL 370 TN 386 MS "
    "398 GA 400 KY 430 OH 460 IN 480 MI 500 IA 530 WI 550 MN 569 DC 570 SD 580 ND 590 MT 600 IL 630 MO 660 KS 680 NE "
    "700 LA 716 AR 730 OK 733 TX 734 OK 750 TX 800 CO 820 WY 832 ID 834 WY 835 ID 840 UT 850 AZ 870 NM 885 TX 886 - "
    "889 NV 900 CA 962 AP 967 HI 969 GU 970 OR 980 WA 995 AK"
)
"""From which first three digits of a ZIP code on it is which state's, as the Postal Service's Labeling List L002 says.

A few hundred addresses are served from across the line: 06390 is an island of New York.
"""

_FIRST, _STATE = _STATES.split()[::2], _STATES.split()[1::2]

_ONE_ISLAND = {"06390": "NY"}

_PROVINCES = "A NL B NS C PE E NB G QC H QC J QC K ON L ON M ON N ON P ON R MB S SK T AB V BC Y YT"
"""The province of a Canadian postcode by its first letter; X is two territories, told apart by what follows."""

_PROVINCE = dict(zip(_PROVINCES.split()[::2], _PROVINCES.split()[1::2], strict=True))

_NUNAVUT = ("X0A", "X0B", "X0C")


def read_where(country: str = "", region: str = "", postal_code: str = "", place: PlaceId | None = None) -> Where:
    """Read an address: in the United States and Canada its postcode says in which region it is, if it has one."""
    land, code = country.strip().upper(), plain_postcode(postal_code)
    return Where(land, _region_of(land, code) or region.strip().upper(), code, place)


def _region_of(country: str, code: str) -> str:
    if country == "US" and len(code) >= 5 and code[:5].isascii() and code[:5].isdigit() and code >= _FIRST[0]:
        return _ONE_ISLAND.get(code[:5]) or _STATE[bisect_right(_FIRST, code[:3]) - 1].strip("-")
    if country == "CA" and len(code) >= 3:
        return ("NU" if code[:3] in _NUNAVUT else "NT") if code[0] == "X" else _PROVINCE.get(code[0], "")
    return ""
