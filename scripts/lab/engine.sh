#!/usr/bin/env bash
# Real Docker engines of several generations, side by side, none of them
# installed: each has its own containerd, data, socket, bridge and client.
#
# usage: engine.sh start NAME…          start (or find running) and wait until it answers
#        engine.sh stop NAME…|all       end every process of it; images stay
#        engine.sh remove NAME…|all     stop, and delete its images too
#        engine.sh env NAME             print the export lines that select it
#        engine.sh run NAME COMMAND…    run a command with those variables
#        engine.sh list                 print the names, and which of them answer
#
# Engines outlive the script that started them, even if that script is killed:
# end them with "engine.sh stop all". RUN steps and containers have no way to the
# outside world except through the host's network (docker build --network=host).
#
# OCI_RECIPES_SUBNET  the first two numbers of the bridges' addresses (10.213)

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/lab/common.sh
source "$here/common.sh"

readonly START_TIMEOUT_SECONDS=60
readonly STOP_TIMEOUT_SECONDS=20
readonly SUBNET="${OCI_RECIPES_SUBNET:-10.213}"

# NAME PACKAGE-SET STORE SUBNET-NUMBER
# STORE is vfs or overlay2 (classic stores) or containerd (its snapshotters).
# docker20 is on vfs because that is what Launchpad's build machines use.
engine_table() {
  cat <<'END'
docker20 engine20 vfs 20
docker26 engine26 overlay2 26
docker26c engine26 containerd 27
docker28 engine28 containerd 28
docker28g engine28 overlay2 29
END
}

# Sets the variables that describe engine NAME.
select_engine() {
  local line
  line=$(engine_table | awk -v name="$1" '$1 == name')
  [[ -n "$line" ]] ||
    lab_fail "no engine '$1'; there are: $(engine_table | awk '{ printf "%s ", $1 }')"
  read -r engine package_set store subnet <<<"$line"
  folder="$LAB_RUN/$engine"
  socket="$folder/docker.sock"
  bridge="oci-$engine"
}

# Sets the variables that need the engine's packages, fetching them if absent.
select_packages() {
  packages=$("$here/packages.sh" "$package_set")
  engine_path="$packages/usr/bin:$packages/usr/sbin:/usr/sbin:/sbin:$PATH"
}

# True when a kernel overlay can be mounted where the engine keeps its data.
overlay_works() {
  local probe="$folder/probe" works=1
  mkdir -p "$probe"/{lower,upper,work,merged}
  if mount -t overlay overlay "$probe/merged" \
    -o "lowerdir=$probe/lower,upperdir=$probe/upper,workdir=$probe/work" 2>/dev/null; then
    works=0
    umount "$probe/merged"
  fi
  rm -rf "$probe"
  return "$works"
}

# Prints the storage driver in the words of the engine's configuration.
storage_driver() {
  local overlay=overlay2 copying=vfs
  if [[ "$store" == containerd ]]; then
    overlay=overlayfs
    copying=native
  fi
  if [[ "$store" != vfs ]] && overlay_works; then
    printf '%s\n' "$overlay"
  else
    printf '%s\n' "$copying"
  fi
}

# The engine's configuration. Every engine has a bridge of its own and leaves
# the machine's packet filter alone, so they can stand beside each other, and
# beside an installed engine, in any order.
write_engine_config() {
  jq -n --arg folder "$folder" --arg bridge "$bridge" --arg driver "$(storage_driver)" \
    --argjson snapshotter "$([[ "$store" == containerd ]] && echo true || echo false)" '{
      "data-root": ($folder + "/data"), "exec-root": ($folder + "/exec"),
      "pidfile": ($folder + "/dockerd.pid"), "hosts": ["unix://" + $folder + "/docker.sock"],
      "containerd": ($folder + "/containerd.sock"), "storage-driver": $driver,
      "bridge": $bridge, "iptables": false, "ip6tables": false,
      "ip-forward": false, "ip-masq": false, "userland-proxy": false,
      "init-path": "/usr/bin/tini-static",
      "features": ({ "buildkit": true } +
        if $snapshotter then { "containerd-snapshotter": true } else {} end)
    }' >"$folder/daemon.json"
}

# The configuration of the engine's containerd: no Kubernetes, all paths its own.
write_containerd_config() {
  cat >"$folder/containerd.toml" <<END
version = 2
root = "$folder/containerd"
state = "$folder/containerd-state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
[grpc]
  address = "$folder/containerd.sock"
END
}

# The engine's own client configuration: its own buildx, and no one's logins.
write_client_config() {
  mkdir -p "$folder/client/cli-plugins"
  [[ -e "$folder/client/config.json" ]] || echo '{}' >"$folder/client/config.json"
  local buildx="$packages/usr/libexec/docker/cli-plugins/docker-buildx"
  rm -f "$folder/client/cli-plugins/docker-buildx"
  [[ ! -e "$buildx" ]] || ln -s "$buildx" "$folder/client/cli-plugins/docker-buildx"
}

make_bridge() {
  ip link show "$bridge" >/dev/null 2>&1 || ip link add "$bridge" type bridge
  ip addr replace "$SUBNET.$subnet.1/24" dev "$bridge"
  ip link set "$bridge" up
}

# The variables that select this engine, one NAME=VALUE a line.
engine_environment() {
  cat <<END
DOCKER_HOST=unix://$socket
DOCKER_CONFIG=$folder/client
BUILDX_CONFIG=$folder/client/buildx
BUILDX_BUILDER=
PATH=$packages/usr/bin:$PATH
END
}

# Runs a command on this engine.
on_engine() {
  local -a variables
  mapfile -t variables < <(engine_environment)
  env "${variables[@]}" "$@"
}

answers() {
  [[ -S "$socket" ]] && on_engine timeout 5 docker version --format '{{.Server.Version}}' \
    >"$folder/version" 2>/dev/null
}

# True when FILE holds the pid of a living process that belongs to this engine;
# a pid that another program got after a restart of the machine does not count.
alive() {
  local pid
  pid=$(cat "$1" 2>/dev/null) && [[ -n "$pid" ]] &&
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$folder/"
}

# Becomes COMMAND in a session of its own, holding none of the caller's open
# files: neither the lock nor a pipe that someone waits on to be closed.
become_daemon() {
  local descriptor
  for descriptor in "/proc/$BASHPID/fd"/*; do
    descriptor=${descriptor##*/}
    ((descriptor <= 2)) || exec {descriptor}>&-
  done
  PATH=$engine_path exec setsid "$@"
}

# Starts one background program of the engine, its log in the engine's folder.
launch() {
  local name=$1
  shift
  become_daemon "$@" </dev/null >"$folder/$name.log" 2>&1 &
  launched=$!
  echo "$launched" >"$folder/$name.launched"
}

# Ends the script, showing the last words of the daemons.
fail_start() {
  local log
  for log in containerd dockerd; do
    lab_say "the last lines of $folder/$log.log:"
    tail -n 20 "$folder/$log.log" >&2 || true
  done
  stop_engine
  lab_fail "$engine $1"
}

# Waits until a command succeeds, as long as the program launched last lives and
# time is left.
wait_until() {
  local end=$((SECONDS + START_TIMEOUT_SECONDS))
  until "$@"; do
    kill -0 "$launched" 2>/dev/null || fail_start "did not start: one of its programs ended"
    ((SECONDS < end)) || fail_start "did not answer within $START_TIMEOUT_SECONDS s"
    sleep 0.2
  done
}

start_engine() {
  if answers; then return 0; fi
  ((${#socket} <= 107)) || lab_fail "the socket's path is too long: $socket (set OCI_RECIPES_RUN)"
  stop_engine
  mkdir -p "$folder"
  write_engine_config
  write_containerd_config
  write_client_config
  make_bridge
  launch containerd containerd --config "$folder/containerd.toml"
  wait_until test -S "$folder/containerd.sock"
  launch dockerd dockerd --config-file "$folder/daemon.json"
  wait_until answers
  lab_say "$engine answers: Docker $(cat "$folder/version"), $(jq -r '."storage-driver"' "$folder/daemon.json")"
}

# Prints the pids of all processes whose command line names this engine's
# folder and that are one of its programs: the daemons, the shims of containers.
engine_pids() {
  local file pid
  while read -r file; do
    pid=${file//[^0-9]/}
    case "$(readlink "/proc/$pid/exe" 2>/dev/null)" in
      */dockerd* | */containerd*) echo "$pid" ;;
    esac
  done < <(grep -lF "$folder/" /proc/[0-9]*/cmdline 2>/dev/null)
}

# Sends SIGNAL to the processes of the engine and waits until they are gone or
# the seconds are over. True when none is left.
end_processes() {
  local signal=$1 end=$((SECONDS + $2)) pids
  pids=$(engine_pids)
  # shellcheck disable=SC2086 # several pids, one word each
  [[ -z "$pids" ]] || kill "-$signal" $pids 2>/dev/null || true
  while pids=$(engine_pids) && [[ -n "$pids" ]]; do
    ((SECONDS < end)) || return 1
    sleep 0.1
  done
}

# dockerd first: it ends its containers and needs containerd for it.
stop_engine() {
  if alive "$folder/dockerd.launched"; then
    local pid end=$((SECONDS + STOP_TIMEOUT_SECONDS))
    pid=$(cat "$folder/dockerd.launched")
    kill -TERM "$pid" 2>/dev/null || true
    while alive "$folder/dockerd.launched" && ((SECONDS < end)); do sleep 0.1; done
  fi
  end_processes TERM 5 || end_processes KILL 5 || lab_say "$engine: a process would not end"
  unmount_all
  ip link del "$bridge" 2>/dev/null || true
  rm -f "$folder"/*.sock "$folder"/*.launched "$folder"/*.pid
}

# Unmounts what is left below the engine's folder, innermost first.
unmount_all() {
  local point
  while read -r point; do
    umount -l "$point" 2>/dev/null || true
  done < <(awk -v folder="$folder/" 'index($2, folder) == 1 { print $2 }' /proc/self/mounts | sort -r)
}

remove_engine() {
  stop_engine
  rm -rf "${folder:?}"
}

# Runs ACTION on each engine named; "all" is all of them.
for_engines() {
  local action=$1 name
  shift
  [[ $# -gt 0 ]] || lab_fail "name an engine: $(engine_table | awk '{ printf "%s ", $1 }')"
  local -a names=("$@")
  [[ "$1" != all ]] || mapfile -t names < <(engine_table | awk '{ print $1 }')
  for name in "${names[@]}"; do
    select_engine "$name"
    mkdir -p "$LAB_RUN"
    ("$action") 9>"$LAB_RUN/$name.lock"
  done
}

locked_start() {
  flock 9
  select_packages
  start_engine
}

locked_stop() {
  flock 9
  stop_engine
}

locked_remove() {
  flock 9
  remove_engine
}

print_env() {
  local line
  while IFS= read -r line; do
    printf 'export %s=%q\n' "${line%%=*}" "${line#*=}"
  done < <(engine_environment)
}

print_list() {
  local name _
  while read -r name _; do
    select_engine "$name"
    [[ ! -S "$socket" ]] || select_packages
    if answers; then
      printf '%s running %s\n' "$name" "$(cat "$folder/version")"
    else
      printf '%s stopped\n' "$name"
    fi
  done < <(engine_table)
}

main() {
  local command=${1:-}
  [[ $# -eq 0 ]] || shift
  case "$command" in
    start)
      lab_need_root "starting an engine"
      "$here/prerequisites.sh"
      "$here/emulate.sh"
      for_engines locked_start "$@"
      ;;
    stop) for_engines locked_stop "$@" ;;
    remove) for_engines locked_remove "$@" ;;
    env | run)
      [[ $# -gt 0 ]] || lab_fail "usage: engine.sh $command NAME"
      select_engine "$1"
      select_packages
      shift
      if [[ "$command" == env ]]; then print_env; else on_engine "$@"; fi
      ;;
    list) print_list ;;
    *) lab_fail "usage: engine.sh start|stop|remove|env|run|list [NAME…]" ;;
  esac
}

main "$@"
