"""What a denoising model is to the task: masks for frames, and a state between them."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from entai_audio.denoising.frames import Complex


@runtime_checkable
class Masker(Protocol):
    """Anything that says, frame by frame, what to keep."""

    def start(self) -> Any:
        """The state before the first frame."""

    def masks(self, spectra: Complex, state: Any) -> tuple[Complex, Any]:
        """What to multiply spectra with.

        Args:
            spectra: `(frames, 257)` at 16 kHz, of one channel.
            state: From `start`, or from the call before.

        Returns:
            Masks `(frames, 257)`, and the state after the last frame. Frames may come in any portions.
        """
