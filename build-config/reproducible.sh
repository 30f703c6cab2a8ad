#!/usr/bin/env bash
# Builds the last commit twice, in two folders and under other circumstances (time, time zone, language), and compares
# every jar of Hourglass byte by byte. Two or three minutes. Jars also hold the rights of files, so both builds create
# them with the same ones.
#
#   build-config/reproducible.sh           exit code 0 when all are the same, 1 when not
set -euo pipefail
umask 022
home=$(cd -P "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
commit=$(git -C "$home" rev-parse HEAD)
trap 'rm -rf "$work"' EXIT

build() {
    git clone -q --no-checkout "$home" "$work/$1"
    git -C "$work/$1" checkout -q "$commit"
    (cd "$work/$1" && mvn -B -ntp -q package -DskipTests -Dcheckstyle.skip -Dformatter.skip)
    (cd "$work/$1" && find . -path ./target -prune -o -name 'hourglass-*.jar' -path '*/target/*' -print | LC_ALL=C sort |
        xargs sha256sum) >"$work/$1.sums"
}

TZ=UTC LC_ALL=C build first
TZ=Pacific/Auckland LC_ALL=C.UTF-8 build a-second-folder-of-another-name

count=$(wc -l <"$work/first.sums")
[ "$count" -gt 0 ] || { echo "no jars were built" >&2; exit 1; }
if ! diff "$work/first.sums" "$work/a-second-folder-of-another-name.sums"; then
    echo "the jars above are not the same" >&2
    exit 1
fi
echo "$count jars of commit ${commit:0:12}, the same bytes twice"
