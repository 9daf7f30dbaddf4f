"""The users' routes: sign-up, who exists, one's own account, favourites."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.serializers import (
    USER,
    CreatedUserSerializer,
    FavouredSerializer,
    FavouriteSerializer,
    SignUpSerializer,
    UserEditSerializer,
    UserSerializer,
    changes_body,
    user_body,
)
from accounts.errors import StillAMember, UserExists
from accounts.models import User
from accounts.queries import all_users, find_user, is_member, is_user
from accounts.services import delete_user, edit_user, favourite_event, sign_up
from core.api import NEXT_CURSOR, RowsViewSet
from core.clock import now_ms
from core.dynamo.errors import InvalidCursor
from core.dynamo.paging import page_size, read_page
from core.email import normalize_email
from core.errors import CannotUpdate, Forbidden, Invalid, InvalidEmail, NotFound
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.openapi import (
    AT,
    BY_EMAIL,
    EMAIL,
    PAGED,
    answer,
    changed,
    described,
    path_parameter,
)
from core.throttling import EXISTENCE_CHECK, SIGN_UP

EMAIL_IN_PATH = r"(?P<email>[^/]+)"


class UsersViewSet(RowsViewSet):
    """Accounts: open to their owners and to verified executives."""

    permission_classes = (IsSignedIn,)
    kind = "user"
    lookup_field = "email"
    lookup_value_regex = "[^/]+"

    # Whom a route serves where others of its path serve everybody who is signed in.
    callers: ClassVar[dict[str, type[BasePermission]]] = {
        "create": AllowAny,
        "list": IsExec,
    }
    purposes: ClassVar[dict[str, str]] = {
        "create": SIGN_UP,
        "check": EXISTENCE_CHECK,
        "check_membership": EXISTENCE_CHECK,
    }

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        caller = self.callers.get(self.action)
        return [caller()] if caller else super().get_permissions()

    @property
    def throttle_scope(self) -> str | None:
        """The purpose of the current route, if it has limits of its own."""
        return self.purposes.get(self.action)

    @described(
        "users_create",
        {
            201: CreatedUserSerializer,
            409: answer(str, "There is one already.", UserExists().message),
        },
        InvalidEmail("Invalid email", data="zz"),
        body=SignUpSerializer,
    )
    def create(self, request: Request) -> Response:
        """Sign up.

        Open to everybody. `admin` follows from the address. `isMember` is false unless
        an executive's token comes with the request. An optional token that is not valid
        is refused.
        """
        values = self.sent(request).validated_data
        favourites = values.pop("favedEventsArray", [])
        try:
            stored = sign_up(
                values,
                favourites=favourites,
                by_exec=caller_of(request).is_exec,
                now=now_ms(),
            )
        except UserExists as refused:
            # Documented as a bare JSON text.
            return Response(refused.message, status=status.HTTP_409_CONFLICT)
        return Response(
            {"message": "Created!", "params": user_body(stored)}, status=201
        )

    @described(
        "users_list",
        {200: UserSerializer(many=True)},
        Forbidden,
        InvalidCursor,
        parameters=PAGED,
    )
    def list(self, request: Request) -> Response:
        """All users.

        Without parameters all of them, as a bare array. With `limit` or `cursor` one
        page; where it is not the last, the header `X-Next-Cursor` holds the next
        `cursor`.
        """
        limit, cursor = (request.query_params.get(name) for name in ("limit", "cursor"))
        if limit is None and cursor is None:
            return Response([user_body(user.plain()) for user in all_users()])
        page = read_page(User, size=page_size(limit), cursor=cursor)
        headers = {NEXT_CURSOR: page.next_cursor} if page.next_cursor else {}
        return Response(
            [user_body(user.plain()) for user in page.rows], headers=headers
        )

    @described(
        "users_read",
        {200: UserSerializer},
        NotFound.of("user", EMAIL),
        parameters=[path_parameter("email", "`self`, or an e-mail.", example="self")],
    )
    def retrieve(self, request: Request, email: str) -> Response:
        """One's own account.

        Everybody gets their own account, whatever the path says; clients send `self`.
        An executive gets the account that the path names.
        """
        email = self._whose(request, email)
        user = find_user(email)
        if user is None:
            raise NotFound.of("user", email)
        return Response(user_body(user.plain()))

    @described(
        "users_edit",
        {
            200: changed(
                f"Updated event with email {EMAIL}!",
                {"major": "Statistics", "year": "4th Year", "updatedAt": AT},
            )
        },
        Forbidden,
        NotFound.of("user", EMAIL),
        CannotUpdate("admin"),
        parameters=[BY_EMAIL],
        body=UserEditSerializer,
    )
    def partial_update(self, request: Request, email: str) -> Response:
        """Change attributes of an account.

        For its owner and for executives. `admin` cannot be changed, and `isMember` only
        by an executive: the whole request is refused then. `id`, `email`, `createdAt`,
        `updatedAt` and favourites are left alone.
        """
        email = self._own_or_exec(request, email)
        edited = edit_user(
            email,
            self.sent(request).validated_data,
            actor=caller_of(request).email,
            by_exec=caller_of(request).is_exec,
            now=now_ms(),
        )
        return Response(
            {
                "message": f"Updated event with email {email}!",
                "response": {"Attributes": changes_body(edited.changed)},
            }
        )

    @described(
        "users_delete",
        {200: changed("User deleted!", USER)},
        Forbidden,
        NotFound.of("User", EMAIL),
        InvalidEmail("Invalid email", data="zz"),
        StillAMember,
        parameters=[BY_EMAIL],
    )
    def destroy(self, request: Request, email: str) -> Response:
        """Delete an account.

        For its owner and for executives, once no membership is left.
        """
        email = self._own_or_exec(request, email)
        deleted = delete_user(email, actor=caller_of(request).email, now=now_ms())
        return Response(
            {
                "message": "User deleted!",
                "response": {"Attributes": user_body(deleted.row)},
            }
        )

    @described(
        "users_favourite",
        {200: FavouredSerializer},
        Forbidden,
        NotFound.of("event", "blueprint"),
        Invalid("'isFavourite' is missing from the request body"),
        parameters=[BY_EMAIL],
        body=FavouriteSerializer,
    )
    @action(detail=False, methods=["patch"], url_path=f"favEvent/{EMAIL_IN_PATH}")
    def favourite(self, request: Request, email: str) -> Response:
        """Mark an event as a favourite, or no longer."""
        email = self._own_or_exec(request, email)
        wanted = self.sent(request).validated_data
        event_id, year = wanted["eventID"], wanted.get("year")
        changed = favourite_event(
            email,
            event_id,
            year=year,
            favourite=wanted["isFavourite"],
            now=now_ms(),
        )
        done = "favourited" if wanted["isFavourite"] else "unfavourited"
        said = done.capitalize() if changed else f"Already {done}"
        of_year = "" if year is None else f" for the year {year}"
        message = f"{said} event with eventID {event_id}{of_year}"
        return Response({"message": message, "response": {}})

    @described(
        "users_check",
        {200: answer(bool, "`false` also for invalid ones.", value=True)},
        parameters=[BY_EMAIL],
    )
    @action(
        detail=False,
        methods=["get"],
        url_path=f"check/{EMAIL_IN_PATH}",
        authentication_classes=(),
        permission_classes=(AllowAny,),
    )
    def check(self, request: Request, email: str) -> Response:
        """Has this address an account?"""
        return Response(said_of(is_user, email))

    @described(
        "users_check_membership",
        {200: answer(bool, "`false` also for unknown and invalid ones.", value=True)},
        parameters=[BY_EMAIL],
    )
    @action(
        detail=False,
        methods=["get"],
        url_path=f"checkMembership/{EMAIL_IN_PATH}",
        authentication_classes=(),
        permission_classes=(AllowAny,),
    )
    def check_membership(self, request: Request, email: str) -> Response:
        """Is this address a member's?"""
        return Response(said_of(is_member, email))

    def _whose(self, request: Request, email: str) -> str:
        caller = caller_of(request)
        if not caller.is_exec:
            return caller.email
        try:
            return normalize_email(email)
        except InvalidEmail:
            return caller.email

    def _own_or_exec(self, request: Request, email: str) -> str:
        email, caller = normalize_email(email), caller_of(request)
        if email != caller.email and not caller.is_exec:
            raise Forbidden
        return email


def said_of(question: Callable[[str], bool], email: str) -> bool:
    """Return the answer about an address in any spelling; of what is none, False."""
    try:
        return question(normalize_email(email))
    except InvalidEmail:
        return False
