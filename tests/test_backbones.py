"""`vitcourse.backbones`: the bundled ViT, the hubs' caches, and what happens without them."""

import hashlib
import os
import stat
import warnings

import huggingface_hub
import pytest
import timm
import torch
from PIL import Image
from safetensors import safe_open
from safetensors.torch import save_file
from timm.models import get_pretrained_cfg
from torchvision.models import ViT_B_16_Weights, vit_b_16
from vitcourse import backbones, load
from vitcourse.backbones import imagenet_predictions, load_backbone
from vitcourse_authoring import make_imagenet_logits
from vitcourse_authoring.course import markdown_path
from vitcourse_authoring.notebooks import read_markdown

DEIT = "deit_tiny_patch16_224"


@pytest.fixture(autouse=True)
def empty_caches(monkeypatch, tmp_path):
    """Both hubs' caches are empty folders, and nothing is downloaded."""
    monkeypatch.setenv("VITCOURSE_PROFILE", "quick")
    monkeypatch.setattr(torch.hub, "_hub_dir", str(tmp_path / "torch"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "huggingface"))
    return tmp_path


def _marked(state: dict[str, torch.Tensor], value: float = 0.25) -> dict[str, torch.Tensor]:
    """Weights that can be told from random ones, each stored as a single number."""
    return {name: torch.full((1,), value).expand(tensor.shape) for name, tensor in state.items()}


def _torch_hub_file(folder, url: str):
    file = folder / "torch" / "checkpoints" / url.rsplit("/", 1)[1]
    file.parent.mkdir(parents=True)
    return file


def _all_are(model: torch.nn.Module, value: float = 0.25) -> bool:
    return all((parameter == value).all() for parameter in model.parameters())


def _images(count: int = 2) -> torch.Tensor:
    return load("cifar10", profile="quick").x_train[:count]


# --- the bundled ViT --------------------------------------------------------------------


def test_the_bundled_vit_is_small_and_safe_to_load():
    assert backbones.VIT_MICRO_FILE.stat().st_size <= 6e6
    assert stat.S_IMODE(os.stat(backbones.VIT_MICRO_FILE).st_mode) & stat.S_IROTH
    backbone = load_backbone()
    assert isinstance(backbone.model, timm.models.vision_transformer.VisionTransformer)
    assert sum(p.numel() for p in backbone.model.parameters()) <= 2_500_000
    with safe_open(backbones.VIT_MICRO_FILE, "pt") as file:
        assert set(file.keys()) == set(backbone.model.state_dict())
    assert all(p.dtype == torch.float32 for p in backbone.model.parameters())


def test_the_bundled_vit_has_a_model_card():
    card = backbones.VIT_MICRO_FILE.with_suffix(".md").read_text(encoding="utf-8")
    for heading in ("## Data", "## Teacher", "## License", "## Cost", "## Measured quality"):
        assert heading in card


def test_images_become_features_of_the_bundled_vit():
    backbone = load_backbone("vit_micro")
    pixels = backbone.transform(_images())
    assert (pixels.shape, pixels.dtype) == ((2, 3, 32, 32), torch.float32)
    assert not backbone.model.training
    with torch.inference_mode():
        assert backbone.model(pixels).shape == (2, 128)


def test_the_bundled_vit_is_pretrained_and_a_fresh_one_is_not():
    pretrained, fresh = load_backbone(), load_backbone(pretrained=False)
    assert (pretrained.pretrained, fresh.pretrained) == (True, False)
    assert "bundled" in pretrained.source and "random" in fresh.source
    assert not torch.equal(pretrained.model.pos_embed, fresh.model.pos_embed)
    assert fresh.model.state_dict().keys() == pretrained.model.state_dict().keys()


def test_features_of_the_bundled_vit_separate_classes():
    """A guard against damaged or exchanged weights: nearest class mean, far above chance."""
    data, backbone = load("cifar10", profile="quick"), load_backbone()
    with torch.inference_mode():
        x = backbone.model(backbone.transform(data.x_train[:1000]))
        new = backbone.model(backbone.transform(data.x_train[1000:1400]))
    x, new = (torch.nn.functional.normalize(f - x.mean(dim=0), dim=1) for f in (x, new))
    means = torch.stack([x[data.y_train[:1000] == label].mean(dim=0) for label in range(10)])
    hits = (new @ means.T).argmax(dim=1) == data.y_train[1000:1400]
    assert hits.float().mean() > 0.4


def test_the_input_size_of_the_bundled_vit_can_be_changed_as_on_deit():
    model = load_backbone().model
    small = torch.rand(2, 3, 16, 16)
    with pytest.raises(AssertionError, match="Input height"):
        model(small)
    model.patch_embed.img_size = (16, 16)
    with pytest.raises(RuntimeError, match=r"tensor a \(5\) must match .* tensor b \(17\)"):
        model(small)
    model.pos_embed = torch.nn.Parameter(model.pos_embed[:, :5].detach())
    assert model(small).shape == (2, 128)

    model = load_backbone().model
    model.set_input_size((48, 32))  # timm's own way
    assert model(torch.rand(2, 3, 48, 32)).shape == (2, 128)


def test_a_stem_for_another_patch_size_is_refused():
    with pytest.raises(ValueError, match="patch_size"):
        backbones.ConvStem(img_size=32, patch_size=4)


def test_damaged_bundled_weights_are_named(monkeypatch, tmp_path):
    damaged = tmp_path / "vit_micro.safetensors"
    damaged.write_bytes(backbones.VIT_MICRO_FILE.read_bytes()[:1000])
    monkeypatch.setattr(backbones, "VIT_MICRO_FILE", damaged)
    with pytest.raises(RuntimeError, match="reinstall the course"):
        load_backbone()


def test_an_unknown_backbone_is_named():
    with pytest.raises(ValueError, match=r'"resnet".*"vit_micro", "deit_tiny", "vit_b_16"'):
        load_backbone("resnet")


# --- the three ways to load a model in notebook 06 ---------------------------------------

HUB_REPOSITORY = """
dependencies = ["torch"]
import timm, torch

def deit_tiny_patch16_224(pretrained=False):
    model = timm.create_model("deit_tiny_patch16_224")
    if pretrained:
        file = torch.hub.load_state_dict_from_url("URL", map_location="cpu")
        model.load_state_dict(file["model"])
    model.from_the_hub = True
    return model
"""


@pytest.fixture(scope="module")
def loading_cells():
    """The cells of notebook 06 that define and use the ways to load."""
    cells = read_markdown(markdown_path("06_fine_tuning")).cells
    first = next(i for i, cell in enumerate(cells) if "def from_hub" in cell.source)
    return [cell.source for cell in cells[first : first + 2] if cell.cell_type == "code"]


def _run_loading_cells(cells):
    """Run them as the notebook does; return the models that were asked."""
    found, asked = imagenet_predictions(), []
    names = dict(enumerate(load("cifar10", profile="quick").classes))
    space = {
        "torch": torch, "warnings": warnings, "vit_b_16": vit_b_16,
        "weights": ViT_B_16_Weights.IMAGENET1K_V1,
        "load_backbone": load_backbone, "answers": found, "names": names, "Image": Image,
        "photo": Image.open(make_imagenet_logits.PHOTO).convert("RGB"),
        "print_guesses": lambda truth, logits: print(truth, tuple(logits.shape)),
    }  # fmt: skip
    exec(cells[0], space)
    ask = space["ask"]
    space["ask"] = lambda model: (asked.append(model), ask(model))
    exec(cells[1], space)
    return asked


def test_notebook_06_says_so_where_no_weights_are_at_hand(loading_cells, capsys):
    assert _run_loading_cells(loading_cells) == []
    printed = capsys.readouterr()
    assert printed.err == "" and printed.out.count("neither cached nor reachable") == 2


def test_notebook_06_runs_hub_and_torchvision_where_their_files_are_cached(
    loading_cells, empty_caches, capfd
):
    folder = empty_caches / "torch" / "checkpoints"
    folder.mkdir(parents=True)
    deit = get_pretrained_cfg(DEIT).url
    torch.save(
        {"model": _marked(timm.create_model(DEIT).state_dict())}, folder / deit.rsplit("/", 1)[1]
    )
    with torch.device("meta"):
        state = vit_b_16().state_dict()
    url = ViT_B_16_Weights.IMAGENET1K_V1.url
    torch.save(_marked(state), folder / url.rsplit("/", 1)[1])
    repository = empty_caches / "torch" / "facebookresearch_deit_main"
    repository.mkdir()
    (repository / "hubconf.py").write_text(HUB_REPOSITORY.replace("URL", deit))
    vit, hub = _run_loading_cells(loading_cells)
    assert _all_are(vit) and _all_are(hub) and hub.from_the_hub
    printed = capfd.readouterr()
    assert printed.err == ""
    assert printed.out.count("(4, 1000)") == 2


def test_notebook_06_does_without_the_code_of_the_hub(
    loading_cells, empty_caches, monkeypatch, capfd
):
    file = _torch_hub_file(empty_caches, get_pretrained_cfg(DEIT).url)
    torch.save({"model": _marked(timm.create_model(DEIT).state_dict())}, file)

    def refuse(*args, **kwargs):
        raise OSError("no network in tests")

    monkeypatch.setattr(torch.hub, "load", refuse)
    (deit,) = _run_loading_cells(loading_cells)
    assert _all_are(deit)
    printed = capfd.readouterr()
    assert printed.err == "" and "from_hub: OSError" in printed.out


# --- bundled predictions of a network that is not -----------------------------------------


def _best(logits: torch.Tensor, count: int) -> list[list[str]]:
    categories = ViT_B_16_Weights.IMAGENET1K_V1.meta["categories"]
    return [[categories[i] for i in row] for row in logits.topk(count).indices.tolist()]


def test_bundled_predictions_are_those_of_a_trained_network():
    found = imagenet_predictions()
    assert "EfficientNet-Lite0" in found.source and "ConvNet" in found.source
    assert found.photo_logits.shape == (1, 1000) and found.image_logits.shape == (10, 1000)
    assert found.photo_logits.dtype == torch.float32
    assert set(_best(found.photo_logits, 3)[0]) == {"Egyptian cat", "tabby", "tiger cat"}


def test_bundled_predictions_belong_to_the_bundled_images():
    found, data = imagenet_predictions(), load("cifar10", profile="quick")
    assert found.labels.tolist() == list(range(10))
    for image, label in zip(found.images, found.labels, strict=True):
        assert torch.equal(image, data.x_test[data.y_test == label][0])


def test_bundled_predictions_name_the_photo_they_belong_to():
    digest = hashlib.sha256(make_imagenet_logits.PHOTO.read_bytes()).hexdigest()
    assert imagenet_predictions().photo_sha256 == digest


def test_bundled_predictions_are_small():
    assert backbones.LOGITS_FILE.stat().st_size <= 50_000


@pytest.mark.parametrize("damage", ["flipped", "missing"])
def test_damaged_predictions_are_named(monkeypatch, tmp_path, damage):
    file = tmp_path / "imagenet_logits.safetensors"
    if damage == "flipped":
        content = bytearray(backbones.LOGITS_FILE.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    monkeypatch.setattr(backbones, "LOGITS_FILE", file)
    with pytest.raises(RuntimeError, match=r"imagenet_predictions: .*reinstall the course"):
        imagenet_predictions()


@pytest.fixture(scope="module")
def random_network():
    torch.manual_seed(0)
    return timm.create_model("tf_efficientnet_lite0").eval()


def test_the_same_weights_give_the_same_file_of_predictions(random_network, tmp_path):
    weights = tmp_path / "weights.pth"
    torch.save(random_network.state_dict(), weights)
    files = [tmp_path / name for name in ("one.safetensors", "other.safetensors")]
    digests = [
        make_imagenet_logits.build(weights, make_imagenet_logits.PHOTO, file) for file in files
    ]
    assert digests[0] == digests[1] == hashlib.sha256(files[0].read_bytes()).hexdigest()


def test_other_weights_give_no_predictions(tmp_path, capsys):
    weights = tmp_path / "weights.pth"
    torch.save(timm.create_model(DEIT).state_dict(), weights)
    with pytest.raises(ValueError, match="does not hold the weights of tf_efficientnet_lite0"):
        make_imagenet_logits.load_network(weights)


# --- weights of the hubs ----------------------------------------------------------------


def test_deit_comes_from_the_cache_of_torch_hub(empty_caches):
    file = _torch_hub_file(empty_caches, get_pretrained_cfg(DEIT).url)
    torch.save({"model": _marked(timm.create_model(DEIT).state_dict())}, file)
    backbone = load_backbone("deit_tiny")
    assert (backbone.name, backbone.image_size) == ("deit_tiny", 224)
    assert "cache of torch.hub" in backbone.source
    assert _all_are(backbone.model)
    assert backbone.transform(_images()).shape == (2, 3, 224, 224)
    assert not backbone.model.training


def test_deit_comes_from_the_cache_of_hugging_face(empty_caches):
    hub_id = get_pretrained_cfg(DEIT).hf_hub_id
    repository = empty_caches / "huggingface" / f"models--{hub_id.replace('/', '--')}"
    snapshot = repository / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("abc")
    state = timm.create_model(DEIT).state_dict()
    save_file({k: v.clone() for k, v in _marked(state).items()}, snapshot / "model.safetensors")
    backbone = load_backbone("deit_tiny")
    assert backbone.name == "deit_tiny"
    assert "cache of Hugging Face" in backbone.source
    assert _all_are(backbone.model)


def test_vit_b_16_comes_from_the_cache_of_torch_hub(empty_caches):
    with torch.device("meta"):
        state = vit_b_16().state_dict()
    torch.save(_marked(state), _torch_hub_file(empty_caches, ViT_B_16_Weights.IMAGENET1K_V1.url))
    backbone = load_backbone("vit_b_16")
    assert (backbone.name, backbone.image_size) == ("vit_b_16", 224)
    assert _all_are(backbone.model)


def test_hub_images_are_enlarged_and_normalized_as_imagenet_was():
    white = torch.full((1, 3, 32, 32), 255, dtype=torch.uint8)
    pixels = load_backbone("deit_tiny", pretrained=False).transform(white)
    expected = (1 - torch.tensor([0.485, 0.456, 0.406])) / torch.tensor([0.229, 0.224, 0.225])
    torch.testing.assert_close(pixels, expected[:, None, None].expand(1, 3, 224, 224))


@pytest.mark.parametrize("name", ["deit_tiny", "vit_b_16"])
def test_without_weights_the_bundled_vit_takes_over_and_says_so(name, capfd):
    backbone = load_backbone(name)
    assert backbone.name == "vit_micro"
    assert name in backbone.source and "bundled vit_micro" in backbone.source
    assert capfd.readouterr() == ("", "")


def test_a_damaged_file_in_the_cache_leads_to_the_bundled_vit(empty_caches, capfd):
    _torch_hub_file(empty_caches, get_pretrained_cfg(DEIT).url).write_bytes(b"not a checkpoint")
    backbone = load_backbone("deit_tiny")
    assert backbone.name == "vit_micro"
    assert capfd.readouterr().err == ""


def test_quick_downloads_nothing_and_full_tries_to(monkeypatch, capfd):
    tried = []

    def refuse(url, *args, **kwargs):
        tried.append(url)
        raise OSError("no network in tests")

    monkeypatch.setattr(torch.hub, "download_url_to_file", refuse)
    assert load_backbone("deit_tiny").name == "vit_micro"
    assert tried == []
    monkeypatch.setenv("VITCOURSE_PROFILE", "full")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    assert "no network in tests" in load_backbone("deit_tiny").source
    assert tried == [get_pretrained_cfg(DEIT).url]
    assert capfd.readouterr().err == ""


def test_a_downloaded_file_is_used_and_kept(monkeypatch, empty_caches):
    state = timm.create_model(DEIT).state_dict()

    def deliver(url, file, hash_prefix, progress):
        assert (hash_prefix, progress) == ("a1311bcf", False)
        torch.save({"model": _marked(state)}, file)

    monkeypatch.setattr(torch.hub, "download_url_to_file", deliver)
    monkeypatch.setenv("VITCOURSE_PROFILE", "full")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    assert "downloaded from" in load_backbone("deit_tiny").source
    assert "found in the cache of torch.hub" in load_backbone("deit_tiny").source


def test_fresh_models_read_no_files(monkeypatch):
    monkeypatch.setattr(backbones, "_find_weights", pytest.fail)
    monkeypatch.setattr(backbones, "_bundled", pytest.fail)
    assert load_backbone("deit_tiny", pretrained=False).name == "deit_tiny"
