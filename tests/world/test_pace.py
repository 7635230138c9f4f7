"""How often the real Docker Hub is asked: counted on a clock that the test moves."""

import itertools

from docker_lessons.world.pace import MOST, Pace


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def looks_in(
    pace: Pace,
    clock: Clock,
    seconds: float,
    *,
    watched: bool = True,
    fails: bool = False,
    spends: bool = True,
) -> list[float]:
    """Asks whenever the pace allows it; returns when, counted from now."""
    begin, found = clock.now, []
    while clock.now - begin < seconds:
        if pace.next_look(watched=watched) == 0.0:
            pace.looks()
            assert not spends or pace.spend()
            if fails:
                pace.failed()
            found.append(clock.now - begin)
        clock.now += 0.5
    return found


def test_a_page_left_open_for_an_hour_asks_far_less_than_sixty_times():
    clock = Clock()
    pace = Pace(clock)
    pace.awaits(True)
    assert 5 < len(looks_in(pace, clock, 3600)) < 30
    assert looks_in(pace, clock, 7200) == []


def test_a_repository_that_is_created_is_seen_within_half_the_time_that_it_took():
    clock = Clock()
    pace = Pace(clock)
    pace.awaits(True)
    times = looks_in(pace, clock, 600)
    for one, following in itertools.pairwise(times):
        assert following - one <= max(8, one / 2 + 6)


def test_while_nothing_is_awaited_it_is_asked_every_few_minutes_at_most():
    clock = Clock()
    pace = Pace(clock)
    looks_in(pace, clock, 5)
    assert len(looks_in(pace, clock, 1800)) <= 6


def test_nobody_who_looks_is_no_reason_to_ask():
    clock = Clock()
    pace = Pace(clock)
    pace.awaits(True)
    assert looks_in(pace, clock, 3600, watched=False) == [0.0]


def test_an_act_is_a_reason_to_ask_even_if_nobody_looks():
    clock = Clock()
    pace = Pace(clock)
    looks_in(pace, clock, 60, watched=False)
    pace.act()
    assert looks_in(pace, clock, 60, watched=False) == [0.0]


def test_acts_that_follow_each_other_are_answered_together():
    clock = Clock()
    pace = Pace(clock)
    pace.looks()
    for _ in range(20):
        pace.act()
        clock.now += 0.05
    assert len(looks_in(pace, clock, 4)) == 1


def test_a_hub_that_fails_is_left_alone_for_longer_each_time():
    clock = Clock()
    pace = Pace(clock)
    times = looks_in(pace, clock, 1200, fails=True)
    pauses = [following - one for one, following in itertools.pairwise(times)]
    assert pauses == sorted(pauses)
    assert len(times) < 10


def test_acts_do_not_shorten_the_wait_that_the_hub_asked_for():
    clock = Clock()
    pace = Pace(clock)
    pace.looks()
    pace.failed(600)
    pace.act()
    assert pace.next_look(watched=True) == 600


def test_a_page_left_open_through_an_hour_s_wait_is_told_when_it_is_over():
    clock = Clock()
    pace = Pace(clock)
    pace.looks()
    pace.failed(3600)
    assert looks_in(pace, clock, 3590) == []
    assert pace.left() == 10
    assert looks_in(pace, clock, 20) == [10]
    assert pace.left() == 0


def test_a_hub_that_was_down_for_hours_is_seen_when_it_is_back_and_asked_rarely_until_then():
    clock = Clock()
    pace = Pace(clock)
    looks_in(pace, clock, 3 * 3600, fails=True)
    assert len(looks_in(pace, clock, 3600, fails=True)) in range(3, 16)
    assert len(looks_in(pace, clock, 901)) == 1
    assert looks_in(pace, clock, 7200) == []


def test_a_hub_that_fails_is_not_asked_while_nobody_looks():
    clock = Clock()
    pace = Pace(clock)
    looks_in(pace, clock, 60, fails=True)
    assert looks_in(pace, clock, 3600, watched=False, fails=True) == []


def test_the_hour_has_sixty_requests_whatever_happens():
    clock = Clock()
    pace = Pace(clock)
    assert [pace.spend() for _ in range(MOST + 5)] == [True] * MOST + [False] * 5
    assert pace.refill() == 3600
    clock.now += 3601
    assert pace.spend()
    assert pace.refill() == 0


def test_after_an_act_it_is_looked_at_again_soon_and_then_rarely():
    clock = Clock()
    pace = Pace(clock)
    looks_in(pace, clock, 600)
    pace.act()
    times = looks_in(pace, clock, 1500)
    assert [time <= 30 for time in times].count(True) == 3  # at once, and twice more
    assert len(times) <= 6


def test_a_walk_of_two_hours_with_a_page_open_stays_below_sixty_requests_to_the_pages():
    clock = Clock()
    pace = Pace(clock)
    asked, last = 0, 0.0
    for minute in range(0, 120, 4):
        pace.act()
        pace.awaits(8 <= minute < 20)  # the repository is being created
        begin = clock.now
        for at in looks_in(pace, clock, 240, spends=False):
            # Once the repository is known, its page is asked every five minutes at most (`RealHub`).
            if minute < 20 or begin + at - last >= 300:
                asked, last = asked + 1, begin + at
    assert 20 < asked <= 60
