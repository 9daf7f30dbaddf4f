"""Partners and companies in the dashboard: created, linked, unlinked, undone."""

import re
from typing import Any

import pytest

from biztech.dashboard.framework.tests.visitors import BEN, ben
from core.audit.trail import history
from core.clock import now_ms
from profiles.queries import all_profiles, find_code
from profiles.services import link_partner
from profiles.tests.partners import (
    PAT,
    new_company,
    new_partner,
    profile_row,
    store_event,
)

LIST = "/admin/profiles/profile/"
PARTNER: dict[str, Any] = {
    "email": " Pat@Acme.example ",
    "fname": "Pat",
    "lname": "Lee",
    "company": "Acme",
    "role": "Recruiter",
    "linkedIn": "linkedin.com/in/pat",
    "event_id": "blueprint",
    "year": "2026",
}
COMPANY: dict[str, Any] = {
    "name": "Acme Inc.",
    "description": "Makes everything.",
    "profilePictureURL": "https://acme.example/logo.png",
    "links": "acme.example\r\n\r\nhttps://jobs.example",
    "event_id": "blueprint",
    "year": "2026",
}


@pytest.fixture
def pair() -> tuple[str, str]:
    """Create a partner and a company that are not linked."""
    store_event()
    return new_partner(now=now_ms()), new_company(now=now_ms())


def posted(address: str, values: dict[str, Any] | None = None) -> Any:
    return ben().post(f"{LIST}{address}", values or {}, follow=True)


def undo_in(answer: Any) -> Any:
    """Press the undo button of the message; return the page that follows."""
    found = re.search(
        r'action="([^"]+/undo/)" class="bt-inline">(.*?)</form>', answer.text
    )
    assert found is not None
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', found.group(2)))
    return ben().post(found.group(1), hidden, follow=True)


def test_partner_is_created_with_a_code_and_can_be_undone() -> None:
    store_event()

    answer = posted("add-partner/", PARTNER)

    (profile,) = all_profiles()
    row = profile_row(profile.profile_id)
    assert (row["email"], row["fname"], row["position"]) == (PAT, "Pat", "Recruiter")
    assert row["linkedIn"] == "https://linkedin.com/in/pat"
    assert find_code(profile.profile_id, event_id="blueprint", year=2026)
    assert answer.redirect_chain == [(f"{LIST}{profile.profile_id}/change/", 302)]
    assert history(profile.profile_id)[0].actor == BEN
    assert "created, for a partner," in answer.text

    undone = undo_in(answer)

    assert list(all_profiles()) == []
    assert undone.redirect_chain == [("/admin/acts/", 302)]
    assert "Undone." in undone.text


def test_company_is_created_with_its_links() -> None:
    store_event()

    answer = posted("add-company/", COMPANY)

    assert answer.redirect_chain == [(f"{LIST}acmeinc/change/", 302)]
    row = profile_row("acmeinc")
    assert row["links"] == ["https://acme.example", "https://jobs.example"]
    assert "Nobody stands for this company yet." in answer.text


@pytest.mark.parametrize(
    ("page", "field", "value", "error"),
    [
        ("add-partner/", "email", "pat", "This is not an e-mail address."),
        ("add-partner/", "fname", "", "This field is required."),
        ("add-partner/", "linkedIn", "javascript:1", "starts with https://"),
        ("add-partner/", "event_id", "nothing", "no such event in that year"),
        ("add-partner/", "year", "soon", "Enter a whole number."),
        ("add-company/", "name", "!!!", "at least one letter from a to z"),
        ("add-company/", "name", "", "This field is required."),
        ("add-company/", "description", "", "This field is required."),
        ("add-company/", "links", "javascript:1", "is no web address"),
        ("add-company/", "links", "x.example\n" * 21, "at most 20 addresses"),
        ("add-company/", "event_id", "nothing", "no such event in that year"),
    ],
)
def test_form_that_is_refused_names_the_field_and_writes_nothing(
    page: str, field: str, value: str, error: str
) -> None:
    store_event()
    entered = PARTNER if page == "add-partner/" else COMPANY

    answer = posted(page, {**entered, field: value})

    assert error in answer.context["form"].errors[field][0]
    assert list(all_profiles()) == []


@pytest.mark.parametrize(
    ("page", "entered", "field", "error"),
    [
        ("add-partner/", PARTNER, "email", "has a profile for that event already"),
        ("add-company/", COMPANY, "name", "whose name makes the same id"),
    ],
)
def test_form_sent_twice_says_that_it_is_there(
    page: str, entered: dict[str, Any], field: str, error: str
) -> None:
    store_event()
    posted(page, entered)

    answer = posted(page, entered)

    assert error in answer.context["form"].errors[field][0]
    assert len(list(all_profiles())) == 1


@pytest.mark.parametrize("from_company", [True, False])
def test_linking_is_confirmed_then_done_and_undone(
    pair: tuple[str, str], from_company: bool
) -> None:
    partner, company = pair
    here, other = (company, partner) if from_company else (partner, company)
    before = profile_row(partner), profile_row(company)

    asked = posted(f"{here}/link/", {"other": other})

    assert "Pat Lee will stand for Acme Inc." in asked.text
    assert (profile_row(partner), profile_row(company)) == before

    done = posted(f"{here}/link/", {"other": other, "confirmed": "yes"})

    assert done.redirect_chain == [(f"{LIST}{here}/change/", 302)]
    assert profile_row(partner)["companyProfileID"] == company
    assert profile_row(company)["delegateProfileIDs"] == [partner]
    assert "Pat Lee stands for Acme Inc." in done.text

    undo_in(done)

    assert (profile_row(partner), profile_row(company)) == before


def test_linking_elsewhere_says_which_company_is_left(pair: tuple[str, str]) -> None:
    partner, company = pair
    link_partner(partner, company, actor=BEN, now=now_ms())
    other = new_company(name="Umbrella", now=now_ms())

    asked = posted(f"{partner}/link/", {"other": other})

    assert "stands for <strong>Acme Inc.</strong> now" in asked.text


def test_linking_offers_the_other_kind_that_is_not_linked(
    pair: tuple[str, str],
) -> None:
    partner, company = pair
    link_partner(partner, company, actor=BEN, now=now_ms())
    other = new_partner(email="quinn@acme.example", fname="Quinn", now=now_ms())

    form = ben().get(f"{LIST}{company}/link/").context["form"]

    assert [value for value, _ in form.fields["other"].choices] == ["", other]


def test_linking_with_something_that_is_not_offered_is_refused(
    pair: tuple[str, str],
) -> None:
    partner, _ = pair

    answer = posted(f"{partner}/link/", {"other": partner, "confirmed": "yes"})

    assert "Select a valid choice" in answer.context["form"].errors["other"][0]


@pytest.mark.parametrize("from_company", [True, False])
def test_unlinking_is_confirmed_then_done_and_undone(
    pair: tuple[str, str], from_company: bool
) -> None:
    partner, company = pair
    link_partner(partner, company, actor=BEN, now=now_ms())
    here, query = (company, f"?of={company}") if from_company else (partner, "")
    before = profile_row(partner), profile_row(company)

    asked = ben().get(f"{LIST}{partner}/unlink/{query}")

    assert "Pat Lee will stand for Acme Inc. no more" in asked.text
    assert (profile_row(partner), profile_row(company)) == before

    done = posted(f"{partner}/unlink/{query}")

    assert done.redirect_chain == [(f"{LIST}{here}/change/", 302)]
    assert "companyProfileID" not in profile_row(partner)
    assert profile_row(company)["delegateProfileIDs"] == []

    undo_in(done)

    assert (profile_row(partner), profile_row(company)) == before


def test_unlinking_of_who_stands_for_nobody_says_so(pair: tuple[str, str]) -> None:
    partner, _ = pair

    answers = [ben().get(f"{LIST}{partner}/unlink/"), posted(f"{partner}/unlink/")]

    assert "There is nothing to unlink." in answers[0].text
    assert "They stood for no company." in answers[1].text


def test_company_page_lists_its_people(pair: tuple[str, str]) -> None:
    partner, company = pair
    link_partner(partner, company, actor=BEN, now=now_ms())

    text = ben().get(f"{LIST}{company}/change/").text

    assert f"{LIST}{partner}/change/" in text
    assert f"{LIST}{partner}/unlink/?of={company}" in text


def test_partner_is_edited_with_the_fields_that_partners_have(
    pair: tuple[str, str],
) -> None:
    partner, company = pair

    fields = [
        list(ben().get(f"{LIST}{one}/edit/").context["form"].fields)
        for one in (partner, company)
    ]

    assert fields[0][:5] == ["fname", "lname", "pronouns", "company", "role"]
    assert fields[1][-2:] == ["links", "toggles"]


def test_company_is_edited_with_its_links(pair: tuple[str, str]) -> None:
    _, company = pair
    form = ben().get(f"{LIST}{company}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    hidden = {f"initial-{name}": value for name, value in values.items()}

    posted(
        f"{company}/edit/",
        {**values, **hidden, "links": "a.example\r\nb.example", "confirmed": "yes"},
    )

    assert profile_row(company)["links"] == ["https://a.example", "https://b.example"]
