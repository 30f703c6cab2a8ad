#!/usr/bin/env bash
# Trains, evaluates, saves and loads models of all kinds in a loop, and watches memory and open files:
#
#   integration-tests/soak.sh BACKEND MINUTES      such as: integration-tests/soak.sh onednn 60
#
# A line every 20 seconds; the last one says by how much resident memory grew after the first third. The exit status is
# 1 when it was more than 1 %, or files stayed open.
set -euo pipefail
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ $# -ne 2 ]; then
    echo "usage: integration-tests/soak.sh BACKEND MINUTES" >&2
    exit 2
fi
export JAVA_HOME
JAVA_HOME=$("$home/../hourglass" --which-jdk)
if [ -z "${HOURGLASS_NO_BUILD:-}" ] || [ ! -f "$home/target/classpath" ]; then
    (cd "$home/.." && mvn -q -pl integration-tests -am -DskipTests test-compile dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile=target/classpath)
fi
# A heap of one size and a collector without regions kept back: what grows then is not Java's.
exec "$JAVA_HOME/bin/java" -Xms256m -Xmx256m -XX:+AlwaysPreTouch -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$home/target/test-classes:$(cat "$home/target/classpath")" dev.hourglass.integration.Soak "$1" "$2"
