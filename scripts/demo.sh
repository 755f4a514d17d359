#!/usr/bin/env bash
# Sets up and runs the main job on the sample recipe: check, build for amd64 and arm64, convert, verify, report.
# On a machine whose Docker cannot do it (or that has none) a private engine is fetched from Debian's packages.
#
# usage: scripts/demo.sh [--editor]
#   --editor   afterwards open the sample in a real VS Code with the extension installed

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

editor=no
case "${1:-}" in
  '') ;;
  --editor) editor=yes ;;
  *)
    sed -n 's/^# \{0,1\}//; 2,8p' "$0"
    exit 2
    ;;
esac

readonly FOLDER="$PWD/test-output/demo/greeting"

need_node
install_packages
build_product

say 'Finding an engine that builds for amd64 and arm64'
scripts/lab/prerequisites.sh
engine=$(scripts/lab/use-engine.sh)
eval "$engine"

make_sample "$FOLDER"
cd "$FOLDER"
oci_recipe() {
  printf '\n$ oci-recipe %s\n' "$*"
  node ../../../dist/cli.js "$@"
}

oci_recipe check .
oci_recipe build . --platform linux/amd64,linux/arm64 --output oci-artifacts/greeting
oci_recipe verify oci-artifacts/greeting

cd ../../..
if [[ "$editor" == yes ]]; then
  say 'Opening the sample in VS Code'
  scripts/vscode/open.sh "$FOLDER"
fi
