"""Made-up composites with exact alpha: hair, blur, glass, uneven light, spill and noise, each new with its seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from entai_image.keying.compose import mixed
from entai_image.keying.light import Plane

GREEN, BLUE = (0.12, 0.62, 0.22), (0.12, 0.25, 0.68)
SCREENS = (GREEN, BLUE, (0.20, 0.70, 0.25), (0.10, 0.45, 0.20))
_FINE = 3
"""Strands are drawn on a grid so much finer, and averaged: that makes their alpha exact."""


@dataclass(frozen=True)
class Composite:
    """A picture before a screen, and what it was made of.

    Args:
        picture: Display values, (height, width, 3), 0..1, in steps of 8 bits.
        alpha: How much of each pixel the figure covers, (height, width), 0..1.
        figure: The figure's own colour, without spill, display values, (height, width, 3).
        linear: Whether it was mixed in linear light, as a camera does, or in display values, as most programs do.
    """

    picture: Plane
    alpha: Plane
    figure: Plane
    linear: bool

    def over(self, background: Plane) -> Plane:
        """The figure before another background, mixed as the picture was."""
        return mixed(self.figure, background, self.alpha, self.linear)


def composite(seed: int, size: int = 384, textures: Sequence[Plane] = ()) -> Composite:
    """One composite.

    Args:
        seed: From which all of it follows.
        size: Its height and width.
        textures: Pictures to clothe the figure with, display values; made-up ones where there are none.
    """
    rng = np.random.default_rng([20, seed])
    linear, screen_colour = bool(seed % 2), np.array(SCREENS[seed % len(SCREENS)], np.float32)
    screen = _screen(rng, size, screen_colour)
    alpha, figure = _shapes(rng, size, texture(rng, size, textures))
    figure = _dressed(figure, screen_colour)
    seen = _spilled(rng, figure, alpha, screen)
    picture = mixed(seen, screen, alpha, linear)
    picture = picture + rng.normal(0, rng.uniform(0.004, 0.018), picture.shape)
    return Composite(np.round(np.clip(picture, 0, 1) * 255).astype(np.float32) / 255, alpha, figure, linear)


def _dressed(figure: Plane, screen: Plane) -> Plane:
    """Nobody wears the screen's colour: its channel is at most the larger of the other two."""
    key = int(screen.argmax())
    others = np.delete(figure, key, axis=2).max(axis=2)
    figure = figure.copy()
    figure[..., key] = np.minimum(figure[..., key], others)
    return figure


def _grid(size: int) -> tuple[Plane, Plane]:
    line = np.linspace(-1, 1, size, dtype=np.float32)
    return line[None, :], line[:, None]


def _screen(rng: Generator, size: int, colour: Plane) -> Plane:
    """A screen lit from one side, darker in the corners, with a few soft folds."""
    x, y = _grid(size)
    tilt, around = rng.uniform(-0.18, 0.18, 2), rng.uniform(0.0, 0.22)
    light = 1 + tilt[0] * x + tilt[1] * y - around * (x**2 + y**2)
    folds = cv2.resize(rng.normal(0, 0.02, (6, 6)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    tint = 1 + rng.uniform(-0.12, 0.12, 3)
    return np.asarray(np.clip((light + folds)[..., None] * colour * tint, 0, 1), np.float32)


def texture(rng: Generator, size: int, textures: Sequence[Plane] = ()) -> Plane:
    """A piece of one of the pictures, or clouds of two colours."""
    if textures:
        whole = textures[int(rng.integers(len(textures)))]
        top, left = (int(rng.integers(max(1, side - size + 1))) for side in whole.shape[:2])
        piece = whole[top:top + size, left:left + size]
        return np.asarray(cv2.resize(piece, (size, size), interpolation=cv2.INTER_AREA), np.float32)
    clouds = np.zeros((size, size), np.float32)
    for n in (3, 9, 27, 81):
        knots = rng.normal(0, 1, (n, n)).astype(np.float32) / n**0.5
        clouds += cv2.resize(knots, (size, size), interpolation=cv2.INTER_CUBIC)
    part = 1 / (1 + np.exp(-2 * clouds[..., None]))
    first, second = rng.uniform(0.05, 0.95, (2, 3))
    return np.asarray(part * first + (1 - part) * second, np.float32)


def _shapes(rng: Generator, size: int, figure: Plane) -> tuple[Plane, Plane]:
    """A body with hair, an edge that is out of focus, and a glass beside it: their alpha, and the figure's colours."""
    body = _body(rng, size)
    soft = cv2.GaussianBlur(body, (0, 0), rng.uniform(2.0, 6.0))
    x, _ = _grid(size)
    sharp = np.clip(0.5 + 2 * x * rng.choice([-1, 1]), 0, 1)
    alpha = sharp * cv2.GaussianBlur(body, (0, 0), rng.uniform(0.6, 1.2)) + (1 - sharp) * soft
    hair = _hair(rng, size, body)
    dark = figure.mean(axis=(0, 1)) * rng.uniform(0.2, 1.1) + rng.uniform(0, 0.1, 3)
    figure = figure + (hair * (1 - alpha))[..., None] * (dark - figure)
    alpha = 1 - (1 - alpha) * (1 - hair)
    glass, tint = _glass(rng, size)
    only = glass * (1 - alpha)
    share = (only / np.maximum(alpha + only, 1e-6))[..., None]
    figure = np.clip(figure + share * (tint - figure), 0, 1)
    return np.asarray(np.clip(alpha + only, 0, 1), np.float32), np.asarray(figure, np.float32)


def _body(rng: Generator, size: int) -> Plane:
    fine = np.zeros((size * _FINE, size * _FINE), np.uint8)
    centre = np.array([rng.uniform(0.35, 0.6), 0.45]) * size * _FINE
    head = (rng.uniform(0.11, 0.18, 2) * size * _FINE).astype(int)
    cv2.ellipse(fine, centre.astype(int).tolist(), head.tolist(), rng.uniform(-15, 15), 0, 360, 255, -1)
    shoulders = (centre + np.array([0, size * _FINE * 0.48])).astype(int)
    axes = [int(size * _FINE * rng.uniform(0.2, 0.33)), int(size * _FINE * 0.33)]
    cv2.ellipse(fine, shoulders.tolist(), axes, 0, 0, 360, 255, -1)
    return _averaged(fine, size)


def _averaged(fine: NDArray[np.uint8], size: int) -> Plane:
    return np.asarray(cv2.resize(fine.astype(np.float32) / 255, (size, size), interpolation=cv2.INTER_AREA), np.float32)


def _hair(rng: Generator, size: int, body: Plane) -> Plane:
    """Curved strands that grow out of the head, a third to two pixels wide."""
    fine = np.zeros((size * _FINE, size * _FINE), np.uint8)
    rows, columns = np.nonzero(body[:size // 2] > 0.5)
    for _ in range(int(rng.integers(80, 200))):
        at = int(rng.integers(len(rows)))
        start = np.array([columns[at], rows[at]]) * float(_FINE)
        angle, bend, length = rng.uniform(-np.pi, 0.3), rng.normal(0, 1.2), rng.uniform(0.1, 0.3) * size * _FINE
        t = np.linspace(0, 1, 24)
        turn = angle + bend * t
        path = start + length / 24 * np.cumsum(np.stack([np.cos(turn), np.sin(turn)], 1), 0)
        cv2.polylines(fine, [np.round(path).astype(np.int32)], False, 255, int(rng.integers(1, 2 * _FINE)), cv2.LINE_AA)
    drawn = cv2.GaussianBlur(_averaged(fine, size), (0, 0), rng.uniform(0.4, 0.8))
    return np.asarray(drawn * rng.uniform(0.7, 1.0), np.float32)


def _glass(rng: Generator, size: int) -> tuple[Plane, Plane]:
    """A pane one sees through, with a rim and a gleam."""
    pane = np.zeros((size * _FINE, size * _FINE), np.uint8)
    rim = pane.copy()
    x, y, width, height = (np.array([rng.uniform(0.66, 0.74), rng.uniform(0.35, 0.5), 0.2, 0.35]) * size * _FINE).astype(int)
    cv2.rectangle(pane, [x, y], [x + width, y + height], 255, -1)
    cv2.rectangle(rim, [x, y], [x + width, y + height], 255, 2 * _FINE)
    level, gleam = rng.uniform(0.15, 0.6), _averaged(rim, size)
    alpha = np.maximum(_averaged(pane, size) * level, gleam * rng.uniform(0.6, 0.9))
    tint = np.asarray(rng.uniform(0.5, 0.95, 3), np.float32)
    return cv2.GaussianBlur(alpha, (0, 0), 0.7), tint


def _spilled(rng: Generator, figure: Plane, alpha: Plane, screen: Plane) -> Plane:
    """The screen's light on the figure: a little everywhere, more towards the edge."""
    near = 1 - cv2.GaussianBlur((alpha > 0.9).astype(np.float32), (0, 0), len(alpha) / 40)
    amount = rng.uniform(0.0, 0.03) + rng.uniform(0.02, 0.15) * near
    return np.asarray(np.clip(figure + amount[..., None] * screen, 0, 1), np.float32)
