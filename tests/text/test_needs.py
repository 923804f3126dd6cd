"""Sentences about services, labour force and planning together."""

from dataclasses import replace

import pytest

from demografi import Dataset
from demografi.findings import Outlook
from demografi.needs import (
    SERVICES,
    Course,
    PublishedValue,
    alternatives,
    joint_place,
    joint_view,
)
from demografi.projection import Trajectories
from demografi.text import needs as words
from demografi.text.joint import joint_alt, joint_conclusion

PEAK = Course(
    "peak", 2025, 2040, 100, 2031, 2029, 2034, 118, 125, 133, 95, 104, 112, newest=(2025, 100)
)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (
            "peak",
            (
                "antalet elever väntas fram till 2040 vara störst omkring 2031 (mellan 2029 och "
                "2034 i 8 av 10 utfall), då 118–133, och 2040 ha minskat till 95–112 "
                "(8 av 10 utfall)"
            ),
        ),
        (
            "trough",
            (
                "antalet elever väntas fram till 2040 vara minst omkring 2031 (mellan 2029 och "
                "2034 i 8 av 10 utfall), då 118–133, och 2040 ha ökat till 95–112 "
                "(8 av 10 utfall)"
            ),
        ),
        ("rise", "antalet elever väntas öka till 2040, från 100 till 95–112 (8 av 10 utfall)"),
        ("fall", "antalet elever väntas minska till 2040, från 100 till 95–112 (8 av 10 utfall)"),
        (
            "unclear",
            (
                "antalet elever kan både öka och minska till 2040, från 100 till 95–112 "
                "(8 av 10 utfall)"
            ),
        ),
    ],
)
def test_course(shape: str, told: str) -> None:
    assert words.course_sentence("antalet elever", replace(PEAK, shape=shape)) == told  # type: ignore[arg-type]


def test_turn_in_one_year_needs_no_span() -> None:
    found = words.course_sentence("x", replace(PEAK, earliest=2031, latest=2031))
    assert found.startswith("x väntas fram till 2040 vara störst 2031, då")


def test_calculated_start_is_said_beside_the_newest_outcome() -> None:
    rising = replace(PEAK, shape="rise", start=166.2, newest=(2022, 148.1))
    assert words.course_sentence("x", rising).startswith(
        "x väntas öka till 2040, från beräknade 166 för 2025 (år 2022 var de 148) till "
    )
    assert "från beräknade 166 för 2025 till" in words.course_sentence(
        "x", replace(rising, newest=None)
    )


def test_number_from_an_assumed_share_is_not_told_as_counted() -> None:
    assumed = replace(PEAK, shape="fall", assumed=True)
    assert words.course_sentence("x", assumed).startswith(
        "x väntas minska till 2040, från beräknade 100 för 2025 till "
    )
    preschool, school, home = (SERVICES[key] for key in ("forskola", "grundskola", "hemtjanst"))
    assert words.newest_figure(preschool, (2025, 109.2)) == "8 av 10 utfall, beräknat 109 (2025)"
    assert words.newest_figure(home, (2022, 43.4)) == "8 av 10 utfall, senast 43 (2022)"
    assert words.newest_figure(home, None) == "8 av 10 utfall"
    assert words.basis(preschool).startswith("beräknat")
    assert words.basis(school) == "statistik: alla i åldern"
    assert words.basis(home).startswith("statistik")


def test_title_names_only_what_is_sure() -> None:
    courses = {"förskola": replace(PEAK, shape="fall"), "hemtjänst": replace(PEAK, shape="rise")}
    assert words.services_title("Åsele", courses, 2040) == (
        "Åsele till 2040: fler i hemtjänst, färre i förskola"
    )
    assert words.services_title("Åsele", {"förskola": PEAK}, 2040) == (
        "Åsele till 2040: inte säkert att någon verksamhet växer eller krymper"
    )
    assert words.turn_title(PEAK) == "flest 2031, sedan färre till 2040"


def test_origin_of_a_share(dataset: Dataset) -> None:
    own = PublishedValue(20.4, 2022, "N21704", "2480", "published")
    lent = alternatives(dataset, "2422", "N23801", "80+")

    def told(
        used: float | None,
        value: PublishedValue | None,
        assumed: tuple[float, str] | None = None,
    ) -> str:
        others = [] if value else lent
        return words.share_source(dataset.regions, "2422", used, value, others, assumed=assumed)

    assert told(20.4, own) == "Källa: Kolada N21704, 2022."
    assert told(25.0, own) == "Eget antagande. Kolada har 20,4 (2022)."
    assert told(None, None) == "Kolada har inget aktuellt värde för Sorsele."
    assert told(lent[1].value, None).startswith("Rikets värde, inte platsens eget. Källa: Kolada")
    assert "vägt medel av kommunerna utom" in told(lent[0].value, None)
    assert told(33.0, None) == "Eget antagande."
    assert told(87.0, None, assumed=(87.0, "Skolverket")) == "Antagande: Skolverket."
    assert words.lender_name(dataset.regions, lent[1]) == "Använd rikets 10,5\u00a0%"


def test_labour_force_says_who_are_more() -> None:
    few, many = {"p10": 70, "p50": 80, "p90": 90}, {"p10": 140, "p50": 150, "p90": 160}
    working = replace(PEAK, shape="fall")

    def told(low: float, high: float) -> str:
        ratio = Outlook(2025, 90, 90, 2035, low, (low + high) / 2, high)
        return words.workforce_conclusion(
            "Malå", few, many, ratio=ratio, working=working, target=2035
        )

    assert "fler står inför pension än inför arbetslivet" in told(80, 99)
    assert "fler står inför arbetslivet än inför pension" in told(101, 120)
    assert "ungefär lika många" in told(95, 105)


def test_costs_up_down_or_either() -> None:
    up = replace(PEAK, low=104.0, high=112.0)
    down = replace(PEAK, low=90.0, high=96.0)
    either = replace(PEAK, low=96.0, high=106.0)
    assert words.costs_finding("Malå", up, ["äldreomsorg"]).endswith(
        "drar upp kostnaden för äldreomsorg med 4–12 % till 2040"
    )
    assert words.costs_finding("Malå", down, ["a", "b"]).endswith(
        "drar ner kostnaden för a och b med 4–10 % till 2040"
    )
    assert words.costs_finding("Malå", either, ["a"]) == (
        "Malå: åldrarna kan både höja och sänka kostnaden för a, −4 till +6 % till 2040"
    )


def test_staff_and_costs_of_each_service() -> None:
    told = words.staff_sentence("Malå", {"hemtjänst": {"p10": 74.2, "p50": 77, "p90": 79.9}}, 2035)
    assert told.replace("\u2060", "") == (
        "Malå 2035, heltidstjänster (8 av 10 utfall): hemtjänst 74–80."
    )
    up = replace(PEAK, start=50.0, low=60.0, high=70.0)
    down = replace(PEAK, start=50.0, low=40.0, high=45.0)
    assert words.cost_heading("äldreomsorg", up) == "Äldreomsorg: +20 till +40 % 2040"
    told = words.costs_alt("skola", up).replace("\u2060", "")
    assert told == "Skola: 50 miljoner kronor 2025, 60–70 miljoner 2040 (8 av 10 utfall)."
    assert words.costs_title("Malå", {"äldreomsorg": up, "skola": down}, 2040) == (
        "Malå till 2040: åldrarna höjer kostnaden för äldreomsorg och sänker den för skola"
    )
    either = replace(PEAK, start=100.0)
    assert "inte säkert att någon kostnad ändras" in words.costs_title(
        "Malå", {"skola": either}, 2040
    )


def test_joint_that_is_no_surer_than_its_largest_member_says_so(
    dataset: Dataset, trajectories: Trajectories
) -> None:
    group = joint_place(dataset, "2480", trajectories.regions)
    found = joint_view(dataset, trajectories, group, "6-15", 2035)
    equal = replace(found, together=8.2, alone_low=7.9, alone_high=12.1)
    told = joint_conclusion("Kust", equal, "6-15", 2035)
    assert "men bara" not in told
    assert "inte säkrare än för" in told
    surer = replace(found, together=5.0, alone_low=7.9, alone_high=12.1)
    assert "men bara på ±8–12" in joint_conclusion("Kust", surer, "6-15", 2035)


def test_joint_view_in_words(dataset: Dataset, trajectories: Trajectories) -> None:
    group = joint_place(dataset, "region8", trajectories.regions)
    found = joint_view(dataset, trajectories, group, "6-15", 2035)
    told = joint_conclusion(group.name, found, "6-15", 2035)
    assert f"±{found.together:.0f} procent när för Region 8 som helhet" in told
    assert "årskurs" in told
    assert "årskull" in joint_conclusion(group.name, found, "80+", 2035)
    assert "Region 8" not in joint_alt(found), "the group is none of its members"
