"""Spectral, recurrent and convolution blocks against NumPy, and the laws they keep."""

import keras
import numpy as np
import pytest

from entai.blocks.convolution import folded, over_frequency, unfolded
from entai.blocks.recurrent import SlotGRU
from entai.blocks.spectral import analysis, compressed, magnitude, synthesis

RNG = np.random.default_rng(0)


def numpy(value) -> np.ndarray:
    return np.asarray(keras.ops.convert_to_numpy(value))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def gru_step(layer: SlotGRU, x: np.ndarray, state: np.ndarray) -> np.ndarray:
    """The equations of Cho et al., gate by gate, the reset gate behind the recurrent product."""
    kernel, recurrent, bias = (numpy(weight) for weight in layer.gru.weights)
    units = layer.units
    given, kept = x @ kernel + bias[0], state @ recurrent + bias[1]
    update, reset = (sigmoid((given + kept)[..., at:at + units]) for at in (0, units))
    candidate = np.tanh(given[..., 2 * units:] + reset * kept[..., 2 * units:])
    return update * state + (1 - update) * candidate


@pytest.fixture
def gru() -> SlotGRU:
    layer = SlotGRU(5)
    layer.build((None, 6, 3, 4))
    layer.gru.set_weights([RNG.normal(size=weight.shape) for weight in layer.gru.get_weights()])
    return layer


def test_a_slot_gru_runs_every_slot_by_itself(gru):
    x = RNG.normal(size=(2, 6, 3, 4)).astype(np.float32)
    state, expected = np.zeros((2, 3, 5)), []
    for frame in range(6):
        state = gru_step(gru, x[:, frame], state)
        expected.append(state)
    np.testing.assert_allclose(numpy(gru(x)), np.stack(expected, 1), atol=2e-5)


def test_steps_equal_the_whole_sequence(gru):
    x = RNG.normal(size=(2, 6, 3, 4)).astype(np.float32)
    state = np.zeros((2, 3, 5), np.float32)
    for frame in range(6):
        state = numpy(gru.step(x[:, frame], state))
    np.testing.assert_allclose(state, numpy(gru(x))[:, -1], atol=1e-5)


def test_analysis_is_the_windowed_fourier_transform():
    waves = RNG.normal(size=(2, 5, 8)).astype(np.float32)
    flat, window = waves.reshape(2, 40), np.sqrt(np.hanning(17)[:16])
    expected = np.stack([np.fft.rfft(flat[:, start:start + 16] * window) for start in range(0, 32, 8)], 1)
    np.testing.assert_allclose(numpy(analysis(waves)), np.stack([expected.real, expected.imag], -1), atol=1e-4)


def test_synthesis_undoes_analysis_but_for_the_faded_ends():
    waves = RNG.normal(size=(3, 9, 16)).astype(np.float32)
    np.testing.assert_allclose(numpy(synthesis(analysis(waves)))[:, 1:-1], waves[:, 1:-1], atol=1e-5)


def test_compression_raises_magnitudes_and_keeps_phases():
    spectra = RNG.normal(size=(4, 5, 2)).astype(np.float32)
    as_complex, small = (array[..., 0] + 1j * array[..., 1] for array in (spectra, numpy(compressed(spectra))))
    np.testing.assert_allclose(np.abs(small), np.abs(as_complex) ** 0.3, rtol=1e-4)
    np.testing.assert_allclose(np.angle(small), np.angle(as_complex), atol=1e-5)
    np.testing.assert_allclose(numpy(magnitude(spectra)), np.abs(as_complex), rtol=1e-4)


def test_silence_has_a_finite_spectrum():
    assert np.isfinite(numpy(compressed(np.zeros((1, 3, 2), np.float32)))).all()


def test_a_convolution_over_frequency_sees_its_own_frame_only():
    layer, x = over_frequency(3, 3), RNG.normal(size=(1, 4, 6, 2)).astype(np.float32)
    before = numpy(layer(x))
    kernel, bias = (numpy(weight) for weight in layer.weights)
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0)))
    expected = sum(padded[:, :, tap:tap + 6] @ kernel[0, tap] for tap in range(3)) + bias
    np.testing.assert_allclose(before, expected, atol=1e-5)


def test_folding_puts_neighbours_side_by_side_and_back():
    x = np.arange(2 * 3 * 8 * 2, dtype=np.float32).reshape(2, 3, 8, 2)
    small = numpy(folded(x, 4))
    assert small.shape == (2, 3, 2, 8)
    assert small[0, 0, 0].tolist() == x[0, 0, :4].reshape(-1).tolist()
    np.testing.assert_array_equal(numpy(unfolded(small, 4)), x)
