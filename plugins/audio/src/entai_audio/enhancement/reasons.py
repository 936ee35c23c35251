"""Why a recording was changed as it was: what each stage found, and both versions side by side."""

from __future__ import annotations

import pandas as pd

from entai import Audio, Explanation, Table
from entai.media.sound.showing import Compared
from entai.spec import Options
from entai_audio.enhancement.mastering import Master, Shelf, master
from entai_audio.enhancement.mending import Mender


def explained(value: Audio, options: Options) -> Explanation:
    """Findings of all stages as a table, and before and after as players and pictures."""
    if not value.again:
        value.samples  # noqa: B018  a pipe is needed twice: it is kept
    mender = Mender(value.rate, options)
    shelf = Shelf(mender.run(value.blocks()), value.rate, value.channels)
    found = master(shelf, options["loudness"], options["peak"], value.name)
    rows = [(stage, options[stage], text) for stage, text in mender.findings.told().items()]
    rows += [("loudness", f"{options['loudness']:g} LUFS", _loudness(found)),
             ("peak", f"{options['peak']:g} dBTP", _peak(found))]
    after = value.like(found.blocks, frames=shelf.frames)
    return Explanation("What was done to this recording", "Each stage looks for its damage, window by window; in auto it "
                       "leaves alone what it does not find. The level is set last.", (),
                       (Table(pd.DataFrame(rows, columns=["stage", "setting", "found and done"])),
                        Compared({"before": value, "after": after})))


def _loudness(found: Master) -> str:
    if found.before is None or found.after is None:
        return "silent or too short to measure"
    return f"{found.before:.1f} LUFS before, {found.after:.1f} after ({found.gain:+.1f} dB)"


def _peak(found: Master) -> str:
    return f"peaks turned down by up to {found.reduction:.1f} dB" if found.reduction > 0.01 else "no peak came near"
