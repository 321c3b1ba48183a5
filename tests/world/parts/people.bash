# The people of a world. Somebody who exists on the machine (the one who called sudo) keeps name and uid, the others are
# invented; all have their home in the world, never their own one.

make_person() {
  local user=$1 uid home=$KENKOD_WORLD/home/$1
  [ "$user" != root ] || { echo "world: nobody is root in here" >&2; return 1; }
  id "$user" > "$KENKOD_WORLD/log/id" 2>&1 || useradd --no-create-home --no-user-group --home-dir "$home" --shell /bin/bash "$user"
  uid=$(id -u "$user")
  mkdir -m 700 "$home" "/run/user/$uid"
  mkdir -m 700 "$home/tmp"
  chown -R "$user:" "$home" "/run/user/$uid"
  {
    printf 'export HOME=%q USER=%q LOGNAME=%q SHELL=/bin/bash TMPDIR=%q\n' "$home" "$user" "$user" "$home/tmp"
    printf 'export XDG_RUNTIME_DIR=/run/user/%s DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/%s/bus\n' "$uid" "$uid"
  } > "$KENKOD_WORLD/people/$user"
}
