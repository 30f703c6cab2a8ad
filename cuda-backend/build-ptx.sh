#!/bin/sh
# Makes src/main/resources/dev/hourglass/cuda/hourglass.ptx from src/main/cuda/hourglass.cu; needs nvcc of CUDA 13 or
# 12. The PTX is committed, so that nobody else does. Version 7.0 of PTX is all it uses, whatever nvcc writes into its
# head, and lets every driver for CUDA 11 and newer take it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$here/src/main/cuda/hourglass.cu
ptx=$here/src/main/resources/dev/hourglass/cuda/hourglass.ptx
raw=$(mktemp)
trap 'rm -f "$raw"' EXIT
nvcc -ptx -arch=compute_75 -O3 -o "$raw" "$source"
{
    echo "// source-sha256: $(sha256sum "$source" | cut -c1-64)"
    grep -v '^//' "$raw" | sed -e 's/^\.version .*/.version 7.0/' -e '/./,$!d'
} >"$ptx"
