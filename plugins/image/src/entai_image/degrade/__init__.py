"""Degradations of pictures, made on the fly: each a pure function of a picture and a random generator.

A `Degradation` takes `(height, width, 3)` floats of 0 to 1 and a generator and returns floats; `chain` puts several
one behind another. Equal generators give equal pictures.
"""

from entai_image.degrade.chain import Degradation, as_it_is, chain, either
from entai_image.degrade.jpeg import jpeg
from entai_image.degrade.light import low_light, relit, uncovered_noise
from entai_image.degrade.noise import eight_bits, gaussian_noise
from entai_image.degrade.resize import imresize, shrink

__all__ = ["Degradation", "as_it_is", "chain", "eight_bits", "either", "gaussian_noise", "imresize", "jpeg", "low_light",
           "relit", "shrink", "uncovered_noise"]
