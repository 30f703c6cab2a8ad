#!/usr/bin/env bash
# Tries the backend "cuda" on a machine with an NVIDIA GPU: what is installed, the whole contract suite, golden values
# and training, the results of CPU backends, faults, leaks, and how long steps, epochs and a whole training take.
#
#   cuda-backend/gpu-check.sh prepare FOLDER    where there are the sources, Maven and a JDK 25 or newer: puts into
#                                               FOLDER all that a run takes (jars, a Java of its own, what the CPU
#                                               backends compute), packs it as FOLDER.tar.xz, and needs nothing on
#                                               the other machine but bash, the driver, cuBLAS and cuDNN
#   FOLDER/gpu-check.sh run [OPTION...]         on the machine with the GPU; needs no network
#
# Options of run:
#   --part 1|2         only what is right (1: about 4 minutes) or only how fast it is (2: about 8 minutes); into the
#                      same --results they make one summary
#   --results DIR      where logs and summary.json go (results/DATE beside the script)
#   --python PYTHON    a Python with torch: the same steps in PyTorch, beside ours, and a table of ratios
#   --data DIR         a folder with MNIST's files for the whole trainings; digits that look like them are painted
#                      otherwise
#   --seconds N        per measurement (3)
#   --batches "N ..."  batch sizes ("128 4096")
#   --steps N          steps of the long run (10000)
#   --rows N           digits that are painted (60000)
#   --budget N         seconds for PyTorch (300): it has many ways to run, and begins with those that matter
#   --only "NAME ..."  of: doctor contract golden mixed replay faults parity stored leaks
#                      profile benchmark images epoch training pytorch ratios
#
# Every step writes its log and its part of summary.json, also after another one failed or was ended because it took
# too long. Exit status 1: one failed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
console=1.13.4
part1='doctor contract golden mixed replay faults parity stored leaks'
part2='profile benchmark images epoch training pytorch ratios'

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
    rm -rf "${folder:?}/lib" "$folder/jre" "$folder/golden" "$folder/stored"
    mkdir -p "$folder/lib" "$folder/golden" "$folder/stored"
    (
        cd "$root"
        export JAVA_HOME=$jdk
        mvn -B -q -pl cuda-backend,cpu-backend,onednn-backend -am -DskipTests package
        # The program itself stays behind: what is tried here is the backend. Not in the phase "package", where these
        # settings would also be those of the copies that are made there.
        mvn -B -q -pl cuda-backend -am -DskipTests test-compile dependency:copy-dependencies -DincludeScope=test \
            -DincludeGroupIds=org.jcuda,org.slf4j,org.ejml,com.fasterxml.jackson.core \
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
    "$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Dhourglass.stored.steps=10 \
        -cp "$folder/lib/*:$root/target/dist/backends/nd4j/*:$root/target/dist/backends/onednn/*" \
        dev.hourglass.cuda.StoredResults "$folder/stored" reference nd4j onednn
    cp "${BASH_SOURCE[0]}" "$folder/gpu-check.sh"
    cp "$here"/src/bench/*.py "$folder"
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

# Seconds that a step is expected to take on a data centre's GPU; estimates until somebody has measured them. It is
# ended after five times that, and a minute.
expected() {
    case $1 in
        contract | parity) echo 60 ;;
        benchmark) awk "BEGIN { print int($seconds * 30 + 10) }" ;;
        profile | leaks | epoch) echo 20 ;;
        pytorch) echo "$budget" ;;
        *) echo 10 ;;
    esac
}

# step NAME COMMAND...: runs it where it is wanted, with a log, its progress and a line in the summary.
step() {
    local name=$1 status=0 start=$SECONDS process waited=0
    shift
    case " $only " in *" $name "*) ;; *) return 0 ;; esac
    number=$((number + 1))
    printf '== %s (%s of %s, about %s s)\n' "$name" "$number" "$(wc -w <<<"$only")" "$(expected "$name")"
    timeout -k 10 $(($(expected "$name") * 5 * ${HOURGLASS_PATIENCE:-1} + 60)) "$@" >"$results/$name.log" 2>&1 &
    process=$!
    while kill -0 "$process" 2>/dev/null; do
        sleep 1
        waited=$((waited + 1))
        [ $((waited % 20)) != 0 ] ||
            printf '   %s s: %s\n' "$((SECONDS - start))" "$(tail -n 1 "$results/$name.log" | cut -c 1-120)"
    done
    wait "$process" || status=$?
    tail -n 25 "$results/$name.log" | cut -c 1-200
    [ "$status" != 124 ] || printf 'ended: it took too long\n' | tee -a "$results/$name.log"
    printf '== %s: exit status %s, %s s\n' "$name" "$status" "$((SECONDS - start))"
    [ "$status" = 0 ] || failed=1
    printf '{"name": %s, "status": %s, "seconds": %s}' "$(quoted "$name")" "$status" "$((SECONDS - start))" \
        >"$results/$name.step.json"
    summary
}

options=(-XX:+UseSerialGC -Xmx4g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -Dhourglass.cuda.real=true -Dhourglass.golden="$here/golden"
    -Dhourglass.stored="$here/stored" -Dhourglass.stored.steps=10
    -Dhourglass.parity.steps="${HOURGLASS_PARITY_STEPS:-200}" -cp "$here/lib/*")

# tests STEP CLASS...
tests() {
    local name=$1 selected=() class
    shift
    for class in "$@"; do selected+=(--select-class "dev.hourglass.cuda.$class"); done
    step "$name" "$here/jre/bin/java" "${options[@]}" org.junit.platform.console.ConsoleLauncher execute \
        --disable-banner --disable-ansi-colors --details=summary --fail-if-no-tests "${selected[@]}"
}

# train STEP MODEL EPOCHS
train() {
    step "$1" "$here/jre/bin/java" "${options[@]}" dev.hourglass.cuda.TrainingBenchmark "$2" \
        "${data:-$results/images}" "$3" "$results/$1.json" "$results/$2.hourglass" cuda!
}

file() {
    if [ -s "$1" ]; then cat "$1"; else echo null; fi
}

# What all runs into this folder have found so far.
summary() {
    local steps='' each
    for each in $part1 $part2; do
        [ ! -f "$results/$each.step.json" ] || steps="$steps${steps:+, }$(cat "$results/$each.step.json")"
    done
    {
        printf '{\n"date": %s,\n"commit": %s,\n' "$(quoted "$started")" "$(quoted "$(cat "$here/commit.txt")")"
        printf '"gpu": %s,\n' "$(quoted "$(nvidia-smi --query-gpu=name,driver_version,memory.total \
            --format=csv,noheader 2>/dev/null || echo 'no nvidia-smi')")"
        printf '"backend": %s,\n' "$(quoted "$(grep -h '^ready: ' "$results/doctor.log" 2>/dev/null || true)")"
        printf '"system": %s,\n"steps": [%s]' "$(quoted "$(uname -sr), $(nproc) processors")" "$steps"
        for each in leaks profile benchmark epoch training pytorch ratios; do
            printf ',\n"%s": %s' "$each" "$(file "$results/$each.json")"
        done
        printf '\n}\n'
    } >"$results/summary.json"
}

run() {
    local plain python='' batches='128 4096' data='' steps=10000 rows=60000 java
    java=("$here/jre/bin/java" "${options[@]}")
    seconds=3
    budget=300
    started=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    results=$here/results/$(date -u +%Y%m%d-%H%M%S)
    only="$part1 $part2"
    failed=0
    number=0
    while [ $# -gt 0 ]; do
        [ $# -gt 1 ] || fail "$1 needs a value"
        case $1 in
            --part)
                case $2 in
                    1) only=$part1 ;;
                    2) only=$part2 ;;
                    *) fail "--part is 1 or 2" ;;
                esac
                ;;
            --results) results=$2 ;;
            --python) python=$2 ;;
            --data) data=$2 ;;
            --seconds) seconds=$2 ;;
            --batches) batches=$2 ;;
            --steps) steps=$2 ;;
            --rows) rows=$2 ;;
            --budget) budget=$2 ;;
            --only) only=$2 ;;
            *) fail "unknown option $1" ;;
        esac
        shift 2
    done
    [ -x "$here/jre/bin/java" ] || fail "$here/jre is missing; make the folder with 'gpu-check.sh prepare FOLDER'"
    [ -n "$python" ] || only=${only/ pytorch/}
    plain=${python:-$(command -v python3 || true)}
    [ -n "$plain" ] || only=${only/ ratios/}
    mkdir -p "$results"
    results=$(cd "$results" && pwd)
    if command -v nvidia-smi >/dev/null; then nvidia-smi >"$results/nvidia-smi.log" 2>&1 || true; fi
    # Java starts faster with an archive of its own classes, which only it can make.
    [ -e "$here/jre/lib/server/classes.jsa" ] || "$here/jre/bin/java" -Xshare:dump >"$results/java.log" 2>&1 || true
    step doctor "${java[@]}" dev.hourglass.cuda.Doctor
    tests contract CudaContractTest MixedContractTest
    tests golden CudaGoldenOpsTest CudaGoldenUpdatesTest CudaGoldenKerasTest CudaGoldenTrainingTest
    tests mixed MixedGoldenOpsTest MixedGoldenKerasTest MixedTrainingTest
    tests replay CudaReplayTest FusionTest StagingTest CudaRowStoreTest CudaResumeTest
    tests faults CudaFaultTest CudaFaultSearchTest
    tests parity CudaParityTest
    tests stored CudaStoredTest
    step leaks "${java[@]}" dev.hourglass.cuda.LongRun "$results/leaks.json" "$steps"
    # shellcheck disable=SC2086  # several numbers in one variable
    {
        step profile "${java[@]}" dev.hourglass.cuda.OpProfile "$results/profile.json" "${batches%% *}" \
            "${HOURGLASS_PROFILE_RUNS:-20}"
        step benchmark "${java[@]}" dev.hourglass.cuda.StepBenchmark "$results/benchmark.json" "$seconds" $batches
        [ -z "$data" ] || only=${only/ images/}
        [ -n "$data" ] || step images "${java[@]}" dev.hourglass.cuda.TrainingBenchmark paint "$results/images" "$rows"
        train epoch denoising "${HOURGLASS_EPOCHS:-6}"
        train training compression "${HOURGLASS_EPOCHS:-20}"
        step pytorch "$python" "$here/pytorch_step.py" "$results/pytorch.json" "$seconds" "$budget" $batches
        step ratios "$plain" "$here/ratios.py" "$results"
    }
    rm -rf "$results/images"
    summary
    printf 'Results: %s\n' "$results"
    return "$failed"
}

case ${1:-} in
    prepare | run) "$@" ;;
    *) sed -n '2,/^set /p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' && exit 2 ;;
esac
