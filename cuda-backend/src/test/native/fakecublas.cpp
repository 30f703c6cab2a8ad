// A cuBLAS for tests: the product as three loops, in column-major order as the real one.
#include "fake.h"

// The major version, from the build.
#ifndef CUBLAS
#define CUBLAS 12
#endif

namespace {
struct Handle { void* stream; void* workspace; size_t bytes; int math; };
enum { OK = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7, NOT_SUPPORTED = 15 };
enum { WIDE = 0, NARROW = 14, COMPUTE_FLOAT = 68 };
}

extern "C" {

int cublasCreate_v2(Handle** handle) {
    if (fakecuda_called("cublasCreate")) return NOT_INITIALIZED;
    *handle = new Handle();
    return OK;
}
int cublasDestroy_v2(Handle* handle) { delete handle; return OK; }
int cublasGetProperty(int type, int* value) {
    const int version[] = {CUBLAS, 6, 0};
    *value = version[type];
    return OK;
}
int cublasSetStream_v2(Handle* handle, void* stream) {
    handle->stream = stream;
    handle->workspace = nullptr;
    return OK;
}
int cublasSetWorkspace_v2(Handle* handle, void* workspace, size_t bytes) {
    if (!fakecuda_holds(workspace, bytes)) return INVALID_VALUE;
    handle->workspace = workspace;
    handle->bytes = bytes;
    return OK;
}
int cublasSetMathMode(Handle* handle, int mode) { handle->math = mode; return OK; }

}  // extern "C"

static int multiply(Handle* handle, int transA, int transB, int m, int n, int k, const float* alpha, Numbers a, int lda,
                    Numbers b, int ldb, const float* beta, Numbers c, int ldc) {
    if (!handle->workspace && fakecuda_capturing(handle->stream)) {
        fakecuda_complain("cuBLAS would allocate a workspace during a capture");
        return INVALID_VALUE;
    }
    size_t as = (size_t) lda * ((transA ? m : k) - 1) + (transA ? k : m);
    size_t bs = (size_t) ldb * ((transB ? k : n) - 1) + (transB ? n : k);
    size_t cs = (size_t) ldc * (n - 1) + m;
    if (m < 1 || n < 1 || k < 1 || lda < (transA ? k : m) || ldb < (transB ? n : k) || ldc < m) return INVALID_VALUE;
    if (!fakecuda_holds(a.data, a.size() * as) || !fakecuda_holds(b.data, b.size() * bs)
        || !fakecuda_holds(c.data, c.size() * cs)) return INVALID_VALUE;
    float x = *alpha, y = *beta;
    std::function<void()> work = [=] {
        // Both with what is summed over next to each other, which is how the processor likes it.
        std::vector<float> left((size_t) m * k), right((size_t) n * k);
        for (int i = 0; i < m; i++) for (int t = 0; t < k; t++) {
            left[(size_t) i * k + t] = a[transA ? t + (size_t) i * lda : i + (size_t) t * lda];
        }
        for (int j = 0; j < n; j++) for (int t = 0; t < k; t++) {
            right[(size_t) j * k + t] = b[transB ? j + (size_t) t * ldb : t + (size_t) j * ldb];
        }
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                const float* l = left.data() + (size_t) i * k;
                const float* r = right.data() + (size_t) j * k;
                double sum = 0;
#pragma omp simd reduction(+ : sum)
                for (int t = 0; t < k; t++) sum += (double) l[t] * r[t];
                c.blend(i + (size_t) j * ldc, sum, x, y);
            }
        }
    };
    return fakecuda_enqueue(handle->stream, &work);
}

extern "C" {

int cublasSgemm_v2(Handle* handle, int transA, int transB, int m, int n, int k, const float* alpha, const float* a,
                   int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
    if (fakecuda_called("cublasSgemm")) return 14;
    return multiply(handle, transA, transB, m, n, k, alpha, Numbers(a, false), lda, Numbers(b, false), ldb, beta,
                    Numbers(c, false), ldc);
}

// Of what the real one supports: bfloat16 times bfloat16, summed in float, to either.
int cublasGemmEx(Handle* handle, int transA, int transB, int m, int n, int k, const float* alpha, const void* a,
                 int typeA, int lda, const void* b, int typeB, int ldb, const float* beta, void* c, int typeC, int ldc,
                 int compute, int algo) {
    if (fakecuda_called("cublasGemmEx")) return 14;
    if (typeA != NARROW || typeB != NARROW || (typeC != NARROW && typeC != WIDE)) return NOT_SUPPORTED;
    if (compute != COMPUTE_FLOAT || algo != -1) return NOT_SUPPORTED;
    return multiply(handle, transA, transB, m, n, k, alpha, Numbers(a, true), lda, Numbers(b, true), ldb, beta,
                    Numbers(c, typeC == NARROW), ldc);
}

}  // extern "C"
