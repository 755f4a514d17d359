# shellcheck shell=bash
# What the demo and the tests both need before they begin. Sourced by scripts/demo.sh and scripts/test.sh.

say() {
  printf '\n== %s\n' "$*" >&2
}

# Ends the script with a sentence unless a Node.js that runs the product is there.
need_node() {
  local version
  version=$(node --version 2>/dev/null) || {
    printf 'Node.js 20.9 or newer is needed (https://nodejs.org), with npm; none was found on PATH.\n' >&2
    exit 2
  }
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 9) ? 0 : 1)' || {
    printf 'Node.js 20.9 or newer is needed; this is %s.\n' "$version" >&2
    exit 2
  }
}

# Installs the npm packages that package-lock.json names, unless they are there already.
install_packages() {
  local wanted
  wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
  [[ "$(cat node_modules/.installed-lock 2>/dev/null)" == "$wanted" ]] && return 0
  say 'Installing npm packages'
  npm ci --no-audit --no-fund --loglevel=error >&2
  printf '%s' "$wanted" >node_modules/.installed-lock
}

# Bundles dist/.
build_product() {
  say 'Building the product'
  npm run --silent build >&2
}

# Puts a copy of the sample recipe into a git repository of its own, on a branch of the documented form.
make_sample() {
  local folder=$1
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  cp -R sample "$folder"
  git -C "$folder" init --quiet --initial-branch=v1.0-24.04
  git -C "$folder" add --all
  git -C "$folder" -c user.name='OCI Recipes' -c user.email='sample@example.com' commit --quiet --message='Add the recipe'
}
