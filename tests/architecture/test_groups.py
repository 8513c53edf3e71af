"""Tests of a group run in one process: what is made for all of them is made once."""

import subprocess
import sys

TESTS = """
import os
import pytest

@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(20))
def test_group(number):
    with open("processes", "a") as file:
        file.write(f"{os.getpid()}\\n")

@pytest.mark.parametrize("number", range(20))
def test_other(number):
    pass
"""


def test_tests_of_a_group_run_in_one_process(tmp_path):
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-p", "no:django"]

    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)

    assert "40 passed" in done.stdout
    assert len(set((tmp_path / "processes").read_text().split())) == 1
