"""One style for every figure, and alt text that reaches the browser."""

import base64
import html
import io
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import torch
from cycler import cycler
from IPython.display import display
from ipywidgets import HTML, SelectionSlider, VBox
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

# The palette of Okabe and Ito (2008), https://jfly.uni-koeln.de/color/, safe for color-blind
# readers, without its yellow, which is too faint for lines on white.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")

STYLE: dict[Any, Any] = {
    "axes.prop_cycle": cycler(color=COLORS),
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": "medium",
    "figure.facecolor": "white",  # opaque: readable on a dark page, too
    "figure.dpi": 100,
    "figure.constrained_layout.use": True,
    "font.size": 10,
    "grid.alpha": 0.3,
    "image.cmap": "gray",
    "image.interpolation": "nearest",
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "savefig.facecolor": "white",
}
mpl.rcParams.update(STYLE)


def show(fig: Figure, alt: str) -> None:
    """Display a figure with alternative text for readers who cannot see it, and close it.

    The figure becomes an HTML image, since JupyterLab drops alt text given as metadata.

    Args:
        fig: a matplotlib figure.
        alt: one or two sentences that say what the figure shows.

    Raises:
        ValueError: ``alt`` is empty.
    """
    display({"text/html": _image(fig, alt), "text/plain": f"[figure: {alt}]"}, raw=True)


def _image(fig: Figure, alt: str) -> str:
    """A figure as an HTML image; closes it."""
    if not alt.strip():
        raise ValueError("show: alt is empty; describe the figure in one sentence.")
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", metadata={"Software": None}, pil_kwargs={"optimize": True})
    plt.close(fig)
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{data}">'


def show_frames(label: str, figures: dict[str, Figure], alt: str) -> None:
    """Display one of several figures, chosen with a slider.

    On a page without a kernel, such as the course's website, the slider works, too: all frames are
    stored.

    Args:
        label: what the slider changes, such as ``"layer"``.
        figures: value -> its figure; a dozen at most, since all of them are stored.
        alt: what a figure shows; ``{}`` stands for the value.

    Raises:
        ValueError: ``figures`` or ``alt`` is empty.
    """
    if not figures:
        raise ValueError("show_frames: figures is empty; give one figure for each value.")
    images = {value: _image(fig, alt.format(value)) for value, fig in figures.items()}
    slider = SelectionSlider(options=list(images), description=label)
    picture = HTML(next(iter(images.values())))
    slider.observe(lambda change: setattr(picture, "value", images[change.new]), "value")
    stored = "".join(
        f'<figure data-value="{html.escape(value)}">{image}'
        f"<figcaption>{html.escape(f'{label}: {value}')}</figcaption></figure>"
        for value, image in images.items()
    )
    bundle = VBox([slider, picture])._repr_mimebundle_()
    bundle["text/html"] = f'<div class="frames" data-label="{html.escape(label)}">{stored}</div>'
    bundle["text/plain"] = f"[figure with a slider: {alt.format(' / '.join(images))}]"
    display(bundle, raw=True)


def _as_pictures(images: torch.Tensor | np.ndarray) -> np.ndarray:
    """Turn images of any usual layout into ``(N, H, W)`` or ``(N, H, W, 3)`` in [0, 1]."""
    array = torch.as_tensor(images).detach().cpu()
    if array.dtype == torch.uint8:
        array = array.float() / 255
    if array.ndim == 2:
        array = array[None]
    if array.ndim == 4 and array.shape[1] == 1:
        array = array[:, 0]
    elif array.ndim == 4 and array.shape[1] == 3:
        array = array.permute(0, 2, 3, 1)
    elif array.ndim != 3:
        raise ValueError(
            f"show_images: images has shape {tuple(array.shape)}; "
            "give (N, H, W), (N, 1, H, W) or (N, 3, H, W)."
        )
    return array.numpy()


def show_images(
    images: torch.Tensor | np.ndarray,
    alt: str,
    titles: Sequence[str] | None = None,
    columns: int = 8,
    size: float = 1.1,
    value_range: tuple[float, float] | None = (0.0, 1.0),
    cmap: str = "gray",
) -> None:
    """Display images as a grid.

    Args:
        images: ``(N, H, W)``, ``(N, 1, H, W)`` or ``(N, 3, H, W)``; uint8, or float in
            ``value_range``.
        alt: what the figure shows, in one or two sentences.
        titles: one short text above each image.
        columns: images per row.
        size: width of one image in inches.
        value_range: values drawn black and white (gray images) or clipped to (RGB);
            ``None`` stretches each gray image between its own smallest and largest value.
        cmap: matplotlib colormap of gray images.

    Raises:
        ValueError: the shape is not one of the three, or ``alt`` is empty.
    """
    pictures = _as_pictures(images)
    columns = min(columns, len(pictures))
    rows = -(-len(pictures) // columns)
    height = size * (1.25 if titles is not None else 1.0)
    fig, axes = plt.subplots(rows, columns, figsize=(columns * size, rows * height), squeeze=False)
    low, high = value_range or (None, None)
    for index, ax in enumerate(axes.flat):
        ax.axis("off")
        if index >= len(pictures):
            continue
        picture = pictures[index]
        if picture.ndim == 3:
            low_rgb, high_rgb = value_range or (picture.min(), picture.max())
            picture = np.clip((picture - low_rgb) / (high_rgb - low_rgb), 0, 1)
        ax.imshow(picture, cmap=cmap, vmin=low, vmax=high)
        if titles is not None:
            ax.set_title(str(titles[index]), fontsize=8)
    show(fig, alt)


def plot_history(
    histories: dict[str, dict[str, list[float]]],
    alt: str,
    log_loss: bool = False,
    accuracy_from: float | None = None,
) -> None:
    """Plot loss and accuracy by epoch, one color per run, one line style per split.

    Args:
        histories: name of the run -> history; a history maps ``<split>_<metric>`` (such as
            ``train_loss`` or ``test_accuracy``) to one value per epoch.
        alt: what the figure shows, in one or two sentences.
        log_loss: logarithmic loss axis.
        accuracy_from: lower end of the accuracy axis (0 to 1).
    """
    styles = {"train": "--", "test": "-", "validation": "-"}
    metrics = [
        metric
        for metric in ("loss", "accuracy")
        if any(key.endswith("_" + metric) for history in histories.values() for key in history)
    ]
    fig, axes = plt.subplots(1, len(metrics), figsize=(4.6 * len(metrics), 3.2), squeeze=False)
    for ax, metric in zip(axes[0], metrics, strict=True):
        longest = 1
        for color, (name, history) in zip(COLORS * 3, histories.items(), strict=False):
            for split, style in styles.items():
                values = history.get(f"{split}_{metric}")
                if values is not None:
                    epochs = range(1, len(values) + 1)
                    dots = "o" if len(values) < 4 else ""  # one epoch alone draws no line
                    ax.plot(epochs, values, style + dots, color=color, label=f"{name}, {split}")
                    longest = max(longest, len(values))
        ax.set_xlim(1 - 0.05 * longest, longest + 0.05 * longest)
        ax.set_xlabel("epoch")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylabel("mean loss (nats)" if metric == "loss" else "accuracy")
        if metric == "loss" and log_loss:
            ax.set_yscale("log")
        if metric == "accuracy":
            ax.set_ylim(bottom=accuracy_from)
            ax.yaxis.set_major_formatter(mpl.ticker.PercentFormatter(1.0))
    axes[0][-1].legend(fontsize=8)
    show(fig, alt)
