"""The home that many tests begin with is what the program writes."""

from pathlib import Path

from tests.conftest import Plnbuddy, become_a_music_teacher
from tests.store_files import contents


def modes(home: Path) -> dict[str, int]:
    return {str(each.relative_to(home)): each.stat().st_mode for each in [home, *home.rglob("*")]}


def test_a_copied_home_is_like_one_that_was_just_made(
    music_teacher: Plnbuddy, tmp_path: Path
) -> None:
    copied, fresh = music_teacher.home, tmp_path / "fresh"
    become_a_music_teacher(
        Plnbuddy(fresh, {**music_teacher.environment, "PLNBUDDY_HOME": str(fresh)})
    )
    assert contents(copied) == contents(fresh)
    assert modes(copied) == modes(fresh)
    assert not any(str(copied.parent) in each for each in contents(fresh))
