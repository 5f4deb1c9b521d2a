#!/usr/bin/env python3
"""Learn a log on Spark: whole hosts to a partition, mcfilter learn on each, and a tree of merges.

Usage: spark-submit learn.py LOG FIELD MODEL PARTITIONS

FIELD is the number of the blank-separated field that holds the host: 4 for RFC 3164, 2 for ISO 8601. mcfilter must be
in the PATH of the workers.
"""

import base64
import os
import subprocess
import sys
import zlib

from pyspark import SparkContext

# A model is bytes and Spark's pipes are lines of text, so it travels as one line of base64. pipe() starts no shell.
LEARN = "bash -o pipefail -c 'mcfilter learn --output=- | base64 -w 0'"


def host_of(line, field):
    """The host of a line, by which it is put into a partition."""
    words = line.split(None, field)
    return words[field - 1] if len(words) >= field else ""


def merge(one, other):
    """The sum of two models."""
    return subprocess.run(["mcfilter", "merge", "-"], input=one + other, stdout=subprocess.PIPE, check=True).stdout


def main():
    log, field, model, partitions = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    context = SparkContext(appName="mcfilter-learn")
    lines = context.textFile(log, partitions).zipWithIndex()
    # Sorted by the number of the line: what follows what is all that matters.
    by_host = lines.map(lambda pair: ((pair[1], host_of(pair[0], field)), pair[0])).repartitionAndSortWithinPartitions(
        partitions, lambda key: zlib.crc32(key[1].encode()))
    # Without checkCode a program that fails would be one that printed nothing; without env it would have no PATH.
    models = by_host.values().pipe(LEARN, env=dict(os.environ), checkCode=True).map(base64.b64decode)
    learned = models.treeReduce(merge)
    with open(model, "wb") as file:
        file.write(learned)


main()
