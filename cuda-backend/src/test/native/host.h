// What the kernels need when g++ compiles them for the CPU.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstring>

struct alignas(16) float4 { float x, y, z, w; };
struct alignas(8) uint2 { unsigned x, y; };
struct HgIndex { unsigned x, y, z; };
extern HgIndex threadIdx, blockIdx, blockDim, gridDim;

#define HG_KERNEL extern "C" void
#define HG_DEVICE static inline
// Blocks run one after the other, so one copy of a block's shared memory will do.
#define HG_SHARED static
#define HG_BARRIER() hg_barrier()
#define HG_CLAIM(place, value) hg_claim(place, value)
#define HG_BITS(x) hg_bits(x)
#define HG_FLOAT(bits) hg_float(bits)

// Lets the block's other threads come to their barrier (fakecuda.cpp).
extern "C" void hg_barrier();

static inline int hg_claim(int* place, int value) {
    int old = *place;
    if (old == 0) *place = value;
    return old;
}

static inline void hg_sincospi(float x, float* s, float* c) {
    *s = (float) std::sin(M_PI * (double) x);
    *c = (float) std::cos(M_PI * (double) x);
}

static inline unsigned hg_bits(float x) {
    unsigned bits;
    std::memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float hg_float(unsigned bits) {
    float x;
    std::memcpy(&x, &bits, sizeof x);
    return x;
}
