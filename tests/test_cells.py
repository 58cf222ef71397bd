"""The generator of the denoising images."""

import pytest
import torch
from vitcourse.cells import CHUNK, cells


def seeded(seed: int = 0, device: str = "cpu") -> torch.Generator:
    return torch.Generator(device).manual_seed(seed)


@pytest.fixture(scope="module")
def many():
    return cells(300, generator=seeded())


def test_images_are_float32_with_one_channel(many):
    noisy, clean, mask = many
    assert noisy.shape == clean.shape == mask.shape == (300, 1, 64, 64)
    assert noisy.dtype == clean.dtype == torch.float32
    assert mask.dtype == torch.bool


def test_values_lie_between_0_and_1(many):
    for images in many[:2]:
        assert images.min() >= 0
        assert images.max() <= 1


def test_nothing_changes_outside_the_rectangles(many):
    noisy, clean, mask = many
    assert torch.equal(noisy[~mask], clean[~mask])


def test_nearly_every_pixel_inside_the_rectangles_changes(many):
    noisy, clean, mask = many
    assert (noisy[mask] != clean[mask]).float().mean() > 0.99


def test_every_image_has_damaged_and_intact_pixels(many):
    shares = many[2].float().mean(dim=(1, 2, 3))
    assert shares.min() > 0.01
    assert shares.max() < 0.7


def test_every_image_has_bright_cells_on_dark_ground(many):
    clean = many[1].flatten(1)
    assert (clean.amax(dim=1) > 0.3).all()
    assert (clean.amin(dim=1) < 0.15).all()
    assert clean.median() < 0.2


def test_clean_images_are_smooth(many):
    clean = many[1]
    for step in (clean[..., 1:] - clean[..., :-1], clean[..., 1:, :] - clean[..., :-1, :]):
        assert (step.abs() > 0.3).float().mean() < 5e-3


def test_some_rectangles_hold_one_value_and_some_hold_noise(many):
    noisy, _, mask = many
    both = mask[..., 1:] & mask[..., :-1]
    steps = (noisy[..., 1:] - noisy[..., :-1]).abs()[both]
    assert 0.2 < (steps == 0).float().mean() < 0.8
    assert (steps > 0.2).float().mean() > 0.1


def test_images_differ_from_one_another(many):
    clean = many[1].flatten(1)
    distances = torch.cdist(clean, clean) + 1e3 * torch.eye(len(clean))
    assert distances.min() > 1


def test_more_images_than_a_chunk_are_all_drawn():
    clean = cells(2 * CHUNK + 1, size=8, generator=seeded())[1]
    assert torch.isfinite(clean).all()
    assert (clean.flatten(1).amax(dim=1) > 0.1).all()


def test_equal_seeds_give_equal_images():
    first, second = cells(5, generator=seeded(3)), cells(5, generator=seeded(3))
    assert all(map(torch.equal, first, second))


def test_other_seeds_and_later_calls_give_other_images():
    generator = seeded(3)
    first, second = cells(5, generator=generator)[1], cells(5, generator=generator)[1]
    assert not torch.equal(first, second)
    assert not torch.equal(first, cells(5, generator=seeded(4))[1])


def test_a_generator_leaves_the_global_one_alone():
    before = torch.get_rng_state()
    cells(3, generator=seeded())
    assert torch.equal(torch.get_rng_state(), before)


def test_without_a_generator_the_global_seed_decides():
    state = torch.get_rng_state()
    try:
        torch.manual_seed(1)
        first = cells(2)[0]
        torch.manual_seed(1)
        assert torch.equal(first, cells(2)[0])
    finally:
        torch.set_rng_state(state)


@pytest.mark.parametrize("size", [8, 33, 96])
def test_other_sizes(size):
    noisy, clean, mask = cells(4, size=size, generator=seeded())
    assert noisy.shape == clean.shape == mask.shape == (4, 1, size, size)
    assert mask.flatten(1).any(dim=1).all()
    assert torch.equal(noisy[~mask], clean[~mask])


def test_no_images_are_an_empty_batch():
    assert [t.shape for t in cells(0)] == 3 * [(0, 1, 64, 64)]


@pytest.mark.parametrize("n, size", [(-1, 64), (1, 7)])
def test_impossible_requests_are_refused(n, size):
    with pytest.raises(ValueError, match="at least"):
        cells(n, size=size)


DEVICES = ["cpu", *(name for name in ("cuda", "mps") if getattr(torch, name).is_available())]


@pytest.mark.parametrize("device", DEVICES)
def test_images_are_made_on_the_generators_device(device):
    for images in cells(3, generator=seeded(device=device)):
        assert images.device.type == device
