"""Identifiers that survive being printed, wrapped and copied."""

from app.database import new_id


def test_identifiers_are_letters_and_digits_behind_their_prefix_and_never_the_same():
    made = [new_id("lead") for _ in range(1000)]
    assert all(len(one) == 25 and one.removeprefix("lead_").isalnum() for one in made)
    assert len(set(made)) == len(made)


def test_identifiers_that_are_made_one_after_the_other_lie_side_by_side_in_an_index():
    made = [new_id("step") for _ in range(1000)]
    assert [one[:12] for one in made] == sorted(one[:12] for one in made)
