#!/usr/bin/env bash
# Makes a base image for linux/amd64 and linux/arm64 out of Debian's static
# busybox, for machines that reach no registry. It stands in for ubuntu:24.04
# (and says so in its /etc/os-release): enough for RUN steps, no apt in it.
#
# usage: bases.sh              make it; print the OCI layout's folder
#        bases.sh context REF  print the value for buildx --build-context that
#                              puts it in the place of REF (e.g. ubuntu:noble)
#        bases.sh load ENGINE  put it into ENGINE's own store, under each of the
#                              names below, for builds without --build-context

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lab/common.sh
source "$here/common.sh"

# Raise it when what this script puts into the base changes.
readonly REVISION=1
readonly NAMES=(ubuntu:24.04 ubuntu:noble)
readonly ARCHITECTURES=(amd64 arm64)

layout_folder() {
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

# Writes the root file system of one architecture into a folder. The names of
# the applets are asked of this architecture's own program, so amd64 machines
# need the emulator.
write_root() {
  local architecture=$1 root=$2 busybox applet
  busybox="$("$here/packages.sh" "busybox-$architecture")/bin/busybox"
  mkdir -p "$root"/{bin,etc,root,tmp,usr/bin,usr/local/bin,var/tmp}
  chmod 1777 "$root/tmp" "$root/var/tmp"
  chmod 0700 "$root/root"
  install -m 0755 "$busybox" "$root/bin/busybox"
  while read -r applet; do
    [[ "$applet" == busybox ]] || ln -s busybox "$root/bin/$applet"
  done < <("$busybox" --list)
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

# Builds the layout aside and renames it: whole or absent.
make_layout() {
  local layout=$1 aside="$1.part.$$"
  [[ -d "$layout" ]] && return 0
  lab_say "making the base image"
  rm -rf "$layout".part.*
  mkdir -p "$aside"
  write_context "$aside/context"
  "$here/engine.sh" run docker28 docker buildx build --quiet --provenance=false \
    --platform linux/amd64,linux/arm64 --build-arg SOURCE_DATE_EPOCH=0 \
    --tag ubuntu:24.04 --output "type=oci,tar=false,dest=$aside/layout,rewrite-timestamp=true" \
    "$aside/context" >/dev/null
  mv "$aside/layout" "$layout"
  rm -rf "$aside"
}

# Starting the engine stays outside of the lock: daemons would inherit it.
base_layout() {
  local layout
  layout=$(layout_folder)
  if [[ ! -d "$layout" ]]; then
    "$here/engine.sh" start docker28
    lab_with_lock bases make_layout "$layout"
  fi
  printf '%s\n' "$layout"
}

print_context() {
  local reference=$1 layout digest
  layout=$(base_layout)
  digest=$(jq -r '.manifests[0].digest' "$layout/index.json")
  printf '%s=oci-layout://%s@%s\n' "$reference" "$layout" "$digest"
}

case "${1:-}" in
  '') base_layout ;;
  context) print_context "${2:?usage: bases.sh context REF}" ;;
  load) echo todo; exit 1 ;;
  *) lab_fail "usage: bases.sh [context REF | load ENGINE]" ;;
esac
