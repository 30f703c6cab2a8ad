#!/usr/bin/env bash
# Runs one fuzz target for a time, beyond what its corpus does in every build:
#
#   fuzz/fuzz.sh TARGET SECONDS [LIBFUZZER OPTION...]
#
# such as: fuzz/fuzz.sh Npz 600, or fuzz/fuzz.sh Npz 3600 -runs=10000000; without arguments it lists the targets
#
# FUZZ_FAST=1 leaves out Jazzer's own detectors (paths that leave their folder, code that is injected): they look at each
# file that is opened, and without them three times as many inputs are tried in the same time. Stack traces end after a
# few frames then: of the hundred that each refusal would fill in, most are JUnit's. The guidance through
# regular expressions is always off: it costs more than most readers. FUZZ_TRACE=cov looks at code that is reached, not at
# what is compared.
#
# Inputs that reach new code are kept in fuzz/target/corpus/TARGET and used again. A finding ends the run with exit
# status 77 and lies in fuzz/target/findings/TARGET: repair the reader, and move the file to the target's folder in
# src/test/resources, where every build runs it.
set -euo pipefail
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)

targets() {
    find "$home/src/test/java" -name '*FuzzTest.java' | sed 's|.*/||; s|FuzzTest.java||' | sort
}

if [ $# -lt 2 ]; then
    echo "usage: fuzz/fuzz.sh TARGET SECONDS [LIBFUZZER OPTION...], where TARGET is one of" $(targets) >&2
    exit 2
fi
target=$1
seconds=$2
shift 2
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
# Names of hooks are taken as they are, without wildcards.
detectors=com.code_intelligence.jazzer.sanitizers
off=$detectors.RegexRoadblocks:$detectors.RegexInjection
frames=1024
if [ -n "${FUZZ_FAST:-}" ]; then
    frames=24
    for each in BigDecimal ClojureLangHooks Deserialization ExpressionLanguageInjection FilePathTraversal LdapInjection \
        NamingContextLookup OsCommandInjection ReflectiveCall ScriptEngineInjection ServerSideRequestForgery SqlInjection \
        TemplateInjection UnsafeSanitizer XPathInjection XmlParserSsrfGuidance; do
        off=$off:$detectors.$each
    done
fi

corpus=$home/target/corpus/$target
findings=$home/target/findings/$target/
mkdir -p "$corpus" "$findings"
cd "$home/target"
exec "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -XX:MaxJavaStackTraceDepth=$frames \
    -Djava.io.tmpdir="$scratch" -Djava.awt.headless=true \
    -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "$home/target/test-classes:$(cat "$home/target/classpath")" com.code_intelligence.jazzer.Jazzer \
    --target_class="$class" --instrumentation_includes='dev.hourglass.**' \
    --disabled_hooks="$off" ${FUZZ_TRACE:+"--trace=$FUZZ_TRACE"} \
    -max_total_time="$seconds" -timeout=20 -artifact_prefix="$findings" "$@" "$corpus"
