"""What changes memberships, one function per decision."""

from memberships.services.cards import Replaced, plan_replace, replace_card
from memberships.services.grant import Granted, grant_membership, plan_grant
from memberships.services.normalizing import (
    Misspelt,
    Respelt,
    misspelt,
    plan_respelling,
    respell,
)
from memberships.services.records import add_member, delete_member, edit_member
from memberships.services.revoke import Revoked, plan_revoke, revoke_membership

__all__ = [
    "Granted",
    "Misspelt",
    "Replaced",
    "Respelt",
    "Revoked",
    "add_member",
    "delete_member",
    "edit_member",
    "grant_membership",
    "misspelt",
    "plan_grant",
    "plan_replace",
    "plan_respelling",
    "plan_revoke",
    "replace_card",
    "respell",
    "revoke_membership",
]
