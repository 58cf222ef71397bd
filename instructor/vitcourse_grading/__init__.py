"""Grade a class: one line of rooms from what was uploaded to tables and pages (see grade.py)."""
