"""The importers in the order in which they are run: each finds what stories and the ones before it have made."""

from dataset.importers import (
    epoch_clusters,
    epoch_companies,
    epoch_data_centers,
    epoch_hardware,
    epoch_models,
    models_dev,
)
from dataset.importers.running import Importer

IMPORTERS: dict[str, Importer] = {
    one.IMPORTER.name: one.IMPORTER
    for one in (epoch_models, epoch_hardware, epoch_companies, epoch_clusters, epoch_data_centers, models_dev)
}


def earlier_than(name: str) -> tuple[str, ...]:
    """Names of the importers whose records stand before this one looks for its own."""
    names = list(IMPORTERS)
    return tuple(names[: names.index(name)])
