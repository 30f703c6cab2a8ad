#!/usr/bin/env bash
# Runs one fuzz target for a time, beyond what its corpus does in every build:
#
#   fuzz/fuzz.sh TARGET SECONDS      such as: fuzz/fuzz.sh Npz 600; without arguments it lists the targets
#
# FUZZ_TRACE=cov looks at code that is reached, not at what is compared: twice as many inputs in the same time, for long
# runs of a corpus that has grown. Hooks of regular expressions are off: they cost more than most readers.
#
# Inputs that reach new code are kept in fuzz/target/corpus/TARGET and used again. A finding ends the run with exit
# status 77 and lies in fuzz/target/findings/TARGET: repair the reader, and move the file to the target's folder in
# src/test/resources, where every build runs it.
set -euo pipefail
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

targets() {
    find "$home/src/test/java" -name '*FuzzTest.java' | sed 's|.*/||; s|FuzzTest.java||' | sort
}

if [ $# -ne 2 ]; then
    echo "usage: fuzz/fuzz.sh TARGET SECONDS, where TARGET is one of" $(targets) >&2
    exit 2
fi
target=$1
seconds=$2
source=$(find "$home/src/test/java" -name "${target}FuzzTest.java")
[ -n "$source" ] || { echo "fuzz.sh: expected a target of" $(targets)", found $target" >&2; exit 2; }
class=${source#"$home/src/test/java/"}
class=$(echo "${class%.java}" | tr / .)

export JAVA_HOME
JAVA_HOME=$("$home/../hourglass" --which-jdk)
if [ -z "${HOURGLASS_NO_BUILD:-}" ] || [ ! -f "$home/target/classpath" ]; then
    (cd "$home/.." && mvn -q -pl fuzz -am -DskipTests test-compile dependency:build-classpath \
        -Dmdep.includeScope=test -Dmdep.outputFile=target/classpath)
fi

# Readers take files: in memory they cost least.
scratch=/tmp
[ ! -w /dev/shm ] || scratch=/dev/shm
corpus=$home/target/corpus/$target
findings=$home/target/findings/$target/
mkdir -p "$corpus" "$findings"
cd "$home/target"
exec "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -Djava.io.tmpdir="$scratch" -Djava.awt.headless=true \
    -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$home/target/test-classes:$(cat "$home/target/classpath")" com.code_intelligence.jazzer.Jazzer \
    --target_class="$class" --instrumentation_includes='dev.hourglass.**' \
    --disabled_hooks='com.code_intelligence.jazzer.sanitizers.Regex**' ${FUZZ_TRACE:+"--trace=$FUZZ_TRACE"} \
    -max_total_time="$seconds" -timeout=20 -artifact_prefix="$findings" "$corpus"
