"""The companion in the dashboard: an overview of each event, and a page per subject.

A subject brings one value, and a line in ``registration.py`` that adds it::

    TEAMS = Subject(
        slug="teams",
        title="Teams",
        order=1,
        page=teams_page,  # (request, event) -> answer
        figure=lambda event: (12, "teams, with 40 people."),
        more=(SubjectPage(route="<str:team_id>/move/", name="move", view=move_page),),
    )

It then has the page ``/admin/companion/<event_id>/<year>/teams/`` (its address:
``subject_url(event, "teams")``), the pages beneath it that it names
(``subject_url(event, "teams", "move", team_id)``), and a tile on the overview.
Every view is for execs alone and gets the event itself in place of its id and year; an
unknown event is a 404. ``pages.page`` frames ``templates/admin/companion/``, and
``pages.done`` says what was done and offers to undo it.
"""
