#!/usr/bin/env bash
# Makes a base image for linux/amd64 and linux/arm64 out of Debian's static
# busybox, for machines that reach no registry. It stands in for ubuntu:24.04
# (and says so in its /etc/os-release): enough for RUN steps, no apt in it.
#
# usage: bases.sh              make it; print the OCI layout's folder
#        bases.sh context REF  print the value for buildx --build-context that
#                              puts it in the place of REF (e.g. ubuntu:noble)
#        bases.sh load ENGINE [amd64|arm64]
#                              put it into ENGINE's own store as ubuntu:24.04 and
#                              ubuntu:noble, for builds without --build-context.
#                              A containerd store takes both architectures at
#                              once; a classic one keeps one image a name, so
#                              there it is the one asked for (or else amd64)

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lab/common.sh
source "$here/common.sh"

# Raise it when what this script puts into the base changes.
readonly REVISION=1
readonly NAME=ubuntu:24.04
readonly OTHER_NAME=ubuntu:noble
readonly ARCHITECTURES=(amd64 arm64)

# Holds layout/ (OCI, both architectures), layout.tar (the same) and, for classic
# stores, <architecture>.tar (docker archives of the very same configs and layers).
base_folder() {
  printf '%s\n' "$LAB_CACHE/bases/busybox-$REVISION"
}

# The file of the base that says what it is.
os_release() {
  cat <<'END'
NAME="OCI Recipes lab base"
ID=oci-recipes-lab
ID_LIKE=busybox
VERSION_ID="1"
PRETTY_NAME="OCI Recipes lab base: Debian's busybox in the place of ubuntu:24.04"
END
}

# Prints the names busybox goes by. Debian configures it alike for every
# architecture, so the one that runs on this machine is asked.
applets() {
  "$("$here/packages.sh" "busybox-$(dpkg --print-architecture)")/bin/busybox" --list
}

# Writes the root file system of one architecture into a folder.
write_root() {
  local architecture=$1 root=$2 busybox applet
  busybox="$("$here/packages.sh" "busybox-$architecture")/bin/busybox"
  mkdir -p "$root"/{bin,etc,root,tmp,usr/bin,usr/local/bin,var/tmp}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  chmod 0700 "$root/root"
  install -m 0755 "$busybox" "$root/bin/busybox"
  while read -r applet; do
    [[ "$applet" == busybox ]] || ln -s busybox "$root/bin/$applet"
  done < <(applets)
  ln -s ../../bin/env "$root/usr/bin/env"
  os_release >"$root/etc/os-release"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
}

write_context() {
  local context=$1 architecture
  for architecture in "${ARCHITECTURES[@]}"; do
    write_root "$architecture" "$context/$architecture"
  done
  cat >"$context/Dockerfile" <<'END'
FROM scratch
ARG TARGETARCH
COPY ${TARGETARCH}/ /
ENV PATH=/usr/local/bin:/usr/bin:/bin
CMD ["/bin/sh"]
END
}

# buildx build on the lab's main engine, no attestations, the same bytes every time.
build() {
  "$here/engine.sh" run docker28 docker buildx build --quiet --provenance=false \
    --build-arg SOURCE_DATE_EPOCH=0 "$@" >/dev/null
}

# Writes the docker archive of one architecture from the layout of both.
write_archive() {
  local folder=$1 architecture=$2 digest
  digest=$(jq -r '.manifests[0].digest' "$folder/layout/index.json")
  echo 'FROM base' >"$folder/context/from.Dockerfile"
  build --platform "linux/$architecture" --file "$folder/context/from.Dockerfile" \
    --build-context "base=oci-layout://$folder/layout@$digest" \
    --output "type=docker,name=$NAME,dest=$folder/$architecture.tar" "$folder/context"
}

# Makes the whole folder aside and renames it: whole or absent.
make_base() {
  local folder=$1 aside="$1.part.$$" architecture
  [[ -d "$folder" ]] && return 0
  lab_say "making the base image"
  rm -rf "$folder".part.*
  mkdir -p "$aside"
  write_context "$aside/context"
  build --platform linux/amd64,linux/arm64 --tag "$NAME" \
    --output "type=oci,tar=false,dest=$aside/layout,rewrite-timestamp=true" "$aside/context"
  rm -rf "$aside/layout/ingest"
  tar -C "$aside/layout" -cf "$aside/layout.tar" .
  for architecture in "${ARCHITECTURES[@]}"; do write_archive "$aside" "$architecture"; done
  rm -rf "$aside/context"
  mv "$aside" "$folder"
}

# Makes the base where it is not there yet. Starting the engine stays outside of
# the lock: daemons would inherit it.
need_base() {
  [[ ! -d "$(base_folder)" ]] || return 0
  "$here/engine.sh" start docker28
  lab_with_lock bases make_base "$(base_folder)"
}

print_context() {
  local reference=$1 layout digest
  layout="$(base_folder)/layout"
  digest=$(jq -r '.manifests[0].digest' "$layout/index.json")
  printf '%s=oci-layout://%s@%s\n' "$reference" "$layout" "$digest"
}

# True when the engine keeps images in containerd, where a name can hold several platforms.
has_containerd_store() {
  "$here/engine.sh" run "$1" docker info --format '{{ json .DriverStatus }}' |
    grep -q 'io.containerd.snapshotter'
}

load() {
  local engine=$1 architecture=${2:-amd64} archive
  archive="$(base_folder)/$architecture.tar"
  "$here/engine.sh" start "$engine"
  if has_containerd_store "$engine"; then archive="$(base_folder)/layout.tar"; fi
  [[ -e "$archive" ]] || lab_fail "the base has no architecture '$architecture'; it has: ${ARCHITECTURES[*]}"
  "$here/engine.sh" run "$engine" docker load --quiet --input "$archive" >&2
  "$here/engine.sh" run "$engine" docker tag "$NAME" "$OTHER_NAME"
}

main() {
  local command=${1:-}
  case "$command" in
    '')
      need_base
      printf '%s/layout\n' "$(base_folder)"
      ;;
    context)
      [[ $# -eq 2 ]] || lab_fail "usage: bases.sh context REF"
      need_base
      print_context "$2"
      ;;
    load)
      [[ $# -eq 2 || $# -eq 3 ]] || lab_fail "usage: bases.sh load ENGINE [amd64|arm64]"
      need_base
      load "${@:2}"
      ;;
    *) lab_fail "usage: bases.sh [context REF | load ENGINE [amd64|arm64]]" ;;
  esac
}

main "$@"
