#!/usr/bin/env bash
# Sets up and runs every test: gates, unit tests, flows on real Docker engines of three generations, and a real
# VS Code in a real browser. Ends with "N passed, N failed[, N skipped]" over all of them.
#
# usage: scripts/test.sh [STAGE…]   stages: gates unit flow vscode (default: all)

set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

readonly RESULTS="$PWD/test-output/results"
stages=("$@")
[[ ${#stages[@]} -gt 0 ]] || stages=(gates unit flow vscode)

# Runs one gate and records it as one test.
gate() {
  local name=$1
  shift
  say "Gate: $name"
  if "$@"; then
    printf '{"numPassedTests":1,"numFailedTests":0,"numPendingTests":0}\n' >"$RESULTS/gate-$name.json"
  else
    printf '{"numPassedTests":0,"numFailedTests":1,"numPendingTests":0}\n' >"$RESULTS/gate-$name.json"
  fi
}

# Runs the tests of one vitest configuration; a run that writes no result counts as a failed test.
suite() {
  local name=$1 config=$2
  shift 2
  say "Tests: $name"
  printf '{"numPassedTests":0,"numFailedTests":1,"numPendingTests":0}\n' >"$RESULTS/$name.json"
  npx vitest run --config "$config" --root . --reporter=default --reporter=json \
    --outputFile.json="$RESULTS/$name.json" "$@" || printf 'stage %s has failures\n' "$name" >&2
}

run_gates() {
  gate types npm run --silent types
  gate format npx prettier --check --log-level warn .
  gate lint npx eslint . --max-warnings 0
  gate layers npx depcruise --config test/layers.mjs src webview test
  gate unused npx knip
  gate bundle npm run --silent build
  gate shell shellcheck --external-sources .ci/run scripts/*.sh scripts/*/*.sh
}

run_flow() {
  scripts/lab/emulate.sh || return 1
  local engine
  for engine in docker20 docker26 docker26c docker28; do
    scripts/lab/engine.sh start "$engine" && scripts/lab/bases.sh load "$engine" || return 1
  done
  suite flow test/flow.config.mts
}

run_vscode() {
  scripts/vscode/install.sh && scripts/lab/emulate.sh || return 1
  scripts/lab/engine.sh start docker28 && scripts/lab/bases.sh load docker28 || return 1
  (
    eval "$(scripts/lab/engine.sh env docker28)"
    suite vscode test/vscode/vitest.config.mjs
  )
}

need_node
install_packages
scripts/lab/prerequisites.sh tests
rm -rf "$RESULTS"
mkdir -p "$RESULTS"

for stage in "${stages[@]}"; do
  case "$stage" in
    gates) run_gates ;;
    unit)
      # Why: the monitor's unit tests run in the browser that the editor's tests bring.
      scripts/vscode/install.sh
      build_product
      suite unit test/vitest.config.mts --coverage
      ;;
    flow | vscode)
      build_product && "run_$stage" ||
        printf '{"numPassedTests":0,"numFailedTests":1,"numPendingTests":0}\n' >"$RESULTS/setup-$stage.json"
      ;;
    *)
      printf 'unknown stage: %s\n' "$stage" >&2
      exit 2
      ;;
  esac
done

scripts/lab/engine.sh stop all >&2 || true
node scripts/sumResults.mjs "$RESULTS"
