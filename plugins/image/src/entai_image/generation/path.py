"""The straight path from noise to pictures, and how it is gone (Lipman et al., 2023; Liu et al., 2023: flow matching).

At time 0 there is noise, at time 1 a picture, between them `(1 - t) * noise + t * picture`. A network learns the velocity
`picture - noise` from where a path has come to; whoever follows its mean from noise arrives at a picture.

What the network need not learn, because it follows from the spread of pictures alone, is worked out here (Karras et al.,
2022, for diffusion): the velocity that would be right if pictures were white noise of that spread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entai_image.generation.seams import Floats

SPREAD = 0.5
"""Of pixels between -1 and 1, about their mean."""
Network = Callable[[Floats, Floats], Floats]
"""From what has been reached, scaled to a spread of 1, `(batch, rows, columns, channels)`, and times `(batch, 1)` to what is
left of the velocity, at a spread of 1."""


class Scales(NamedTuple):
    """What stands around the network at a time: `velocity = keep * x + out * network(enter * x)`."""

    enter: Floats
    keep: Floats
    out: Floats


def scales(time: Floats) -> Scales:
    """At times of any shape, 0..1."""
    spread = np.sqrt((time * SPREAD) ** 2 + (1 - time) ** 2)
    return Scales(*(np.asarray(part, np.float32)
                    for part in (1 / spread, (time * SPREAD**2 - (1 - time)) / spread**2, SPREAD / spread)))


def lesson(pictures: Floats, noise: Floats, time: Floats) -> tuple[Floats, Floats]:
    """What a network is given and what it should say, for times `(batch, 1, 1, 1)` on the paths from noise to pictures."""
    reached = (1 - time) * noise + time * pictures
    enter, keep, out = scales(time)
    return enter * reached, (pictures - noise - keep * reached) / out


def velocity(network: Network, reached: Floats, time: float) -> Floats:
    """Where the paths through what has been reached go on the mean."""
    enter, keep, out = scales(np.full((len(reached), 1, 1, 1), time, np.float32))
    times = np.full((len(reached), 1), time, np.float32)
    return keep * reached + out * np.asarray(network(enter * reached, times), np.float32)


def follow(network: Network, start: Floats, steps: int, begin: float = 0.0,
           tell: Callable[[int], None] = lambda done: None) -> Floats:
    """Go from what is there at time `begin` to time 1, in Heun's steps; the last one, to the end itself, is Euler's.

    Args:
        network: Of the velocity.
        start: `(batch, rows, columns, channels)`; noise of spread 1 where it begins at 0.
        steps: How many; all but the last ask the network twice.
        begin: 0..1.
        tell: Told after each step how many are done.
    """
    times: NDArray[np.float64] = np.linspace(begin, 1, steps + 1)
    reached: Floats = np.asarray(start, np.float32)
    for step, (now, then) in enumerate(zip(times[:-1].tolist(), times[1:].tolist(), strict=True)):
        ahead = velocity(network, reached, now)
        length = np.float32(then - now)
        if step < steps - 1:
            ahead = (ahead + velocity(network, reached + length * ahead, then)) / np.float32(2)
        reached = reached + length * ahead
        tell(step + 1)
    return reached
