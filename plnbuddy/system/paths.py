"""Where plnbuddy keeps its files."""

import os
from datetime import date
from pathlib import Path
from typing import NamedTuple


class Places(NamedTuple):
    """The folder of the settings and the folder of the journal."""

    settings_folder: Path
    data_folder: Path

    @property
    def settings(self) -> Path:
        """The settings file, config.toml."""
        return self.settings_folder / "config.toml"

    @property
    def accounts(self) -> Path:
        """The file with logins, accounts.json, which only its owner may read."""
        return self.settings_folder / "accounts.json"

    @property
    def store(self) -> Path:
        """The SQLite file with the journal and the decisions."""
        return self.data_folder / "plnbuddy.sqlite3"

    @property
    def copies(self) -> Path:
        """The folder with copies of the store."""
        return self.data_folder / "copies"

    def daily_copy(self, day: date) -> Path:
        """The copy that is made by itself on that day."""
        return self.copies / f"daily-{day}.sqlite3"

    @property
    def evidence(self) -> Path:
        """The folder with copies of files that show an activity took place."""
        return self.data_folder / "evidence"


def find_places() -> Places:
    """The folders of this computer; PLNBUDDY_HOME puts everything in one folder."""
    home = os.environ.get("PLNBUDDY_HOME")
    if home:
        folder = Path(home).expanduser()
        return Places(folder, folder)
    from platformdirs import user_config_path, user_data_path

    return Places(
        user_config_path("plnbuddy", appauthor=False, roaming=True),
        user_data_path("plnbuddy", appauthor=False, roaming=True),
    )
