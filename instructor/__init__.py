"""The instructor's tools: ``vitcourse_authoring`` makes the course, ``vitcourse_grading`` grades.

This folder is a short name for both where the course lies: ``python -m instructor``. The packages
are found here first, so that every working copy uses its own.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
