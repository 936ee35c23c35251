"""Small language models with random weights, made without Keras."""

from pathlib import Path

import numpy as np

from entai import State
from entai.bundle import Bundle, Manifest
from entai.registry import registry
from entai_text.generating import TextGenerator
from entai_text.generation.characters import Characters
from entai_text.generation.forward import LeanModel
from entai_text.generation.vocabulary import Vocabulary


def toy_state(vocabulary: Vocabulary, layers: int = 2, width: int = 16, context: int = 24, documents: int = 1,
              seed: int = 0, loud: float = 1.0) -> State:
    """Weights as training leaves them, at random."""
    rng = np.random.default_rng(seed)
    hidden = 24
    shapes: dict[str, tuple[int, ...]] = {"table/embeddings": (len(vocabulary), width)}
    for index in range(layers):
        block = f"block{index}"
        shapes |= {f"{block}_norm1/scale": (width,), f"{block}_attention/qkv/kernel": (width, 3 * width),
                   f"{block}_attention/out/kernel": (width, width), f"{block}_norm2/scale": (width,)}
        for name, shape in (("gate", (width, hidden)), ("value", (width, hidden)), ("out", (hidden, width))):
            shapes |= {f"{block}_swiglu_{name}/kernel": shape, f"{block}_swiglu_{name}/bias": shape[1:]}
    shapes["norm_out/scale"] = (width,)
    arrays = {f"{number:03d}/{name}": (rng.normal(size=shape) * loud * 0.4).astype(np.float16)
              for number, (name, shape) in enumerate(shapes.items())}
    sizes = {"vocabulary": len(vocabulary), "context": context, "documents": documents}
    return State(arrays, {"sizes": sizes, "vocabulary": vocabulary.to_json()})


def toy_model(vocabulary: Vocabulary | None = None, **options: object) -> LeanModel:
    """A model that writes whatever it likes."""
    return LeanModel.of(toy_state(vocabulary or Characters("é中文🎭"), **options), heads=2)  # type: ignore[arg-type]


def toy_generator(vocabulary: Vocabulary | None = None, **options: object) -> TextGenerator:
    """The task with it."""
    return TextGenerator(registry().task("text-generation"), toy_model(vocabulary, **options))


def toy_bundle(folder: Path) -> Path:
    """A bundle of such a model."""
    state = toy_state(Characters("é中文🎭"), loud=2.0)
    signature = {"layers": 2, "heads": 2, "width": 16, "context": 24}
    manifest = Manifest("text-generation", "lean", "entai-text", "0.1.0", signature, 0, {"name": "toy"}, {}, "none", {})
    Bundle.save(folder, manifest, state)
    return folder
