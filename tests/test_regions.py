"""Places: municipalities, counties, the nation and the groups between them."""

import pytest

from demografi.dataset import Dataset
from demografi.errors import RequestError
from demografi.regions import COUNTY, NATION, NORTH, Regions


def names(dataset: Dataset, code: str) -> set[str]:
    regions = dataset.regions
    return {regions.name(member) for member in regions.place(code).members}


def test_groups_have_their_members(dataset: Dataset) -> None:
    eight = {
        "Dorotea",
        "Lycksele",
        "Malå",
        "Norsjö",
        "Sorsele",
        "Storuman",
        "Vilhelmina",
        "Åsele",
    }
    assert names(dataset, "region8") == eight
    assert names(dataset, "region10") == eight | {"Arvidsjaur", "Arjeplog"}
    umea = {"Bjurholm", "Nordmaling", "Robertsfors", "Umeå", "Vindeln", "Vännäs", "Örnsköldsvik"}
    assert names(dataset, "umearegionen") == umea
    assert names(dataset, "kust") == {"Nordmaling", "Umeå", "Robertsfors", "Skellefteå"}
    assert len(names(dataset, "inland")) == 11


def test_levels(dataset: Dataset) -> None:
    regions = dataset.regions
    assert len(regions.municipalities()) == 15
    assert len(regions.place(NORTH).members) == 44
    assert regions.place(NATION).members == ()
    assert regions.name(COUNTY) == "Västerbottens län"
    levels = {place.level for place in regions.places.values()}
    assert levels == {"nation", "north", "county", "group", "municipality"}


def test_groups_of_a_municipality_run_from_near_to_far(dataset: Dataset) -> None:
    groups = [place.code for place in dataset.regions.groups_of("2480")]
    assert {"umearegionen", "kust", "24", NORTH, NATION} <= set(groups)
    assert groups.index("24") < groups.index(NORTH) < groups.index(NATION)
    assert "inland" not in groups


def test_every_municipality_of_the_county_is_in_one_fa_region(dataset: Dataset) -> None:
    fa = [p for p in dataset.regions.places.values() if p.code.startswith("fa-")]
    for code in dataset.regions.municipalities():
        assert sum(code in place.members for place in fa) == 1


@pytest.mark.parametrize("code", ["9999", "", "Umeå", "region9"])
def test_unknown_place_is_an_error_that_helps(dataset: Dataset, code: str) -> None:
    with pytest.raises(RequestError, match="SCB code such as 2480") as caught:
        dataset.regions.place(code)
    assert caught.value.facts["region"] == code


def test_regions_without_group_columns_have_no_groups(dataset: Dataset) -> None:
    plain = Regions(dataset.regions.frame[["code", "name", "level", "parent"]])
    assert plain.name("2480") == "Umeå"
    assert plain.municipalities("24") == dataset.regions.municipalities("24")
    assert not [place for place in plain.places.values() if place.level == "group"]
    with pytest.raises(RequestError, match="Unknown region 'region8'"):
        plain.place("region8")


def test_groups_of_skr_are_no_places_of_their_own(dataset: Dataset) -> None:
    """The file knows SKR's groups for the county's municipalities only: B3 here is Umeå."""
    name = dataset.regions.name("skr-b3")
    assert name.startswith("SKR-grupp B3")
    assert name.endswith(", i Västerbotten")
    home = set(dataset.regions.municipalities())
    for code, place in dataset.regions.places.items():
        if code.startswith("skr-"):
            assert home.issuperset(place.members)
