"""The net: whole sequences, single frames and LiteRT give the same masks; nothing looks ahead."""

from __future__ import annotations

import keras
import numpy as np
import pytest

import entai
from entai import State
from entai.runtime import export, litert, set_weights, weights
from entai_audio.denoising.pair import Pair, side_by_side
from entai_audio.denoising.recipe import Crn
from entai_audio.denoising.served import ServedNet
from entai_audio.denoising.tracking import Tracker
from entai_audio.mixing.synthetic import sounds

FRAMES = 12
SIZES = {"frames": FRAMES}
RECIPES = {"crn": Crn(channels=4, slots=8, width=8),
           "pair": Pair(channels=4, slots=8, width=8, second_channels=6, second_width=4)}
RNG = np.random.default_rng(0)


def as_complex(pairs) -> np.ndarray:
    pairs = np.asarray(keras.ops.convert_to_numpy(pairs))
    return pairs[..., 0] + 1j * pairs[..., 1]


@pytest.fixture(scope="module")
def spectra() -> np.ndarray:
    heard = RNG.normal(size=(1, FRAMES, 257, 3)).astype(np.float32)
    heard[..., 2] = Tracker().gains(as_complex(heard)[0], None)[0]
    return heard


@pytest.fixture(scope="module", params=RECIPES)
def recipe(request) -> Crn:
    return RECIPES[request.param]


@pytest.fixture(scope="module")
def net(recipe):
    """As after training: no weight is at its beginning."""
    model = recipe.build(SIZES)
    model.set_weights([weight + RNG.uniform(0.05, 0.3, weight.shape) for weight in model.get_weights()])
    return model


@pytest.fixture(scope="module")
def whole(net, spectra) -> np.ndarray:
    return as_complex(net(spectra))[0]


def frame_by_frame(step, spectra, shape) -> np.ndarray:
    state, found = np.zeros((1, *shape), np.float32), []
    for frame in range(FRAMES):
        mask, state = (np.asarray(keras.ops.convert_to_numpy(part)) for part in step(spectra[:, frame], state))
        found.append(as_complex(mask)[0])
    return np.stack(found) * as_complex(spectra)[0]


def test_steps_of_one_frame_equal_the_whole(recipe, net, spectra, whole):
    served = recipe.served(SIZES)
    assert [weight.shape for weight in served.weights] == [weight.shape for weight in net.weights]
    served.set_weights(net.get_weights())
    found = frame_by_frame(lambda *inputs: served([np.asarray(part) for part in inputs]), spectra, recipe.remembered)
    np.testing.assert_allclose(found, whole, atol=1e-4)


def test_litert_runs_the_same_step_in_any_portions(recipe, net, spectra, whole):
    served = recipe.served(SIZES)
    served.set_weights(net.get_weights())
    program = export(served, (spectra[:, 0], np.zeros((1, *recipe.remembered), np.float32)))
    assert program, "it does not convert, or does not agree with Keras"
    model = ServedNet(litert(program), recipe.remembered)
    state, found, at = model.start(), [], 0
    given = as_complex(spectra)[0].astype(np.complex64)
    for size in (5, 1, 0, 6):
        masks, state = model.masks(given[at:at + size], state)
        found.append(masks)
        at += size
    np.testing.assert_allclose(np.concatenate(found) * given, whole, atol=1e-4)
    assert np.abs(np.concatenate(found)).max() <= 1.0001


def test_nothing_looks_ahead(net, spectra, whole):
    changed = spectra.copy()
    changed[:, 7:] = 0
    np.testing.assert_allclose(as_complex(net(changed))[0, :7], whole[:7], atol=1e-5)


def test_the_loss_is_least_for_clean_speech_and_finite_for_silence():
    from entai_audio.denoising.loss import loss

    clean = RNG.normal(size=(2, FRAMES, 257, 2)).astype(np.float32)
    noise = RNG.normal(size=clean.shape).astype(np.float32)
    right, near, far = (np.asarray(loss(clean, clean + noise * size)) for size in (0, 0.1, 1))
    assert (right < near).all() and (near < far).all()
    assert np.isfinite(np.asarray(loss(np.zeros_like(clean), noise))).all()


def test_the_waveform_weighs_by_its_scale_invariant_ratio_in_bels():
    from entai.blocks.spectral import synthesis
    from entai_audio.denoising.loss import loss
    from entai_audio.metrics.distortion import si_sdr

    clean, noise = RNG.normal(size=(2, 1, FRAMES, 257, 2)).astype(np.float32)
    heavy, light = (np.asarray(loss(clean, clean + noise, waveform=weight))[0] for weight in (2.0, 0.0))
    waves = (np.asarray(synthesis(spectra))[0, 1:-1].ravel() for spectra in (clean, clean + noise))
    assert heavy - light == pytest.approx(-2 * si_sdr(*waves) / 10, abs=1e-3)


def test_an_untrained_net_is_the_classical_filter(recipe, spectra):
    model = recipe.build(SIZES)
    gains = np.clip(spectra[0, :, 1:, 2], 0.02, 0.98)
    np.testing.assert_allclose(as_complex(model(spectra))[0, :, 1:], as_complex(spectra)[0, :, 1:] * gains, atol=1e-4)


def test_a_pair_begins_as_the_mean_of_the_two_nets(spectra):
    recipe, alone = RECIPES["pair"], [RECIPES["crn"], Crn(channels=6, slots=8, width=4)]
    nets = [each.build(SIZES) for each in alone]
    for net in nets:
        net.set_weights([weight + RNG.uniform(0.05, 0.3, weight.shape) for weight in net.get_weights()])
    both = recipe.build(SIZES)
    set_weights(both, side_by_side(*(State(weights(net)) for net in nets)).arrays)
    np.testing.assert_allclose(np.asarray(both(spectra)), np.mean([net(spectra) for net in nets], axis=0), atol=1e-5)


def test_the_second_of_a_pair_asks_for_the_first(tmp_path):
    with pytest.raises(entai.EntaiError, match="--from"):
        entai.train("audio-denoising", sounds(0), tmp_path / "out", recipe="pair", config={"second": str(tmp_path / "crn")})


@pytest.mark.slow
def test_a_pair_begins_from_two_bundles_and_is_gone_on_with(tmp_path):
    brief = {"epochs": 1, "steps_per_epoch": 1, "batch_size": 1, "learning_rate": 0.0}
    size = {"slots": 4, "frames": 8, "blocks": 1}

    def trained(name, recipe, start=None, **config):
        bundle = entai.train("audio-denoising", sounds(0), tmp_path / name, recipe=recipe, trainer=brief,
                             config=size | config, start=start)
        return list(bundle.state().arrays.values())

    first = trained("first", "crn", channels=4, width=8)
    second = trained("second", "crn", channels=6, width=4)
    both = trained("both", "pair", tmp_path / "first", channels=4, width=8, second_channels=6, second_width=4,
                   second=str(tmp_path / "second"))
    assert [weight.shape for weight in both] == [weight.shape for weight in first + second]
    further = trained("further", "pair", tmp_path / "both")
    assert [weight.shape for weight in further] == [weight.shape for weight in both]
    kernels = [index for index, weight in enumerate(first + second) if weight.ndim > 1]
    for index in kernels:
        np.testing.assert_allclose(both[index], (first + second)[index], atol=1e-6)
