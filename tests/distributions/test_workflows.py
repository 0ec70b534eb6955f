"""The workflows of GitHub: what they may do, and that what they run is there."""

import re
import tomllib

import pytest
import yaml

from tests.docs.lines import wrong_scripts

from .wheelhouse import NAMES, PACKAGES

ROOT = PACKAGES.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted(GITHUB.glob("workflows/*.yml"))
ACTIONS = sorted(GITHUB.glob("actions/*/action.yml"))


def load(path):
    # A key `on` is a truth to YAML 1.1, which is what this reads.
    return yaml.safe_load(re.sub(r"(?m)^on:", '"on":', path.read_text(encoding="utf-8")))


def jobs(path):
    return load(path)["jobs"].items()


def steps():
    """Every step of every workflow and action."""
    for path in WORKFLOWS:
        for name, job in jobs(path):
            for step in job.get("steps", []):
                yield f"{path.name}: {name}", step
    for path in ACTIONS:
        for step in load(path)["runs"]["steps"]:
            yield path.parent.name, step


def commands(text):
    """The hatch commands in a text, as far as they say what is run."""
    text = re.sub(r"\$\{?\w+\}?", "*", text.replace('"', ""))
    kinds = r"run \S+|check|test(?: -[im] \w+)?|build --all"
    return set(re.findall(rf"^\s*(?:\w+=\$\()?(hatch (?:{kinds}))", text, re.MULTILINE))


def test_there_are_workflows_to_look_at():
    assert [path.stem for path in WORKFLOWS] == ["ci", "docs", "nightly", "release"]
    assert ACTIONS


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_has_a_group_and_grants_nothing_to_all_jobs(path):
    workflow = load(path)
    assert workflow["name"]
    assert workflow["on"]
    assert workflow["concurrency"]["group"]
    assert set(workflow["permissions"].items()) <= {("contents", "read")}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_ends_after_some_time(path):
    for name, job in jobs(path):
        longest = 180 if path.stem == "nightly" else 60
        assert "uses" in job or 0 < job["timeout-minutes"] <= longest, name


def test_only_the_jobs_that_publish_may_prove_who_they_are():
    granted = {
        f"{path.stem}.{name}": job["permissions"]
        for path in WORKFLOWS
        for name, job in jobs(path)
        if "write" in job.get("permissions", {}).values()
    }
    assert granted == {
        "docs.deploy": {"pages": "write", "id-token": "write"},
        "release.publish": {"id-token": "write"},
    }


def test_a_job_that_may_write_runs_no_code_of_the_tree():
    for path in WORKFLOWS:
        for name, job in jobs(path):
            if "write" in job.get("permissions", {}).values():
                assert job["environment"], name
                for step in job["steps"]:
                    assert "run" not in step, name
                    assert "checkout" not in step["uses"], name


def test_nothing_asks_for_a_secret():
    for path in [*WORKFLOWS, *ACTIONS]:
        text = path.read_text(encoding="utf-8")
        assert "secrets" not in text, path
        assert not re.search(r"(?i)password|github\.token|pull_request_target", text), path


def test_actions_are_named_by_commit_and_version():
    for path in [*WORKFLOWS, *ACTIONS]:
        used = re.findall(r"(?m)^\s*(?:- )?uses: (.*)$", path.read_text(encoding="utf-8"))
        assert used or path in ACTIONS, path
        for each in used:
            assert each.startswith("./") or re.fullmatch(
                r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", each
            ), each
            if each.startswith("./"):
                assert (ROOT / each).exists(), each


def test_one_action_has_one_commit():
    uses = {step["uses"] for _, step in steps() if "@" in step.get("uses", "")}
    assert len({each.split("@")[0] for each in uses}) == len(uses)


def test_a_checkout_leaves_no_credentials():
    checkouts = [step for _, step in steps() if "actions/checkout" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_release_sees_every_branch():
    checkout = dict(jobs(GITHUB / "workflows/release.yml"))["build"]["steps"][0]
    assert checkout["with"]["fetch-depth"] == 0


def test_no_expression_is_pasted_into_a_script():
    for place, step in steps():
        assert "${{" not in step.get("run", ""), place


def test_every_hatch_command_exists():
    named = {command for _, step in steps() for command in commands(step.get("run", ""))}
    layers = {"hatch run layer-*:smoke", "hatch run layer-*:test"}
    assert {"hatch check", "hatch run release:check", "hatch run nightly"} | layers <= named
    assert wrong_scripts("\n".join(named - layers)) == []


@pytest.mark.parametrize(("workflow", "script"), [("ci", "smoke"), ("nightly", "test")])
def test_every_layer_runs_alone(workflow, script):
    job = dict(jobs(GITHUB / f"workflows/{workflow}.yml"))["layer"]
    layers = job["strategy"]["matrix"]["layer"]
    assert wrong_scripts("\n".join(f"hatch run layer-{each}:{script}" for each in layers)) == []
    # The distribution on top of all sees everything: it has no layer.
    names = {name.removeprefix("benchmem-") for name in NAMES}
    assert set(layers) == names - {"pytest-benchmem"}


def test_ci_runs_what_the_script_runs():
    script = commands((ROOT / ".ci/run").read_text(encoding="utf-8"))
    assert "hatch run layer-*:smoke" in script
    named = {
        command
        for _, job in jobs(GITHUB / "workflows/ci.yml")
        for step in job.get("steps", [])
        for command in commands(step.get("run", ""))
    }
    # The script takes the demo from the README.
    assert named == script | {"hatch run demo"}


def test_ci_tests_every_interpreter_that_the_wheels_name():
    matrix = dict(jobs(GITHUB / "workflows/ci.yml"))["test"]["strategy"]["matrix"]["python"]
    hatch = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))
    assert matrix == hatch["envs"]["hatch-test"]["matrix"][0]["python"]


def test_every_night_the_lowest_versions_run_on_every_interpreter():
    matrix = dict(jobs(GITHUB / "workflows/nightly.yml"))["lowest"]["strategy"]["matrix"]["python"]
    hatch = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))
    (lowest,) = [each for each in hatch["envs"]["hatch-test"]["matrix"] if "lowest" in each]
    assert matrix == lowest["python"]


@pytest.mark.parametrize(
    "name", [*("default", "layer-core", "layer-io", "layer-pytest", "layer-plot", "layer-sweep")]
)
def test_the_files_of_a_smoke_run_are_there(name):
    environments = tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))["envs"]
    text = str(environments[name]["scripts"]["smoke"])
    files = re.findall(r"tests/[\w/]+\.py", text)
    assert files
    assert [each for each in files if not (ROOT / each).is_file()] == []
