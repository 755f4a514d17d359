#!/usr/bin/env bash
# Makes the images that bench/convert.mjs converts, from Debian packages, one package or a few to a layer, saved by
# real Docker engines. What is there already is kept. Needs root, as the engines do.
#
# usage: inputs.sh NAME     NAME is small, medium, large or single; prints the folder that holds
#                           classic.tar      as Docker 26 saves from its classic store (layers as they are)
#                           containerd.tar   as Docker 26 saves from its containerd store (layers as gzip)

set -euo pipefail
shopt -s inherit_errexit
lab="$(cd "$(dirname "${BASH_SOURCE[0]}")/../scripts/lab" && pwd)"
# shellcheck source=scripts/lab/common.sh
source "$lab/common.sh"

suite=bookworm
small=(bash perl-base dpkg)
medium=(git vim-runtime gcc-12 cpp-12 libicu72 libpython3.11-stdlib,python3.11-minimal perl-modules-5.36
  binutils-x86-64-linux-gnu postgresql-15 libnode108)
extra=(openjdk-17-jre-headless libllvm14,llvm-14 libboost1.74-dev fonts-noto-cjk python3-scipy golang-1.19-go
  golang-1.19-src,python3-numpy libstd-rust-dev)

# Prints the layers of image NAME, one a line: packages separated by commas.
layers_of() {
  case "$1" in
    small) printf '%s\n' "${small[@]}" ;;
    medium) printf '%s\n' "${medium[@]}" ;;
    large) printf '%s\n' "${medium[@]}" "${extra[@]}" ;;
    single) (IFS=, && printf '%s\n' "${extra[*]}") ;;
    *) lab_fail "no image '$1'; there are: small medium large single" ;;
  esac
}

# Lays out a build context in folder $1, with a Dockerfile of one COPY a layer.
make_context() {
  local context=$1 name=$2 number=0 layer package folder
  printf 'FROM scratch\n' >"$context/Dockerfile"
  while read -r layer; do
    number=$((number + 1))
    mkdir -p "$context/$number"
    for package in ${layer//,/ }; do
      folder=$("$lab/packages.sh" "$suite:$package")
      cp -a "$folder/." "$context/$number/"
    done
    printf 'COPY %s /\n' "$number" >>"$context/Dockerfile"
  done < <(layers_of "$name")
}

# Builds the context on an engine and saves the image; the engine keeps nothing of it.
save_image() {
  local engine=$1 context=$2 archive=$3 tag="oci-recipes-bench:$$"
  "$lab/engine.sh" start "$engine" >&2
  "$lab/engine.sh" run "$engine" docker build --quiet --tag "$tag" "$context" >&2
  "$lab/engine.sh" run "$engine" docker save --output "$archive" "$tag" >&2
  "$lab/engine.sh" run "$engine" docker image rm --force "$tag" >&2
}

make_inputs() {
  local name=$1 folder=$2
  if [[ -d "$folder" ]]; then
    return 0
  fi
  lab_say "making the $name image"
  local aside="$folder.part"
  rm -rf "$aside"
  mkdir -p "$aside/context"
  make_context "$aside/context" "$name"
  save_image docker26 "$aside/context" "$aside/classic.tar"
  save_image docker26c "$aside/context" "$aside/containerd.tar"
  rm -rf "$aside/context"
  mv "$aside" "$folder"
}

name=${1:-}
layers_of "$name" >/dev/null
folder="$LAB_CACHE/bench/$name-$(layers_of "$name" | sha256sum | cut -c1-8)"
mkdir -p "$LAB_CACHE/bench"
lab_with_lock "bench-$name" make_inputs "$name" "$folder"
printf '%s\n' "$folder"
