# For test scripts: named checks that are all made; end with: exit "$failed".
failed=0

# check NAME COMMAND...: what the command says is shown when it fails.
check() {
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then echo "ok    $name"; else
    echo "FAILED $name"
    [ -z "$out" ] || printf '%s\n' "$out"
    failed=1
  fi
}

refused() { ! "$@"; }

# says TEXT COMMAND...: it succeeds and prints exactly this.
says() {
  local text=$1 out
  shift
  if ! out=$("$@") || [ "$out" != "$text" ]; then
    echo "said: $out"
    return 1
  fi
}

silent() { says '' "$@" 2>&1; }

# ends_with N COMMAND...: exit status.
ends_with() {
  local expected=$1 got=0
  shift
  "$@" || got=$?
  [ "$got" = "$expected" ] || { echo "exit status $got"; return 1; }
}
