"""The network of `lean`: a decoder as GPT has it (Radford et al. 2019), with what has proved better since.

    x   = embedding of the tokens
    x  <- x + attention(norm(x))           rotary positions (Su et al. 2021); every position looks back, none ahead
    x  <- x + swiglu(norm(x))              a gated feed-forward layer (Shazeer 2020)
    logits = norm(x) times the embedding   the same table, so that a token is said by what it is read by (Press & Wolf 2017)

`norm` divides by the root of the mean square (Zhang & Sennrich 2019). The last matrix of each branch starts at zero, so
that a new network is the embedding alone, and each branch grows from there (as in Bachlechner et al., "ReZero", 2020).
"""

from __future__ import annotations

from typing import Any

import keras

from entai.blocks.attention import CausalAttention
from entai.blocks.transformer import shared_dropout, swiglu


def network(vocabulary: int, context: int, layers: int, heads: int, width: int, dropout: float) -> keras.Model:
    """Tokens `(batch, context)` to the logits of the token after each, `(batch, context, vocabulary)`."""
    tokens = keras.Input((context,), dtype="int32", name="tokens")
    small = keras.initializers.RandomNormal(stddev=0.02)
    table = keras.layers.ReversibleEmbedding(vocabulary, width, embeddings_initializer=small, name="table")
    x = shared_dropout(table(tokens), dropout)
    for index in range(layers):
        attended = CausalAttention(heads, rotary=10_000.0, name=f"block{index}_attention")(norm(f"block{index}_norm1")(x))
        x = x + shared_dropout(attended, dropout)
        gated = swiglu(norm(f"block{index}_norm2")(x), hidden(width), name=f"block{index}_swiglu")
        x = x + shared_dropout(gated, dropout)
    return _quiet_at_first(keras.Model(tokens, table(norm("norm_out")(x), reverse=True)))


def norm(name: str) -> Any:
    """RMS norm: x / sqrt(mean(x^2)), times a learned scale."""
    return keras.layers.RMSNormalization(name=name)


def hidden(width: int) -> int:
    """Units of the gated layer: as many as let it cost what one of four widths without a gate does, in eights."""
    return max(8, width * 8 // 3 // 8 * 8)


def _quiet_at_first(model: keras.Model) -> keras.Model:
    """Set the last matrix of every branch to zero."""
    for layer in model.layers:
        kernel = layer.out.kernel if isinstance(layer, CausalAttention) else layer.kernel \
            if layer.name.endswith("_swiglu_out") else None
        if kernel is not None:
            kernel.assign(keras.ops.zeros_like(kernel))
    return model
