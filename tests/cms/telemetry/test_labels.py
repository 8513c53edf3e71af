"""Names that clients choose: a bounded number of labels, which no flood can take."""

from cms.telemetry.labels import MAX_CANDIDATES, Labels


def test_name_is_a_label_from_its_third_sight():
    labels = Labels(2)

    assert [labels.admits("a") for _ in range(4)] == [False, False, True, True]


def test_places_are_bounded_and_kept():
    labels = Labels(2)
    for name in ("a", "b", "c"):
        for _ in range(3):
            labels.admits(name)

    assert [labels.admits(name) for name in ("a", "b", "c")] == [True, True, False]


def test_flood_of_invented_names_takes_no_place_and_no_memory():
    labels = Labels(2)
    for number in range(5 * MAX_CANDIDATES):
        labels.admits(f"invented-{number}")
    for _ in range(3):
        labels.admits("a")

    assert labels.admits("a")
    assert len(labels._seen) <= MAX_CANDIDATES
