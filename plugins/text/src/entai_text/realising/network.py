"""A decoder of a sentence from slots: a GRU that begins from the slots and attends to them at every word.

Bahdanau et al. 2015 and Luong et al. 2015 (general attention), with a set of slot vectors in place of a source sentence.
`decoder.py` runs the same equations in NumPy.
"""

from __future__ import annotations

import keras
from keras import layers, ops


def slot_decoder(values: int, slots: int, words: int, width: int, embedding: int, dropout: float) -> keras.Model:
    """The network for training: all words of a sentence at once.

    Args:
        values: How many values all slots have, with 0 for none.
        slots: How many slots there are.
        words: Size of the vocabulary.
        width: Of the GRU.
        embedding: Width of words and of slot values.
        dropout: Part of the inputs and of the outputs of the GRU that is dropped in training.

    Returns:
        A model from slots `(batch, slots)` and words so far `(batch, length)` to logits `(batch, length, words)`.
    """
    meaning = keras.Input((slots,), dtype="int32", name="meaning")
    said = keras.Input((None,), dtype="int32", name="said")
    vectors = layers.Embedding(values, embedding, name="values")(meaning)
    whole = layers.Flatten()(vectors)
    keys = layers.Dense(width, activation="tanh", name="keys")(vectors)
    first = layers.Dense(width, activation="tanh", name="first")(whole)
    heard = layers.Embedding(words, embedding, name="words")(said)
    heard = layers.Dropout(dropout)(heard)
    states = layers.GRU(width, return_sequences=True, name="gru")(heard, initial_state=first)
    asked = layers.Dense(width, use_bias=False, name="ask")(states)
    scores = ops.softmax(ops.matmul(asked, ops.transpose(keys, (0, 2, 1))), axis=-1)
    found = ops.matmul(scores, keys)
    mixed = layers.Dense(width, activation="tanh", name="mix")(layers.Concatenate()([states, found]))
    mixed = layers.Dropout(dropout)(mixed)
    logits = layers.Dense(words, name="logits")(mixed)
    return keras.Model([meaning, said], logits)
