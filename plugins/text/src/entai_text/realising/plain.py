"""A plain sentence for slots by rules: what is said where no sentence of the network passes the check."""

from __future__ import annotations

from collections.abc import Callable

from entai_text.realising.meaning import Meaning, first, values

_PRICES = {"cheap": "low prices", "moderate": "moderate prices", "high": "high prices"}


def plain(meaning: Meaning) -> str:
    """Say every slot: `The Mill is a family friendly pub in the riverside area. It serves French food.`."""
    return " ".join([_once(first(meaning)), *further(meaning)])


def further(meaning: Meaning) -> list[str]:
    """A sentence for each value of a slot behind its first."""
    return [_FURTHER[slot](value) for slot, several in meaning.items() for value in values(several)[1:]]


def _once(meaning: Meaning) -> str:
    friendly = {"yes": "family friendly ", "no": "non family friendly "}.get(meaning.get("familyFriendly", "").lower(), "")
    what = f"{friendly}{meaning.get('eatType', 'place')}"
    where = [f"in the {meaning['area']}{' area' if meaning['area'] == 'riverside' else ''}"] if "area" in meaning else []
    where += [f"near {meaning['near']}"] if "near" in meaning else []
    first = " ".join([f"{meaning['name']} is a {what}" if "name" in meaning else f"There is a {what}", *where])
    more = [part for part in (_food(meaning), _price(meaning), _rating(meaning)) if part]
    return f"{first}. It {_joined(more)}." if more else f"{first}."


_FURTHER: dict[str, Callable[[str], str]] = {
    "name": lambda value: f"It is also called {value}.",
    "eatType": lambda value: f"It is a {value}, too.",
    "food": lambda value: f"It {_food({'food': value})}, too.",
    "priceRange": lambda value: f"It also {_price({'priceRange': value})}.",
    "customer rating": lambda value: f"It also {_rating({'customer rating': value})}.",
    "area": lambda value: f"It is in the {value}, too.",
    "familyFriendly": lambda value: f"It is also {'family friendly' if value.lower() == 'yes' else 'not family friendly'}.",
    "near": lambda value: f"It is near {value}, too."}


def _food(meaning: Meaning) -> str:
    food = meaning.get("food", "")
    return f"serves {food if food.lower().endswith('food') else f'{food} food'}" if food else ""


def _price(meaning: Meaning) -> str:
    price = meaning.get("priceRange", "")
    return f"has {_PRICES.get(price.lower(), f'a price range of {price}')}" if price else ""


def _rating(meaning: Meaning) -> str:
    rating = meaning.get("customer rating", "")
    article = "an" if rating[:1].lower() in "aeiou" else "a"
    worded = rating if rating[:1].isdigit() else ""
    return (f"has a customer rating of {worded}" if worded else f"has {article} {rating} customer rating") if rating else ""


def _joined(parts: list[str]) -> str:
    """With a comma before the `and`: `low prices and an average rating` could be heard as average prices."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, and {parts[-1]}"
