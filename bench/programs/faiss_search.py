"""Measures faiss-cpu's IndexIVFFlat on given vectors, at the fewest probes that reach a given recall.

Arguments: JSON with files of 32-bit floats (vectors, queries), rows that exact search finds (truth, 32-bit integers),
their sizes, the number of partitions, and the recall to reach. Prints JSON.
"""

import json
import statistics
import sys
import time

import faiss
import numpy as np

ROUNDS = 3


def main() -> None:
    given = json.loads(sys.argv[1])
    dimensions, partitions, most = given["dimensions"], given["partitions"], given["most"]
    vectors = np.fromfile(given["vectors"], "float32").reshape(-1, dimensions)
    queries = np.fromfile(given["queries"], "float32").reshape(-1, dimensions)
    truth = np.fromfile(given["truth"], "int32").reshape(-1, most)

    began = time.perf_counter()
    index = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(dimensions), dimensions, partitions, faiss.METRIC_INNER_PRODUCT
    )
    index.train(vectors)
    index.add(vectors)
    made = time.perf_counter() - began

    for probes in range(1, partitions + 1):
        index.nprobe = probes
        _, found = index.search(queries, most)
        shared = [len(set(a) & set(b)) for a, b in zip(found, truth)]
        recall = sum(shared) / truth.size
        if recall >= given["recall"]:
            break
    together = given["together"]
    print(
        json.dumps(
            {
                "version": faiss.__version__,
                "threads": faiss.omp_get_max_threads(),
                "secondsToMake": made,
                "probes": probes,
                "recall": recall,
                "perSecond": rate(index, queries, most, len(queries)),
                "perSecondByDocument": rate(index, queries, most, together),
            }
        )
    )


def rate(index: faiss.Index, queries: np.ndarray, most: int, together: int) -> float:
    """Queries a second, the median of some rounds, `together` of them in each call."""
    rates = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for at in range(0, len(queries), together):
            index.search(queries[at : at + together], most)
        rates.append(len(queries) / (time.perf_counter() - began))
    return statistics.median(rates)


main()
