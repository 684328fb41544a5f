from reactions.tally import Tally

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_beacon_does_not_try_a_database_that_has_just_refused_another(db, broken_database):
    """Each that tried would wait for it, and take a thread for that long."""
    tally = Tally()
    assert tally.is_quiet
    tally.add(1, "10.0.0.1", FIREFOX)
    assert not tally.is_quiet
