# The parts of a world, started by name; each starts what it needs first and is started once.

declare -A started=()

start_part() {
  [ -z "${started[$1]:-}" ] || return 0
  started[$1]=1
  case $1 in
    system-bus) start_system_bus ;;
    polkit) start_part system-bus && start_service org.freedesktop.PolicyKit1 ;;
    kenkod) start_part system-bus && start_part polkit && provide_kenkod ;;
    login) for_everyone start_login ;;
    card) start_card ;;
    portal) start_portal ;;
    session) for_everyone start_session ;;
    *) echo "world: unknown part $1" >&2; return 1 ;;
  esac
}

for_everyone() {
  local user
  for user in $WORLD_USERS; do "$1" "$user"; done
}

start_service() {
  busctl call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus StartServiceByName su "$1" 0 > "$KENKOD_WORLD/log/start-$1"
}

# Starts a program in the background and waits until it prints its first line: that it is ready.
launch() {
  local ready=$KENKOD_WORLD/.layers/ready
  mkfifo "$ready"
  (exec "$@" > "$ready" 2> "$KENKOD_WORLD/log/${1##*/}-$BASHPID") &
  read -r _ < "$ready"
  rm "$ready"
}

# The configuration of the machine and our shipped policy, at the real path. What the daemon says to the journal is caught.
start_system_bus() {
  launch "$KENKOD_WORLD/lib/journal" "$KENKOD_WORLD/log/journal"
  [ ! -e /usr/share/dbus-1/system-services/org.kenkod1.service ] || activate_through_world
  launch dbus-daemon --system --nofork --nopidfile --print-address=1
}

# Without systemd the bus starts services itself; its launch helper runs them under the user of the activation file.
activate_through_world() {
  local services=/usr/share/dbus-1/system-services
  sed -i "s|^Exec=.*|Exec=$KENKOD_WORLD/lib/kenkod-run $KENKOD_WORLD|; /^SystemdService=/d" "$services/org.kenkod1.service"
  [ ! -e "$services/org.kenkod1.Fetch.service" ] ||
    sed -i "s|^Exec=.*|Exec=$KENKOD_WORLD/lib/fetch-run $KENKOD_WORLD|; /^SystemdService=/d" "$services/org.kenkod1.Fetch.service"
}

# What systemd would give it: state directory, host secret as a credential.
provide_kenkod() {
  local dir=$KENKOD_WORLD/kenkod setting conf
  [ -z "$WORLD_KENKOD" ] || install -m 755 "$WORLD_KENKOD" /usr/libexec/kenkod
  [ -x /usr/libexec/kenkod ] || { echo "world: the staged tree has no /usr/libexec/kenkod" >&2; return 1; }
  mkdir -p "$dir"/{state,credentials,reports}
  head -c 64 /dev/urandom > "$dir/credentials/host-secret"
  chmod 400 "$dir/credentials/host-secret"
  chmod 700 "$dir/state" "$dir/credentials"
  chmod 755 "$dir/reports"
  : > "$dir/running"
  : > "$dir/exits"
  : > "$dir/log"
  mapfile -t conf < <(grep . <<< "$WORLD_CONF" || true)
  world-kenkod configure "${conf[@]}"
  for setting in ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS; do
    printf '%s=%q\n' "$setting" "${!setting:-}:log_path=$dir/reports/report"
  done > "$dir/settings"
  [ -z "$WORLD_KENKOD" ] || echo "KENKOD_TEST_CLOCK=$dir/clock" >> "$dir/settings"
  while read -r setting; do
    [ -z "$setting" ] || printf '%s=%q\n' "${setting%%=*}" "${setting#*=}"
  done <<< "${WORLD_SETTINGS//@world@/$KENKOD_WORLD}" >> "$dir/settings"
  chown -R kenkod: "$dir"
  chmod 755 "$dir"
  provide_fetch
}

# The same for kenkod-fetch, which kenkod starts: credentials of the client (none unless a test puts some there), reports.
provide_fetch() {
  local dir=$KENKOD_WORLD/fetch setting
  mkdir -p "$dir"/{credentials,reports}
  : > "$dir/exits"
  : > "$dir/log"
  for setting in ASAN_OPTIONS UBSAN_OPTIONS TSAN_OPTIONS; do
    printf '%s=%q\n' "$setting" "${!setting:-}:log_path=$dir/reports/report"
  done > "$dir/settings"
  chown -R kenkod-fetch: "$dir"
  chmod 700 "$dir/credentials"
}

start_login() { world-login "$1" active; }

start_session() {
  launch world-as "$1" dbus-daemon --session --nofork --nopidfile --address="unix:path=/run/user/$(id -u "$1")/bus" --print-address=1
  world-keyring "$1" start
}

# People are not root, but their tests stop the daemon or play somebody else: see control for what they may ask.
start_control() { launch "$KENKOD_WORLD/lib/control"; }
