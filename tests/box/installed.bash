#!/bin/bash
# Runs in the box as root, on a machine that kenkod was just installed on by hand: the unit, its sandbox, the host secret
# and the first call by an ordinary user. Every check is named and all of them are made.
failed=0
check() {
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then echo "ok    $name"; else
    echo "FAILED $name"
    [ -z "$out" ] || sed 's/^/       /' <<< "$out"
    failed=1
  fi
}
refused() { ! "$@"; }
says() { # says TEXT COMMAND...
  local text=$1
  shift
  [ "$("$@")" = "$text" ] || { "$@"; return 1; }
}
silent() {
  local out
  out=$("$@" 2>&1) && [ -z "$out" ] || { echo "$out"; return 1; }
}
# A caller with a local login session in front, as on a desktop.
as_alice() {
  systemd-run --quiet --wait --pipe -p PAMName=login -p User=alice -E XDG_SEAT=seat0 -E XDG_SESSION_TYPE=x11 \
    -E XDG_SESSION_CLASS=user -- "$@"
}
property() { systemctl show --property="$1" --value kenkod.service; }
get_status() { as_alice busctl --system call org.kenkod1 /org/kenkod1 org.kenkod1.Manager GetStatus 'a{sv}' 0; }
hex() { od -An -v -tx1 | tr -d ' \n'; }
main_pid() { property MainPID; }
process() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$(main_pid)/status"; }

systemd-sysusers
systemctl reload dbus
useradd --create-home alice
secret=/var/lib/kenkod-host/host-secret.cred

echo "-- before the first call"
check "systemd-analyze verify has nothing to say about kenkod.service" silent systemd-analyze verify --man=no kenkod.service
check "systemd-analyze verify has nothing to say about kenkod-host-secret.service" silent systemd-analyze verify --man=no kenkod-host-secret.service
check "exposure is at most 0.5" systemd-analyze security --threshold=5 --no-pager kenkod.service
check "nothing runs at boot" says inactive property ActiveState
check "no host secret yet" refused test -e $secret

echo "-- the first call starts it"
check "an ordinary user gets a status" get_status
check "the unit runs" says active property ActiveState
check "as user kenkod" says "$(id -u kenkod) $(id -u kenkod) $(id -u kenkod) $(id -u kenkod)" bash -c "sed -n 's/^Uid:[[:space:]]*//p' /proc/$(main_pid)/status | tr '\t' ' '"
check "and owns the name itself" says "$(main_pid)" bash -c "busctl --system status org.kenkod1 | sed -n 's/^PID=//p'"
check "without capabilities" says 0000000000000000 process CapBnd
check "and no new privileges" says 1 process NoNewPrivs
check "under a system call filter" says 2 process Seccomp
check "in a network of its own" refused test "/proc/$(main_pid)/ns/net" -ef /proc/1/ns/net
check "without core files" grep -q 'Max core file size *0 *0 ' "/proc/$(main_pid)/limits"
check "and without swap" says 0 property MemorySwapMax

echo "-- the host secret"
credential=/run/credentials/kenkod.service/host-secret
check "is there, 64 bytes" says 64 stat -c %s $credential
check "is not on disk as it is" refused grep -q "$(hex < $credential | cut -c1-32)" <(base64 -d $secret | hex)
check "sealed copy belongs to root alone" says "400 root" stat -c '%a %U' $secret
check "not for the user, as a credential" refused as_alice cat $credential
check "not for the user, on disk" refused as_alice cat $secret
check "on disk not for kenkod either" refused setpriv --reuid=kenkod --regid=kenkod --clear-groups cat $secret
check "state directory is closed" says "700 kenkod" stat -c '%a %U' /var/lib/kenkod
check "the user cannot enter it" refused as_alice ls /var/lib/kenkod

echo "-- the bus"
check "a user cannot take the name" refused as_alice busctl --system call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus RequestName su org.kenkod1 0
check "what the policy does not name is refused" refused as_alice busctl --system call org.kenkod1 /org/kenkod1/session org.freedesktop.DBus.Introspectable Introspect

echo "-- stop and start again"
sealed=$(sha256sum $secret)
check "it stops" systemctl stop kenkod.service
check "with success" says success property Result
check "the next call starts it again" get_status
check "with the same host secret" says "$sealed" sha256sum $secret
check "and no complaint in the journal" silent journalctl --quiet --boot --unit=kenkod.service --priority=warning --no-pager
# systemd-creds warns when the disk is not encrypted; that is not ours to change.
check "nor an error about the host secret" silent journalctl --quiet --boot --unit=kenkod-host-secret.service --priority=err --no-pager
exit $failed
