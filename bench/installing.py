"""Throw-away environments: plnbuddy and other tools, installed as a user installs them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]

NOW = "2026-11-24T09:00:00+00:00"
"""The moment at which plnbuddy is measured; the generated journals end there."""


@dataclass(frozen=True)
class Installed:
    """An environment with one program in it."""

    folder: Path

    @property
    def python(self) -> str:
        """The environment's interpreter."""
        return str(self.folder / "bin" / "python")

    def program(self, name: str) -> str:
        """The program of that name, as a shell finds it."""
        return str(self.folder / "bin" / name)

    def version_of(self, distribution: str) -> str:
        """The installed version."""
        question = f"from importlib.metadata import version; print(version({distribution!r}))"
        done = subprocess.run(
            [self.python, "-c", question], capture_output=True, check=True, text=True
        )
        return done.stdout.strip()


def install(folder: Path, requirement: str) -> Installed:
    """A new environment of this interpreter with the requirement in it, compiled by pip.

    Raises:
        subprocess.CalledProcessError: it cannot be installed; `stderr` says why.
    """
    print(f"installing {folder.name}", file=sys.stderr)
    installed = Installed(folder)
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [installed.python, "-m", "pip", "install", "--quiet", requirement],
    ):
        subprocess.run(command, capture_output=True, check=True, text=True)
    return installed


def install_plnbuddy(folder: Path) -> Installed:
    """The working tree, installed as a copy."""
    return install(folder, str(PROJECT))


def plain_environment(home: Path) -> dict[str, str]:
    """A process environment with a home folder of its own and nothing of this one's settings."""
    home.mkdir(parents=True, exist_ok=True)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "UTC",
        "PLNBUDDY_HOME": str(home),
        "PLNBUDDY_NOW": NOW,
    }


def begin_home(plnbuddy: Installed, home: Path) -> Mapping[str, str]:
    """A home in which a music teacher has answered the first step; its environment."""
    environment = plain_environment(home)
    run_plnbuddy(
        plnbuddy, environment,
        "start", "--topic", "music", "--level", "secondary", "--language", "en", "--yes",
    )  # fmt: skip
    return environment


def run_plnbuddy(plnbuddy: Installed, environment: Mapping[str, str], *arguments: str) -> None:
    """Run the installed program, unmeasured.

    Raises:
        subprocess.CalledProcessError: it left with another exit code than 0.
    """
    subprocess.run(
        [plnbuddy.program("plnbuddy"), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
        check=True,
    )
