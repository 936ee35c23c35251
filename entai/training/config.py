"""The Trainer's own settings: what `--set train.NAME=VALUE` changes."""

from __future__ import annotations

from dataclasses import dataclass

from entai.spec import setting

OPTIMIZERS = ("adam", "adamw", "sgd", "rmsprop", "lion")


@dataclass(frozen=True)
class TrainConfig:
    """How to train. An epoch is one pass over the data, or `steps_per_epoch` steps where that is set."""

    epochs: int = setting(10, "how many epochs at most", 1)
    batch_size: int = setting(64, "examples in a step", 1)
    steps_per_epoch: int = setting(0, "steps between two validations and checkpoints; 0: one pass over the data", 0)
    optimizer: str = setting("adam", "which optimiser", choices=OPTIMIZERS)
    learning_rate: float = setting(1e-3, "the highest learning rate", 0)
    schedule: str = setting("constant", "how the learning rate falls", choices=("constant", "linear", "cosine"))
    warmup_steps: int = setting(0, "steps in which the learning rate rises from zero", 0)
    weight_decay: float = setting(0.0, "decoupled weight decay", 0)
    clip_norm: float = setting(0.0, "the largest norm of the gradient; 0: no clipping", 0)
    ema: float = setting(0.0, "momentum of the moving average of the weights; 0: none", 0, 1)
    precision: str = setting("float32", "arithmetic of the layers",
                             choices=("float32", "mixed_bfloat16", "mixed_float16"))
    jit: bool = setting(False, "compile with XLA; on a CPU it helps small float32 models only")
    monitor: str = setting("val_loss", "the figure that early stopping watches")
    maximise: bool = setting(False, "whether more of that figure is better")
    patience: int = setting(0, "epochs without a gain after which to stop; 0: never, and keep the last weights", 0)
    workers: int = setting(1, "threads that prepare batches", 1, 64)
    tensorboard: bool = setting(False, "write a TensorBoard log beside the history")
    checkpoint_seconds: float = setting(5.0, "seconds at least between two checkpoints", 0)
