"""The registrations' routes: coming to an event, being let in, reading who comes."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import RowsViewSet
from core.clock import now_ms
from core.email import normalize_email
from core.errors import Forbidden, InvalidEmail, Malformed, Refused
from core.fields import Body
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.identity.users import Caller
from core.openapi import BY_EMAIL, changed, described, path_parameter
from core.throttling import (
    EXISTENCE_CHECK,
    LEADERBOARD,
    REGISTRATION,
    REGISTRATION_OF_ONE,
    count_for,
)
from events.acts import RegistrationAct
from events.api.registrations.answers import (
    ROW,
    CreatedRegistrationSerializer,
    DeletedManySerializer,
    MovedManySerializer,
    MovedRegistrationSerializer,
    RankSerializer,
    RedirectSerializer,
    RegistrationsSerializer,
    attributes,
    created,
    ranked,
    reduced,
)
from events.api.registrations.asked import OF_EVENT, asked_in, event_in, rows_of
from events.api.registrations.serializers import (
    DeleteManySerializer,
    MoveManySerializer,
    MoveSerializer,
    OfEventSerializer,
    RegistrationSerializer,
    review_named,
)
from events.errors import (
    AccountNeeded,
    AlreadyCheckedIn,
    AlreadyRegistered,
    AnswerRefused,
    CannotDelete,
    CannotMove,
    ChoiceFull,
    EventFull,
    EventUnknown,
    MembersOnly,
    NotOpen,
    ReadUnclear,
    RegistrationGone,
    RegistrationUnknown,
    UnknownStatus,
)
from events.models import Registration
from events.queries import registrations_of
from events.services.checkouts import checkout_of
from events.services.moving import (
    Moved,
    Wanted,
    delete_registration,
    delete_registrations,
    move_registration,
)
from events.services.registering import Registered, register
from events.statuses import Status

# Who acts when nobody signed in.
NOBODY_KNOWN = "anonymous"

DELETED = "Registration entry Deleted!"

_WAITING = Registration.of({"registrationStatus": Status.WAITLIST})
_NO_EVENT = EventUnknown("blueprint", 2026)
_NOT_MANY = (Malformed("Invalid request format."), Forbidden, _NO_EVENT)
_FIRST_NAME = path_parameter("fname", "The first name; not read.", example="Amira")


class RegistrationsViewSet(RowsViewSet):
    """Who comes to events."""

    permission_classes = (IsSignedIn,)
    kind = "registration"

    # Whom a route serves that does not serve everybody who is signed in.
    callers: ClassVar[dict[str, type[BasePermission]]] = {
        "create": AllowAny,
        "list": AllowAny,
        "leaderboard": AllowAny,
        "move_many": IsExec,
        "mass_update": IsExec,
        "destroy_many": IsExec,
    }
    purposes: ClassVar[dict[str, str]] = {
        "create": REGISTRATION,
        "list": EXISTENCE_CHECK,
        "leaderboard": LEADERBOARD,
    }

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        caller = self.callers.get(self.action)
        return [caller()] if caller else super().get_permissions()

    @property
    def throttle_scope(self) -> str | None:
        """The purpose of the current route, if it has limits of its own."""
        return self.purposes.get(self.action)

    @property
    def exec_refusal(self) -> str:
        """The sentence that the contract has for a stranger on this route."""
        deletes = self.action == "destroy_many"
        return "Unauthorized" if deletes else IsExec.message

    @described(
        "registrations_list",
        {200: RegistrationsSerializer},
        InvalidEmail("Invalid email", data="zz"),
        ReadUnclear("Name an email, or an eventID and a year."),
        Forbidden,
        parameters=[
            OpenApiParameter("email", str, description="Whose; any letter case."),
            *OF_EVENT,
            OpenApiParameter(
                "afterTimestamp",
                {"type": "string", "pattern": "^[0-9]{1,14}$"},
                description="Only rows that changed after that moment, in ms.",
            ),
        ],
    )
    def list(self, request: Request) -> Response:
        """Registrations of a person, or for an event.

        Owners and executives see whole rows, of an event executives alone. Everybody
        else may ask about one person and sees little more than the statuses; for them
        `afterTimestamp` leaves nothing out.
        """
        asked, caller = asked_in(request.query_params), caller_of(request)
        if asked.email is None:
            _refuse_to_list(caller)
        rows = rows_of(asked)
        if asked.email is not None and not (
            caller.is_exec or caller.email == asked.email
        ):
            shown = [reduced(row) for row in rows]
        else:
            shown = [
                row.plain() for row in rows if int(row.updated_at or 0) >= asked.after
            ]
        return Response({"size": len(shown), "data": shown})

    @described(
        "registrations_create",
        {201: CreatedRegistrationSerializer, 200: RedirectSerializer},
        InvalidEmail("Invalid email", data="zz"),
        UnknownStatus("registrationStatus", "zz"),
        AnswerRefused("Question 'Why?' is required."),
        AlreadyRegistered,
        _NO_EVENT,
        NotOpen("Registration for this event has closed."),
        MembersOnly,
        AccountNeeded,
        ChoiceFull("Rust"),
        body=RegistrationSerializer,
    )
    def create(self, request: Request) -> Response:
        """Register for an event.

        Open to everybody. The server decides the status, from the price, the seats, the
        deadline and the membership; the one that is sent decides nothing. Somebody who
        has yet to pay may answer anew and is told where to pay. `overCapacity` needs an
        executive's token.
        """
        sent, caller = self.sent(request).validated_data, caller_of(request)
        if sent["over_capacity"] and not caller.is_exec:
            raise Forbidden
        application, now = sent["application"], now_ms()
        count_for(application.email, purpose=REGISTRATION_OF_ONE)
        registered = register(
            application,
            actor=caller.email or NOBODY_KNOWN,
            by_exec=caller.is_exec,
            over_capacity=sent["over_capacity"],
            now=now,
        )
        if _has_yet_to_pay(registered):
            url = checkout_of(registered.registration, now=now)
            return Response({"message": "Redirect to link", "url": url})
        return Response(created(registered), status=status.HTTP_201_CREATED)

    @described(
        "registrations_move",
        {200: MovedRegistrationSerializer},
        InvalidEmail("Invalid email", data="zz"),
        UnknownStatus("registrationStatus", "zz"),
        Forbidden,
        _NO_EVENT,
        RegistrationUnknown,
        AlreadyCheckedIn(_WAITING),
        CannotMove(_WAITING, Status.CHECKED_IN),
        EventFull,
        ChoiceFull("Rust"),
        parameters=[BY_EMAIL, _FIRST_NAME],
        body=MoveSerializer,
    )
    def move(self, request: Request, email: str, fname: str) -> Response:
        """Change a registration.

        Owners confirm (`acceptedComplete`) and cancel; everything else is for
        executives. A status may be spelled in any way. Send `{"$inc": 5}` to add points
        safely.
        """
        email, sent = _own_or_exec(request, email), self.sent(request).validated_data
        moved = _moved(request, email, sent["event"], sent["wanted"])
        is_now = moved.registration.status or ""
        body: Body = {
            "registrationStatus": is_now,
            "message": f"User with email {email} successfully registered (through"
            f" update) to status '{is_now}'!",
            "response": attributes(moved),
        }
        return Response(body | ({"warning": moved.warning} if moved.warning else {}))

    @described(
        "registrations_move_many",
        {200: MovedManySerializer},
        *_NOT_MANY,
        body=MoveManySerializer,
    )
    def move_many(self, request: Request) -> Response:
        """Decide many applications.

        Each by itself: one that is refused says why and holds up no other.
        """
        return self.mass_update(request)

    @described(
        "registrations_mass_update",
        {200: MovedManySerializer},
        *_NOT_MANY,
        body=MoveManySerializer,
    )
    def mass_update(self, request: Request) -> Response:
        """Decide many applications.

        The same as `PUT /registrations`, which is what the web client calls.
        """
        sent = self.sent(request).validated_data
        event = sent["eventID"], sent["eventYear"]
        return Response(
            {"results": [_moved_one(request, event, one) for one in sent["updates"]]}
        )

    @described(
        "registrations_delete",
        {200: changed(DELETED, ROW)},
        InvalidEmail("Invalid email", data="zz"),
        Forbidden,
        CannotDelete,
        _NO_EVENT,
        RegistrationGone,
        parameters=[BY_EMAIL],
        body=OfEventSerializer,
    )
    def destroy(self, request: Request, email: str) -> Response:
        """Delete a registration.

        The body names the event, `eventID` and `year`. For its owner, until they have
        been checked in, and for executives. An executive can undo it in the dashboard
        for 30 days.
        """
        email, caller = _own_or_exec(request, email), caller_of(request)
        sent = self.sent(request).validated_data
        deleted = delete_registration(
            email,
            sent["eventID"],
            sent["year"],
            actor=caller.email,
            by_exec=caller.is_exec,
            now=now_ms(),
        )
        row = {"Attributes": deleted.registration.plain()}
        return Response({"message": DELETED, "response": row})

    @described(
        "registrations_delete_many",
        {200: DeletedManySerializer},
        InvalidEmail("Invalid email", data="zz"),
        Forbidden("Unauthorized"),
        _NO_EVENT,
        body=DeleteManySerializer,
    )
    def destroy_many(self, request: Request) -> Response:
        """Delete the registrations of many people.

        The body holds `ids`, 1 to 500 e-mail addresses, `eventID` and `year`. The
        answer says who had no registration.
        """
        sent = self.sent(request).validated_data
        deleted, gone = delete_registrations(
            sent["ids"],
            sent["eventID"],
            sent["year"],
            actor=caller_of(request).email,
            now=now_ms(),
        )
        emails = [each.registration.id for each in deleted]
        return Response(
            {"message": DELETED, "response": {"deleted": emails, "notFound": gone}}
        )

    @described(
        "registrations_leaderboard",
        {200: RankSerializer(many=True)},
        ReadUnclear("Name both an eventID and a year."),
        parameters=OF_EVENT,
    )
    def leaderboard(self, request: Request) -> Response:
        """Who has the most points at an event.

        Open to everybody; names alone, partners left out.
        """
        event = event_in(request.query_params)
        if event is None:
            raise ReadUnclear("Name both an eventID and a year.")
        return Response(ranked(registrations_of(*event)))


def _own_or_exec(request: Request, email: str) -> str:
    """Return the address in its one spelling, or refuse a stranger."""
    email, caller = normalize_email(email), caller_of(request)
    if not caller.is_exec and caller.email != email:
        raise Forbidden
    return email


def _refuse_to_list(caller: Caller) -> None:
    """Refuse who may not read everything that people said for an event."""
    if caller.is_exec or settings.OPEN_REGISTRATION_READS:
        return
    if not caller.is_authenticated:
        raise NotAuthenticated
    raise Forbidden


def _has_yet_to_pay(registered: Registered) -> bool:
    """Tell whether somebody was registered before and has still to pay."""
    answered = registered.act.act == RegistrationAct.ANSWER
    return answered and registered.status is Status.INCOMPLETE


def _moved(
    request: Request, email: str, event: tuple[str, int], wanted: Wanted
) -> Moved:
    caller = caller_of(request)
    return move_registration(
        email,
        *event,
        wanted,
        actor=caller.email,
        by_exec=caller.is_exec,
        now=now_ms(),
    )


def _moved_one(request: Request, event: tuple[str, int], sent: Body) -> Body:
    try:
        email = normalize_email(sent["email"])
        wanted = Wanted(review=review_named(sent["applicationStatus"]))
        moved = _moved(request, email, event, wanted)
    except EventUnknown:
        raise
    except Refused as refused:
        return {"success": False, "email": sent["email"], "error": refused.message}
    return {"success": True, "email": email, "response": attributes(moved)}
