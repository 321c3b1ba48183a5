#!/bin/bash
# Runs in a world as alice: the world is what tests on top of it believe it to be.
failed=0
check() {
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then echo "ok    $name"; else
    echo "FAILED $name: $out"
    failed=1
  fi
}
refused() { ! "$@"; }
status() { # status N COMMAND...
  local expected=$1 got=0
  shift
  "$@" || got=$?
  [ "$got" = "$expected" ] || { echo "exit status $got"; return 1; }
}
may() { pkcheck -a "org.kenkod1.$1" -p $$; }
ask() { pkcheck -u -a "org.kenkod1.$1" -p $$; }
interfaces() { ip -br link | cut -d' ' -f1; }
secret() { secret-tool lookup thing "$1"; }

check "she is not root" refused test "$(id -u)" = 0
check "there is a loopback and nothing else" test "$(interfaces)" = lo
check "her home is in the world" test "$HOME" = "$KENKOD_WORLD/home/alice"
check "the build can be read" test -r meson-info/intro-installed.json

check "in front of the machine she may import" may import
check "deleting needs her password, which nobody is there to ask for" status 2 ask purge
world-polkit-agent alice yes
check "an agent that says yes lets her" ask purge
check "every time anew" status 2 may purge
world-polkit-agent alice no
check "a wrong password does not" status 1 ask purge
world-polkit-agent alice cancel
check "a closed dialog does not" status 3 ask purge
check "three dialogs were shown" test "$(world-polkit-agent alice log | grep -c '^action=org.kenkod1.purge .* identities=alice$')" = 3
world-login alice online
check "switched away, she has to prove herself" status 2 may import
world-login alice active
check "back in front, she may" may import
check "somebody else's processes are not hers to ask about" status 127 pkcheck -a org.kenkod1.import -p 1

check "her keyring takes a secret" bash -c 'printf geheim | secret-tool store --label=test thing one'
check "and gives it back" test "$(secret one)" = geheim
world-keyring alice lock
check "not when locked" refused secret one
check "bob's is another one" refused world-as bob secret-tool lookup thing one

check "bob is himself" test "$(world-as bob id -un)" = bob
check "nobody becomes root" status 99 world-as root id
check "alice may not take the daemon's name" refused gdbus call --system --dest org.freedesktop.DBus \
  --object-path /org/freedesktop/DBus --method org.freedesktop.DBus.RequestName org.kenkod1 0
exit $failed
