#!/bin/bash
# Runs in the box as root: a link under the real units: kenkod without a network, kenkod-fetch started by the bus with its
# sandbox, system call filter and the kernel's word on whose browser comes back.
# shellcheck source=tests/world/checks.bash
. /box/checks.bash

systemd-sysusers
systemctl reload dbus
useradd --create-home alice
answer=ひまわり

# The simulated portal, as in a world.
portal=/run/world/portal
mkdir -p $portal /etc/kenkod/kenkod.conf.d
chmod 755 /run/world
cp -r /box/portal/files/. $portal
ln -s /box/portal/program $portal/program
printf '%s\n' '[portal]' 'id=simulator' 'issuer=https://localhost:8443' 'client-id=kenkod-sim' "ca-bundle=$portal/ca.pem" \
  'token-endpoint=https://localhost:8443/token' 'flows=code' 'hours=always' 'poll-min=1' > /etc/kenkod/kenkod.conf.d/portal.conf
systemd-run --quiet --unit=sim-portal /box/portal/program/kenko-sim-portal --directory $portal --port 8443 \
  --card-root /box/sim/keys/sim-auth-ca.pem --card hanako=/box/sim/keys/auth.pem
until [ -S $portal/control ] && "$portal/program/kenko-sim-portal" --directory $portal -- tell scenario > /dev/null 2>&1; do :; done
tell() { "$portal/program/kenko-sim-portal" --directory $portal -- tell "$@"; }

local_session=(systemd-run --quiet --wait --pipe -p PAMName=login -p User=alice -p WorkingDirectory=/home/alice
  -E XDG_SEAT=seat0 -E XDG_SESSION_TYPE=x11 -E XDG_SESSION_CLASS=user -E LC_ALL=C.UTF-8 -E BROWSER=/box/browser
  -E KENKOD_WORLD=/run/world)
cat > /box/typed << 'END'
#!/bin/bash
# typed LINE... -- WORD...: kenkoctl with these words, and the lines typed at its prompts.
lines=()
while [ "$1" != -- ]; do lines+=("$1"); shift; done
shift
exec kenkoctl --yes --answer-fd 3 "$@" 3< <([ ${#lines[@]} = 0 ] || printf '%s\n' "${lines[@]}")
END
chmod 755 /box/typed
kenkoctl_as_alice() { "${local_session[@]}" /box/typed "$@"; }
shows() { grep -q "$1" <("${@:2}"); }

echo "-- a link"
check "terms" kenkoctl_as_alice -- terms --accept
check "nobody else may start a worker" refused busctl --system call org.kenkod1.Fetch /org/kenkod1/Fetch org.kenkod1.Fetch Start 'a{sv}' 0
check "the first one, with the question" kenkoctl_as_alice '好きな花は?' $answer -- link --browser
check "what was fetched is there" shows 身長 kenkoctl_as_alice $answer -- show checkup
check "again" kenkoctl_as_alice $answer -- link --browser
check "the portal saw nothing it must not" silent tell violations
check "no token is left at the portal" shows '^refresh 0' tell tokens
tell scenario maintenance > /dev/null
check "under maintenance" ends_with 12 kenkoctl_as_alice $answer -- link --browser
systemctl stop sim-portal
check "without a portal" ends_with 12 kenkoctl_as_alice $answer -- link --browser

echo "-- the units"
check "the fetcher runs as its own user" test "$(systemctl show -P User kenkod-fetch.service)" = kenkod-fetch
check "kenkod has no network" test "$(systemctl show -P PrivateNetwork kenkod.service)" = yes
until [ "$(systemctl is-active kenkod-fetch.service)" = inactive ]; do :; done # it ends by itself when idle
check "the fetcher ended in good order" test "$(systemctl show -P Result kenkod-fetch.service)" = success
check "and kenkod runs" systemctl --quiet is-active kenkod.service

exit "$failed"
