"""JupyterHub for a small class on one machine. How: site/instructors/jupyterhub.md.

    jupyterhub --config instructor/jupyterhub_config.py

Who may log in is said by two groups of the machine. Instructors start in this repository, with
Formgrader. Students start in their home; Formgrader and *Create Assignment* are switched off for
them. That is order, not protection: what protects solutions and marks is that students cannot read
this repository (mode 700).
"""

import grp
import json
import os
import pwd
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
INSTRUCTORS = os.environ.get("VITCOURSE_INSTRUCTORS", "instructors")  # groups of the machine
STUDENTS = os.environ.get("VITCOURSE_STUDENTS", "students")
# Students hand in here. It exists, and everybody may write in it (mode 777).
EXCHANGE = os.environ.get("VITCOURSE_EXCHANGE", "/srv/vitcourse/exchange")
# Here this file writes what JupyterLab and nbgrader read for students; they may read it.
SETTINGS = Path(os.environ.get("VITCOURSE_SETTINGS", "/srv/vitcourse/settings"))
# Data sets and weights are downloaded once for all. An instructor fills it.
DATA = os.environ.get("VITCOURSE_DATA", "/srv/vitcourse/data")

c = get_config()  # noqa: F821 (given by the loader)

NOT_FOR_STUDENTS = ("formgrader", "course-list", "create-assignment")
FOR_STUDENTS = {
    "nbgrader_config.json": {
        "CourseDirectory": {"course_id": "from-pixels-to-patches"},
        "Exchange": {"root": EXCHANGE},
    },
    "jupyter_server_config.json": {
        "ServerApp": {
            "jpserver_extensions": {
                "nbgrader.server_extensions.formgrader": False,
                "nbgrader.server_extensions.course_list": False,
            }
        }
    },
    "labconfig/default_setting_overrides.json": {
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}  # no question
    },
    "labconfig/page_config.json": {
        "disabledExtensions": {f"@jupyter/nbgrader:{name}": True for name in NOT_FOR_STUDENTS}
    },
}
for name, content in FOR_STUDENTS.items():
    path = SETTINGS / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def is_instructor(user: str) -> bool:
    """Whether somebody is in the group of instructors."""
    group = grp.getgrnam(INSTRUCTORS)
    return user in group.gr_mem or pwd.getpwnam(user).pw_gid == group.gr_gid


def prepare(spawner) -> None:
    """Give instructors the repository, and students what is for students."""
    spawner.environment |= {"VITCOURSE_EXCHANGE": EXCHANGE, "VITCOURSE_DATA": DATA}
    if is_instructor(spawner.user.name):
        spawner.notebook_dir = str(ROOT)
        spawner.environment["JUPYTER_CONFIG_PATH"] = str(ROOT)  # nbgrader_config.py
    else:
        spawner.notebook_dir = "~"
        spawner.environment["JUPYTER_CONFIG_PATH"] = str(SETTINGS)


c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {INSTRUCTORS, STUDENTS}
c.Spawner.default_url = "/lab"
c.Spawner.pre_spawn_hook = prepare
