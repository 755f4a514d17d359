# shellcheck shell=bash
# Where the lab keeps its things, and how it speaks. Sourced by the other
# scripts of this folder; it does nothing by itself.
#
# OCI_RECIPES_CACHE  what was fetched or built once and may stay (packages, bases)
# OCI_RECIPES_RUN    what belongs to running engines (sockets, data, pids, logs);
#                    keep it short: a unix socket's path is limited to 107 bytes

# A failed command inside $(…) must end the script too.
shopt -s inherit_errexit

LAB_CACHE="${OCI_RECIPES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/oci-recipes}"
# shellcheck disable=SC2034 # used by the scripts that source this file
LAB_RUN="${OCI_RECIPES_RUN:-/tmp/oci-recipes-lab}"

# Says something to the person; stdout is kept for results.
lab_say() {
  printf 'lab: %s\n' "$*" >&2
}

# Says what went wrong and ends the script.
lab_fail() {
  printf 'lab: error: %s\n' "$*" >&2
  exit 1
}

# Ends the script unless it runs as root: engines, binfmt_misc and apt need it.
lab_need_root() {
  [[ "$(id -u)" -eq 0 ]] || lab_fail "$1 needs root; run it as root or with sudo"
}

# Runs a command while holding the cache's lock NAME, so that two scripts that
# want the same thing at once make it once. The command must not leave
# processes behind: they would inherit the lock.
lab_with_lock() {
  local name=$1
  shift
  mkdir -p "$LAB_CACHE/locks"
  (
    flock 9
    "$@"
  ) 9>"$LAB_CACHE/locks/$name"
}
