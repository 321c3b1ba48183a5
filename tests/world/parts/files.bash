# The file system of a world: the machine's own /usr and /etc with the staged tree on top, everything that changes in
# memory, and the caller's folders readable for the people of the world.

lay_out_files() {
  local dir gift layers=$KENKOD_WORLD/.layers
  [ -n "$WORLD_KEEP" ] || mount -t tmpfs -o mode=755 tmpfs "$KENKOD_WORLD"
  mkdir "$layers"
  mount -t tmpfs -o mode=700 tmpfs "$layers"
  for dir in usr etc; do
    mkdir "$layers/$dir" "$layers/$dir.work"
    if [ -d "$WORLD_STAGE/$dir" ]; then
      # Installed files belong to root, whoever built them.
      cp -r --preserve=mode,timestamps --reflink=auto "$WORLD_STAGE/$dir/." "$layers/$dir"
      chmod 755 "$layers/$dir"
    fi
    mount -t overlay overlay -o "lowerdir=/$dir,upperdir=$layers/$dir,workdir=$layers/$dir.work" "/$dir"
  done
  for dir in /run/dbus /run/systemd /run/user; do
    mkdir -p "$dir"
    mount -t tmpfs -o mode=755 tmpfs "$dir"
  done
  mkdir -p /run/systemd/{sessions,seats,users,machines,journal} "$KENKOD_WORLD"/{people,home,log}
  # A copy, so that helpers can be read wherever the source is.
  mkdir "$KENKOD_WORLD/lib"
  cp -r "$WORLD_SOURCE/." "$KENKOD_WORLD/lib"
  chmod -R a+rX "$KENKOD_WORLD/lib"
  mkdir "$KENKOD_WORLD/files"
  while read -r gift; do
    [ -z "$gift" ] || install -m 644 "$gift" "$KENKOD_WORLD/files/"
  done <<< "$WORLD_GIFTS"
  systemd-sysusers /usr/lib/sysusers.d/kenkod.conf 2> "$KENKOD_WORLD/log/sysusers"
}

# The closest folder on the way to $2 that $1 may not enter, or nothing.
first_closed() {
  local user=$1 path=$2 at='' name
  local -a names
  IFS=/ read -ra names <<< "${path#/}"
  for name in "${names[@]}"; do
    at=$at/$name
    setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups test -x "$at" || { echo "$at"; return; }
  done
}

# A folder below a closed one (/root, a private home) is bound to the same place below an empty, open one: nothing else in
# there becomes visible. Single closed files in a folder are opened in an overlay, never in the folder itself.
make_readable() {
  local -a wanted=()
  local dir user n=0 closed saved=$KENKOD_WORLD/.layers/saved
  mapfile -t wanted < <(grep -v '^$' <<< "$WORLD_READABLE" | sort -u)
  user=${WORLD_USERS%% *}
  for dir in "${wanted[@]}"; do
    n=$((n + 1))
    mkdir -p "$saved/$n"
    mount --bind "$dir" "$saved/$n"
  done
  n=0
  for dir in "${wanted[@]}"; do
    n=$((n + 1))
    [ "$dir" != / ] || continue
    while closed=$(first_closed "$user" "$(dirname "$dir")") && [ -n "$closed" ]; do
      mount -t tmpfs -o mode=755 tmpfs "$closed"
      mkdir -p "$dir"
    done
    [ "$dir" -ef "$saved/$n" ] || { mkdir -p "$dir" && mount --bind "$saved/$n" "$dir"; }
    open_files "$user" "$dir" "$n"
  done
  cd "$PWD" || return # the folder itself may have been covered
}

open_files() {
  local user=$1 dir=$2 layer=$KENKOD_WORLD/.layers/open-$3
  local -a find_closed=(find "$dir" -xdev -name .git -prune -o '(' -type d ! -executable -o ! -readable ! -type l ')')
  [ -n "$(cd / && setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups "${find_closed[@]}" -print -quit 2>/dev/null)" ] ||
    return 0
  mkdir "$layer" "$layer.work"
  chmod 755 "$layer"
  mount -t overlay overlay -o "lowerdir=$dir,upperdir=$layer,workdir=$layer.work" "$dir"
  find "$dir" -xdev -name .git -prune -o ! -type l ! -perm -004 -exec chmod a+rX {} +
}
