#!/bin/sh
# The project's samples validate against the official schema, where it is present.
# usage: samples_valid_test.sh SOURCE_ROOT
set -eu
corpus=${KENKOD_CORPUS:-$1/../shared/corpus}
schema=$corpus/tokutei-xsd/official/hc08_V08.xsd
if [ ! -f "$schema" ]; then
  echo "no schema here; nothing to compare"
  exit 0
fi
for sample in 2011 2019 2024; do
  xmllint --nonet --noout --schema "$schema" "$1/tests/data/tokutei-$sample.xml"
done
