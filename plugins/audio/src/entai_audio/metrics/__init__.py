"""How good sound is, against a clean reference and by ear models."""

from entai_audio.metrics.distortion import si_sdr

__all__ = ["si_sdr"]
