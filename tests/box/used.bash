#!/bin/bash
# Runs in the box as root: the main path under the real unit with its sandbox and system call filter, and what only logind
# and systemd know: screen lock, user switch, sandboxed programs.
# shellcheck source=tests/world/checks.bash
. /box/checks.bash

systemd-sysusers
systemctl reload dbus
useradd --create-home alice
answer=ひまわり

local_session=(systemd-run --quiet --wait --pipe -p PAMName=login -p User=alice -p WorkingDirectory=/home/alice
  -E XDG_SEAT=seat0 -E XDG_SESSION_TYPE=x11 -E XDG_SESSION_CLASS=user -E LC_ALL=C.UTF-8)
# as_alice LINE...: kenkoctl with these words, and the lines typed at its prompts.
cat > /box/typed << 'END'
#!/bin/bash
# typed N LINE... -- WORD...
lines=()
while [ "$1" != -- ]; do lines+=("$1"); shift; done
shift
exec kenkoctl --yes --answer-fd 3 "$@" 3< <([ ${#lines[@]} = 0 ] || printf '%s\n' "${lines[@]}")
END
chmod 755 /box/typed
kenkoctl_as_alice() { "${local_session[@]}" /box/typed "$@"; }
shows() { grep -q "$1" <("${@:2}"); }

echo "-- the main path"
check "terms" kenkoctl_as_alice -- terms --accept
check "secret question" kenkoctl_as_alice '好きな花は?' $answer -- question set
check "import, by a child in its own sandbox" kenkoctl_as_alice $answer -- import /box/data/tokutei-2024.xml
check "show" shows 身長 kenkoctl_as_alice $answer -- show checkup
check "a wrong answer" ends_with 4 kenkoctl_as_alice ちがう -- show checkup
check "export" kenkoctl_as_alice $answer -- export /home/alice/export.xml
check "and import of the export: there already" shows already kenkoctl_as_alice $answer -- import /home/alice/export.xml
check "a file that is none" ends_with 5 kenkoctl_as_alice $answer -- import /etc/passwd

echo "-- the session ends with the screen"
next_line() { # next_line PATTERN: what hold_session says next
  local line=''
  read -r -t 20 -u "$held" line || true
  # shellcheck disable=SC2053 # a pattern
  [[ $line == $1 ]] || { echo "said: $line"; return 1; }
}
held() { # held COMMAND...: it ends what hold_session has open
  exec {held}< <(exec "${local_session[@]}" /box/hold_session "$answer")
  next_line OPEN && "$@" && next_line '*Error*' && exec {held}<&-
}
session() { loginctl list-sessions --no-legend | awk '$3 == "alice" { id = $1 } END { print id }'; }
lock_screen() { loginctl lock-session "$(session)"; }
check "screen lock" held lock_screen
check "another session, ended by Lock" held kenkoctl_as_alice -- lock

echo "-- sandboxed programs"
loginctl enable-linger alice
systemctl start "user@$(id -u alice).service"
as_unit() { systemd-run -M alice@ --user --quiet --wait --pipe --unit="$1" "${@:2}"; }
register=(busctl --system call org.kenkod1 /org/kenkod1 org.kenkod1.Manager RegisterAgent 'oa{sv}' /agent 0)
check "a program of the user may be a prompt agent" as_unit app-tool-1 "${register[@]}"
check "a Flatpak may not" refused as_unit app-flatpak-org.example.Reader-1234 "${register[@]}"
check "nor one with a dash in its id" refused as_unit 'app-flatpak-org.example.Re\x2dader-1' "${register[@]}"
check "but may ask for the status" as_unit app-flatpak-org.example.Reader-5 busctl --system call org.kenkod1 /org/kenkod1 org.kenkod1.Manager GetStatus 'a{sv}' 0

echo "-- afterwards"
check "no complaint in the journal" silent journalctl --quiet --boot --unit=kenkod.service --priority=warning --no-pager
# The rest of the journal has the commands of this script in it.
check "nothing of the records in the daemon's journal" refused grep -qE "158\.2|見本健診機関|$answer|好きな花" <(journalctl --boot --unit=kenkod.service --output=verbose --no-pager)
exit "$failed"
