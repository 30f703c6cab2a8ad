// A cuDNN for tests: descriptors as structs, the three convolutions as loops over channels-last images.
// Like the real one it may refuse: convolutions in groups are not supported, as the backend must have a way without.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "fake.h"

namespace {
enum { OK = 0, SUBLIBRARY_MISMATCH = 1002, BAD_PARAM = 2000, NOT_SUPPORTED = 3000, EXECUTION_FAILED = 5000 };
struct Handle { void* stream; };
struct Tensor { int format, type, n, c, h, w; };
struct Filter { int format, type, k, c, h, w; };
struct Conv { int padH, padW, strideH, strideW, dilationH, dilationW, mode, type, math, groups; };
struct Perf { int algo, status; float time; size_t memory; int determinism, mathType, reserved[3]; };

const int CHANNELS_LAST = 1, FLOAT = 0, BFLOAT16 = 9, FMA = 3;
const size_t WORKSPACE = 4096;

bool agree(const Tensor* x, const Filter* w, const Conv* v, const Tensor* y) {
    if (x->format != CHANNELS_LAST || w->format != CHANNELS_LAST || y->format != CHANNELS_LAST) return false;
    if (v->mode != 1 || v->type != FLOAT) return false;
    // All floats, or all bfloat16, which cannot be multiplied without tensor cores.
    if (x->type != w->type || x->type != y->type) return false;
    if (x->type != FLOAT && (x->type != BFLOAT16 || v->math == FMA)) return false;
    int h = (x->h + 2 * v->padH - v->dilationH * (w->h - 1) - 1) / v->strideH + 1;
    int q = (x->w + 2 * v->padW - v->dilationW * (w->w - 1) - 1) / v->strideW + 1;
    return x->n == y->n && w->k == y->c && w->c * v->groups == x->c && y->h == h && y->w == q;
}

size_t elements(const Tensor& t) { return (size_t) t.n * t.c * t.h * t.w; }
size_t elements(const Filter& t) { return (size_t) t.k * t.c * t.h * t.w; }
template <class T> size_t bytes(const T* t) { return (t->type == FLOAT ? 4 : 2) * elements(*t); }

int offer(const Conv* conv, int* count, Perf* results) {
    if (conv->groups != 1) { *count = 0; return NOT_SUPPORTED; }
    // The first works in any order; the backend must not take it where runs are to be reproducible.
    results[0] = {0, OK, 1.f, 0, 0, conv->math, {0, 0, 0}};
    results[1] = {1, OK, 2.f, WORKSPACE, 1, conv->math, {0, 0, 0}};
    *count = 2;
    return OK;
}

int admit(Handle* handle, const Tensor* x, const void* px, const Filter* w, const void* pw, const Conv* v,
          const Tensor* y, const void* py, int algo, void* workspace, size_t size) {
    if (fakecuda_called("cudnnConvolution")) return EXECUTION_FAILED;
    if (!agree(x, w, v, y) || v->groups != 1) return NOT_SUPPORTED;
    if (((uintptr_t) px | (uintptr_t) pw | (uintptr_t) py) & 15) return BAD_PARAM;
    if (!fakecuda_holds(px, bytes(x)) || !fakecuda_holds(pw, bytes(w)) || !fakecuda_holds(py, bytes(y))) return BAD_PARAM;
    if (algo == 0) fakecuda_complain("cuDNN was asked for an algorithm that is not deterministic");
    if (algo == 1 && (size < WORKSPACE || !fakecuda_holds(workspace, WORKSPACE))) return BAD_PARAM;
    if (workspace && size) {
        std::function<void()> scribble = [=] { memset(workspace, 0xEE, size); };
        return fakecuda_enqueue(handle->stream, &scribble) ? EXECUTION_FAILED : OK;
    }
    return OK;
}

struct Geometry {
    Tensor x, y;
    Filter f;
    Conv v;

    template <class Tap> void taps(int i, int j, Tap tap) const {
        for (int p = 0; p < f.h; p++) {
            int row = i * v.strideH - v.padH + p * v.dilationH;
            if (row < 0 || row >= x.h) continue;
            for (int q = 0; q < f.w; q++) {
                int column = j * v.strideW - v.padW + q * v.dilationW;
                if (column >= 0 && column < x.w) tap((row * x.w + column) * x.c, (p * f.w + q) * f.c);
            }
        }
    }
};
}

extern "C" {

size_t cudnnGetVersion() { const char* v = getenv("FAKECUDNN_VERSION"); return v ? (size_t) atol(v) : 90500; }
size_t cudnnGetCudartVersion() { const char* v = getenv("FAKECUDNN_CUDA"); return v ? (size_t) atol(v) : 12060; }
const char* cudnnGetErrorString(int status) {
    if (status == SUBLIBRARY_MISMATCH) return "CUDNN_STATUS_SUBLIBRARY_VERSION_MISMATCH";
    return status == NOT_SUPPORTED ? "CUDNN_STATUS_NOT_SUPPORTED"
        : status == BAD_PARAM ? "CUDNN_STATUS_BAD_PARAM" : "CUDNN_STATUS_EXECUTION_FAILED";
}
int cudnnCreate(Handle** handle) {
    if (fakecuda_called("cudnnCreate")) return 1001;
    if (getenv("FAKECUDNN_MIXED")) return SUBLIBRARY_MISMATCH;
    *handle = new Handle();
    return OK;
}
int cudnnDestroy(Handle* handle) { delete handle; return OK; }
int cudnnSetStream(Handle* handle, void* stream) { handle->stream = stream; return OK; }
int cudnnCreateTensorDescriptor(Tensor** t) { *t = new Tensor(); return OK; }
int cudnnDestroyTensorDescriptor(Tensor* t) { delete t; return OK; }
int cudnnSetTensor4dDescriptor(Tensor* t, int format, int type, int n, int c, int h, int w) {
    *t = {format, type, n, c, h, w};
    return OK;
}
int cudnnCreateFilterDescriptor(Filter** f) { *f = new Filter(); return OK; }
int cudnnDestroyFilterDescriptor(Filter* f) { delete f; return OK; }
int cudnnSetFilter4dDescriptor(Filter* f, int type, int format, int k, int c, int h, int w) {
    *f = {format, type, k, c, h, w};
    return OK;
}
int cudnnCreateConvolutionDescriptor(Conv** v) { *v = new Conv(); return OK; }
int cudnnDestroyConvolutionDescriptor(Conv* v) { delete v; return OK; }
int cudnnSetConvolution2dDescriptor(Conv* v, int padH, int padW, int strideH, int strideW, int dilationH,
                                    int dilationW, int mode, int type) {
    *v = {padH, padW, strideH, strideW, dilationH, dilationW, mode, type, 0, 1};
    return OK;
}
int cudnnSetConvolutionGroupCount(Conv* v, int groups) { v->groups = groups; return OK; }
int cudnnSetConvolutionMathType(Conv* v, int math) { v->math = math; return OK; }

int cudnnGetConvolutionForwardAlgorithmMaxCount(Handle*, int* count) { *count = 8; return OK; }
int cudnnGetConvolutionBackwardDataAlgorithmMaxCount(Handle*, int* count) { *count = 6; return OK; }
int cudnnGetConvolutionBackwardFilterAlgorithmMaxCount(Handle*, int* count) { *count = 7; return OK; }
int cudnnGetConvolutionForwardAlgorithm_v7(Handle*, Tensor* x, Filter* w, Conv* v, Tensor* y, int, int* count, Perf* r) {
    return agree(x, w, v, y) ? offer(v, count, r) : BAD_PARAM;
}
int cudnnGetConvolutionBackwardDataAlgorithm_v7(Handle*, Filter* w, Tensor* y, Conv* v, Tensor* x, int, int* count,
                                                Perf* r) {
    return agree(x, w, v, y) ? offer(v, count, r) : BAD_PARAM;
}
int cudnnGetConvolutionBackwardFilterAlgorithm_v7(Handle*, Tensor* x, Tensor* y, Conv* v, Filter* w, int, int* count,
                                                  Perf* r) {
    return agree(x, w, v, y) ? offer(v, count, r) : BAD_PARAM;
}

int cudnnConvolutionForward(Handle* handle, const float* alpha, Tensor* x, const void* px, Filter* w, const void* pw,
                            Conv* v, int algo, void* workspace, size_t size, const float* beta, Tensor* y, void* py) {
    if (int code = admit(handle, x, px, w, pw, v, y, py, algo, workspace, size)) return code;
    Geometry g = {*x, *y, *w, *v};
    float a = *alpha, b = *beta;
    bool narrow = x->type == BFLOAT16;
    Numbers image(px, narrow), filter(pw, narrow), result(py, narrow);
    std::function<void()> work = [=] {
        auto images = widened(image, elements(g.x)), filters = widened(filter, elements(g.f));
        std::vector<double> sums(g.y.c);
        for (int n = 0; n < g.y.n; n++) for (int i = 0; i < g.y.h; i++) for (int j = 0; j < g.y.w; j++) {
            Numbers out = result + (size_t) ((n * g.y.h + i) * g.y.w + j) * g.y.c;
            std::fill(sums.begin(), sums.end(), 0);
            g.taps(i, j, [&](int inImage, int inFilter) {
                const float* in = images.data() + ((size_t) n * g.x.h * g.x.w * g.x.c + inImage);
                for (int k = 0; k < g.y.c; k++) {
                    const float* f = filters.data() + (size_t) (k * g.f.h * g.f.w * g.f.c + inFilter);
                    double sum = 0;
#pragma omp simd reduction(+ : sum)
                    for (int c = 0; c < g.x.c; c++) sum += (double) in[c] * f[c];
                    sums[k] += sum;
                }
            });
            for (int k = 0; k < g.y.c; k++) out.blend(k, sums[k], a, b);
        }
    };
    return fakecuda_enqueue(handle->stream, &work) ? EXECUTION_FAILED : OK;
}

int cudnnConvolutionBackwardData(Handle* handle, const float* alpha, Filter* w, const void* pw, Tensor* y,
                                 const void* py, Conv* v, int algo, void* workspace, size_t size, const float* beta,
                                 Tensor* x, void* px) {
    if (int code = admit(handle, x, px, w, pw, v, y, py, algo, workspace, size)) return code;
    Geometry g = {*x, *y, *w, *v};
    float a = *alpha, b = *beta;
    bool narrow = x->type == BFLOAT16;
    Numbers result(px, narrow), filter(pw, narrow), image(py, narrow);
    std::function<void()> work = [=] {
        auto gradients = widened(image, elements(g.y)), filters = widened(filter, elements(g.f));
        int size = g.x.h * g.x.w * g.x.c;
        std::vector<double> sums(size);
        for (int n = 0; n < g.y.n; n++) {
            std::fill(sums.begin(), sums.end(), 0);
            for (int i = 0; i < g.y.h; i++) for (int j = 0; j < g.y.w; j++) {
                const float* in = gradients.data() + (size_t) ((n * g.y.h + i) * g.y.w + j) * g.y.c;
                g.taps(i, j, [&](int inImage, int inFilter) {
                    double* out = sums.data() + inImage;
                    for (int k = 0; k < g.y.c; k++) {
                        const float* f = filters.data() + (size_t) (k * g.f.h * g.f.w * g.f.c + inFilter);
#pragma omp simd
                        for (int c = 0; c < g.x.c; c++) out[c] += (double) in[k] * f[c];
                    }
                });
            }
            for (int e = 0; e < size; e++) result.blend((size_t) n * size + e, sums[e], a, b);
        }
    };
    return fakecuda_enqueue(handle->stream, &work) ? EXECUTION_FAILED : OK;
}

int cudnnConvolutionBackwardFilter(Handle* handle, const float* alpha, Tensor* x, const void* px, Tensor* y,
                                   const void* py, Conv* v, int algo, void* workspace, size_t size, const float* beta,
                                   Filter* w, void* pw) {
    if (int code = admit(handle, x, px, w, pw, v, y, py, algo, workspace, size)) return code;
    Geometry g = {*x, *y, *w, *v};
    float a = *alpha, b = *beta;
    bool narrow = x->type == BFLOAT16;
    Numbers image(px, narrow), result(pw, narrow), gradient(py, narrow);
    std::function<void()> work = [=] {
        auto images = widened(image, elements(g.x)), gradients = widened(gradient, elements(g.y));
        std::vector<double> sums(elements(g.f));
        for (int n = 0; n < g.y.n; n++) for (int i = 0; i < g.y.h; i++) for (int j = 0; j < g.y.w; j++) {
            const float* out = gradients.data() + (size_t) ((n * g.y.h + i) * g.y.w + j) * g.y.c;
            g.taps(i, j, [&](int inImage, int inFilter) {
                const float* in = images.data() + ((size_t) n * g.x.h * g.x.w * g.x.c + inImage);
                for (int k = 0; k < g.y.c; k++) {
                    double* f = sums.data() + k * g.f.h * g.f.w * g.f.c + inFilter;
#pragma omp simd
                    for (int c = 0; c < g.x.c; c++) f[c] += (double) out[k] * in[c];
                }
            });
        }
        for (size_t e = 0; e < sums.size(); e++) result.blend(e, sums[e], a, b);
    };
    return fakecuda_enqueue(handle->stream, &work) ? EXECUTION_FAILED : OK;
}

}  // extern "C"
