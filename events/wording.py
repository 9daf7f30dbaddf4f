"""How what a registration holds reads."""

from core.audit.wording import register_fields

register_fields({"registrationStatus": "Registration"})
