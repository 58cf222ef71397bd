"""What checks put in the place of models and of earlier exercises, so that one mistake costs once.

The models here behave like real ones: they have parameters and therefore a device, train and eval
modes, take keywords and can be copied.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn


@contextmanager
def standing_in(names: dict[str, Any], **functions: Any) -> Iterator[None]:
    """Inside this block, let ``functions`` stand in for the notebook's own of the same names.

    Args:
        names: the notebook's variables, ``globals()``.
        functions: name -> what it means until the block ends.
    """
    before = {name: names[name] for name in functions if name in names}
    names.update(functions)
    try:
        yield
    finally:
        for name in functions:
            names.pop(name, None)
        names.update(before)


def attempt(function: Callable, *args: Any, **kwargs: Any) -> Any:
    """Return what the function returns, or its error as text, to compare several calls.

    Gradients are as before afterwards: a later check then sees who switches them off.
    """
    gradients = torch.is_grad_enabled()
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        torch.set_grad_enabled(gradients)


class PassThrough(nn.Module):
    """A model whose logits are the numbers of its input: ``(N, ...)`` to ``(N, classes)``.

    Its one parameter, a factor of 1, can be trained; ``dropout`` acts in train mode only.
    """

    def __init__(self, dropout: float = 0.0):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.dropout(x.flatten(1) * self.scale)


@dataclass
class Call:
    """One call of a :class:`Recorder`: copies of input and output, and the modes at that time."""

    inputs: torch.Tensor
    outputs: torch.Tensor
    training: bool  # whether any module in it was in train mode
    evaluating: bool  # whether any module in it was in eval mode
    builds_graph: bool


class _Calls(list):
    """A list that copies of a model share with the original."""

    def __deepcopy__(self, memo: dict) -> "_Calls":
        return self


class Recorder(nn.Module):
    """A model around another one that notes every call in ``calls``.

    A ``copy.deepcopy`` of it writes into the same list, so a copy may be measured instead.
    """

    def __init__(self, model: nn.Module):
        super().__init__()
        self.model = model
        self.calls: list[Call] = _Calls()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        outputs = self.model(x)
        modes = {module.training for module in self.modules()}
        self.calls.append(
            Call(
                inputs=x.detach().clone(),
                outputs=outputs.detach().clone(),
                training=True in modes,
                evaluating=False in modes,
                builds_graph=outputs.requires_grad,
            )
        )
        return outputs
