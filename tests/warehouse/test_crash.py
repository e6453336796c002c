"""The trials of benchmarks.crash, small: a load killed at any moment, readers beside loads."""

from benchmarks.crash import kill_trials, reader_trial


def test_a_killed_load_leaves_the_old_content_or_the_new(tmp_path):
    found = kill_trials(tmp_path, cases=20_000, kills=5)
    assert found["old"] + found["new"] == 5
    assert (found["other"], found["next_load_exit"], found["leftovers"]) == (0, 0, 0)


def test_readers_beside_loads_see_whole_versions_only(tmp_path):
    found = reader_trial(tmp_path, cases=5_000, readers=3, loads=4)
    assert found["reads"] >= 3
    assert (found["errors"], found["mixed"]) == ([], 0)
