#!/usr/bin/env bash
# Installs, from the machine's own Debian release, the programs that the lab's
# engines call but that are not worth a private copy. Installs what is missing
# only; with nothing missing it neither asks apt nor needs a network.
#
# usage: prerequisites.sh [tests]     tests: also what only the tests call

set -euo pipefail
# shellcheck source=scripts/lab/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# One "program package" pair a line.
wanted_programs() {
  cat <<'END'
runc runc
tini tini
ip iproute2
git git
jq jq
xz xz-utils
curl curl
flock util-linux
END
  [[ "$1" == tests ]] || return 0
  cat <<'END'
shellcheck shellcheck
python3 python3
skopeo skopeo
umoci umoci
podman podman
buildah buildah
docker-registry docker-registry
END
}

# Prints the packages whose program is not there.
missing_packages() {
  local program package
  while read -r program package; do
    command -v "$program" >/dev/null || printf '%s\n' "$package"
  done < <(wanted_programs "$1")
}

main() {
  local -a packages
  mapfile -t packages < <(missing_packages "${1:-}")
  [[ ${#packages[@]} -gt 0 ]] || return 0
  lab_need_root "installing ${packages[*]}"
  command -v apt-get >/dev/null ||
    lab_fail "this machine has no apt-get; install these yourself: ${packages[*]}"
  lab_say "installing ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2
}

main "$@"
