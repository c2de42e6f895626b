"""Measures how long faiss-cpu takes for the nearest other row of every row, at the fewest probes that reach a given recall.

Arguments: JSON with files of 32-bit floats (vectors) and 32-bit integers (rows that are tried, and the nearest other row
of each by exact search), the number of dimensions and partitions, and the recall to reach. Prints JSON.
"""

import json
import sys
import time

import faiss
import numpy as np


def main() -> None:
    given = json.loads(sys.argv[1])
    dimensions, partitions = given["dimensions"], given["partitions"]
    vectors = np.fromfile(given["vectors"], "float32").reshape(-1, dimensions)
    tried = np.fromfile(given["tried"], "int32")
    truth = np.fromfile(given["truth"], "int32")

    began, cpu = time.perf_counter(), time.process_time()
    index = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(dimensions), dimensions, partitions, faiss.METRIC_INNER_PRODUCT
    )
    # As many rows as say where a partition lies; by default it takes four times as many, and four times as long.
    index.cp.max_points_per_centroid = 64
    index.train(vectors)
    index.add(vectors)
    made, made_cpu = time.perf_counter() - began, time.process_time() - cpu

    for probes in range(1, partitions + 1):
        index.nprobe = probes
        nearest = others(index, vectors[tried], tried)
        recall = float(np.mean(nearest == truth))
        if recall >= given["recall"]:
            break
    began, cpu = time.perf_counter(), time.process_time()
    others(index, vectors, np.arange(len(vectors)))
    print(
        json.dumps(
            {
                "version": faiss.__version__,
                "threads": faiss.omp_get_max_threads(),
                "probes": probes,
                "recall": recall,
                "seconds": made + time.perf_counter() - began,
                "cpuSeconds": made_cpu + time.process_time() - cpu,
            }
        )
    )


def others(index: faiss.Index, queries: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The nearest row of each query that is not the query's own."""
    _, found = index.search(queries, 2)
    return np.where(found[:, 0] == rows, found[:, 1], found[:, 0])


main()
