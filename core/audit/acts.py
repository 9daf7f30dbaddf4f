"""The kinds of acts: each app spells its own, once, as it is stored."""

from enum import StrEnum


class ActKind(StrEnum):
    """What somebody did; the kinds of an app are a subclass in its ``acts.py``."""


class CommonAct(ActKind):
    """What is done to the rows of every app."""

    EDIT = "edit"
    UNDO = "undo"
    REPAIR = "repair"
