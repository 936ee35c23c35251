"""A tiny GPT-2 with random weights as a preset, for checks that need one and may load none."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from entai.files import appearing
from entai.home import home
from entai.quiet import quiet
from entai_text.generation.bytepair import END, byte_of_letter
from entai_text.generation.hub.load import keras_hub

LAYERS, HEADS, WIDTH, HIDDEN, CONTEXT = 2, 2, 32, 64, 64


def preset(seed: int) -> Path:
    """Its folder, made on the first call; its tokens are the 256 bytes, a pair, and an end."""
    models, folder = keras_hub().models, home() / "presets" / f"made-up-{seed}"
    if not folder.is_dir():
        names = [*byte_of_letter(), "th", END]
        vocabulary = {name: number for number, name in enumerate(names)}
        tokens = models.GPT2Tokenizer(vocabulary=vocabulary, merges=["t h"])  # it takes no empty list
        backbone = models.GPT2Backbone(len(names), LAYERS, HEADS, WIDTH, HIDDEN, max_sequence_length=CONTEXT)
        rng = np.random.default_rng(seed)
        backbone.set_weights([array + rng.normal(size=array.shape) * 0.1 for array in backbone.get_weights()])
        network = models.GPT2CausalLM(backbone, models.GPT2CausalLMPreprocessor(tokens, sequence_length=CONTEXT))
        with appearing(folder) as temporary, quiet():
            network.save_to_preset(str(temporary))
    return folder
