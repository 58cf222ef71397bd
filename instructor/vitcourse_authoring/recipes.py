"""The course's own recipes, cut out of the solution notebooks: what `bench` runs is what they say.

A recipe is a few lines that begin where the notebook's own training stands. In them,
`notebook("train_new(make")` stands for the notebook's one statement or call that begins so. Of
everything before it, only the statements run that these lines need (`syntax.needed_cells`).
Each recipe ends with `found`:

model, sample   the trained network and a batch of one image
images          how many images training looked at, each as often as it did
seconds         of training
curve           (seconds, quality) while training, on validation or test images
quality         on the test images, after training
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbformat.v4 import new_code_cell

from .course import ROOT, UserError, markdown_path
from .notebooks import read_markdown
from .syntax import needed_cells, parse


@dataclass(frozen=True)
class Recipe:
    notebook: str
    code: str


_SOFTMAX = """
history, seconds, _ = notebook("race(torch.optim.Adam, short)")
curve = history["test_accuracy"]
found = dict(model=model, sample=x_train[:1], images=vitcourse.progress.done * len(x_train),
             seconds=seconds, curve=curve, quality=curve[-1])
"""
_FFNN = """
name = "512 and 256 units, the same with dropout"
model = candidates[name]
history, seconds = notebook("train_candidate(model")
quality = accuracy(model, pixels_to_unit(mnist.x_test).to(device), mnist.y_test.to(device))
found = dict(model=model, sample=x_train[:1], images=vitcourse.progress.done * len(x_train),
             seconds=seconds, curve=history["validation_accuracy"], quality=quality)
"""
# The notebook searches for the rate on Fashion-MNIST; a test compares with what it found.
_CNN = """
make, name, data_name, seed, label = make_cnn, "CNN", "MNIST", 0, ""
max_lr = {name: rates[1]}
model, history = notebook("train_new(make, data[data_name]")
x_test = (mnist.x_test.float() / 255)[:, None].to(device)
found = dict(model=model, sample=x_test[:1], seconds=history["seconds"][-1],
             images=vitcourse.progress.done * len(data[data_name][0]),
             curve=list(zip(history["seconds"], history["validation_accuracy"])),
             quality=evaluate(model, x_test, mnist.y_test.to(device))[1])
"""
_VIT = """
torch.manual_seed(0)
notebook("run('{name}'")
model, history = models["{name}"], histories["{name}"]
x_test = prepare(fashion.x_test)
found = dict(model=model, sample=x_test[:1], seconds=history["seconds"][-1],
             images=vitcourse.progress.done * len(y_train{part}),
             curve=list(zip(history["seconds"], history["validation_accuracy"])),
             quality=evaluate({tested}, x_test, fashion.y_test.to(device))[1])
"""
_PROBE = """
with vitcourse.stopwatch() as spent:
    head = notebook("probe(features_few, y_few")
seconds = extraction_seconds + spent.seconds
test_loader = make_loader(features_of(cifar.x_test), cifar.y_test.to(device), nn.Identity())
quality = evaluate(head, test_loader)[1]
model = replace_head(copy.deepcopy(backbone.model), 10)
found = dict(model=model, sample=backbone.transform(x_few[:1]), seconds=seconds,
             images=vitcourse.progress.done * len(y_few), curve=[(seconds, quality)],
             quality=quality)
"""
# The notebook's search takes the last of its rates for the backbone; the same test compares.
_POSITIONS = """
size, name, seed, backbone_lr = "three quarters", "{name}", 0, rates[-1]
prepared_model, view = runs[size, name]
model = copy.deepcopy(prepared_model)
loader = notebook("make_loader(x_few, y_few, view")
with vitcourse.stopwatch() as spent:
    history = notebook("train(model, parameter_groups(model, 0.001, backbone_lr)")
quality = evaluate(model, make_loader(cifar.x_test.to(device), cifar.y_test.to(device), view))[1]
found = dict(model=model, sample=view(x_few[:1]), seconds=spent.seconds,
             images=vitcourse.progress.done * len(y_few), curve=[(spent.seconds, quality)],
             quality=quality)
"""

_DENOISER = """
torch.set_num_threads(1)
name = make_model = label = rate = reached = seed = curve = None  # the loops set them
CANDIDATES = {"ViT": CANDIDATES["ViT"]}
SEEDS, best_rate, runs = 1, {}, {"ViT": []}
with vitcourse.stopwatch() as search:
    notebook("for name, make_model in CANDIDATES.items():\\n    reached")
notebook("for name, make_model in CANDIDATES.items():\\n    for seed")
model, curve, steps = runs["ViT"][0]
curve = [(search.seconds + seconds, quality) for seconds, quality in curve]
quality = float(psnr(denoise(model, test_set[0]), test_set[1]))
found = dict(model=model, sample=test_set[0][:1], images=8 * steps, seconds=curve[-1][0],
             curve=curve, quality=quality)
"""
_GIVEN_DENOISER = """
torch.set_num_threads(1)
history = notebook("train_epochs(q20_model")
quality = float(psnr(denoise(q20_model, test_set[0]), test_set[1]))
found = dict(model=q20_model, sample=test_set[0][:1], seconds=history["seconds"][-1],
             images=vitcourse.progress.done * len(train_set[0]),
             curve=list(zip(history["seconds"], history["psnr"])), quality=quality)
"""


def _vit(name: str, tested: str, part: str = "") -> Recipe:
    code = _VIT.replace("{name}", name).replace("{tested}", tested).replace("{part}", part)
    return Recipe("05_vit_from_scratch", code)


def _positions(name: str) -> Recipe:
    return Recipe("06_fine_tuning", _POSITIONS.replace("{name}", name))


COURSE = {
    "mnist_softmax": Recipe("02_softmax_regression", _SOFTMAX),
    "mnist_ffnn": Recipe("03_feedforward", _FFNN),
    "mnist_cnn": Recipe("04_cnn", _CNN),
    "fashion_mnist_vit": _vit("ViT", "model"),
    "fashion_mnist_vit_best": _vit("stem ViT", "MirrorAverage(model)", '[: better["images"]]'),
    "cifar10_linear_probe": Recipe("06_fine_tuning", _PROBE),
    "pos_embed": _positions("interpolated"),
    "denoise": Recipe("07_denoising_vit", _DENOISER),
}
# The usual way of two tasks stands in the notebooks as well.
USUAL = {
    "pos_embed": _positions("cut"),
    "denoise": Recipe("07_denoising_vit", _GIVEN_DENOISER),
}
NETWORK = Recipe("05_vit_from_scratch", "found = dict(ViT=ViT)")


def cut(recipe: Recipe, root: Path = ROOT) -> str:
    """The statements of the notebook that a recipe needs, and the recipe, as one program.

    Raises:
        UserError: the notebook no longer has what the recipe asks for.
    """
    notebook = read_markdown(markdown_path(recipe.notebook, root))
    statements = [
        statement
        for cell in notebook.cells
        if cell.cell_type == "code" and (tree := parse(cell.source)) is not None
        for statement in tree.body
    ]
    asked = _Asked(statements, recipe.notebook)
    lines = asked.visit(ast.parse(recipe.code)).body
    before = statements[: asked.last] if asked.places else statements
    program = [new_code_cell(ast.unparse(statement)) for statement in before + lines]
    ends = range(len(before), len(program))
    needed = needed_cells(program, set(ends), set())
    return "\n".join(program[index].source for index in needed)


class _Asked(ast.NodeTransformer):
    """Puts the notebook's own code in the place of `notebook("...")`."""

    def __init__(self, statements: list[ast.stmt], name: str):
        self.statements, self.name = statements, name
        self.places: list[int] = []

    @property
    def last(self) -> int:
        return max(self.places)

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        self.generic_visit(node)
        return node.value if isinstance(node.value, ast.stmt) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.func, ast.Name) and node.func.id == "notebook"):
            return node
        wanted = ast.literal_eval(node.args[0])
        for place, statement in enumerate(self.statements):
            for found in _code_of(statement):
                if ast.unparse(found).startswith(wanted):
                    self.places.append(place)
                    return found
        raise UserError(
            f"{self.name}: no statement and no call begins with `{wanted}`, which bench needs; "
            "adapt instructor/vitcourse_authoring/recipes.py."
        )


def _code_of(node: ast.AST) -> Iterator[ast.AST]:
    """Statements and calls that run with the cell, from the outside in."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return
    if isinstance(node, (ast.stmt, ast.Call)) and not isinstance(node, ast.Expr):
        yield node
    for inner in ast.iter_child_nodes(node):
        yield from _code_of(inner)
