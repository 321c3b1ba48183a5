# What the scripts of ./try say, in the language of who runs them.
step=0
case ${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in ja*) japanese=1 ;; *) japanese='' ;; esac
say() { if [ -n "$japanese" ]; then echo "$1"; else echo "$2"; fi; }
heading() {
  step=$((step + 1))
  printf '\n\033[1m%s. ' "$step"
  say "$1" "$2"
  printf '\033[0m'
}
# Shows a command as somebody would type it and runs it. What would be typed at its prompts comes, a line each, through a
# descriptor: first the words after "--", then nothing more.
run() {
  local -a command=() typed=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do command+=("$1"); shift; done
  [ $# = 0 ] || { shift; typed=("$@"); }
  printf '$ kenkoctl %s\n' "${command[*]}"
  quietly "${command[@]}" -- "${typed[@]}"
}
# The same without showing the command.
quietly() {
  local -a command=() typed=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do command+=("$1"); shift; done
  [ $# = 0 ] || { shift; typed=("$@"); }
  kenkoctl --yes --answer-fd 3 "${command[@]}" 3< <([ ${#typed[@]} = 0 ] || printf '%s\n' "${typed[@]}")
}
