"""Public holidays by name, of a country or a part of one: from a library that is well kept, at the desk alone.

The names are English where the library has them so, and never those of the language that this machine is set to:
equal files give equal bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from shared.brands.problems import Faults, one_of, shown

_BACK: Final = 2  # years before the one in which it is compiled: an Entry is kept for 400 days
_AHEAD: Final = 3
_MEANT: Final = {"UK": "GB", "EL": "GR"}  # what these countries are called elsewhere


def public_holidays(codes: Sequence[str], today: date, found: Faults, at: str) -> dict[date, str]:
    """The holidays around a day, by date. What is wrong with the codes is added to `found`."""
    if not codes:
        return {}
    try:
        import holidays  # only for brands that name a country
    except ImportError:
        found.add(at, "a country, while the package holidays is not installed", "`make setup` to have been run")
        return {}
    known = holidays.list_supported_countries(include_aliases=False)
    named: dict[date, list[str]] = {}
    for index, code in enumerate(codes):
        place = f"{at}[{index}]"
        country, _, part = code.partition("-")
        parts = [f"{country}-{one}" for one in known.get(country, ())]
        if code in codes[:index]:
            found.add(place, f"{shown(code)} a second time", "each once")
        elif country not in known:
            near = _MEANT.get(country) or ", ".join(sorted(one for one in known if one[0] == country[0]))
            found.add(place, shown(code), f"a country's ISO code, such as NO or DE-BY; near it: {near or 'none'}")
        elif part and code not in parts:
            expected = f"a part of {country}, {one_of(parts, code)}" if parts else f"{country} alone: no part is known"
            found.add(place, shown(code), expected)
        else:
            years = range(today.year - _BACK, today.year + _AHEAD + 1)
            days = holidays.country_holidays(country, subdiv=part or None, years=years, language="en_US")
            if not days:
                found.add(place, f"{shown(code)}, of which no public holiday is known", "dates under closed instead")
            for day, name in days.items():
                named.setdefault(day, []).extend(name.split("; "))
    return {day: "; ".join(dict.fromkeys(names)) for day, names in sorted(named.items())}
