#!/bin/bash
# Runs in a world as alice: the part card is what tests on top of it believe it to be.
# shellcheck source=tests/world/checks.bash
. "$KENKOD_WORLD/lib/checks.bash"

recognised() { opensc-tool -n 2>&1 | grep -qx jpki; }
readers() { opensc-tool -l | grep -c 'Simulated Reader' || true; }
cards() { opensc-tool -l | grep -c 'Yes .*Simulated Reader' || true; }
usb_products() { cat /sys/bus/usb/devices/*/idProduct; }
may_read_keys() { cat "$(world-card files)/auth.key"; }

check "two slots, without cards" says 2 readers
check "none of the machine's readers" says 0 cards
check "no private key for her" refused may_read_keys
check "the daemon trusts the card's authority" openssl verify -CAfile /etc/kenkod/card-roots/sim-auth-2023.pem "$(world-card files)/auth.pem"

check "a card can be inserted" world-card insert
check "and is known" recognised
check "so can a second one" world-card --slot 1 insert
check "of somebody else" refused cmp "$(world-card files)/auth.pem" "$(world-card --slot 1 files)/auth.pem"
check "of the same authority" openssl verify -CAfile /etc/kenkod/card-roots/sim-auth-2023.pem "$(world-card --slot 1 files)/auth.pem"
check "both are listed" says 2 cards
check "a removed one is not" world-card remove
check "at once" world-card insert

world-card clear
check "a status word is answered as told" world-card status-at 30 6A82
check "once" refused recognised
check "the record tells" grep -qx '00A4040C0A D392F000260100000001 6A82' <(world-card apdus)
check "not again" recognised
world-card clear
check "a PIN is right" pkcs15-tool --verify-pin --auth-id 01 --pin 1234
check "the record says so" grep -qx '0020008004 \*\* 9000' <(world-card apdus)
check "and never the PIN" refused grep -q 31323334 <(world-card events)

check "pcscd comes back behind its socket" world-card pcscd restart
check "and so does the card" recognised
world-card pcscd kill
check "dead, it leaves those waiting that connect" ends_with 124 timeout 0.5 opensc-tool -l
world-card pcscd start
check "until it is back" recognised
world-card pcscd gone
check "without socket there is no service" refused recognised
world-card pcscd start
world-card pcscd no-reader
check "a service without readers" says 0 readers
world-card pcscd reader
check "has them again" recognised

world-card reader-fault on
check "a broken reader stays listed" says 2 readers
check "but has no card" refused recognised
world-card reader-fault off
check "and recovers" recognised

world-card hold until-released
check "another program keeps the card" ends_with 124 timeout 0.5 opensc-tool -n
world-card release
check "and gives it back" recognised
world-card exclusive until-released
check "another one lets nobody in" refused recognised
world-card release
world-card clear
world-card reset
check "a reset arrives" grep -qx reset <(world-card events)

check "a USB device can be pretended" world-card usb RC-S380
check "by its ids" says 06c1 usb_products
world-card usb none
check "and unplugged" refused usb_products
world-card tries auth 0
world-card pcscd gone
check "everything is as at the beginning" world-card fresh
check "without cards" says 0 cards
world-card insert
check "with all tries" grep -q 'Tries left.*: 3' <(pkcs15-tool --list-pins 2>&1)
check "what is no command fails" ends_with 1 world-card nonsense
exit "$failed"
