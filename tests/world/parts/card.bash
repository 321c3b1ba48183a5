# The card reader of a world: a real pcscd at its real path with the virtual reader of vsmartcard-vpcd (two slots) and a
# simulated My Number card for each slot, none inserted yet. See bin/world-card.

card_programs() { echo "$KENKOD_WORLD/card/programs"; }

start_card() {
  local dir=$KENKOD_WORLD/card
  mkdir -p "$dir/driver" "$dir/ifd" "$dir/no-readers" /run/pcscd
  ln -s "$WORLD_BUILD/tests/sim" "$(card_programs)"
  mount -t tmpfs -o mode=755 tmpfs /run/pcscd
  cp "$(card_programs)/libifdvpcd.so" "$dir/driver/"
  hide_real_readers
  describe_reader "$dir" > "$dir/reader.conf"
  launch "$KENKOD_WORLD/lib/pcscd-keeper" "$dir"
  start_simulated_card 0
  # The simulation's own authority is one of those the daemon trusts in here.
  install -D -m 644 "$dir/0/sim-auth-ca.pem" /etc/kenkod/card-roots/sim-auth-2023.pem
}

# Whoever tries kenkod at home may have a reader plugged in, with their own card in it: pcscd in here finds no driver for
# it, and nobody sees the machine's USB devices.
hide_real_readers() {
  mkdir -p /usr/lib/pcsc/drivers
  mount -t tmpfs -o mode=755 tmpfs /usr/lib/pcsc/drivers
  [ ! -d /sys/bus/usb/devices ] || mount -t tmpfs -o mode=755 tmpfs /sys/bus/usb/devices
}

describe_reader() {
  local library=$1/driver/libifdvpcd.so faults
  faults=$(card_programs)/ifd/libifd-faults.so
  if [ -e "$faults" ]; then
    cp "$faults" "$1/driver/"
    library=$1/driver/libifd-faults.so
  fi
  printf '%s\n' 'FRIENDLYNAME "Simulated Reader"' 'DEVICENAME   /dev/null:0x8C7B' "LIBPATH      $library" 'CHANNELID    0x8C7B'
}

# The keys of the first card were made with the build; a second holder's are made when somebody needs that card.
start_simulated_card() {
  local slot=$1 dir=$KENKOD_WORLD/card/$1 made
  made=$(card_programs)/keys
  mkdir -p "$dir"
  if [ "$slot" = 0 ]; then cp -p "$made"/*.key "$made"/*.pem "$dir"; else cp -p "$made"/sim-* "$dir"; fi
  chown -R root: "$dir"
  chmod 600 "$dir"/*.key
  # In a session of its own: whoever asked for the second card may end before it.
  launch setsid "$(card_programs)/kenko-sim-card" --port $((35963 + slot)) --control "$dir/control" --files "$dir"
}
