"""Keying against a Vlahos colour-difference key and PyMatting's closed form, on made-up composites with exact alpha.

    python benchmarks/image_keying.py [PICTURES] [--count 12] [--seed 7000] [--size 512]

PICTURES is a folder of photographs to clothe half of the figures with. The Vlahos key's three constants are fitted on
other composites (its seeds come before). Everything runs in this process, one keyer after the other; CPU seconds are
those of the process, a megapixel. PyMatting gets a trimap made from the Vlahos key, and its own foreground estimation.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pillow
from scipy.optimize import minimize

from entai_image.keying.compose import mixed
from entai_image.keying.composites import Composite, composite, texture
from entai_image.keying.keyer import cut_out
from entai_image.keying.light import Plane
from entai_image.keying.screen import find_key

Keyer = Callable[[Plane], tuple[Plane, Plane]]
FITTED_ON = 16


def vlahos(picture: Plane, constants: np.ndarray) -> tuple[Plane, Plane]:
    """Ultimatte's equation: 1 - gain (key - balance times the larger of the others) + lift, and a despill to it."""
    gain, balance, lift = constants
    colour = find_key(picture).colour
    channel = int(colour.argmax())
    others = np.delete(picture, channel, axis=2).max(axis=2)
    alpha = np.clip(1 + lift - gain * (picture[..., channel] - balance * others), 0, 1)
    figure = picture.copy()
    figure[..., channel] = np.minimum(figure[..., channel], balance * others)
    return alpha, figure


def fitted(seed: int, size: int, textures: list[Plane]) -> np.ndarray:
    """The constants that suit other composites best."""
    made = [composite(seed + place, size // 2, textures if place % 2 else ()) for place in range(FITTED_ON)]

    def error(constants: np.ndarray) -> float:
        return float(np.mean([np.mean((vlahos(one.picture, constants)[0] - one.alpha) ** 2) for one in made]))

    return np.asarray(minimize(error, np.array([2.5, 1.0, 0.05]), method="Nelder-Mead", options={"maxiter": 80}).x)


def closed_form(picture: Plane, constants: np.ndarray) -> tuple[Plane, Plane]:
    """PyMatting: a trimap from the Vlahos key, closed-form matting, multi-level foreground estimation."""
    from pymatting import estimate_alpha_cf, estimate_foreground_ml

    first = vlahos(picture, constants)[0]
    kernel = np.ones((7, 7), np.uint8)
    trimap = np.full(first.shape, 0.5)
    inner = cv2.erode(first.astype(np.float32), kernel)
    trimap[inner > min(0.95, 0.99 * float(inner.max()))] = 1  # it refuses a trimap with no sure figure
    trimap[cv2.dilate(first.astype(np.float32), kernel) < 0.1] = 0
    alpha = estimate_alpha_cf(picture.astype(np.float64), trimap)
    return alpha, estimate_foreground_ml(picture.astype(np.float64), alpha)


def ours(picture: Plane) -> tuple[Plane, Plane]:
    """Entai's keyer, with everything found by itself."""
    cut = cut_out(picture, find_key(picture))
    return cut.alpha, cut.figure


def score(key: Keyer, made: Composite, picture: Plane, behind: Plane) -> tuple[float, float, float]:
    """Alpha's mean squared error (10^-3), recomposite PSNR (dB), CPU seconds a megapixel."""
    started = time.process_time()
    alpha, figure = key(picture)
    seconds = (time.process_time() - started) / (made.alpha.size / 1e6)
    again = mixed(np.clip(figure, 0, 1).astype(np.float32), behind, alpha.astype(np.float32), made.linear)
    error = float(np.mean((again - made.over(behind)) ** 2))
    return 1e3 * float(np.mean((alpha - made.alpha) ** 2)), -10 * float(np.log10(error)), seconds


def as_jpeg(picture: Plane) -> Plane:
    """After JPEG of quality 85, with chroma of half the resolution."""
    buffer = io.BytesIO()
    Pillow.fromarray(np.round(picture * 255).astype(np.uint8)).save(buffer, "JPEG", quality=85)
    return np.asarray(Pillow.open(buffer), np.float32) / 255


def photographs(folder: Path | None, size: int) -> list[Plane]:
    """Some of the pictures of a folder, display values."""
    if folder is None:
        return []
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".png", ".jpg", ".webp"))
    step = max(1, len(paths) // 24)
    read = (cv2.imread(str(path)) for path in paths[::step])
    return [cv2.resize(picture[..., ::-1], (size * 5 // 4, size), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
            for picture in read if picture is not None]


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("pictures", nargs="?", type=Path)
    words.add_argument("--count", type=int, default=12)
    words.add_argument("--seed", type=int, default=7000)
    words.add_argument("--size", type=int, default=512)
    given = words.parse_args()
    textures = photographs(given.pictures, given.size)
    constants = fitted(given.seed - 1000, given.size, textures)
    keyers: dict[str, Keyer] = {"entai": ours, "vlahos": lambda picture: vlahos(picture, constants),
                                "pymatting cf": lambda picture: closed_form(picture, constants)}
    made = [composite(given.seed + place, given.size, textures if place % 4 < 2 else ()) for place in range(given.count)]
    behind = [texture(np.random.default_rng([5, place]), given.size) for place in range(given.count)]
    for key in keyers.values():
        key(made[0].picture)  # what is compiled or loaded on first use is no cost of a picture
    table = {name: np.array([score(key, one, one.picture, back) for one, back in zip(made, behind, strict=True)])
             for name, key in keyers.items()}
    table["entai, JPEG 85"] = np.array([score(ours, one, as_jpeg(one.picture), back)
                                        for one, back in zip(made, behind, strict=True)])
    report(table, np.array([one.linear for one in made]))


def report(table: dict[str, np.ndarray], linear: np.ndarray) -> None:
    """Means over all composites, over those of each sort of light, and the ratios."""
    print(f"{'keyer':<16}{'alpha MSE e-3':>14}{'recomposite dB':>16}{'CPU s/MP':>10}   (mixed in light / in display values)")
    for name, rows in table.items():
        parts = " / ".join(f"{rows[part, 0].mean():.2f}, {rows[part, 1].mean():.1f} dB" for part in (linear, ~linear))
        print(f"{name:<16}{rows[:, 0].mean():>14.2f}{rows[:, 1].mean():>16.1f}{rows[:, 2].mean():>10.3f}   ({parts})")
    best = min(table["vlahos"][:, 0].mean(), table["pymatting cf"][:, 0].mean())
    print(f"alpha MSE over the better peer's: {table['entai'][:, 0].mean() / best:.2f}")
    print(f"CPU seconds over PyMatting's: {table['entai'][:, 2].mean() / table['pymatting cf'][:, 2].mean():.3f}")


if __name__ == "__main__":
    main()
