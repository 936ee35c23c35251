"""How to build a recommender: one file a recipe, each to be read from top to bottom."""
