"""The net: whole sequences, single frames and LiteRT give the same masks; nothing looks ahead."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from entai.runtime import export, litert
from entai_audio.denoising.recipe import Crn
from entai_audio.denoising.served import ServedNet
from entai_audio.denoising.tracking import Tracker

FRAMES = 12
SIZES = {"frames": FRAMES}
RECIPE = Crn(channels=4, slots=8, width=8)
RNG = np.random.default_rng(0)


def as_complex(pairs) -> np.ndarray:
    pairs = np.asarray(keras.ops.convert_to_numpy(pairs))
    return pairs[..., 0] + 1j * pairs[..., 1]


@pytest.fixture(scope="module")
def spectra() -> np.ndarray:
    heard = RNG.normal(size=(1, FRAMES, 257, 3)).astype(np.float32)
    heard[..., 2] = Tracker().gains(as_complex(heard)[0], None)[0]
    return heard


@pytest.fixture(scope="module")
def net():
    """As after training: no weight is at its beginning."""
    model = RECIPE.build(SIZES)
    model.set_weights([weight + RNG.uniform(0.05, 0.3, weight.shape) for weight in model.get_weights()])
    return model


@pytest.fixture(scope="module")
def whole(net, spectra) -> np.ndarray:
    return as_complex(net(spectra))[0]


def frame_by_frame(step, spectra) -> np.ndarray:
    state, found = np.zeros((1, 2, 8, 8), np.float32), []
    for frame in range(FRAMES):
        mask, state = (np.asarray(keras.ops.convert_to_numpy(part)) for part in step(spectra[:, frame], state))
        found.append(as_complex(mask)[0])
    return np.stack(found) * as_complex(spectra)[0]


def test_steps_of_one_frame_equal_the_whole(net, spectra, whole):
    served = RECIPE.served(SIZES)
    assert [weight.shape for weight in served.weights] == [weight.shape for weight in net.weights]
    served.set_weights(net.get_weights())
    found = frame_by_frame(lambda *inputs: served([np.asarray(part) for part in inputs]), spectra)
    np.testing.assert_allclose(found, whole, atol=1e-4)


def test_litert_runs_the_same_step_in_any_portions(net, spectra, whole):
    served = RECIPE.served(SIZES)
    served.set_weights(net.get_weights())
    program = export(served, (spectra[:, 0], np.zeros((1, 2, 8, 8), np.float32)))
    assert program, "it does not convert, or does not agree with Keras"
    model = ServedNet(litert(program), (2, 8, 8))
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


def test_an_untrained_net_is_the_classical_filter(spectra):
    model = RECIPE.build(SIZES)
    gains = np.clip(spectra[0, :, 1:, 2], 0.02, 0.98)
    np.testing.assert_allclose(as_complex(model(spectra))[0, :, 1:], as_complex(spectra)[0, :, 1:] * gains, atol=1e-4)
