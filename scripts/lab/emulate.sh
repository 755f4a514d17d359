#!/usr/bin/env bash
# Makes an amd64 machine run arm64 programs: registers qemu-user with the
# kernel's binfmt_misc. Does nothing on an arm64 machine, nor where an arm64
# program runs already. The registration lasts until the machine restarts.
#
# usage: emulate.sh          make arm64 programs run
#        emulate.sh remove   take the lab's own handler away again

set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=scripts/lab/common.sh
source "$here/common.sh"

readonly BINFMT=/proc/sys/fs/binfmt_misc
readonly HANDLER=oci-recipes-aarch64

# True when an arm64 program runs here. It is called by another name than its
# file's own on purpose: a handler that loses argv[0] runs a static binary, but
# not busybox, and so not the tools of a small image.
arm64_runs() {
  local busybox=$1
  [[ "$(bash -c 'exec -a echo "$1" works' - "$busybox" 2>/dev/null)" == works ]]
}

# Mounts binfmt_misc where the system has not.
mount_binfmt() {
  [[ -e "$BINFMT/register" ]] && return 0
  mount -t binfmt_misc none "$BINFMT" ||
    lab_fail "this kernel has no binfmt_misc; arm64 cannot be emulated here"
}

# The ELF header of a little-endian 64-bit aarch64 executable, and which bits of it count.
aarch64_magic() {
  printf '%s' '\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
}
aarch64_mask() {
  printf '%s' '\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
}

# Registers the emulator. Flags: P keeps argv[0], O opens the program for the
# emulator, C takes the program's credentials, F loads the emulator now, so that
# it is there inside containers too.
register() {
  local qemu=$1
  [[ ! -e "$BINFMT/$HANDLER" ]] || echo -1 >"$BINFMT/$HANDLER"
  printf ':%s:M::%s:%s:%s:POCF' "$HANDLER" "$(aarch64_magic)" "$(aarch64_mask)" "$qemu" \
    >"$BINFMT/register"
}

emulate() {
  case "$(uname -m)" in
    aarch64 | arm64) return 0 ;;
    x86_64) ;;
    *) lab_fail "the lab knows amd64 and arm64 machines, not $(uname -m)" ;;
  esac
  local busybox qemu
  busybox="$("$here/packages.sh" busybox-arm64)/bin/busybox"
  arm64_runs "$busybox" && return 0
  lab_need_root "registering an emulator"
  qemu="$("$here/packages.sh" qemu)/usr/bin/qemu-aarch64"
  mount_binfmt
  register "$qemu"
  arm64_runs "$busybox" || lab_fail "the emulator is registered but an arm64 program does not run"
  lab_say "arm64 programs run here now, through $("$qemu" --version | head -n 1)"
}

case "${1:-}" in
  '') emulate ;;
  remove) [[ ! -e "$BINFMT/$HANDLER" ]] || echo -1 >"$BINFMT/$HANDLER" ;;
  *) lab_fail "usage: emulate.sh [remove]" ;;
esac
