"""The program as a whole: its help, its version, its exit codes."""

from plnbuddy import __version__
from tests.conftest import Plnbuddy


def test_version_is_printed_alone(plnbuddy: Plnbuddy) -> None:
    assert plnbuddy.new_python("--version").output == f"plnbuddy {__version__}\n"
    assert plnbuddy("--version").output == f"plnbuddy {__version__}\n"


def test_a_misspelt_command_gets_did_you_mean(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("sugest", ok=False)
    assert answer.exit_code == 2
    assert "Did you mean 'suggest'" in answer.messages
