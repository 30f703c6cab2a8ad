#!/usr/bin/env bash
# Tries the backend "cuda" on a machine with an NVIDIA GPU: what is installed, the whole contract suite, golden values
# and training, parity with the reference backend, faults, and how long a training step takes.
#
#   cuda-backend/gpu-check.sh prepare FOLDER    where there are the sources, Maven and a JDK 25 or newer: puts into
#                                               FOLDER all that a run takes (jars and a Java of its own), packs it as
#                                               FOLDER.tar.xz, and needs nothing on the other machine but bash, the
#                                               driver, cuBLAS and cuDNN
#   FOLDER/gpu-check.sh run [OPTION...]         on the machine with the GPU; needs no network
#
# Options of run:
#   --results DIR      where logs and summary.json go (results/DATE beside the script)
#   --python PYTHON    a Python with torch: the same steps in PyTorch, beside ours
#   --seconds N        per measurement (3)
#   --batches "N ..."  batch sizes ("128 1024")
#   --only "NAME ..."  of: doctor contract golden replay faults parity profile benchmark pytorch
#
# Every step writes its log and its line in summary.json, also after another one failed. Exit status 1: one failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
console=1.13.4

fail() {
    printf 'gpu-check: %s\n' "$1" >&2
    exit 2
}

prepare() {
    [ $# = 1 ] || fail "prepare takes one folder"
    [ -f "$here/pom.xml" ] || fail "prepare needs the sources"
    mkdir -p "$1"
    local folder root jdk
    folder=$(cd "$1" && pwd)
    root=$(cd "$here/.." && pwd)
    jdk=$("$root/hourglass" --which-jdk)
    rm -rf "${folder:?}/lib" "$folder/jre" "$folder/golden"
    mkdir -p "$folder/lib" "$folder/golden"
    (
        cd "$root"
        export JAVA_HOME=$jdk
        mvn -B -q -pl cuda-backend -am -DskipTests package dependency:copy-dependencies -DincludeScope=test \
            -DexcludeGroupIds=org.junit.jupiter,org.junit.platform,org.opentest4j,org.apiguardian,dev.hourglass \
            -DoutputDirectory="$folder/lib"
        mvn -B -q -pl cuda-backend dependency:copy -DoutputDirectory="$folder/lib" \
            -Dartifact=org.junit.platform:junit-platform-console-standalone:$console
    )
    cp "$root"/core/target/hourglass-core-*.jar "$root"/models/target/hourglass-models-*.jar \
        "$here"/target/hourglass-cuda-backend-*.jar "$folder/lib"
    "$jdk/bin/jar" --create --file "$folder/lib/cuda-tests.jar" -C "$here/target/test-classes" .
    "$jdk/bin/jlink" --output "$folder/jre" --strip-debug --no-header-files --no-man-pages --compress=zip-0 \
        --add-modules java.base,java.logging,java.management,jdk.management,java.net.http,java.xml,jdk.jfr,jdk.unsupported
    cp "$root"/integration-tests/src/test/golden/*.npz "$folder/golden"
    cp "${BASH_SOURCE[0]}" "$folder/gpu-check.sh"
    cp "$here/src/bench/pytorch_step.py" "$folder"
    {
        git -C "$root" rev-parse HEAD
        git -C "$root" diff --quiet HEAD -- || echo "with changes that are not committed"
    } >"$folder/commit.txt" 2>/dev/null || echo "unknown" >"$folder/commit.txt"
    tar -C "$(dirname "$folder")" -cJf "$folder.tar.xz" "$(basename "$folder")"
    du -sh "$folder" "$folder.tar.xz"
}

# Text as a JSON string.
quoted() {
    printf '"%s"' "$(printf '%s' "$1" | tr '\n\t' '  ' | tr -d '\000-\037' | sed 's/\\/\\\\/g; s/"/\\"/g')"
}

# step NAME COMMAND...: runs it where it is wanted, with a log and a line in the summary.
step() {
    local name=$1 status=0 start=$SECONDS
    shift
    case " $only " in *" $name "*) ;; *) return 0 ;; esac
    printf '== %s\n' "$name"
    "$@" >"$results/$name.log" 2>&1 || status=$?
    tail -n 25 "$results/$name.log" | cut -c 1-200
    printf '== %s: exit status %s, %s s\n' "$name" "$status" "$((SECONDS - start))"
    [ "$status" = 0 ] || failed=1
    steps="$steps${steps:+, }{\"name\": $(quoted "$name"), \"status\": $status, \"seconds\": $((SECONDS - start))}"
    summary
}

java_with() {
    "$here/jre/bin/java" -XX:+UseSerialGC -Xmx4g --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -Dhourglass.cuda.real=true -Dhourglass.golden="$here/golden" \
        -Dhourglass.parity.steps=200 -cp "$here/lib/*" "$@"
}

tests() {
    local selected=() class
    for class in "$@"; do selected+=(--select-class "dev.hourglass.cuda.$class"); done
    java_with org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors \
        --details=summary --fail-if-no-tests "${selected[@]}"
}

file() {
    if [ -s "$1" ]; then cat "$1"; else echo null; fi
}

summary() {
    {
        printf '{\n"date": %s,\n"commit": %s,\n' "$(quoted "$started")" "$(quoted "$(cat "$here/commit.txt")")"
        printf '"gpu": %s,\n' "$(quoted "$(nvidia-smi --query-gpu=name,driver_version,memory.total \
            --format=csv,noheader 2>/dev/null || echo 'no nvidia-smi')")"
        printf '"backend": %s,\n' "$(quoted "$(grep -h '^ready: ' "$results/doctor.log" 2>/dev/null || true)")"
        printf '"system": %s,\n"steps": [%s],\n' "$(quoted "$(uname -sr), $(nproc) processors")" "$steps"
        printf '"profile": %s,\n' "$(file "$results/profile.json")"
        printf '"hourglass": %s,\n"pytorch": %s\n}\n' "$(file "$results/benchmark.json")" \
            "$(file "$results/pytorch.json")"
    } >"$results/summary.json"
}

run() {
    local python='' seconds=3 batches='128 1024'
    started=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    results=$here/results/$(date -u +%Y%m%d-%H%M%S)
    only='doctor contract golden replay faults parity profile benchmark pytorch'
    steps=''
    failed=0
    while [ $# -gt 0 ]; do
        [ $# -gt 1 ] || fail "$1 needs a value"
        case $1 in
            --results) results=$2 ;;
            --python) python=$2 ;;
            --seconds) seconds=$2 ;;
            --batches) batches=$2 ;;
            --only) only=$2 ;;
            *) fail "unknown option $1" ;;
        esac
        shift 2
    done
    [ -x "$here/jre/bin/java" ] || fail "$here/jre is missing; make the folder with 'gpu-check.sh prepare FOLDER'"
    mkdir -p "$results"
    results=$(cd "$results" && pwd)
    if command -v nvidia-smi >/dev/null; then nvidia-smi >"$results/nvidia-smi.log" 2>&1 || true; fi
    step doctor java_with dev.hourglass.cuda.Doctor
    step contract tests CudaContractTest
    step golden tests CudaGoldenOpsTest CudaGoldenUpdatesTest CudaGoldenKerasTest CudaGoldenTrainingTest
    step replay tests CudaReplayTest FusionTest StagingTest CudaRowStoreTest
    step faults tests CudaFaultTest
    step parity tests CudaParityTest
    step profile java_with dev.hourglass.cuda.OpProfile "$results/profile.json" "${batches%% *}" \
        "${HOURGLASS_PROFILE_RUNS:-20}"
    # shellcheck disable=SC2086  # several numbers in one variable
    step benchmark java_with ${HOURGLASS_LONG_STEPS:+-Dhourglass.long.steps=$HOURGLASS_LONG_STEPS} \
        dev.hourglass.cuda.StepBenchmark "$results/benchmark.json" "$seconds" $batches
    if [ -n "$python" ]; then
        # shellcheck disable=SC2086
        step pytorch "$python" "$here/pytorch_step.py" "$results/pytorch.json" "$seconds" $batches
    fi
    summary
    printf 'Results: %s\n' "$results"
    return "$failed"
}

case ${1:-} in
    prepare | run) "$@" ;;
    *) sed -n '2,/^set /p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' && exit 2 ;;
esac
