"""Profile, device and seed: how and where a notebook runs."""

import os
import random

import numpy as np
import torch
from IPython.core.getipython import get_ipython

from .session import watch_cells

PROFILES = ("quick", "full")

_notebook = ""


def profile() -> str:
    """Return the profile of this run: ``"quick"`` or ``"full"``.

    ``quick`` uses bundled data and few steps, ``full`` the real data sets. The environment
    variable ``VITCOURSE_PROFILE`` chooses; without it the profile is ``full``. Whenever
    nbgrader runs the notebook (Validate or autograde), the profile is ``quick``.

    Raises:
        ValueError: ``VITCOURSE_PROFILE`` holds another name.
    """
    if os.environ.get("NBGRADER_EXECUTION"):
        return "quick"
    name = os.environ.get("VITCOURSE_PROFILE") or "full"
    if name not in PROFILES:
        raise ValueError(
            f'VITCOURSE_PROFILE: unknown profile "{name}"; set it to "quick" or "full".'
        )
    return name


def choose(*, quick, full):
    """Return ``quick`` or ``full`` according to the profile; for data sizes and step counts."""
    return quick if profile() == "quick" else full


def pick_device() -> torch.device:
    """Return the fastest backend at hand: CUDA, then Apple's MPS, then the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def seed_everything(seed: int = 0) -> None:
    """Seed Python's, NumPy's and PyTorch's (all devices) random number generators."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def start(notebook: str, seed: int = 0) -> torch.device:
    """Begin a notebook: seed all generators, say how it runs, return the device.

    From here on the checks follow what the cells do, see :mod:`vitcourse.session`.

    Args:
        notebook: name of the notebook, such as ``"01_tensors"``; ``record`` stores it.
        seed: passed to :func:`seed_everything`.
    """
    global _notebook
    _notebook = notebook
    watch_cells(get_ipython())
    seed_everything(seed)
    device = pick_device()
    where = torch.cuda.get_device_name() if device.type == "cuda" else str(device)
    threads = torch.get_num_threads()
    print(f"{notebook}: profile {profile()}, device {where}, {threads} CPU threads")
    return device


def current_notebook() -> str:
    """Return the name given to :func:`start`, or an empty string."""
    return _notebook
