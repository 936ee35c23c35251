"""A tiny Stable Diffusion 3 with random weights, as KerasHub saves it."""

from __future__ import annotations

from pathlib import Path

import keras_hub
from keras_hub.src.models.clip.clip_text_encoder import CLIPTextEncoder
from keras_hub.src.models.vae.vae_backbone import VAEBackbone

SIDE, WORDS = 32, 8
LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)]
VOCABULARY = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS), "ab", "<|startoftext|>", "<|endoftext|>"]


def stable_diffusion(folder: Path) -> Path:
    """A preset folder: one layer of the transformer, two of each text encoder, the least autoencoder."""
    models = keras_hub.models
    backbone = models.StableDiffusion3Backbone(
        mmdit_patch_size=2, mmdit_hidden_dim=16, mmdit_num_layers=1, mmdit_num_heads=2, mmdit_position_size=16, mmdit_qk_norm=None,
        mmdit_dual_attention_indices=None, vae=VAEBackbone([32] * 4, [1] * 4, [32] * 4, [1] * 4, name="vae"),
        clip_l=_encoder("clip_l"), clip_g=_encoder("clip_g"), image_shape=(SIDE, SIDE, 3))
    preprocessor = models.StableDiffusion3TextToImagePreprocessor(_words(ends=True), _words(ends=False))
    models.StableDiffusion3TextToImage(backbone, preprocessor).save_to_preset(str(folder))
    return folder


def _encoder(name: str) -> CLIPTextEncoder:
    return CLIPTextEncoder(len(VOCABULARY), 16, 16, 2, 2, 32, "quick_gelu", -2, max_sequence_length=WORDS, name=name)


def _words(ends: bool) -> keras_hub.models.CLIPPreprocessor:
    numbered = {word: number for number, word in enumerate(VOCABULARY)}
    tokenizer = keras_hub.models.CLIPTokenizer(numbered, ["a b"], pad_with_end_token=ends)
    return keras_hub.models.CLIPPreprocessor(tokenizer, sequence_length=WORDS)
