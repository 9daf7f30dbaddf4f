"""What a row of the people list holds."""

from django.db import models

from biztech.dashboard.framework.unmanaged import UnmanagedModel
from memberships.directory.entries import Entry


class Person(UnmanagedModel):
    """One person as a row: an entry of the directory, whose names the columns have."""

    email = models.EmailField("e-mail", primary_key=True)
    name = models.CharField(max_length=200)
    member = models.BooleanField()
    faculty = models.CharField(max_length=200)
    year = models.CharField(max_length=50)
    profile_type = models.CharField("profile", max_length=50)
    profile_id = models.CharField(max_length=200)
    cards = models.IntegerField("cards written")
    member_since = models.BigIntegerField()
    problems = models.JSONField(default=list)
    search_text = models.TextField()

    class Meta:
        managed = False
        app_label = "memberships"
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.email

    @classmethod
    def of(cls, entry: Entry) -> "Person":
        """Return the row of a person."""
        shown = {
            column.attname: getattr(entry, column.attname)
            for column in cls._meta.fields
        }
        problems = [problem.sentence for problem in entry.problems]
        return cls(**{**shown, "problems": problems})
