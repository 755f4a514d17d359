#!/usr/bin/env bash
# Fetches a set of Debian packages, of any suite and architecture, into the
# cache and unpacks them there. The system's own packages, lists and sources
# stay as they are. A set that is there already costs nothing.
#
# usage: packages.sh SET                       prints the folder the set was unpacked into
#        packages.sh SUITE:PACKAGE[,PACKAGE]   the same for packages that make no named set
#        packages.sh list                      prints every set with what it consists of

set -euo pipefail
# shellcheck source=scripts/lab/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# SET SUITE ARCHITECTURE PACKAGE[>=VERSION]…, ARCHITECTURE "own" being the machine's.
# Versions are lower bounds: a suite that still moves brings newer ones. A change
# of a line here makes a new folder, so an old cache is never taken for a new set.
package_sets() {
  cat <<'END'
engine20 bookworm own docker.io>=20.10 containerd
engine26 trixie own docker.io>=26.1 docker-cli>=26.1 docker-buildx>=0.13 containerd
engine28 forky own docker.io>=28.5 docker-cli>=28.5 docker-buildx>=0.29 containerd
skopeo forky own skopeo>=1.18 libc6 libgpgme45 libassuan9 libgpg-error0 libsqlite3-0
pigz bookworm own pigz
qemu trixie own qemu-user>=1:9
crane forky own crane>=0.20
busybox-amd64 bookworm amd64 busybox-static
busybox-arm64 bookworm arm64 busybox-static
END
}

# Prints "URI|KEYRING" of the machine's own Debian archive: the first entry, in
# either of apt's two formats, that serves the release this machine runs.
own_archive() {
  local codename
  # shellcheck source=/dev/null
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  [[ -n "$codename" ]] || lab_fail "/etc/os-release names no VERSION_CODENAME; the lab needs Debian"
  local found
  found=$(own_archive_deb822 "$codename")
  [[ -n "$found" ]] || found=$(own_archive_lines "$codename")
  [[ -n "$found" ]] || lab_fail "no source of $codename in /etc/apt/sources.list or sources.list.d"
  printf '%s\n' "$found"
}

# The same from *.sources files: paragraphs of "Field: value" lines.
own_archive_deb822() {
  # Why: a machine may have no file of this format, and then cat fails.
  { cat /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
    awk -v suite="$1" '
      function flush() {
        if (!done && enabled != "no" && (" " suites " ") ~ (" " suite " ") && uri != "") {
          print uri "|" key
          done = 1
        }
        suites = uri = key = enabled = ""
      }
      /^#/ { next }
      /^[ \t]*$/ { flush(); next }
      { field = tolower($1); value = $0; sub(/^[^:]*:[ \t]*/, "", value) }
      field == "suites:" { suites = value }
      field == "uris:" { split(value, uris, /[ \t]+/); uri = uris[1] }
      field == "signed-by:" { key = value }
      field == "enabled:" { enabled = tolower(value) }
      END { flush() }'
}

# The same from *.list files: "deb [option=value …] URI SUITE COMPONENT…".
own_archive_lines() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null || true; } |
    awk -v suite="$1" '
      $1 != "deb" || done { next }
      {
        key = ""
        if (match($0, /signed-by=[^] \t]+/)) key = substr($0, RSTART + 10, RLENGTH - 10)
        sub(/\[[^]]*\]/, "")
        if ($3 == suite) { print $2 "|" key; done = 1 }
      }'
}

# Prints a sources list (one-line format) for SUITE of the machine's own archive.
sources_list() {
  local suite=$1 archive uri key
  archive=$(own_archive)
  IFS='|' read -r uri key <<<"$archive"
  local standard=/usr/share/keyrings/debian-archive-keyring.gpg
  if [[ "$key" != /* && -e "$standard" ]]; then key=$standard; fi
  printf 'deb %s%s %s main\n' "${key:+[signed-by=$key] }" "$uri" "$suite"
}

# apt-get with lists, sources and cache of its own in folder $1, seeing
# architecture $2 as well as the machine's.
own_apt() {
  local folder=$1 architecture=$2
  shift 2
  apt-get -qq \
    -o Dir::Etc::sourcelist="$folder/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::Lists="$folder/lists" -o Dir::Cache="$folder/cache" \
    -o APT::Architectures::="$(dpkg --print-architecture)" \
    -o APT::Architectures::="$architecture" \
    -o APT::Update::Error-Mode=any -o APT::Sandbox::User=root -o Acquire::Retries=3 -o Acquire::Languages=none \
    "$@" >&2
}

# Brings the lists of SUITE for ARCHITECTURE into a folder and prints it.
# Lists younger than an hour are taken as they are.
suite_lists() {
  local suite=$1 architecture=$2
  local folder="$LAB_CACHE/apt/$suite-$architecture"
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  if [[ -z "$(find "$folder/fresh" -mmin -60 2>/dev/null)" ]]; then
    sources_list "$suite" >"$folder/sources.list"
    own_apt "$folder" "$architecture" update ||
      lab_fail "apt-get cannot read the package lists of $suite; they are needed once"
    touch "$folder/fresh"
  fi
  printf '%s\n' "$folder"
}

# Fails unless FILE (a .deb) is at least VERSION.
need_version() {
  local file=$1 least=$2 version
  version=$(dpkg-deb -f "$file" Version)
  dpkg --compare-versions "$version" ge "$least" ||
    lab_fail "$(basename "$file") is version $version, the lab needs $least or newer"
}

# Downloads and unpacks one PACKAGE[>=VERSION] of an apt folder into ROOT.
add_package() {
  local apt_folder=$1 architecture=$2 wanted=$3 root=$4
  local name=${wanted%%>=*} least=""
  [[ "$wanted" == *'>='* ]] && least=${wanted#*>=}
  local debs="$root.debs/$name"
  mkdir -p "$debs"
  (cd "$debs" && own_apt "$apt_folder" "$architecture" download "$name:$architecture") ||
    lab_fail "apt-get cannot download $name:$architecture"
  local -a files=("$debs"/*.deb)
  [[ -e "${files[0]}" ]] || lab_fail "apt-get downloaded no package for $name:$architecture"
  [[ -z "$least" ]] || need_version "${files[0]}" "$least"
  dpkg -x "${files[0]}" "$root"
  dpkg-deb -W "${files[0]}" >>"$root/packages.txt"
}

# Makes the folder of a set: aside first, then renamed, so that it is whole or absent.
make_set() {
  local folder=$1 suite=$2 architecture=$3
  shift 3
  [[ -d "$folder" ]] && return 0
  lab_say "fetching ${*%%>=*} of $suite ($architecture)"
  local aside="$folder.part.$$" lists package
  rm -rf "$folder".part.*
  mkdir -p "$aside"
  lists=$(suite_lists "$suite" "$architecture")
  for package in "$@"; do
    add_package "$lists" "$architecture" "$package" "$aside"
  done
  mv "$aside" "$folder"
  rm -rf "$aside.debs"
}

main() {
  local set=${1:-}
  if [[ "$set" == list ]]; then
    package_sets
    return 0
  fi
  local line
  if [[ "$set" == *:* ]]; then
    local packages=${set#*:}
    line="$set ${set%%:*} own ${packages//,/ }"
    set="${set%%:*}-${packages%%,*}"
  else
    line=$(package_sets | awk -v set="$set" '$1 == set')
  fi
  [[ -n "$line" ]] ||
    lab_fail "no package set '$set'; there are: $(package_sets | awk '{ printf "%s ", $1 }')"
  local -a words
  read -ra words <<<"$line"
  [[ "${words[2]}" != own ]] || words[2]=$(dpkg --print-architecture)
  local folder
  folder="$LAB_CACHE/packages/$set-$(printf '%s ' "${words[@]}" | sha256sum | cut -c1-8)"
  lab_with_lock "packages-${words[1]}-${words[2]}" make_set "$folder" "${words[@]:1}"
  printf '%s\n' "$folder"
}

main "$@"
