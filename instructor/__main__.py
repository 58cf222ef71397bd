"""All of the instructor's tools on one command line: ``python -m instructor COMMAND``."""

import sys

from vitcourse_authoring.__main__ import add_commands as authoring
from vitcourse_authoring.__main__ import run
from vitcourse_grading.__main__ import add_commands as grading


def main() -> int:
    return run("instructor", authoring, grading)


if __name__ == "__main__":
    sys.exit(main())
