#!/usr/bin/env bash
# Prints the export lines for an engine that can build for amd64 and arm64 and
# export OCI: none when the machine's own one can, else those of the lab's
# docker28, which it starts, with the stand-in for ubuntu:24.04 in its store.
#
# usage: eval "$(scripts/lab/use-engine.sh)"

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# True when the client's builder answers, builds for both platforms, and either is
# no docker-driver builder or keeps its images in containerd.
own_engine_can() {
  local builder
  timeout 20 docker info >/dev/null 2>&1 || return 1
  builder=$(timeout 20 docker buildx inspect 2>/dev/null) || return 1
  [[ "$builder" == *linux/amd64* && "$builder" == *linux/arm64* ]] || return 1
  [[ "$builder" == *worker.snapshotter* ]] || ! grep -q '^Driver: *docker$' <<<"$builder"
}

own_engine_can && exit 0
"$here/engine.sh" start docker28
"$here/bases.sh" load docker28
"$here/engine.sh" env docker28
