"""What Stripe refuses, with its own status and body."""

from typing import Any


class StripeRefusal(Exception):
    """An error answer of Stripe's."""

    status = 400
    type = "invalid_request_error"

    def __init__(
        self, message: str, *, code: str | None = None, param: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.param = param

    def body(self) -> dict[str, Any]:
        """Return the body of the answer."""
        error = {
            "message": self.message,
            "type": self.type,
            "code": self.code,
            "param": self.param,
        }
        return {"error": {name: said for name, said in error.items() if said}}


class Unknown(StripeRefusal):
    """The path names something that is not there."""

    status = 404


class OtherParameters(StripeRefusal):
    """An idempotency key came back with a different request."""

    type = "idempotency_error"

    def __init__(self, key: str) -> None:
        super().__init__(
            "Keys for idempotent requests can only be used with the same parameters"
            f" they were first used with. Try using a key other than '{key}' if you"
            " meant to execute a different request."
        )


def missing(kind: str, object_id: str, *, param: str) -> StripeRefusal:
    """Return the refusal of a parameter that names something that is not there."""
    return StripeRefusal(
        _no_such(kind, object_id), code="resource_missing", param=param
    )


def not_found(kind: str, object_id: str) -> Unknown:
    """Return the refusal of a path that names something that is not there."""
    return Unknown(_no_such(kind, object_id), code="resource_missing")


def _no_such(kind: str, object_id: str) -> str:
    return f"No such {kind}: '{object_id}'"
