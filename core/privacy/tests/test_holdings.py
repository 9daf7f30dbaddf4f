"""Every table and every attribute is somebody's or nobody's, and says so."""

import pytest

from core.dynamo.base import Entity, entities_of
from core.dynamo.registry import Table, tables
from core.privacy.elsewhere import ELSEWHERE, IMPERSONAL
from core.privacy.holdings import Holding, holdings, impersonal
from core.privacy.subjects import DataSubject

OURS = [table for table in tables() if table.is_ours and not table.local]
THEIRS = [table for table in tables() if not (table.is_ours or table.local)]
ENTITIES = [entity for table in OURS for entity in entities_of(table.name)]


def holdings_of(entity: type[Entity]) -> list[Holding]:
    return [each for each in holdings() if each.entity is entity]


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.__name__)
def test_every_entity_is_held_of_somebody_or_of_nobody(entity: type[Entity]) -> None:
    assert bool(holdings_of(entity)) is not (entity in impersonal())


@pytest.mark.parametrize(
    "entity",
    sorted({each.entity for each in holdings() if each.kept}, key=str),
    ids=lambda entity: entity.__name__,
)
def test_every_attribute_of_what_stays_is_forgotten_or_kept(
    entity: type[Entity],
) -> None:
    found = holdings_of(entity)
    if not all(each.kept for each in found):
        return  # What is the person's own goes as a whole.
    forgotten = frozenset().union(*(each.forgotten for each in found))
    kept = frozenset().union(*(each.keeps for each in found))

    assert forgotten | kept == entity.declared()
    assert not forgotten & kept


@pytest.mark.parametrize("table", THEIRS, ids=lambda table: table.name)
def test_every_table_of_others_is_told_or_about_nobody(table: Table) -> None:
    assert (table.name in ELSEWHERE) is not (table.name in IMPERSONAL)


@pytest.mark.parametrize("name", [n for n, e in ELSEWHERE.items() if e.attribute])
def test_rows_of_others_are_found_by_a_key(name: str) -> None:
    table = next(table for table in THEIRS if table.name == name)
    keys = {"": table.hash_key, **{each.name: each.hash_key for each in table.indexes}}

    assert keys[ELSEWHERE[name].index].name == ELSEWHERE[name].attribute
    assert not table.inferred


def test_names_of_a_person_are_whole_words() -> None:
    whom = DataSubject("amira@ubc.ca", frozenset({"SillyPandasDeny"}))

    assert whom.is_named_in({"row": ["PROFILE#SillyPandasDeny"]})
    assert whom.is_named_in("Told Amira@ubc.ca.")
    assert not whom.is_named_in("xamira@ubc.ca amira@ubc.ca.org SillyPandasDeny12")
    assert whom.unnamed({"amira@ubc.ca": ["CONNECTION#SillyPandasDeny", 3]}) == {
        whom.pseudonym: [f"CONNECTION#{whom.pseudonym}", 3]
    }
    assert "amira" not in whom.pseudonym
