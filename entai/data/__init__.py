"""Data in an order that can be stopped anywhere and gone on with exactly."""

from entai.data.dataset import ArrayDataset, Batch, Dataset, batch_at

__all__ = ["ArrayDataset", "Batch", "Dataset", "batch_at"]
