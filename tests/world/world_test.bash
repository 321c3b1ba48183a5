#!/bin/bash
# Runs in a world as alice: the world is what tests on top of it believe it to be.
# shellcheck source=tests/world/checks.bash
. "$KENKOD_WORLD/lib/checks.bash"

may() { pkcheck -a "org.kenkod1.$1" -p $$; }
ask() { pkcheck -u -a "org.kenkod1.$1" -p $$; }
interfaces() { ip -br link | cut -d' ' -f1; }
secret() { secret-tool lookup thing "$1"; }

check "she is not root" refused test "$(id -u)" = 0
check "there is a loopback and nothing else" says lo interfaces
check "her home is in the world" test "$HOME" = "$KENKOD_WORLD/home/alice"

check "in front of the machine she may import" may import
check "deleting needs her password, which nobody is there to ask for" ends_with 2 ask purge
world-polkit-agent alice yes
check "an agent that says yes lets her" ask purge
check "every time anew" ends_with 2 may purge
world-polkit-agent alice no
check "a wrong password does not" ends_with 1 ask purge
world-polkit-agent alice cancel
check "a closed dialog does not" ends_with 3 ask purge
check "three dialogs were shown" test "$(world-polkit-agent alice log | grep -c '^action=org.kenkod1.purge .* identities=alice$')" = 3
world-login alice online
check "switched away, she has to prove herself" ends_with 2 may import
world-login alice active
check "back in front, she may" may import
check "somebody else's processes are not hers to ask about" ends_with 127 pkcheck -a org.kenkod1.import -p 1

check "her keyring takes a secret" bash -c 'printf geheim | secret-tool store --label=test thing one'
check "and gives it back" says geheim secret one
world-keyring alice lock
check "not when locked" refused secret one
check "bob's is another one" refused world-as bob secret-tool lookup thing one

check "bob is himself" test "$(world-as bob id -un)" = bob
check "nobody becomes root" ends_with 99 world-as root id
check "alice may not take the daemon's name" refused gdbus call --system --dest org.freedesktop.DBus \
  --object-path /org/freedesktop/DBus --method org.freedesktop.DBus.RequestName org.kenkod1 0
exit "$failed"
