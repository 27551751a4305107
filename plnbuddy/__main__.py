"""Where the program begins: `plnbuddy …` and `python -m plnbuddy …`."""

import gc
import io
import sys

from plnbuddy import __version__


def main() -> None:
    """Run the command line and leave with its exit code.

    `--version` answers before anything heavy is imported: scripts and package
    managers ask for it often.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.exit(_print_version())
    from plnbuddy.cli.output import take_descriptors

    take_descriptors()
    # A command makes many lasting objects and few cycles: collect rarely (docs/architecture.md).
    gc.set_threshold(100_000)
    _write_utf8()
    try:
        from plnbuddy.cli.app import run

        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # Nor are they looked through once more on the way out.


def _write_utf8() -> None:
    """Files and pipes get UTF-8, whatever the code page of the terminal; nothing ends half-way."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")


def _print_version() -> int:
    try:
        print(f"plnbuddy {__version__}", flush=True)
    except OSError as error:
        from plnbuddy.cli.output import Guarded, finish

        sys.stdout = Guarded(sys.stdout)
        sys.stdout.give_up(error)
        return finish(0)
    return 0


if __name__ == "__main__":
    main()
