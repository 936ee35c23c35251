"""What to watch next, from a person's history, with reasons.

from entai_recommendation import Recommender

films = Recommender.load().recommend(history=["Heat (2013)"], num_recommendations=5)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entai_recommendation.recommender import Recommender

__all__ = ["Recommender"]


def __getattr__(name: str) -> Any:
    """Import the task when it is first named."""
    if name != "Recommender":
        raise AttributeError(name)
    from entai_recommendation.recommender import Recommender

    return Recommender
