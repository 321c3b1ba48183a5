# The portal of a world: kenko-sim-portal at https://localhost:8443, and the daemon's configuration for it. See
# bin/world-portal and bin/world-browser.

start_portal() {
  local dir=$KENKOD_WORLD/portal made=$WORLD_BUILD/tests/sim/portal
  mkdir -p "$dir" /etc/kenkod/kenkod.conf.d
  ln -s "$(readlink -f "$WORLD_SOURCE/../sim/portal")" "$dir/program"
  # Made with the build; without, when it starts.
  [ ! -e "$made/pin-sha256" ] || cp "$made"/*.pem "$made"/*.key "$made/pin-sha256" "$dir"
  chown -R root: "$dir"
  [ ! -e "$dir/server.key" ] || chmod 600 "$dir"/*.key
  # The people's card is the one in the first slot; any other is taken for another person's.
  launch "$dir/program/kenko-sim-portal" --directory "$dir" --port 8443 --card-root "$KENKOD_WORLD/card/0/sim-auth-ca.pem" \
    --card "hanako=$KENKOD_WORLD/card/0/auth.pem"
  # Always open: tests run at any time of day. A test says otherwise with world-kenkod configure.
  printf '%s\n' '[portal]' 'id=simulator' 'issuer=https://localhost:8443' 'client-id=kenkod-sim' "ca-bundle=$dir/ca.pem" \
    'token-endpoint=https://localhost:8443/token' 'flows=code,card' 'hours=always' 'poll-min=1' \
    > /etc/kenkod/kenkod.conf.d/portal.conf
}
