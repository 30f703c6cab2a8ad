// A cuBLAS for tests: the product as three loops, in column-major order as the real one.
#include <cstring>

#include "fake.h"

// The major version, from the build.
#ifndef CUBLAS
#define CUBLAS 12
#endif

namespace {
struct Handle { void* stream; void* workspace; size_t bytes; int math; };
enum { OK = 0, NOT_INITIALIZED = 1, INVALID_VALUE = 7 };
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

int cublasSgemm_v2(Handle* handle, int transA, int transB, int m, int n, int k, const float* alpha, const float* a,
                   int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
    if (fakecuda_called("cublasSgemm")) return 14;
    if (!handle->workspace && fakecuda_capturing(handle->stream)) {
        fakecuda_complain("cuBLAS would allocate a workspace during a capture");
        return INVALID_VALUE;
    }
    size_t as = (size_t) lda * ((transA ? m : k) - 1) + (transA ? k : m);
    size_t bs = (size_t) ldb * ((transB ? k : n) - 1) + (transB ? n : k);
    size_t cs = (size_t) ldc * (n - 1) + m;
    if (m < 1 || n < 1 || k < 1 || lda < (transA ? k : m) || ldb < (transB ? n : k) || ldc < m) return INVALID_VALUE;
    if (!fakecuda_holds(a, 4 * as) || !fakecuda_holds(b, 4 * bs) || !fakecuda_holds(c, 4 * cs)) return INVALID_VALUE;
    float x = *alpha, y = *beta;
    std::function<void()> work = [=] {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int t = 0; t < k; t++) {
                    sum += (double) a[transA ? t + (size_t) i * lda : i + (size_t) t * lda]
                        * b[transB ? j + (size_t) t * ldb : t + (size_t) j * ldb];
                }
                float* out = c + i + (size_t) j * ldc;
                *out = y == 0 ? (float) (x * sum) : (float) (x * sum + (double) y * *out);
            }
        }
    };
    return fakecuda_enqueue(handle->stream, &work);
}

}  // extern "C"
