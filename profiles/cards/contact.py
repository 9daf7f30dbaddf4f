"""A profile as a contact that a phone takes in."""

from collections.abc import Mapping
from typing import Any

from profiles.policy import name_of
from profiles.taps import tap_url

_NOTED = {"pronouns": "Pronouns", "major": "Major", "year": "Year"}


def vcard(profile_id: str, shown: Mapping[str, Any], *, note: str = "") -> bytes:
    """Return a vCard 3.0 with what is shown of a profile, and the way back to it.

    ``note`` is added to what the card notes.
    """
    import vobject

    told = {name: _line(value) for name, value in shown.items()}
    card = vobject.vCard()
    card.add("fn").value = _line(name_of(shown))
    card.add("n").value = vobject.vcard.Name(
        given=told.get("fname", ""), family=told.get("lname", "")
    )
    if company := told.get("company"):
        card.add("org").value = [company]
    if position := told.get("position"):
        card.add("title").value = position
    addresses = [told.get("linkedIn"), told.get("additionalLink"), tap_url(profile_id)]
    for address in filter(None, addresses):
        card.add("url").value = address
    noted = [f"{said}: {told[name]}" for name, said in _NOTED.items() if told.get(name)]
    if note:
        noted.append(note)
    if noted:
        card.add("note").value = "; ".join(noted)
    return str(card.serialize()).encode()


def _line(value: Any) -> str:
    """Return a value as one line of text: no value begins a line of its own."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value))
    return " ".join(text.split())
