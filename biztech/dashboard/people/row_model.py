"""What a row of the people list holds."""

from django.db import models

from biztech.dashboard.framework.unmanaged import UnmanagedModel
from memberships import people


class Person(UnmanagedModel):
    """One person as a row: the three records in a few columns."""

    email = models.EmailField("e-mail", primary_key=True)
    name = models.CharField(max_length=200)
    member = models.BooleanField()
    faculty = models.CharField(max_length=200)
    year = models.CharField(max_length=50)
    profile_type = models.CharField("profile", max_length=50)
    cards = models.IntegerField("cards written")
    member_since = models.BigIntegerField()
    problems = models.JSONField(default=list)

    class Meta:
        managed = False
        app_label = "memberships"
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.email

    @classmethod
    def of(cls, person: people.Person) -> "Person":
        """Return the row of a person."""
        return cls(
            email=person.email,
            name=person.name,
            member=person.is_member,
            faculty=person.faculty,
            year=person.year,
            profile_type=person.profile_type,
            cards=person.cards,
            member_since=person.member_since,
            problems=[problem.sentence for problem in person.problems],
        )
