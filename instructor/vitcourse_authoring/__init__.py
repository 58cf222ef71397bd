"""Make the course: release and execute notebooks, bundle what students get."""

import os
import sys
from pathlib import Path

# nbgrader calls helpers such as alembic by name: let it find those of this interpreter.
_BIN = str(Path(sys.executable).parent)
if _BIN not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([_BIN, os.environ.get("PATH", "")])

# nbformat's schema checker would build the grammar of all web addresses, which takes most of a
# second in every process; notebooks have no field that needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
