// Every kernel of the backend that is not cuDNN's or cuBLAS's. One source, two compilers: nvcc makes the PTX that is
// shipped (build-ptx.sh), and g++ -DHG_HOST makes the kernels of the driver that the tests run on.
//
// Elements are numbered in 32 bits: a slot has at most 2^31 - 1 of them. Reductions take their terms in an order that
// depends on nothing but the extents, and there are no float atomics, so equal inputs give equal bits.
#ifdef HG_HOST
#include "host.h"
#else
#define HG_KERNEL extern "C" __global__ void
#define HG_DEVICE static __device__ __forceinline__
#define HG_SHARED __shared__
#define HG_BARRIER() __syncthreads()
#define HG_CLAIM(place, value) atomicCAS(place, 0, value)
#define HG_BITS(x) __float_as_uint(x)
#define HG_FLOAT(bits) __uint_as_float(bits)
HG_DEVICE void hg_sincospi(float x, float* s, float* c) { sincospif(x, s, c); }
#endif
typedef unsigned int u32;

#define HG_BLOCK 256
#define HG_EACH(i, n) for (u32 i = blockIdx.x * blockDim.x + threadIdx.x; i < (u32) (n); i += gridDim.x * blockDim.x)

// In MIXED precision some operands lie in memory as bfloat16, the upper half of a float. A kernel that takes such ones
// ends with an argument `narrow`: bit k is set where the k-th of the operands that may be narrow is. It is the same for
// all threads. Arithmetic is that of floats in any case.
typedef unsigned short HgNarrow;

HG_DEVICE float hg_widened(HgNarrow x) { return HG_FLOAT((u32) x << 16); }
HG_DEVICE float hg_widened(float x) { return x; }

// To the nearest, to even where there are two. By integers, because GPUs before sm_80 have no instruction for it.
HG_DEVICE HgNarrow hg_narrowed(float x) {
    u32 bits = HG_BITS(x);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return (HgNarrow) (bits >> 16 | 0x40u);
    return (HgNarrow) ((bits + 0x7FFFu + (bits >> 16 & 1u)) >> 16);
}

// A value as it is found where it has been stored.
HG_DEVICE float hg_rounded(float x, int narrow) { return narrow ? hg_widened(hg_narrowed(x)) : x; }

HG_DEVICE float hg_load(const float* in, u32 i, int narrow) {
    return narrow ? hg_widened(((const HgNarrow*) in)[i]) : in[i];
}

HG_DEVICE void hg_put(float* out, u32 i, float value, int narrow) {
    if (narrow) ((HgNarrow*) out)[i] = hg_narrowed(value);
    else out[i] = value;
}

HG_DEVICE void hg_store(float* out, u32 i, float value, int narrow, int add) {
    hg_put(out, i, add ? hg_load(out, i, narrow) + value : value, narrow);
}

// The sum over the threads of a block of HG_BLOCK threads, in every thread.
HG_DEVICE double hg_block_sum(double value) {
    HG_SHARED double sums[HG_BLOCK];
    u32 t = threadIdx.x;
    HG_BARRIER();
    sums[t] = value;
    HG_BARRIER();
    for (u32 half = HG_BLOCK / 2; half > 0; half /= 2) {
        if (t < half) sums[t] += sums[t + half];
        HG_BARRIER();
    }
    return sums[0];
}

// ---- moving values -------------------------------------------------------------------------------------------------

HG_KERNEL hg_fill(float* out, u32 n, float value, int narrow) {
    HG_EACH(i, n) hg_put(out, i, value, narrow & 1);
}

// Where neither is narrow it moves bits, of integers too.
HG_KERNEL hg_copy(const float* in, float* out, u32 n, int narrow) {
    if (narrow == 0) {
        HG_EACH(i, n) ((u32*) out)[i] = ((const u32*) in)[i];
    } else {
        HG_EACH(i, n) hg_put(out, i, hg_load(in, i, narrow & 1), narrow & 2);
    }
}

HG_KERNEL hg_add(const float* in, float* out, u32 n, int narrow) {
    HG_EACH(i, n) hg_store(out, i, hg_load(in, i, narrow & 1), narrow & 2, 1);
}

// fault: {place of the op in its routine + 1, element of indices, its value} of the first bad index, or zeros.
HG_KERNEL hg_gather(const u32* table, const int* indices, u32* out, u32 n, u32 columns, u32 rows, int op, int* fault) {
    HG_EACH(i, n) {
        u32 place = i / columns;
        int row = indices[place];
        if (row < 0 || (u32) row >= rows) {
            if (HG_CLAIM(fault, op + 1) == 0) {
                fault[1] = (int) place;
                fault[2] = row;
            }
        } else {
            out[i] = table[(u32) row * columns + i % columns];
        }
    }
}

// An image of h x w pixels inside one of outerH x outerW, `top` rows down and `left` columns to the right.
struct HgFrame { int h, w, outerH, outerW, top, left, channels; };

HG_KERNEL hg_pad(HgFrame f, const float* inner, float* outer, u32 n, int add, int narrow) {
    HG_EACH(i, n) {
        u32 c = i % f.channels, pixel = i / f.channels;
        int x = (int) (pixel % f.outerW) - f.left;
        int y = (int) (pixel / f.outerW % f.outerH) - f.top;
        u32 image = pixel / f.outerW / f.outerH;
        if (x >= 0 && x < f.w && y >= 0 && y < f.h) {
            u32 at = ((image * f.h + y) * f.w + x) * f.channels + c;
            hg_store(outer, i, hg_load(inner, at, narrow & 1), narrow & 2, add);
        } else if (!add) {
            hg_put(outer, i, 0.f, narrow & 2);
        }
    }
}

HG_KERNEL hg_crop(HgFrame f, const float* outer, float* inner, u32 n, int add, int narrow) {
    HG_EACH(i, n) {
        u32 c = i % f.channels, pixel = i / f.channels;
        u32 x = pixel % f.w, y = pixel / f.w % f.h, image = pixel / f.w / f.h;
        u32 at = ((image * f.outerH + y + f.top) * f.outerW + x + f.left) * f.channels + c;
        hg_store(inner, i, hg_load(outer, at, narrow & 1), narrow & 2, add);
    }
}

struct HgSpan { int from, to, channels, sourceChannels, destinationChannels; };

HG_KERNEL hg_channel_copy(HgSpan s, const float* source, float* destination, u32 n, int add, int narrow) {
    HG_EACH(i, n) {
        u32 c = i % s.channels, pixel = i / s.channels;
        float value = hg_load(source, pixel * s.sourceChannels + s.from + c, narrow & 1);
        hg_store(destination, pixel * s.destinationChannels + s.to + c, value, narrow & 2, add);
    }
}

// ---- element by element --------------------------------------------------------------------------------------------

// Numbers as in Functions.java.
enum { IDENTITY, RELU, LEAKY_RELU, ELU, SIGMOID, TANH, SOFTPLUS, SILU, GELU, EXP, CLAMP };

HG_DEVICE float hg_sigmoid(float x) { return 1.f / (1.f + expf(-x)); }

// The normal distribution's cumulative function; erfc keeps the precision of its left tail.
HG_DEVICE float hg_normal_cumulative(float x) { return 0.5f * erfcf(-0.70710678f * x); }

// Comparisons are written so that not-a-number passes through.
HG_DEVICE float hg_value(int f, float a, float b, float x) {
    switch (f) {
        case RELU: return x <= 0.f ? 0.f : x;
        case LEAKY_RELU: return x > 0.f ? x : a * x;
        case ELU: return x > 0.f ? x : a * expm1f(x);
        case SIGMOID: return hg_sigmoid(x);
        case TANH: return tanhf(x);
        case SOFTPLUS: return (x <= 0.f ? 0.f : x) + log1pf(expf(-fabsf(x)));
        case SILU: return x * hg_sigmoid(x);
        case GELU: return x * hg_normal_cumulative(x);
        case EXP: return expf(x);
        case CLAMP: return x < a ? a : x > b ? b : x;
        default: return x;
    }
}

// From y where the function saves its output, from x where it saves its input.
HG_DEVICE float hg_derivative(int f, float a, float b, float s) {
    switch (f) {
        case RELU: return s > 0.f ? 1.f : 0.f;
        case LEAKY_RELU: return s > 0.f ? 1.f : a;
        case ELU: return s > 0.f ? 1.f : s + a;
        case SIGMOID: return s * (1.f - s);
        case TANH: return (1.f - s) * (1.f + s);
        case SOFTPLUS: return -expm1f(-s);
        case SILU: return hg_sigmoid(s) * (1.f + s * hg_sigmoid(-s));
        case GELU: return hg_normal_cumulative(s) + s * 0.39894228f * expf(-0.5f * s * s);
        case EXP: return s;
        case CLAMP: return a <= s && s <= b ? 1.f : 0.f;
        default: return 1.f;
    }
}

HG_KERNEL hg_activate(int f, float a, float b, const float* in, float* out, u32 n, int narrow) {
    HG_EACH(i, n) hg_put(out, i, hg_value(f, a, b, hg_load(in, i, narrow & 1)), narrow & 2);
}

// What an activation's input gets. narrow as in hg_activate_gradient.
HG_DEVICE float hg_passed(int f, float a, float b, const float* saved, const float* outGradient, u32 i, int narrow) {
    return hg_derivative(f, a, b, hg_load(saved, i, narrow & 1)) * hg_load(outGradient, i, narrow & 2);
}

HG_KERNEL hg_activate_gradient(int f, float a, float b, const float* saved, const float* outGradient,
                               float* inGradient, u32 n, int add, int narrow) {
    HG_EACH(i, n) hg_store(inGradient, i, hg_passed(f, a, b, saved, outGradient, i, narrow), narrow & 4, add);
}

HG_KERNEL hg_add_bias(const float* in, const float* bias, float* out, u32 n, u32 channels, int narrow) {
    HG_EACH(i, n) hg_put(out, i, hg_load(in, i, narrow & 1) + bias[i % channels], narrow & 2);
}

// sum = in + bias and out = f(sum); sum is what the backward pass keeps when f saves its input, else it may be out. The
// last bit of narrow says whether sum has to be rounded, wherever it goes.
HG_KERNEL hg_bias_activate(int f, float a, float b, const float* in, const float* bias, float* sum, float* out, u32 n,
                           u32 channels, int narrow) {
    HG_EACH(i, n) {
        float s = hg_rounded(hg_load(in, i, narrow & 1) + bias[i % channels], narrow & 8);
        hg_put(sum, i, s, narrow & 2);
        hg_put(out, i, hg_value(f, a, b, s), narrow & 4);
    }
}

HG_KERNEL hg_add_scaled(const float* a, const float* b, float scale, float* out, u32 n, int narrow) {
    HG_EACH(i, n) hg_put(out, i, hg_load(a, i, narrow & 1) + scale * hg_load(b, i, narrow & 2), narrow & 4);
}

HG_KERNEL hg_scale(const float* in, float factor, float* out, u32 n, int add, int narrow) {
    HG_EACH(i, n) hg_store(out, i, factor * hg_load(in, i, narrow & 1), narrow & 2, add);
}

HG_KERNEL hg_multiply(const float* a, const float* b, float* out, u32 n, int add, int narrow) {
    HG_EACH(i, n) hg_store(out, i, hg_load(a, i, narrow & 1) * hg_load(b, i, narrow & 2), narrow & 4, add);
}

// ---- sums over rows ------------------------------------------------------------------------------------------------

// What is summed per channel.
enum { PLAIN, DEVIATION, NORM_GRADIENT };

// Sums over the rows of (rows, channels), `rowsPerBlock` of them per block: partial[block][2][channels]. A warp reads
// neighbouring elements whatever the number of channels: with 256 or fewer, thread t stays on channel t % channels.
// PLAIN: a.  DEVIATION: (a - mean)^2.  NORM_GRADIENT: a, and a times the normalised x.
HG_KERNEL hg_channel_sums(int what, const float* a, const float* x, const float* mean, const float* inverse, u32 rows,
                          u32 channels, u32 rowsPerBlock, double* partial, int narrow) {
    HG_SHARED double first[HG_BLOCK];
    HG_SHARED double second[HG_BLOCK];
    u32 t = threadIdx.x;
    u32 lanes = channels < HG_BLOCK ? HG_BLOCK / channels : 1;
    u32 c = channels < HG_BLOCK ? t % channels : blockIdx.y * HG_BLOCK + t;
    u32 lane = channels < HG_BLOCK ? t / channels : 0;
    u32 end = (blockIdx.x + 1) * rowsPerBlock;
    if (end > rows) end = rows;
    double s0 = 0, s1 = 0;
    if (lane < lanes && c < channels) {
        float m = what == PLAIN ? 0.f : mean[c];
        float v = what == NORM_GRADIENT ? inverse[c] : 0.f;
        for (u32 row = blockIdx.x * rowsPerBlock + lane; row < end; row += lanes) {
            float value = hg_load(a, row * channels + c, narrow & 1);
            if (what == DEVIATION) {
                double d = (double) value - m;
                s0 += d * d;
            } else {
                s0 += value;
                if (what == NORM_GRADIENT) {
                    s1 += (double) value * ((hg_load(x, row * channels + c, narrow & 2) - m) * v);
                }
            }
        }
    }
    first[t] = s0;
    second[t] = s1;
    HG_BARRIER();
    if (lane == 0 && c < channels) {
        for (u32 k = 1; k < lanes; k++) {
            s0 += first[t + k * channels];
            s1 += second[t + k * channels];
        }
        partial[(blockIdx.x * 2) * channels + c] = s0;
        partial[(blockIdx.x * 2 + 1) * channels + c] = s1;
    }
}

// An activation's gradient and, in the same pass, its sums per channel: partial as hg_channel_sums leaves it, with the
// same terms in the same order, but without the second half.
HG_KERNEL hg_activate_gradient_sums(int f, float a, float b, const float* saved, const float* outGradient,
                                    float* inGradient, u32 rows, u32 channels, u32 rowsPerBlock, double* partial,
                                    int add, int narrow) {
    HG_SHARED double sums[HG_BLOCK];
    u32 t = threadIdx.x;
    u32 lanes = channels < HG_BLOCK ? HG_BLOCK / channels : 1;
    u32 c = channels < HG_BLOCK ? t % channels : blockIdx.y * HG_BLOCK + t;
    u32 lane = channels < HG_BLOCK ? t / channels : 0;
    u32 end = (blockIdx.x + 1) * rowsPerBlock;
    if (end > rows) end = rows;
    double s = 0;
    if (lane < lanes && c < channels) {
        for (u32 row = blockIdx.x * rowsPerBlock + lane; row < end; row += lanes) {
            u32 i = row * channels + c;
            float value = hg_passed(f, a, b, saved, outGradient, i, narrow);
            if (add) value += hg_load(inGradient, i, narrow & 4);
            value = hg_rounded(value, narrow & 4);
            hg_put(inGradient, i, value, narrow & 4);
            s += value;
        }
    }
    sums[t] = s;
    HG_BARRIER();
    if (lane == 0 && c < channels) {
        for (u32 k = 1; k < lanes; k++) s += sums[t + k * channels];
        partial[blockIdx.x * 2 * channels + c] = s;
    }
}

#define HG_SLICE 32
#define HG_LANES (HG_BLOCK / HG_SLICE)

// The sum of partial[0..count)[element]. A block adds up HG_SLICE elements, HG_LANES threads each; element is
// hg_element(), and the sum is in those of the threads for which hg_leads() holds.
HG_DEVICE u32 hg_element() { return blockIdx.x * HG_SLICE + threadIdx.x % HG_SLICE; }

HG_DEVICE bool hg_leads(u32 elements) { return threadIdx.x < HG_SLICE && hg_element() < elements; }

HG_DEVICE double hg_partial_sum(const double* partial, u32 count, u32 stride, u32 element, u32 elements) {
    HG_SHARED double sums[HG_BLOCK];
    double s = 0;
    if (hg_element() < elements) {
        for (u32 k = threadIdx.x / HG_SLICE; k < count; k += HG_LANES) s += partial[k * stride + element];
    }
    HG_BARRIER();
    sums[threadIdx.x] = s;
    HG_BARRIER();
    if (threadIdx.x < HG_SLICE) {
        for (u32 lane = 1; lane < HG_LANES; lane++) s += sums[lane * HG_SLICE + threadIdx.x];
    }
    return s;
}

HG_KERNEL hg_total(const double* partial, u32 count, u32 stride, float* out, u32 elements, int add) {
    double s = hg_partial_sum(partial, count, stride, hg_element(), elements);
    if (hg_leads(elements)) hg_store(out, hg_element(), (float) s, 0, add);
}

// ---- batch normalisation -------------------------------------------------------------------------------------------

HG_KERNEL hg_norm_mean(const double* partial, u32 count, u32 channels, u32 rows, float* mean) {
    double s = hg_partial_sum(partial, count, 2 * channels, hg_element(), channels);
    if (hg_leads(channels)) mean[hg_element()] = (float) (s / rows);
}

HG_KERNEL hg_norm_variance(const double* partial, u32 count, u32 channels, u32 rows, float epsilon, float momentum,
                           const float* mean, float* inverse, float* runningMean, float* runningVariance) {
    u32 c = hg_element();
    double variance = hg_partial_sum(partial, count, 2 * channels, c, channels) / rows;
    if (hg_leads(channels)) {
        double unbiased = variance * rows / (rows > 1 ? rows - 1 : 1);
        double kept = 1.0 - (double) momentum;
        inverse[c] = (float) (1.0 / sqrt(variance + epsilon));
        runningMean[c] = (float) (kept * runningMean[c] + (double) momentum * mean[c]);
        runningVariance[c] = (float) (kept * runningVariance[c] + momentum * unbiased);
    }
}

HG_KERNEL hg_norm_apply(const float* in, const float* mean, const float* inverse, const float* gamma,
                        const float* beta, float* out, u32 n, u32 channels, int narrow) {
    HG_EACH(i, n) {
        u32 c = i % channels;
        float normal = (hg_load(in, i, narrow & 1) - mean[c]) * inverse[c];
        hg_put(out, i, gamma[c] * normal + beta[c], narrow & 2);
    }
}

HG_KERNEL hg_norm_infer(const float* in, const float* mean, const float* variance, float epsilon, const float* gamma,
                        const float* beta, float* out, u32 n, u32 channels, int narrow) {
    HG_EACH(i, n) {
        u32 c = i % channels;
        float normal = (hg_load(in, i, narrow & 1) - mean[c]) / sqrtf(variance[c] + epsilon);
        hg_put(out, i, gamma[c] * normal + beta[c], narrow & 2);
    }
}

// totals[2][channels]: the means of dy and of dy times the normalised x.
HG_KERNEL hg_norm_totals(const double* partial, u32 count, u32 channels, u32 rows, float* gammaGradient,
                         float* betaGradient, float* totals, int add) {
    u32 c = hg_element();
    double sum = hg_partial_sum(partial, count, 2 * channels, c, channels);
    double product = hg_partial_sum(partial, count, 2 * channels, channels + c, channels);
    if (hg_leads(channels)) {
        hg_store(gammaGradient, c, (float) product, 0, add);
        hg_store(betaGradient, c, (float) sum, 0, add);
        totals[c] = (float) (sum / rows);
        totals[channels + c] = (float) (product / rows);
    }
}

HG_KERNEL hg_norm_gradient(const float* in, const float* outGradient, const float* gamma, const float* mean,
                           const float* inverse, const float* totals, float* inGradient, u32 n, u32 channels,
                           int add, int narrow) {
    HG_EACH(i, n) {
        u32 c = i % channels;
        float normal = (hg_load(in, i, narrow & 1) - mean[c]) * inverse[c];
        float centred = hg_load(outGradient, i, narrow & 2) - totals[c] - normal * totals[channels + c];
        hg_store(inGradient, i, gamma[c] * inverse[c] * centred, narrow & 4, add);
    }
}

// ---- pooling -------------------------------------------------------------------------------------------------------

struct HgPool { int n, largeH, largeW, smallH, smallW, channels, kernelH, kernelW, strideH, strideW, padH, padW; };

struct HgWindow { int top, bottom, left, right; };

HG_DEVICE HgWindow hg_window(const HgPool& g, int i, int j) {
    HgWindow w;
    int y = i * g.strideH - g.padH, x = j * g.strideW - g.padW;
    w.top = y < 0 ? 0 : y;
    w.left = x < 0 ? 0 : x;
    w.bottom = y + g.kernelH < g.largeH ? y + g.kernelH : g.largeH;
    w.right = x + g.kernelW < g.largeW ? x + g.kernelW : g.largeW;
    return w;
}

// Element of large that is the first largest of a window.
HG_DEVICE u32 hg_largest(const HgPool& g, const float* large, int narrow, u32 image, const HgWindow& w, u32 c) {
    u32 best = ((image * g.largeH + w.top) * g.largeW + w.left) * g.channels + c;
    float value = hg_load(large, best, narrow);
    for (int y = w.top; y < w.bottom; y++) {
        for (int x = w.left; x < w.right; x++) {
            u32 at = ((image * g.largeH + y) * g.largeW + x) * g.channels + c;
            float other = hg_load(large, at, narrow);
            if (other > value) {
                best = at;
                value = other;
            }
        }
    }
    return best;
}

HG_KERNEL hg_pool(HgPool g, int average, const float* large, float* small, u32 n, int narrow) {
    HG_EACH(e, n) {
        u32 c = e % g.channels, pixel = e / g.channels;
        u32 image = pixel / g.smallW / g.smallH;
        HgWindow w = hg_window(g, pixel / g.smallW % g.smallH, pixel % g.smallW);
        if (average) {
            float sum = 0.f;
            for (int y = w.top; y < w.bottom; y++) {
                for (int x = w.left; x < w.right; x++) {
                    sum += hg_load(large, ((image * g.largeH + y) * g.largeW + x) * g.channels + c, narrow & 1);
                }
            }
            hg_put(small, e, sum / (float) ((w.bottom - w.top) * (w.right - w.left)), narrow & 2);
        } else {
            hg_put(small, e, hg_load(large, hg_largest(g, large, narrow & 1, image, w, c), narrow & 1), narrow & 2);
        }
    }
}

// One thread per element of large: it gathers from the windows that hold it, so nothing is written twice.
HG_KERNEL hg_pool_gradient(HgPool g, int average, const float* large, const float* smallGradient,
                           float* largeGradient, u32 n, int add, int narrow) {
    HG_EACH(e, n) {
        u32 c = e % g.channels, pixel = e / g.channels;
        int x = (int) (pixel % g.largeW), y = (int) (pixel / g.largeW % g.largeH);
        u32 image = pixel / g.largeW / g.largeH;
        int i = y + g.padH - g.kernelH < 0 ? 0 : (y + g.padH - g.kernelH) / g.strideH + 1;
        int firstJ = x + g.padW - g.kernelW < 0 ? 0 : (x + g.padW - g.kernelW) / g.strideW + 1;
        float sum = 0.f;
        for (; i < g.smallH && i * g.strideH - g.padH <= y; i++) {
            for (int j = firstJ; j < g.smallW && j * g.strideW - g.padW <= x; j++) {
                HgWindow w = hg_window(g, i, j);
                u32 at = ((image * g.smallH + i) * g.smallW + j) * g.channels + c;
                float gradient = hg_load(smallGradient, at, narrow & 2);
                if (average) {
                    sum += gradient / (float) ((w.bottom - w.top) * (w.right - w.left));
                } else if (hg_largest(g, large, narrow & 1, image, w, c) == e) {
                    sum += gradient;
                }
            }
        }
        hg_store(largeGradient, e, sum, narrow & 4, add);
    }
}

// A pixel of small (h x w) is a block of factorH x factorW pixels of large.
struct HgBlocks { int h, w, channels, factorH, factorW; };

HG_KERNEL hg_upsample(HgBlocks b, const float* small, float* large, u32 n, int narrow) {
    HG_EACH(e, n) {
        u32 c = e % b.channels, pixel = e / b.channels;
        u32 x = pixel % (b.w * b.factorW), row = pixel / (b.w * b.factorW);
        u32 at = (row / b.factorH * b.w + x / b.factorW) * b.channels + c;
        hg_put(large, e, hg_load(small, at, narrow & 1), narrow & 2);
    }
}

HG_KERNEL hg_upsample_gradient(HgBlocks b, const float* largeGradient, float* smallGradient, u32 n, int add,
                               int narrow) {
    HG_EACH(e, n) {
        u32 c = e % b.channels, pixel = e / b.channels;
        u32 x = pixel % b.w, row = pixel / b.w;
        float sum = 0.f;
        for (int p = 0; p < b.factorH; p++) {
            for (int q = 0; q < b.factorW; q++) {
                u32 at = (row * b.factorH + p) * (b.w * b.factorW) + x * b.factorW + q;
                sum += hg_load(largeGradient, at * b.channels + c, narrow & 1);
            }
        }
        hg_store(smallGradient, e, sum, narrow & 2, add);
    }
}

// ---- convolutions for which cuDNN has no good way: one channel on a side, each channel alone, odd addresses ---------

struct HgConv {
    int n, largeH, largeW, largeC, smallH, smallW, smallC, kernelH, kernelW, strideH, strideW, padH, padW, dilationH,
        dilationW, groups;
};

// Four neighbours in one access.
HG_DEVICE float4 hg_four(const float* a) { return *(const float4*) a; }

HG_DEVICE float4 hg_four(const HgNarrow* a) {
    uint2 bits = *(const uint2*) a;
    float4 four = {HG_FLOAT(bits.x << 16), HG_FLOAT(bits.x & 0xFFFF0000u), HG_FLOAT(bits.y << 16),
                   HG_FLOAT(bits.y & 0xFFFF0000u)};
    return four;
}

template <class T> HG_DEVICE float hg_dot(const T* a, const float* b, int n, bool aligned) {
    float sum = 0.f;
    if (aligned) {
        for (int t = 0; t < n; t += 4) {
            float4 p = hg_four(a + t), q = hg_four(b + t);
            sum += p.x * q.x + p.y * q.y + (p.z * q.z + p.w * q.w);
        }
    } else {
        for (int t = 0; t < n; t++) sum += hg_widened(a[t]) * b[t];
    }
    return sum;
}

HG_DEVICE bool hg_aligned(const HgConv& g, const float* large, const float* filter) {
    return g.largeC / g.groups % 4 == 0 && g.largeC % 4 == 0 && (((size_t) large | (size_t) filter) & 15) == 0;
}

// Element e of small.
template <class T>
HG_DEVICE float hg_convolved(const HgConv& g, const T* large, const float* filter, u32 e, bool aligned) {
    u32 cg = g.largeC / g.groups, kg = g.smallC / g.groups;
    u32 k = e % g.smallC, pixel = e / g.smallC;
    int j = (int) (pixel % g.smallW), i = (int) (pixel / g.smallW % g.smallH);
    u32 image = pixel / g.smallW / g.smallH;
    float sum = 0.f;
    for (int p = 0; p < g.kernelH; p++) {
        int y = i * g.strideH - g.padH + p * g.dilationH;
        if (y < 0 || y >= g.largeH) continue;
        for (int q = 0; q < g.kernelW; q++) {
            int x = j * g.strideW - g.padW + q * g.dilationW;
            if (x < 0 || x >= g.largeW) continue;
            const T* a = large + ((image * g.largeH + y) * g.largeW + x) * g.largeC + k / kg * cg;
            sum += hg_dot(a, filter + ((k * g.kernelH + p) * g.kernelW + q) * cg, (int) cg, aligned);
        }
    }
    return sum;
}

HG_DEVICE float hg_convolved(const HgConv& g, const float* large, int narrow, const float* filter, u32 e,
                             bool aligned) {
    return narrow ? hg_convolved(g, (const HgNarrow*) large, filter, e, aligned)
        : hg_convolved(g, large, filter, e, aligned);
}

HG_KERNEL hg_convolve(HgConv g, const float* large, const float* filter, float* small, u32 n, int add, int narrow) {
    bool aligned = hg_aligned(g, large, filter);
    HG_EACH(e, n) hg_store(small, e, hg_convolved(g, large, narrow & 1, filter, e, aligned), narrow & 2, add);
}

// hg_convolve and hg_bias_activate in one; the last bits of narrow say whether product and sum have to be rounded.
HG_KERNEL hg_convolve_bias_activate(HgConv g, const float* large, const float* filter, int f, float a, float b,
                                    const float* bias, float* sum, float* out, u32 n, int narrow) {
    bool aligned = hg_aligned(g, large, filter);
    HG_EACH(e, n) {
        float product = hg_rounded(hg_convolved(g, large, narrow & 1, filter, e, aligned), narrow & 8);
        float s = hg_rounded(product + bias[e % g.smallC], narrow & 16);
        hg_put(sum, e, s, narrow & 2);
        hg_put(out, e, hg_value(f, a, b, s), narrow & 4);
    }
}

template <class T>
HG_DEVICE void hg_adjoint(const HgConv& g, const T* small, const float* filter, float* large, u32 n, int add,
                          int largeNarrow) {
    u32 cg = g.largeC / g.groups, kg = g.smallC / g.groups;
    u32 filterStride = g.kernelH * g.kernelW * cg;
    HG_EACH(e, n) {
        u32 c = e % g.largeC, pixel = e / g.largeC;
        int x = (int) (pixel % g.largeW), y = (int) (pixel / g.largeW % g.largeH);
        u32 image = pixel / g.largeW / g.largeH;
        u32 first = c / cg * kg;
        float sum = 0.f;
        for (int p = 0; p < g.kernelH; p++) {
            int i = y + g.padH - p * g.dilationH;
            if (i < 0 || i % g.strideH != 0 || (i /= g.strideH) >= g.smallH) continue;
            for (int q = 0; q < g.kernelW; q++) {
                int j = x + g.padW - q * g.dilationW;
                if (j < 0 || j % g.strideW != 0 || (j /= g.strideW) >= g.smallW) continue;
                const T* a = small + ((image * g.smallH + i) * g.smallW + j) * g.smallC + first;
                const float* f = filter + ((first * g.kernelH + p) * g.kernelW + q) * cg + c % cg;
                for (u32 k = 0; k < kg; k++) sum += hg_widened(a[k]) * f[k * filterStride];
            }
        }
        hg_store(large, e, sum, largeNarrow, add);
    }
}

HG_KERNEL hg_convolve_adjoint(HgConv g, const float* small, const float* filter, float* large, u32 n, int add,
                              int narrow) {
    if (narrow & 1) hg_adjoint(g, (const HgNarrow*) small, filter, large, n, add, narrow & 2);
    else hg_adjoint(g, small, filter, large, n, add, narrow & 2);
}

// partial[blockIdx.y][filter]: the part of rowsPerBlock rows of windows, counted through the batch.
template <class L, class S>
HG_DEVICE void hg_gradient_part(const HgConv& g, const L* large, const S* small, double* partial, u32 n,
                                u32 rowsPerBlock) {
    u32 cg = g.largeC / g.groups, kg = g.smallC / g.groups;
    u32 e = blockIdx.x * blockDim.x + threadIdx.x;
    if (e >= n) return;
    u32 c = e % cg, tap = e / cg;
    int q = (int) (tap % g.kernelW), p = (int) (tap / g.kernelW % g.kernelH);
    u32 k = tap / g.kernelW / g.kernelH;
    u32 channel = k / kg * cg + c;
    u32 end = (blockIdx.y + 1) * rowsPerBlock, rows = g.n * g.smallH;
    if (end > rows) end = rows;
    double sum = 0;
    for (u32 row = blockIdx.y * rowsPerBlock; row < end; row++) {
        int y = (int) (row % g.smallH) * g.strideH - g.padH + p * g.dilationH;
        if (y < 0 || y >= g.largeH) continue;
        const L* a = large + ((row / g.smallH * g.largeH + y) * g.largeW) * g.largeC + channel;
        const S* b = small + row * g.smallW * g.smallC + k;
        float line = 0.f;
        for (int j = 0; j < g.smallW; j++) {
            int x = j * g.strideW - g.padW + q * g.dilationW;
            if (x >= 0 && x < g.largeW) line += hg_widened(a[x * g.largeC]) * hg_widened(b[j * g.smallC]);
        }
        sum += line;
    }
    partial[blockIdx.y * n + e] = sum;
}

HG_KERNEL hg_filter_gradient(HgConv g, const float* large, const float* small, double* partial, u32 n,
                             u32 rowsPerBlock, int narrow) {
    const HgNarrow* narrowLarge = (const HgNarrow*) large;
    const HgNarrow* narrowSmall = (const HgNarrow*) small;
    switch (narrow) {
        case 0: hg_gradient_part(g, large, small, partial, n, rowsPerBlock); break;
        case 1: hg_gradient_part(g, narrowLarge, small, partial, n, rowsPerBlock); break;
        case 2: hg_gradient_part(g, large, narrowSmall, partial, n, rowsPerBlock); break;
        default: hg_gradient_part(g, narrowLarge, narrowSmall, partial, n, rowsPerBlock);
    }
}

// ---- random numbers ------------------------------------------------------------------------------------------------

enum { UNIFORM, NORMAL, BERNOULLI };

HG_DEVICE u32 hg_high(u32 a, u32 b) { return (u32) ((unsigned long long) a * b >> 32); }

// Box and Muller's transform of two outputs; x >> 8 has 24 bits, which a float holds.
HG_DEVICE void hg_normals(u32 a, u32 b, float* z) {
    float radius = sqrtf(-2.f * logf((float) ((a >> 8) + 1) * 5.9604644775390625e-8f));
    float s, c;
    hg_sincospi((float) (b >> 8) * 1.1920928955078125e-7f, &s, &c);
    z[0] = radius * c;
    z[1] = radius * s;
}

// Philox 4x32-10, as in dev.hourglass.random.Philox: one thread draws four elements.
HG_KERNEL hg_noise(int distribution, float probability, float value, u32 key0, u32 key1, u32 stream, const int* tick,
                   float* out, u32 n) {
    u32 t = (u32) tick[0];
    HG_EACH(block, (n + 3) / 4) {
        u32 a = block, b = stream, c = t, d = 0, k0 = key0, k1 = key1;
        for (int round = 0; round < 10; round++) {
            u32 high0 = hg_high(0xD2511F53u, a), low0 = 0xD2511F53u * a;
            u32 high1 = hg_high(0xCD9E8D57u, c), low1 = 0xCD9E8D57u * c;
            a = high1 ^ b ^ k0;
            b = low1;
            c = high0 ^ d ^ k1;
            d = low0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        u32 bits[4] = {a, b, c, d};
        float draw[4];
        if (distribution == NORMAL) {
            hg_normals(a, b, draw);
            hg_normals(c, d, draw + 2);
        } else {
            for (int lane = 0; lane < 4; lane++) {
                float uniform = (float) (bits[lane] >> 8) * 5.9604644775390625e-8f;
                draw[lane] = distribution == UNIFORM ? uniform : uniform < probability ? value : 0.f;
            }
        }
        for (u32 lane = 0; lane < 4; lane++) {
            if (4 * block + lane < n) out[4 * block + lane] = draw[lane];
        }
    }
}

// ---- losses --------------------------------------------------------------------------------------------------------

enum { SQUARED, CROSS_ENTROPY, ABSOLUTE, HUBER };

HG_DEVICE float hg_loss(int criterion, float delta, float p, float t) {
    float d = p - t, size = fabsf(d);
    switch (criterion) {
        case SQUARED: return d * d;
        case CROSS_ENTROPY: return (p <= 0.f ? 0.f : p) - p * t + log1pf(expf(-fabsf(p)));
        case ABSOLUTE: return size;
        default: return size <= delta ? 0.5f * d * d : delta * (size - 0.5f * delta);
    }
}

HG_DEVICE float hg_loss_slope(int criterion, float delta, float p, float t) {
    float d = p - t;
    switch (criterion) {
        case SQUARED: return 2.f * d;
        case CROSS_ENTROPY: return hg_sigmoid(p) - t;
        case ABSOLUTE: return d > 0.f ? 1.f : d < 0.f ? -1.f : d;
        default: return d < -delta ? -delta : d > delta ? delta : d;
    }
}

// A block for each row.
HG_KERNEL hg_sample_loss(int criterion, float delta, const float* prediction, const float* target, float* losses,
                         u32 columns, int narrow) {
    u32 first = blockIdx.x * columns;
    double sum = 0;
    for (u32 i = first + threadIdx.x; i < first + columns; i += HG_BLOCK) {
        sum += hg_loss(criterion, delta, hg_load(prediction, i, narrow & 1), hg_load(target, i, narrow & 2));
    }
    sum = hg_block_sum(sum);
    if (threadIdx.x == 0) losses[blockIdx.x] = (float) (sum / columns);
}

// One over the sum of the weights times the columns, or 0 where they sum to 0. Every block sums the weights for itself:
// there are few, and no block has to wait for another.
HG_DEVICE float hg_share(const float* weights, u32 rows, u32 columns) {
    double total = 0;
    for (u32 row = threadIdx.x; row < rows; row += HG_BLOCK) total += weights[row];
    total = hg_block_sum(total);
    return total == 0 ? 0.f : (float) (1.0 / (total * columns));
}

// A share of 0 hides what is not a number in a row that does not count.
HG_DEVICE float hg_row_gradient(float share, float weight, float slope) {
    return share == 0.f ? 0.f : weight * share * slope;
}

HG_KERNEL hg_loss_gradient(int criterion, float delta, const float* prediction, const float* target,
                           const float* weights, float* gradient, u32 rows, u32 columns, int narrow) {
    float share = hg_share(weights, rows, columns);
    HG_EACH(i, rows * columns) {
        float p = hg_load(prediction, i, narrow & 1), t = hg_load(target, i, narrow & 2);
        float slope = hg_loss_slope(criterion, delta, p, t);
        hg_put(gradient, i, hg_row_gradient(share, weights[i / columns], slope), narrow & 4);
    }
}

// hg_sample_loss and hg_loss_gradient in one pass, with the same bits. A block for each row; gradient may be prediction.
HG_KERNEL hg_loss_with_gradient(int criterion, float delta, const float* prediction, const float* target,
                                const float* weights, float* losses, float* gradient, u32 rows, u32 columns,
                                int narrow) {
    float share = hg_share(weights, rows, columns);
    u32 first = blockIdx.x * columns;
    double sum = 0;
    for (u32 i = first + threadIdx.x; i < first + columns; i += HG_BLOCK) {
        float p = hg_load(prediction, i, narrow & 1), t = hg_load(target, i, narrow & 2);
        sum += hg_loss(criterion, delta, p, t);
        float slope = hg_loss_slope(criterion, delta, p, t);
        hg_put(gradient, i, hg_row_gradient(share, weights[blockIdx.x], slope), narrow & 4);
    }
    sum = hg_block_sum(sum);
    if (threadIdx.x == 0) losses[blockIdx.x] = (float) (sum / columns);
}

// One block.
HG_KERNEL hg_weighted_sum(const float* values, const float* weights, u32 n, float* totals, int add) {
    double weighted = 0, total = 0;
    for (u32 i = threadIdx.x; i < n; i += HG_BLOCK) {
        weighted += (double) weights[i] * values[i];
        total += weights[i];
    }
    weighted = hg_block_sum(weighted);
    total = hg_block_sum(total);
    if (threadIdx.x == 0) {
        hg_store(totals, 0, (float) weighted, 0, add);
        hg_store(totals, 1, (float) total, 0, add);
    }
}

// ---- optimizer -----------------------------------------------------------------------------------------------------

HG_KERNEL hg_sgd(float momentum, int nesterov, float decay, float* params, const float* grads, float* velocity,
                 const float* rate, const float* scale, u32 n) {
    float r = rate[0], s = scale[0];
    HG_EACH(i, n) {
        float p = params[i];
        float g = s * grads[i] + decay * p;
        float speed = momentum * velocity[i] + g;
        velocity[i] = speed;
        params[i] = p - r * (nesterov ? g + momentum * speed : speed);
    }
}

HG_KERNEL hg_adam(float beta1, float beta2, float epsilon, float coupled, float decoupled, float* params,
                  const float* grads, float* first, float* second, const float* rate, const float* scale,
                  const int* step, u32 n) {
    HG_SHARED float corrections[2];
    if (threadIdx.x == 0) {
        corrections[0] = (float) (1.0 / (1.0 - pow((double) beta1, (double) step[0])));
        corrections[1] = (float) (1.0 / (1.0 - pow((double) beta2, (double) step[0])));
    }
    HG_BARRIER();
    float c1 = corrections[0], c2 = corrections[1], r = rate[0], s = scale[0];
    HG_EACH(i, n) {
        float p = params[i];
        float g = s * grads[i] + coupled * p;
        float m = beta1 * first[i] + (1.f - beta1) * g;
        float v = beta2 * second[i] + (1.f - beta2) * g * g;
        first[i] = m;
        second[i] = v;
        params[i] = p * (1.f - r * decoupled) - r * (m * c1) / (sqrtf(v * c2) + epsilon);
    }
}

HG_KERNEL hg_squares(const float* in, u32 n, u32 perBlock, double* partial) {
    u32 end = n - blockIdx.x * perBlock < perBlock ? n : (blockIdx.x + 1) * perBlock;
    double sum = 0;
    for (u32 i = blockIdx.x * perBlock + threadIdx.x; i < end; i += HG_BLOCK) sum += (double) in[i] * in[i];
    sum = hg_block_sum(sum);
    if (threadIdx.x == 0) partial[blockIdx.x] = sum;
}

// One block.
HG_KERNEL hg_root(const double* partial, u32 count, float* norm) {
    double sum = 0;
    for (u32 k = threadIdx.x; k < count; k += HG_BLOCK) sum += partial[k];
    sum = hg_block_sum(sum);
    if (threadIdx.x == 0) norm[0] = (float) sqrt(sum);
}

HG_KERNEL hg_clip_scale(float limit, const float* norm, float* scale) {
    double s = (double) limit / ((double) norm[0] + 1e-6);
    scale[0] = s > 1.0 ? 1.f : (float) s;
}

HG_KERNEL hg_advance(int* counter) { counter[0] += 1; }
