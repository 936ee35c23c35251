"""Attention, rotary positions and feed-forward layers against NumPy, and the laws they keep."""

import keras
import numpy as np
import pytest

from entai.blocks.attention import CausalAttention
from entai.blocks.rotary import rotate
from entai.blocks.transformer import gelu_mlp, shared_dropout, swiglu

BATCH, LENGTH, WIDTH, HEADS = 3, 7, 8, 2


@pytest.fixture
def x() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(BATCH, LENGTH, WIDTH)).astype(np.float32)


def attention(**options):
    layer = CausalAttention(HEADS, **options)
    layer.build((None, LENGTH, WIDTH))
    rng = np.random.default_rng(1)
    layer.set_weights([rng.normal(size=weight.shape).astype(np.float32) for weight in layer.get_weights()])
    return layer


def numpy(value) -> np.ndarray:
    return np.asarray(keras.ops.convert_to_numpy(value))


def turned(vector: np.ndarray, position: int, base: float) -> np.ndarray:
    """Each pair of features as a complex number, times e^(i angle)."""
    half = len(vector) // 2
    pairs = (vector[:half] + 1j * vector[half:]) * np.exp(1j * position * base ** (-np.arange(half) / half))
    return np.concatenate([pairs.real, pairs.imag])


def reference(layer, x: np.ndarray, segments: np.ndarray | None = None) -> np.ndarray:
    """One query at a time, in loops."""
    kernel, out = numpy(layer.qkv.kernel), numpy(layer.out.kernel)
    bias = numpy(layer.bias) if layer.distances else None
    each, result = WIDTH // HEADS, np.zeros_like(x)
    for row, of in np.ndindex(x.shape[0], x.shape[1]):
        mixed = []
        for head in range(HEADS):
            here, there, value = (x[row] @ kernel[:, part * WIDTH + head * each:][:, :each] for part in range(3))
            if layer.rotary:
                here, there = (np.array([turned(one, at, layer.rotary) for at, one in enumerate(many)])
                               for many in (here, there))
            seen = [k for k in range(of + 1) if segments is None or segments[row, k] == segments[row, of]]
            scores = np.array([here[of] @ there[k] / each ** 0.5 for k in seen])
            if bias is not None:
                scores += [bias[min(of - k, len(bias) - 1), head] for k in seen]
            share = np.exp(scores - scores.max())
            mixed.append(share / share.sum() @ value[seen])
        result[row, of] = np.concatenate(mixed) @ out
    return result


@pytest.mark.parametrize("options", [{}, {"rotary": 100.0}, {"distances": 4}, {"rotary": 100.0, "distances": 20}])
def test_attention_equals_loops_in_numpy(x, options) -> None:
    layer = attention(**options)
    np.testing.assert_allclose(numpy(layer(x)), reference(layer, x), atol=2e-5)


def test_segments_do_not_see_each_other(x) -> None:
    layer, segments = attention(distances=3), np.array([[0, 0, 0, 1, 1, 1, 1]] * BATCH, np.int32)
    found = numpy(layer(x, segments))
    np.testing.assert_allclose(found, reference(layer, x, segments), atol=2e-5)
    np.testing.assert_allclose(found[:, 3:], numpy(layer(x[:, 3:])), atol=2e-5)


def test_nothing_sees_what_comes_later(x) -> None:
    layer, later = attention(rotary=100.0), x.copy()
    later[:, 4:] += 1
    np.testing.assert_allclose(numpy(layer(x))[:, :4], numpy(layer(later))[:, :4], atol=1e-6)


@pytest.mark.parametrize("options", [{}, {"rotary": 100.0}, {"distances": 4}])
@pytest.mark.parametrize("pieces", [(7,), (1,) * 7, (3, 4), (2, 1, 4)])
def test_cached_equals_uncached(x, options, pieces) -> None:
    layer, found, start = attention(**options), [], 0
    cache = layer.empty_cache(BATCH, 9)
    for length in pieces:
        part, cache = layer(x[:, start:start + length], cache=cache, start=start)
        found.append(numpy(part))
        start += length
    np.testing.assert_allclose(np.concatenate(found, axis=1), numpy(layer(x)), atol=1e-5)


def test_heads_must_divide_the_width() -> None:
    with pytest.raises(ValueError, match="3 heads do not divide a width of 8"):
        CausalAttention(3).build((None, LENGTH, WIDTH))


def test_attention_is_made_again_from_its_config() -> None:
    config = CausalAttention(HEADS, 10_000.0, 5, name="a").get_config()
    assert CausalAttention.from_config(config).get_config() == config


def test_rotation_equals_complex_numbers_and_keeps_lengths(x) -> None:
    found = numpy(rotate(x, np.arange(LENGTH)))
    expected = [[turned(one, at, 10_000.0) for at, one in enumerate(row)] for row in x]
    np.testing.assert_allclose(found, expected, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(found, axis=-1), np.linalg.norm(x, axis=-1), rtol=1e-5)


def test_rotated_products_depend_on_distance_alone(x) -> None:
    def products(shift: int) -> np.ndarray:
        query, key = (numpy(rotate(part, np.arange(LENGTH) + shift)) for part in (x, x[:, ::-1]))
        return query @ key.swapaxes(1, 2)

    np.testing.assert_allclose(products(0), products(40), atol=1e-4)


def test_swiglu_equals_numpy(x) -> None:
    inputs = keras.Input((LENGTH, WIDTH))
    model = keras.Model(inputs, swiglu(inputs, 5))
    gate_kernel, gate_bias, value_kernel, value_bias, out_kernel, out_bias = model.get_weights()
    gate = x @ gate_kernel + gate_bias
    hidden = gate / (1 + np.exp(-gate)) * (x @ value_kernel + value_bias)
    np.testing.assert_allclose(numpy(model(x)), hidden @ out_kernel + out_bias, atol=1e-5)


def test_gelu_mlp_equals_numpy(x) -> None:
    from scipy.special import erf

    inputs = keras.Input((LENGTH, WIDTH))
    model = keras.Model(inputs, gelu_mlp(inputs, 5))
    kernel, bias, out_kernel, out_bias = model.get_weights()
    hidden = x @ kernel + bias
    expected = hidden * (1 + erf(hidden / 2 ** 0.5)) / 2 @ out_kernel + out_bias
    np.testing.assert_allclose(numpy(model(x)), expected, atol=1e-5)


def test_shared_dropout_hides_the_same_features_at_all_positions() -> None:
    inputs = keras.Input((LENGTH, WIDTH))
    model = keras.Model(inputs, shared_dropout(inputs, 0.5))
    found = numpy(model(np.ones((20, LENGTH, WIDTH), np.float32), training=True))
    assert set(np.unique(found)) == {0.0, 2.0}
    assert (found == found[:, :1]).all()
    assert (found[0] != found[1]).any()
