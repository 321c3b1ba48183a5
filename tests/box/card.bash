#!/bin/bash
# Runs in the box as root: the card under the real unit with its sandbox, pcscd started by its socket, and who may use it.
# shellcheck source=tests/world/checks.bash
. /box/checks.bash

systemd-sysusers
systemctl reload dbus
useradd --create-home alice
pin=4739
# The virtual reader, and no other.
rm -f /etc/reader.conf.d/*
printf '%s\n' 'FRIENDLYNAME "Virtual Reader"' 'DEVICENAME /dev/null:0x8C7B' 'LIBPATH /box/sim/libifdvpcd.so' 'CHANNELID 0x8C7B' > /etc/reader.conf.d/virtual
systemctl start pcscd.socket

local_session=(systemd-run --quiet --wait --pipe -p PAMName=login -p User=alice -p WorkingDirectory=/home/alice
  -E XDG_SEAT=seat0 -E XDG_SESSION_TYPE=x11 -E XDG_SESSION_CLASS=user -E LC_ALL=C.UTF-8)
remote_session=(systemd-run --quiet --wait --pipe -p PAMName=login -p User=alice -p WorkingDirectory=/home/alice -E LC_ALL=C.UTF-8)
shows() { grep -q "$1" <("${@:2}"); }
# Types the PIN of the card at kenkoctl's prompt.
cat > /box/with_pin << 'END'
#!/bin/bash
exec kenkoctl --answer-fd 3 "${@:2}" 3< <(echo "$1")
END
chmod 755 /box/with_pin
card() { "${local_session[@]}" kenkoctl card; }
test_card() { "${local_session[@]}" /box/with_pin "$pin" card test "$@"; }
sim() { /box/sim/tell /run/sim-card "$@"; }

systemd-run --quiet --unit=sim-card /box/sim/kenko-sim-card --port 35963 --control /run/sim-card --files /box/sim/keys
until sim count > /dev/null 2>&1; do :; done # its unit is started at once, its socket a moment later

echo "-- the card"
check "a reader without a card" ends_with 11 card
check "pcscd was started by its socket" systemctl --quiet is-active pcscd.service
sim pin "$pin" > /dev/null
sim insert > /dev/null
check "the card is read" shows 'RS256' card
check "and signs" test_card --text /home/alice/text --signature /home/alice/signature
openssl x509 -in /box/sim/keys/auth.pem -noout -pubkey > /box/key
check "what openssl verifies" openssl dgst -sha256 -verify /box/key -signature /home/alice/signature /home/alice/text

echo "-- pcscd comes and goes"
systemctl restart pcscd.service
until [ "$(sim state)" = noticed ]; do :; done
check "the card is read after a restart" shows 'RS256' card
systemctl stop pcscd.socket pcscd.service
check "without pcscd" ends_with 11 card
systemctl start pcscd.socket
until shows 'RS256' card 2> /dev/null; do :; done
check "and signs again" test_card

echo "-- who may"
check "not from elsewhere" ends_with 3 "${remote_session[@]}" kenkoctl card
loginctl enable-linger alice
systemctl start "user@$(id -u alice).service"
check "not a Flatpak" refused systemd-run -M alice@ --user --quiet --wait --pipe --unit=app-flatpak-org.example.Reader-1 \
  busctl --system call org.kenkod1 /org/kenkod1 org.kenkod1.Manager TestCard 'a{sv}' 0

echo "-- the person leaves while the PIN is asked"
sim remove > /dev/null
until grep -q 'no card in the reader' <(card 2>&1); do :; done # pcscd looks every 0.4 s, and would miss a quick exchange
sim insert > /dev/null
sim clear > /dev/null
# Nobody ever types: its status 7 says that the call was cancelled.
"${local_session[@]}" bash -c 'exec kenkoctl --answer-fd 3 card test 3< <(exec sleep infinity)' 2> /box/cancelled &
waiting=$!
until [ "$(sim count)" -ge 11 ]; do :; done
loginctl lock-session "$(loginctl list-sessions --no-legend | awk '$3 == "alice" { id = $1 } END { print id }')"
status=0
wait "$waiting" || status=$?
check "screen lock" test "$status" = 7
check "no PIN was sent" says 0 sim verifies

echo "-- a pcscd that asks polkit"
# Debian 12's does not; these are the actions of those that do, with their defaults.
{
  echo '<policyconfig>'
  for action in access_pcsc access_card; do
    echo "<action id=\"org.debian.pcsc-lite.$action\"><message>-</message><defaults><allow_any>no</allow_any>"
    echo '<allow_inactive>no</allow_inactive><allow_active>yes</allow_active></defaults></action>'
  done
  echo '</policyconfig>'
} > /usr/share/polkit-1/actions/org.debian.pcsc-lite.policy
systemctl restart polkit.service
systemd-run --quiet --unit=other --uid=nobody sleep infinity
may() { pkcheck --action-id "org.debian.pcsc-lite.$1" --process "$(systemctl show --property=MainPID --value "$2")"; }
for action in access_pcsc access_card; do
  check "kenkod gets $action" may $action kenkod.service
  check "another service does not" refused may $action other.service
done

echo "-- afterwards"
check "no complaint in the journal" silent journalctl --quiet --boot --unit=kenkod.service --priority=warning --no-pager
check "no PIN in the journals of kenkod and pcscd" refused grep -q "$pin" <(journalctl --boot --unit=kenkod.service --unit=pcscd.service --output=cat --no-pager)
exit "$failed"
