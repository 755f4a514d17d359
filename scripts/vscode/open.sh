#!/usr/bin/env bash
# Opens a folder in a real VS Code with the extension installed: in the VS Code of this machine where there is one
# (command `code`), else in one that a browser shows, from the cache. The latter runs until Ctrl+C.
#
# usage: open.sh FOLDER     (after `npm ci`; packages the extension itself)

set -euo pipefail
folder=$(cd "${1:?usage: open.sh FOLDER}" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

vsix="$PWD/test-output/oci-recipes.vsix"
mkdir -p test-output
npx vsce package --no-dependencies --out "$vsix" >/dev/null

if command -v code >/dev/null && [[ "$(id -u)" -ne 0 ]]; then
  code --install-extension "$vsix" --force
  exec code "$folder"
fi

scripts/vscode/install.sh
installed="${OCI_RECIPES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/oci-recipes}/vscode"
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
code_server() {
  CODE_SERVER_CONFIG="$state/config.yaml" PATH="$installed/bin:$PATH" \
    node "$installed/code-server/node_modules/code-server/out/node/entry.js" \
    --user-data-dir "$state/data" --extensions-dir "$state/extensions" "$@"
}

code_server --install-extension "$vsix" >/dev/null
port=${OCI_RECIPES_EDITOR_PORT:-8627}
printf '\nVS Code is at http://127.0.0.1:%s/?folder=%s\n(Ctrl+C ends it. Over ssh, forward the port: ssh -L %s:127.0.0.1:%s …)\n\n' \
  "$port" "$folder" "$port" "$port"
code_server --auth none --bind-addr "127.0.0.1:$port" --disable-telemetry --disable-update-check \
  --disable-workspace-trust --disable-getting-started-override "$folder"
