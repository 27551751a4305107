"""Files that are no Twitter archive, are damaged, or mean harm."""

import stat
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from plnbuddy.imports import container
from tests import twitter_archives
from tests.conftest import Plnbuddy
from tests.twitter_archives import TWEETS, members, script, write_folder, write_zip

archive = twitter_archives.archive


def complaint(plnbuddy: Plnbuddy, place: Path) -> tuple[int, str]:
    answer = plnbuddy("import", "twitter-archive", str(place), ok=False)
    assert "Traceback" not in answer.messages
    return answer.exit_code, answer.messages


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("your_instagram_activity/content/posts_1.json", "an Instagram archive"),
        ("your_facebook_activity/posts/your_posts_1.json", "a Facebook archive"),
        ("Takeout/YouTube/history.html", "a Google Takeout archive"),
        ("outbox.json", "a Mastodon archive"),
        ("Connections.csv", "a LinkedIn archive"),
    ],
)
def test_other_archives_are_recognised(
    plnbuddy: Plnbuddy, tmp_path: Path, name: str, service: str
) -> None:
    code, said = complaint(plnbuddy, write_zip(tmp_path / "other.zip", {name: "{}"}))
    assert code == 2
    assert f"it looks like {service}" in said


def test_no_such_file(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    code, said = complaint(plnbuddy, tmp_path / "nothing.zip")
    assert code == 2
    assert "There is no file or folder" in said


def test_no_archive_at_all(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all,")
    code, said = complaint(plnbuddy, file)
    assert code == 2
    assert "is no archive" in said


def test_a_cut_off_zip(plnbuddy: Plnbuddy, tmp_path: Path, archive: Path) -> None:
    file = tmp_path / "cut.zip"
    file.write_bytes(archive.read_bytes()[:-200])
    code, said = complaint(plnbuddy, file)
    assert code == 1
    assert "damaged or incomplete" in said


def test_a_damaged_member(plnbuddy: Plnbuddy, tmp_path: Path, archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[200:240] = b"\x00" * 40
    file = tmp_path / "bad.zip"
    file.write_bytes(bytes(content))
    code, said = complaint(plnbuddy, file)
    assert code == 1
    assert "damaged or incomplete" in said


def test_a_bomb(plnbuddy: Plnbuddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "BOMB_FROM", 100_000)
    content = members([])
    content["data/tweets.js"] = "window.YTD.tweets.part0 = [" + " " * 3_000_000
    code, said = complaint(plnbuddy, write_zip(tmp_path / "bomb.zip", content))
    assert code == 1
    assert "would unpack to far more" in said


def test_a_tar_bomb(plnbuddy: Plnbuddy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "BOMB_FROM", 100_000)
    file = tmp_path / "bomb.tar.gz"
    with tarfile.open(file, "w:gz") as packed:
        info = tarfile.TarInfo("data/tweets.js")
        info.size = 3_000_000
        packed.addfile(info, BytesIO(b" " * info.size))
    code, said = complaint(plnbuddy, file)
    assert code == 1
    assert "would unpack to far more" in said


def test_paths_links_and_claims_lead_nowhere(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    file = tmp_path / "sly.zip"
    link = zipfile.ZipInfo("data/tweets.js")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("../../data/tweets.js", script("tweets", [{"tweet": TWEETS[0]}]))
        made.writestr("/data/tweet.js", script("tweets", [{"tweet": TWEETS[0]}]))
        made.writestr(link, "/etc/passwd")
    code, said = complaint(plnbuddy, file)
    assert code == 2
    assert "is not a Twitter archive" in said
    assert not (tmp_path.parent / "data").exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_what_is_no_file_in_a_tar_is_not_read(
    plnbuddy: Plnbuddy, tmp_path: Path, kind: bytes
) -> None:
    file = tmp_path / "sly.tar"
    with tarfile.open(file, "w") as made:
        member = tarfile.TarInfo("data/tweets.js")
        member.type, member.linkname = kind, "/etc/passwd"
        made.addfile(member)
    code, said = complaint(plnbuddy, file)
    assert code == 2
    assert "is not a Twitter archive" in said


def test_a_folder_with_a_link_to_elsewhere(plnbuddy: Plnbuddy, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.js"
    elsewhere.write_text(script("tweets", [{"tweet": TWEETS[0]}]))
    folder = write_folder(tmp_path / "folder", {"data/account.js": script("account", [])})
    (folder / "data/tweets.js").symlink_to(elsewhere)
    code, _ = complaint(plnbuddy, folder)
    assert code == 2


def test_unknown_import_numbers(plnbuddy: Plnbuddy) -> None:
    answer = plnbuddy("import", "remove", "9", ok=False)
    assert answer.exit_code == 6
    assert "There is no import 9" in answer.messages
