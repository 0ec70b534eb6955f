"""Run the jobs on the page about CI as GitHub and GitLab do: step by step, with bash."""

import shutil
import subprocess
from dataclasses import dataclass

import yaml

from .blocks import read_page
from .pages import DOCS

PAGE = "ci.md"


def block(title, path=DOCS / PAGE):
    """Return the text of a file on a page."""
    page = read_page(path, path.name)
    (found,) = [each.text for each in page.blocks if each.title == title]
    return found


def job(title, path=DOCS / PAGE):
    """The only job of a file on a page, called `memory`."""
    tree = yaml.safe_load(block(title, path))
    return tree.get("jobs", tree)["memory"]


@dataclass(frozen=True)
class Step:
    """The result of a step.

    Attributes:
        name: Its name.
        code: The exit code of its script.
        output: Its output.
        summary: The content of its summary.
    """

    name: str
    code: int
    output: str
    summary: str


class GithubJob:
    """A runner of one job; an unknown key in the file is an error."""

    def __init__(self, title, workspace, environment, *, event="pull_request", path=DOCS / PAGE):
        self.steps = job(title, path)["steps"]
        self.workspace = workspace
        self.temp = workspace.parent / f"{workspace.name}-temp"
        self.temp.mkdir(exist_ok=True)
        self.environment = {
            **environment,
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_TEMP": str(self.temp),
        }
        is_pull = event == "pull_request"
        self.truths = {
            None: True,
            "github.event_name == 'pull_request'": is_pull,
            "github.event_name != 'pull_request'": not is_pull,
        }
        self.uploaded = []

    def run(self, cache=None, without=()):
        """Run it until a step fails, and return the steps that ran a script.

        Args:
            cache: The folder that stands for GitHub's cache.
            without: The names of steps that are left out.
        """
        done = []
        for step in self.steps:
            if not self.truths[step.get("if")] or step.get("name") in without:
                continue
            if "uses" in step:
                self._use(step["uses"].partition("@")[0], step.get("with", {}), cache)
                continue
            done.append(self._script(step["name"], step["run"]))
            if done[-1].code:
                break
        return done

    def _use(self, action, arguments, cache):
        if action in {"actions/checkout", "actions/setup-python"}:
            return
        paths = [self.workspace / name for name in arguments["path"].split()]
        if action == "actions/upload-artifact":
            assert all(path.stat().st_size for path in paths)
            self.uploaded += [path.name for path in paths]
        elif action == "actions/cache/save":
            for path in paths:
                shutil.copy(path, cache)
        else:
            assert action == "actions/cache/restore"
            for path in paths:
                if (cache / path.name).exists():
                    shutil.copy(cache / path.name, path)

    def _script(self, name, script):
        summary = self.temp / "summary.md"
        summary.write_bytes(b"")
        environment = {**self.environment, "GITHUB_STEP_SUMMARY": str(summary)}
        code, output = bash(script, self.workspace, environment, "-e")
        return Step(name, code, output, summary.read_text(encoding="utf-8"))


def run_gitlab_job(workspace, environment, base, **more):
    """Run the job of the file for GitLab, and return exit code and output."""
    tree = job(".gitlab-ci.yml")
    variables = {
        **environment,
        "GITLAB_CI": "true",
        "CI_PROJECT_DIR": str(workspace),
        "CI_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_IID": "3",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
        **more,
    }
    for name, value in tree["variables"].items():
        variables[name] = value.replace("$CI_PROJECT_DIR", str(workspace))
    # Lines of a script run in one shell.
    return bash("\n".join(tree["script"]), workspace, variables, "-eo", "pipefail")


def bash(script, folder, environment, *options):
    """Run a script, and return its exit code and output."""
    process = subprocess.run(
        ["bash", "--noprofile", "--norc", *options, "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return process.returncode, process.stdout
