"""Tests are shared out among processes, and those of a group run in one.

What is made for all of a group is made once, and each process knows all tests by one name.
"""

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TESTS = """
import ast
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


@pytest.mark.slow
def test_tests_have_the_same_names_in_all_processes():
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    processes = []
    for seed in "1", "2":
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        processes.append(
            subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
            )
        )
        time.sleep(2.1)  # archives keep the time to two seconds

    outputs = [process.communicate()[0].splitlines() for process in processes]
    first, second = ([line for line in output if "::" in line] for output in outputs)

    assert len(first) > 8_000
    assert [names for names in zip(first, second, strict=True) if names[0] != names[1]] == []


def test_all_tests_of_the_sample_content_are_of_its_group():
    folder = ROOT / "tests/home/sample"
    loading = [
        path.name
        for path in folder.glob("test_*.py")
        if {"sample", "loaded"} & fixtures_of(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert len(loading) > 5
    for name in loading:
        assert '"sample-content"' in (folder / name).read_text(encoding="utf-8"), name


def fixtures_of(tree):
    """The names of fixtures that the functions of a module take, or are marked to use."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    taken = {argument.arg for function in functions for argument in function.args.args}
    marked = {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "usefixtures"
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }
    return taken | marked
