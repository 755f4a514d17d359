"""Packs the layers of a `docker save` archive the way a Launchpad builder does: one byte at a time, at level 9.

usage: bytewiseGzip.py ARCHIVE.tar DIRECTORY
"""

import gzip
import hashlib
import json
import os
import sys
import tarfile

archive, directory = sys.argv[1:]
os.makedirs(directory)
with tarfile.open(archive) as tar:
    manifest = json.load(tar.extractfile("manifest.json"))
    config = json.load(tar.extractfile(manifest[0]["Config"]))
    digests = {}
    for number, name in enumerate(manifest[0]["Layers"]):
        path = os.path.join(directory, f"{number}.tar.gz")
        source = tar.extractfile(name)
        with gzip.open(path, "wb", compresslevel=9) as packed:
            byte = source.read(1)
            while byte:
                packed.write(byte)
                byte = source.read(1)
        digest = hashlib.sha256()
        with open(path, "rb") as packed:
            while chunk := packed.read(65536):
                digest.update(chunk)
        diff_id = config["rootfs"]["diff_ids"][number]
        digests[diff_id] = {"digest": digest.hexdigest(), "layer_id": str(number), "source": ""}
with open(os.path.join(directory, "digests.json"), "w", encoding="utf-8") as result:
    json.dump([digests], result)
