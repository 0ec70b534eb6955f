"""The files for CI on docs/ci.md: every step runs, and fails only if memory grew."""

import subprocess
import sys
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.io.ci.action_runner import obeyed

from .ci_jobs import GithubJob, block, job, run_gitlab_job
from .ci_project import GOOD, GROWN, GROWN_LINE, has, make_environment, make_project
from .pages import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

GITHUB = ".github/workflows/memory.yml"
BASELINE = ".github/workflows/memory-baseline.yml"
GITLAB = ".gitlab-ci.yml"


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    return make_environment(tmp_path_factory.mktemp("environment") / "venv")


@pytest.fixture
def checkout(tmp_path):
    """Make the checkout of a pull request, and return its folder and its base."""

    def make(change, name="tables"):
        folder = tmp_path / "runner" / name
        return folder, make_project(folder, change)

    return make


def codes(steps):
    assert steps
    return {step.name: step.code for step in steps}


def compared(steps):
    """Return the step that compares, with its commands."""
    (step,) = [step for step in steps if step.name == "Compare"]
    return step, obeyed(step.output)


# --- GitHub ------------------------------------------------------------------------------------


def test_a_pull_request_that_grows_fails_on_the_line_that_grew(checkout, environment):
    folder, _ = checkout(GROWN)
    runner = GithubJob(GITHUB, folder, environment)
    steps = runner.run()
    compare, commands = compared(steps)
    # It is what these tests are about, and no other release.
    assert "Requirement already satisfied: pytest-benchmem[plot]" in steps[0].output
    assert codes(steps) == {
        "Measure the base": 0,
        "Measure the pull request": 0,
        "Write the report": 0,
        "Compare": 1,
    }, steps[-1].output
    (error,) = commands
    assert (error.name, error.place) == ("error", GROWN_LINE)
    assert error.message.startswith("`benchmarks/test_tables.py::test_total`: peak grew by ")
    assert "(tables.py:6)" in error.message
    assert "| `test_total` | base |" in compare.summary
    assert "| `test_total` | head |" in compare.summary
    assert "- regression: " in compare.summary
    assert runner.uploaded == ["base.json", "head.json", "memory.html"]


def test_a_pull_request_that_does_not_grow_passes_with_new_benchmarks(checkout, environment):
    folder, _ = checkout(GOOD)
    steps = GithubJob(GITHUB, folder, environment).run()
    compare, commands = compared(steps)
    assert set(codes(steps).values()) == {0}, steps[-1].output
    assert "| `test_total` | head |" in compare.summary
    (warning,) = commands
    assert (warning.name, warning.place) == ("warning", ("benchmarks/test_tables.py", "8"))
    assert "it is missing in `base`" in warning.message


def test_with_the_label_only_the_comparison_may_fail():
    may = {
        step["name"]: step["continue-on-error"]
        for step in job(GITHUB)["steps"]
        if "continue-on-error" in step
    }
    label = "contains(github.event.pull_request.labels.*.name, 'memory-accepted')"
    assert may == {"Compare": f"${{{{ {label} }}}}"}


def test_a_baseline_is_kept_on_main_and_taken_for_pull_requests(checkout, environment, tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    main, _ = checkout({"README.md": "Tables.\n"}, "main")
    pushed = GithubJob(BASELINE, main, environment, event="push").run(cache)
    assert codes(pushed) == {"Measure": 0, "Make it the baseline": 0}, pushed[-1].output
    found = {}
    for name, change in (("grown", GROWN), ("good", GOOD)):
        folder, _ = checkout(change, name)
        compare, commands = compared(GithubJob(BASELINE, folder, environment).run(cache))
        found[name] = compare.code, [(each.name, each.place) for each in commands]
        assert "| `test_total` | baseline |" in compare.summary
    assert found["grown"] == (1, [("error", GROWN_LINE)])
    assert found["good"] == (0, [("warning", ("benchmarks/test_tables.py", "8"))])


def test_a_pull_request_without_its_baseline_fails(checkout, environment, tmp_path):
    folder, _ = checkout(GOOD)
    # What it measures does not matter.
    (folder / "head.json").write_text("{}")
    runner = GithubJob(BASELINE, folder, environment)
    compare, _ = compared(runner.run(tmp_path, without=["Measure"]))
    assert compare.code == 2
    assert "`baseline.json` is no file" in compare.output


def test_actionlint_finds_nothing(tmp_path):
    for title in (GITHUB, BASELINE):
        path = tmp_path / title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block(title), encoding="utf-8")
    tables = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))["envs"]
    linter, *others = (
        each for each in tables["workflows"]["dependencies"] if not each.startswith("zizmor")
    )
    more = [word for each in others for word in ("--with", each)]
    result = subprocess.run(
        [
            *(Path(sys.executable).with_name("uv"), "tool", "run", "--from", linter, *more),
            *("actionlint", *(tmp_path / title for title in (GITHUB, BASELINE))),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, ""), result.stderr


# --- GitLab ------------------------------------------------------------------------------------


@pytest.fixture
def comments():
    """Serve as GitLab's API, and keep each request: path, token and body."""
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent.append((self.path, self.headers["PRIVATE-TOKEN"], body))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v4", sent
    server.shutdown()
    thread.join()
    server.server_close()


def failed_tests(report):
    cases = ET.parse(report).getroot().iter("testcase")
    return {case.get("name"): case.find("failure").get("message") for case in cases if len(case)}


def artifacts_are_there(folder):
    found = job(GITLAB)["artifacts"]
    paths = [*found["paths"], found["reports"]["junit"]]
    assert [name for name in paths if not (folder / name).stat().st_size] == []


@pytest.mark.skipif(not has("curl"), reason="the file's comment needs curl")
def test_a_merge_request_that_grows_fails_its_test_and_is_commented(
    checkout, environment, comments
):
    folder, base = checkout(GROWN)
    url, sent = comments
    code, output = run_gitlab_job(
        folder, environment, base, CI_API_V4_URL=url, MEMORY_TOKEN="secret", no_proxy="127.0.0.1"
    )
    assert code == 1, output
    artifacts_are_there(folder)
    failed = failed_tests(folder / "memory.xml")
    assert list(failed) == ["test_total"]
    assert "peak grew by" in failed["test_total"]
    ((path, token, body),) = sent
    assert path == "/api/v4/projects/7/merge_requests/3/notes"
    assert token == "secret"
    assert 'name="body"' in body
    assert "| `test_total` | head |" in body
    assert "- regression: " in body


def test_a_merge_request_that_does_not_grow_passes_without_a_token(checkout, environment):
    folder, base = checkout(GOOD)
    code, output = run_gitlab_job(folder, environment, base)
    assert code == 0, output
    artifacts_are_there(folder)
    assert failed_tests(folder / "memory.xml") == {}
    assert "| `test_total` | head |" in (folder / "memory.md").read_text()


def test_a_label_lets_a_merge_request_grow_and_nothing_else_does():
    rules = job(GITLAB)["rules"]
    assert [rule.get("allow_failure", False) for rule in rules] == [True, False]
    assert "memory-accepted" in rules[0]["if"]
    assert all('$CI_PIPELINE_SOURCE == "merge_request_event"' in rule["if"] for rule in rules)
