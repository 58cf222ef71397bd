"""Supervised calls, sealed answers and messages of the checks."""

import copy

import pytest
import torch
from test_helper import message
from torch import nn
from torch.nn import functional as F
from vitcourse import check, doubles
from vitcourse.check import CheckFailed

# --- sealed answers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "right, same",
    [
        (938, 938.0),
        (938, torch.tensor(938)),
        ((938, 32), [938, 32]),
        ((32, 1, 64, 64), torch.Size([32, 1, 64, 64])),
        ("layer normalization", "Layer-Normalization "),
        (0.123456, 0.12346),
        (True, True),
    ],
)
def test_a_sealed_answer_is_recognized_however_it_is_written(right, same, capsys):
    check.sealed("n", same, check.seal("n", right))
    assert capsys.readouterr().out == "✓ n\n"


@pytest.mark.parametrize("wrong", [937, (938,), "938x", True, 93.8])
def test_a_wrong_answer_is_refused_without_giving_the_right_one_away(wrong):
    said = message(check.sealed, "n", wrong, check.seal("n", 938), hint="Count the batches.")
    assert "Count the batches." in said and "938" not in said.replace(str(wrong), "")


def test_a_known_mistake_gets_its_own_hint():
    seals = {"The last batch is one, too.": check.seal("n", 937)}
    said = message(check.sealed, "n", 937, check.seal("n", 938), hint="Count.", mistakes=seals)
    assert "The last batch is one, too." in said and "Count." not in said


def test_the_kind_of_answer_is_named():
    assert "expected a number" in message(check.sealed, "n", "hello", check.seal("n", 3))
    said = message(check.sealed, "n", 3, check.seal("n", (3, 4)))
    assert "expected 2 values in order" in said


@pytest.mark.parametrize("nothing", [None, ...])
def test_an_empty_answer_is_asked_for(nothing):
    assert "Fill in your answer" in message(check.sealed, "n", nothing, check.seal("n", 3))


def test_a_seal_depends_on_its_name_and_shows_no_answer():
    assert check.seal("a", 5) != check.seal("b", 5)
    assert "12345" not in check.seal("a", 12345)


# --- supervised calls -------------------------------------------------------------------


def test_the_argument_is_called_by_its_name():
    assert message(check.watch(change_in_place), torch.zeros(1)).startswith("change_in_place, x: ")


def test_a_watched_call_returns_what_the_function_returns():
    assert check.watch(len, returns=int)([1, 2]) == 2


@pytest.mark.parametrize(
    "function, returns, says",
    [
        (lambda x: None, torch.Tensor, "got None"),
        (lambda x: 0.5, torch.Tensor, "expected the type Tensor, but got float"),
        (lambda x: torch.tensor(0.5), float, ".item()"),
        (lambda x: x, (torch.Tensor, torch.Tensor), "expected 2 results"),
        (lambda x: (x, 1), (torch.Tensor, torch.Tensor), "but got int"),
    ],
)
def test_a_wrong_type_is_one_sentence(function, returns, says):
    assert says in message(check.watch(function, returns=returns), torch.zeros(2))


def test_errors_of_the_function_pass_through():
    with pytest.raises(ZeroDivisionError):
        check.watch(lambda x: 1 / 0)(1)


def change_in_place(x):
    x += 1
    return x


def freeze(model):
    for parameter in model.parameters():
        parameter.requires_grad_(False)


def train(model):
    with torch.no_grad():
        model.weight += 1


@pytest.mark.parametrize(
    "function, given, says",
    [
        (change_in_place, torch.zeros(2), "its values changed"),
        (lambda xs: change_in_place(xs[1]), [torch.zeros(1), torch.zeros(2)], "its values changed"),
        (lambda model: model.eval(), nn.Linear(2, 2), "train or eval mode"),
        (freeze, nn.Linear(2, 2), "requires_grad"),
        (train, nn.Linear(2, 2), "its weights changed"),
        (lambda x: x.requires_grad_(), torch.zeros(2), "requires_grad"),
        (lambda d: d.update(a=1), {}, "other parts"),
    ],
)
def test_what_a_call_changes_is_noticed_and_named(function, given, says):
    assert says in message(check.watch(function), given)


def test_an_argument_that_may_change_may_change():
    check.watch(lambda model: train(model), changes=(0,))(nn.Linear(2, 2))


def test_keywords_are_watched_too():
    assert "x: its values" in message(check.watch(lambda *, x: change_in_place(x)), x=torch.ones(1))


def test_gradients_switched_off_for_good_are_noticed_and_switched_on():
    said = message(check.watch(lambda: torch.set_grad_enabled(False)))
    assert "switched off for good" in said
    assert torch.is_grad_enabled()


def test_gradients_are_switched_on_again_after_an_error_too():
    def broken():
        torch.set_grad_enabled(False)
        raise ValueError("something else")

    assert "switched off for good" in message(check.watch(broken))
    assert torch.is_grad_enabled()


@pytest.mark.parametrize(
    "function",
    [
        lambda x: torch.softmax(x, 0),
        lambda x: F.softmax(x, dim=0),
        lambda x: x.softmax(0),
        lambda x: nn.Softmax(dim=0)(x),
        lambda x: torch.special.softmax(x, 0),
        lambda x: torch._softmax(x, 0, False),
    ],
)
def test_a_forbidden_function_is_found_under_all_its_names(function):
    said = message(check.watch(function, forbid=("softmax",)), torch.zeros(3))
    assert "your code calls softmax" in said


def test_a_forbidden_function_cannot_be_hidden_in_a_try():
    def sly(x):
        try:
            return torch.softmax(x, 0)
        except Exception:
            return x

    assert "calls softmax" in message(check.watch(sly, forbid=("softmax",)), torch.zeros(3))


def test_other_functions_stay_allowed():
    check.watch(lambda x: x.exp() / x.exp().sum(), forbid=("softmax",))(torch.zeros(3))


def test_forbidding_covers_a_block_of_code():
    name = "scaled_dot_product_attention"
    with (
        pytest.raises(CheckFailed, match=f"Attention: your code calls {name}"),
        check.forbidding("Attention", name),
    ):
        F.scaled_dot_product_attention(*torch.zeros(3, 1, 2, 2))


# --- messages ---------------------------------------------------------------------------


def test_lists_of_names_say_what_is_missing_and_what_is_surplus():
    said = message(check.equal, "names", ["weight", "scale"], ["weight", "bias"])
    assert "missing: bias; surplus: scale" in said


def test_kinds_of_things_are_no_names():
    said = message(check.equal, "types", ["Tensor", "Tensor"], ["float", "float"])
    assert "expected ['float', 'float'], but got ['Tensor', 'Tensor']" in said


def test_names_in_the_wrong_order_are_shown_whole():
    said = message(check.equal, "names", ["b", "a"], ["a", "b"])
    assert "expected ['a', 'b'], but got ['b', 'a']" in said


def test_the_first_difference_of_nested_values_is_named():
    said = message(check.equal, "matrix", torch.eye(3), torch.zeros(3, 3))
    assert "at index [0, 0]: expected 0, but got 1" in said


# --- doubles ----------------------------------------------------------------------------


def test_stand_ins_leave_no_trace():
    names = {"old": 1}
    with doubles.standing_in(names, old=2, new=3):
        assert names == {"old": 2, "new": 3}
    assert names == {"old": 1}


def test_stand_ins_survive_an_error_and_a_deletion():
    names = {"old": 1}
    with pytest.raises(KeyError), doubles.standing_in(names, old=2):
        del names["old"]
        raise KeyError
    assert names == {"old": 1}


def test_an_attempt_gives_the_result_or_the_error_as_text():
    assert doubles.attempt(int, "3") == 3
    assert doubles.attempt(int, "x").startswith("ValueError: ")


def test_a_recorder_notes_calls_of_its_copies_and_has_a_device():
    recorder = doubles.Recorder(doubles.PassThrough())
    assert next(recorder.parameters()).device.type == "cpu"
    other = copy.deepcopy(recorder).eval()
    with torch.inference_mode():
        other(torch.ones(2, 3))
    recorder(x=torch.ones(1, 3))
    first, second = recorder.calls
    assert (first.training, first.evaluating, first.builds_graph) == (False, True, False)
    assert (second.training, second.evaluating, second.builds_graph) == (True, False, True)
    assert first.inputs.shape == (2, 3) and second.outputs.tolist() == [[1, 1, 1]]


def test_numbers_that_look_alike_are_told_apart():
    with pytest.raises(CheckFailed, match=r"expected 1, but got 1 \(they differ by up to"):
        check.close("alike", torch.tensor(1.000002), 1.0, hint="", rtol=0, atol=1e-9)
