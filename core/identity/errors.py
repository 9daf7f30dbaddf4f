"""What identity says no to: tokens, links, and people who may not enter.

Every ``TokenRefused`` is a 401 in the API, with the same body whatever the reason; the
code goes to the log. ``KeysUnavailable`` is not the caller's fault: a 503.
"""

from typing import ClassVar

from core.errors import Conflict, Forbidden, Invalid, Refused, Unavailable


class TokenRefused(Refused):
    """The token proves nothing."""

    code = "token_refused"
    sentence: ClassVar[str] = "This token is not valid. Sign in again to get a new one."

    def __init__(self) -> None:
        super().__init__(self.sentence)


class TokenMalformed(TokenRefused):
    """It is no signed token, or a claim that every ID token has is missing."""

    code = "token_malformed"


class TokenTampered(TokenRefused):
    """Its signature is not that of the issuer's key."""

    code = "token_tampered"


class TokenExpired(TokenRefused):
    """Its time is over, or has not come yet."""

    code = "token_expired"
    sentence = "This token has expired. Sign in again to get a new one."


class WrongAlgorithm(TokenRefused):
    """It is signed with anything but RS256."""

    code = "wrong_algorithm"


class UnknownKey(TokenRefused):
    """The issuer publishes no key of that id."""

    code = "unknown_key"


class WrongIssuer(TokenRefused):
    """Somebody else issued it."""

    code = "wrong_issuer"


class WrongAudience(TokenRefused):
    """It was issued for another client."""

    code = "wrong_audience"


class WrongUse(TokenRefused):
    """It is an access or refresh token, not an ID token."""

    code = "wrong_use"


class NoEmail(TokenRefused):
    """It names nobody: the e-mail claim is missing or is no address."""

    code = "no_email"


class EmailUnverified(TokenRefused):
    """The address is claimed, not proven."""

    code = "email_unverified"
    sentence = (
        "This e-mail address is not verified yet. Open the link in the verification"
        " message, then sign in again."
    )


class KeysUnavailable(Unavailable):
    """The issuer's keys cannot be read now, so nothing can be verified."""

    code = "keys_unavailable"

    def __init__(self) -> None:
        super().__init__(
            "Sign-in cannot be checked at the moment. Please try again in a minute."
        )


class SignInFailed(Refused):
    """The identity provider's answer does not belong to a sign-in started here."""

    code = "sign_in_failed"

    def __init__(self) -> None:
        super().__init__(
            "Signing in was not completed. It may have been cancelled, or taken too"
            " long. Please start again."
        )


class TooManyAttempts(Refused):
    """One address tries to sign in too often."""

    code = "too_many_attempts"

    def __init__(self) -> None:
        super().__init__(
            "There were many attempts to sign in from your address. Please wait a"
            " minute, then try again."
        )


class NotAnExec(Forbidden):
    """A known person who is not of the club's own domain."""

    code = "not_an_exec"

    def __init__(self) -> None:
        super().__init__(
            "The dashboard is for execs: sign in with your @ubcbiztech.com address."
        )


class LinkRefused(Conflict):
    """Not a sign-in link of ours."""

    code = "link_refused"

    def __init__(
        self, message: str = "This is not a sign-in link of this server."
    ) -> None:
        super().__init__(message)


class LinkExpired(LinkRefused):
    """A sign-in link that came too late."""

    code = "link_expired"

    def __init__(self) -> None:
        super().__init__("This sign-in link has expired: it is good for 15 minutes.")


class LinkUsed(LinkRefused):
    """A sign-in link that has signed somebody in already."""

    code = "link_used"

    def __init__(self) -> None:
        super().__init__("This sign-in link has been used: each one opens only once.")


class SessionTaken(Conflict):
    """A session of that key exists already."""

    code = "session_taken"

    def __init__(self) -> None:
        super().__init__("This session exists already. Please try again.")


class SessionEnded(Conflict):
    """The session is over: signed out, ended from the server, or too old."""

    code = "session_ended"

    def __init__(self) -> None:
        super().__init__("This session has ended. Please sign in again.")


class SignUpRefused(Invalid):
    """The provider does not accept the password."""

    code = "sign_up_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)


class SignUpUnavailable(Unavailable):
    """The provider does not answer, or refuses us; nothing was created."""

    code = "sign_up_unavailable"

    def __init__(self) -> None:
        super().__init__("Signing up is not possible right now. Please try again.")
