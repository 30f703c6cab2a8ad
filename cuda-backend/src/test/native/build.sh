#!/bin/sh
# Builds the fake libcuda, cuBLAS (CUDA 12) and cuDNN 9 into a folder, and a cuBLAS of CUDA 13 into its folder 13:
# build.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1
mkdir -p "$out/13"
node() { printf '%s { global: *; };\n' "$2" >"$out/$1.map"; }
# The kernels read the same memory as floats, integers or halves of floats, which the GPU's compiler allows.
# They run where they are built. Products and sums stay as the sources have them: fused, the same formula in two kernels
# would give other bits.
compile() {
    g++ -O3 -march=native -ffp-contract=off -fopenmp-simd -fno-strict-aliasing -shared -fPIC -std=c++17 -Wall -Werror \
        -I"$here" -I"$here/../../main/cuda" "$@"
}
node cublas libcublas.so.12
node cudnn libcudnn.so.9
compile -x c++ "$here/fakecuda.cpp" -Wl,-soname,libcuda.so.1 -o "$out/libcuda.so.1"
node cublas13 libcublas.so.13
compile -DCUBLAS=13 "$here/fakecublas.cpp" -Wl,-soname,libcublas.so.13 -Wl,--version-script="$out/cublas13.map" \
    -o "$out/13/libcublas.so.13" "$out/libcuda.so.1"
compile "$here/fakecublas.cpp" -Wl,-soname,libcublas.so.12 -Wl,--version-script="$out/cublas.map" \
    -o "$out/libcublas.so.12" "$out/libcuda.so.1"
compile "$here/fakecudnn.cpp" -Wl,-soname,libcudnn.so.9 -Wl,--version-script="$out/cudnn.map" \
    -o "$out/libcudnn.so.9" "$out/libcuda.so.1"
