"""Helper package of the course *From Pixels to Patches*.

Everything a notebook needs that is not what the notebook teaches: data, devices,
figures, progress bars, friendly checks and the table of results.
"""

from . import check, doubles
from .data import Dataset, load
from .plots import plot_history, show, show_frames, show_images
from .results import record, results_table
from .runtime import choose, pick_device, profile, seed_everything, start
from .score import score
from .training import progress, stopwatch

__version__ = "0.1.0"

__all__ = [
    "Dataset",
    "check",
    "choose",
    "doubles",
    "load",
    "pick_device",
    "plot_history",
    "profile",
    "progress",
    "record",
    "results_table",
    "score",
    "seed_everything",
    "show",
    "show_frames",
    "show_images",
    "start",
    "stopwatch",
]
