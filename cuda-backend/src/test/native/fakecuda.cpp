// A CUDA driver for tests. The device's memory is the host's, between canaries; the kernels are the ones of
// hourglass.cu, compiled for the CPU. Work is not done when it is enqueued but when somebody waits, so that host memory
// which is reused too early shows. What is enqueued while a stream is captured runs at each launch of the graph, with
// the arguments it had then.
//
// Environment: FAKECUDA_DEVICES (1), FAKECUDA_VERSION (12060), FAKECUDA_CAPABILITY (90; GPU i from FAKECUDA_CAPABILITY_i),
// FAKECUDA_MEMORY (MiB, 2048), FAKECUDA_INIT and FAKECUDA_OPEN (what cuInit and opening a GPU return, 0).
#define HG_HOST 1
#include "hourglass.cu"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <sys/mman.h>

#include "fake.h"

HgIndex threadIdx, blockIdx, blockDim, gridDim;

namespace {

enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_DEVICE = 100, INVALID_DEVICE = 101, INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700, CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901 };

typedef std::function<void()> Work;

struct Stream {
    void* context;
    std::deque<Work> queue;
    bool capturing = false;
    bool invalidated = false;
    std::vector<Work> recorded;
};

struct Graph { std::vector<Work> nodes; };
// recorded: how often it has been recorded; reached: the last recording that its stream has come to.
struct Event { Stream* stream = nullptr; long recorded = 0, reached = 0; };

const size_t GUARD = 256;
struct Block { size_t bytes; char* base; void* context; };

// A block's bytes with both canaries.
size_t guarded(size_t bytes) { return (bytes + 255) / 256 * 256 + 2 * GUARD; }

// Fresh from the system, in large pages where it has them: cuBLAS's workspace alone is thousands of small ones, and
// tests open a GPU a thousand times. Returns null where there is no memory.
char* map(size_t bytes) {
    void* base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (base == MAP_FAILED) return nullptr;
    madvise(base, bytes, MADV_HUGEPAGE);
    return (char*) base;
}

std::recursive_mutex lock;
std::map<char*, Block> blocks;
std::set<Stream*> streams;
size_t taken = 0, mostTaken = 0;
long complaints = 0, launches = 0, graphLaunches = 0;
std::string lastComplaint;
std::map<std::string, std::pair<int, int>> failures;
std::map<std::string, long> calls;
int sticky = 0;
// The kernel at whose launch, after so many others of it, the device is lost; empty for none.
std::string brokenKernel;
long brokenAfter;
thread_local void* current_context;
// Whether a copy to the device is done as soon as its stream can, as by an engine that has nothing else to do, or as
// late as possible.
bool copiesAtOnce;

#define LOCKED std::lock_guard<std::recursive_mutex> guard(lock)
#define CALLED(name) LOCKED; if (int code = fakecuda_called(name)) return code

long setting(const char* name, long otherwise) {
    const char* text = getenv(name);
    return text ? atol(text) : otherwise;
}

// As the driver reads CUDA_VISIBLE_DEVICES: numbers, up to the first that is none of a GPU.
long devices() {
    long all = setting("FAKECUDA_DEVICES", 1), visible = 0;
    const char* text = getenv("CUDA_VISIBLE_DEVICES");
    if (!text) return all;
    for (char* end; *text; visible++, text = end + (*end == ',')) {
        long number = strtol(text, &end, 10);
        if (end == text || number < 0 || number >= all || (*end && *end != ',')) break;
    }
    return visible;
}

size_t total() { return (size_t) setting("FAKECUDA_MEMORY", 2048) << 20; }

bool intact(char* data, const Block& block) {
    for (char* p = block.base; p < data; p++) if (*p != 0x5C) return false;
    for (char* p = data + block.bytes; p < data + block.bytes + GUARD; p++) if (*p != 0x5C) return false;
    return true;
}

void checkCanaries() {
    for (auto& each : blocks) if (!intact(each.first, each.second)) fakecuda_complain("a canary is dead");
}

void run(Stream* stream) {
    Work work = std::move(stream->queue.front());
    stream->queue.pop_front();
    if (!sticky) work();
}

void drain(Stream* stream) {
    while (!stream->queue.empty()) run(stream);
}

// Goes on with the event's stream until it has come to a recording.
void reach(Event* event, long recording) {
    while (event->reached < recording && !event->stream->queue.empty()) run(event->stream);
}

void drainAll() { for (Stream* each : streams) drain(each); }

int forbiddenInCapture() {
    for (Stream* each : streams) if (each->capturing) { each->invalidated = true; return CAPTURE_UNSUPPORTED; }
    return OK;
}

// ---- threads of a block -----------------------------------------------------------------------------------------

#if defined(__x86_64__)
extern "C" void hg_switch(void** save, void* load);
asm(R"(
.text
.globl hg_switch
.type hg_switch,@function
hg_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
)");
#else
#error "the fake driver needs x86-64, as JCuda's natives do"
#endif

const size_t STACK = 16 * 1024;
struct Fiber { std::unique_ptr<char[]> stack; void* at = nullptr; bool done = false; };
std::vector<Fiber> fibers;
void* scheduler;
Fiber* current;
const Work* body;
bool barriers;
// Every other launch takes threads and blocks from the last to the first: a result that depends on their order differs
// between two runs.
bool backwards;

void fiberMain() {
    (*body)();
    current->done = true;
    hg_switch(&current->at, scheduler);
}

void place(Fiber& fiber) {
    if (!fiber.stack) fiber.stack.reset(new char[STACK]);
    uintptr_t top = ((uintptr_t) fiber.stack.get() + STACK) & ~(uintptr_t) 15;
    void** sp = (void**) (top - 64);
    for (int i = 0; i < 6; i++) sp[i] = nullptr;
    sp[6] = (void*) fiberMain;
    fiber.at = sp;
    fiber.done = false;
}

// All threads of a block, each as far as its next barrier, in turns.
void runWithBarriers(unsigned threads) {
    if (fibers.size() < threads) fibers.resize(threads);
    for (unsigned t = 0; t < threads; t++) place(fibers[t]);
    for (unsigned left = threads; left > 0;) {
        unsigned waiting = 0, ended = 0;
        for (unsigned i = 0; i < threads; i++) {
            unsigned t = backwards ? threads - 1 - i : i;
            if (fibers[t].done) continue;
            threadIdx.x = t;
            current = &fibers[t];
            hg_switch(&scheduler, current->at);
            if (fibers[t].done) ended++; else waiting++;
        }
        if (ended && waiting) fakecuda_complain("some threads of a block passed a barrier that others did not");
        left -= ended;
    }
}

// A kernel with its arguments, for the calling thread alone or for all threads of a block in turn.
struct Bound { Work thread, block; };
struct Kernel { std::function<Bound(void**)> bind; bool barriers; };

template <class... A, size_t... I>
Bound bound(void (*f)(A...), void** p, std::index_sequence<I...>) {
    auto arguments = std::make_tuple(*(typename std::decay<A>::type*) p[I]...);
    return {[f, arguments] { std::apply(f, arguments); }, [f, arguments] {
        for (unsigned t = 0; t < blockDim.x; t++) {
            threadIdx.x = backwards ? blockDim.x - 1 - t : t;
            std::apply(f, arguments);
        }
    }};
}

template <class... A> Kernel kernel(void (*f)(A...), bool barriers) {
    return {[f](void** p) { return bound(f, p, std::index_sequence_for<A...>()); }, barriers};
}

#define EACH(k) {#k, kernel(&k, false)}
#define WITH_BARRIERS(k) {#k, kernel(&k, true)}
std::map<std::string, Kernel> kernels = {EACH(hg_fill), EACH(hg_copy), EACH(hg_add), EACH(hg_gather), EACH(hg_pad),
    EACH(hg_crop), EACH(hg_channel_copy), EACH(hg_activate), EACH(hg_activate_gradient), EACH(hg_add_bias),
    EACH(hg_bias_activate), EACH(hg_add_scaled), EACH(hg_scale), EACH(hg_multiply), WITH_BARRIERS(hg_channel_sums),
    WITH_BARRIERS(hg_activate_gradient_sums),
    WITH_BARRIERS(hg_total), WITH_BARRIERS(hg_norm_mean), WITH_BARRIERS(hg_norm_variance), EACH(hg_norm_apply),
    EACH(hg_norm_infer), WITH_BARRIERS(hg_norm_totals), EACH(hg_norm_gradient), EACH(hg_pool), EACH(hg_pool_gradient),
    EACH(hg_upsample), EACH(hg_upsample_gradient), EACH(hg_convolve), EACH(hg_convolve_adjoint),
    EACH(hg_convolve_bias_activate),
    EACH(hg_filter_gradient), EACH(hg_noise), WITH_BARRIERS(hg_sample_loss), WITH_BARRIERS(hg_loss_gradient),
    WITH_BARRIERS(hg_loss_with_gradient),
    WITH_BARRIERS(hg_weighted_sum), EACH(hg_sgd), WITH_BARRIERS(hg_adam), WITH_BARRIERS(hg_squares),
    WITH_BARRIERS(hg_root), EACH(hg_clip_scale), EACH(hg_advance)};

void runGrid(HgIndex grid, HgIndex block, bool withBarriers, const Bound& work) {
    gridDim = grid;
    blockDim = block;
    body = &work.thread;
    barriers = withBarriers;
    backwards = launches++ % 2 != 0;
    unsigned blocksOfGrid = grid.x * grid.y * grid.z;
    for (unsigned i = 0; i < blocksOfGrid; i++) {
        unsigned b = backwards ? blocksOfGrid - 1 - i : i;
        blockIdx = {b % grid.x, b / grid.x % grid.y, b / grid.x / grid.y};
        threadIdx = {0, 0, 0};
        if (withBarriers) runWithBarriers(block.x);
        else work.block();
    }
}

}  // namespace

extern "C" {

void hg_barrier() {
    if (!barriers) {
        fprintf(stderr, "fakecuda: a kernel without WITH_BARRIERS waits at a barrier\n");
        abort();
    }
    hg_switch(&current->at, scheduler);
}

int fakecuda_enqueue(void* handle, Work* work) {
    LOCKED;
    Stream* stream = (Stream*) handle;
    if (!streams.count(stream)) return INVALID_VALUE;
    if (stream->context != current_context) {
        fakecuda_complain("work for a stream of another context than the thread's");
        return INVALID_CONTEXT;
    }
    if (stream->capturing) stream->recorded.push_back(*work);
    else stream->queue.push_back(*work);
    if (stream->queue.size() > 10000) drain(stream);
    return OK;
}

int fakecuda_holds(const void* address, size_t bytes) {
    LOCKED;
    auto next = blocks.upper_bound((char*) address);
    if (next == blocks.begin()) return 0;
    --next;
    if (next->second.context != current_context) return 0;
    return (char*) address + bytes <= next->first + next->second.bytes;
}

int fakecuda_called(const char* function) {
    LOCKED;
    calls[function]++;
    if (sticky) return sticky;
    auto failure = failures.find(function);
    if (failure == failures.end()) return OK;
    int code = failure->second.first;
    if (failure->second.second-- > 0) return OK;
    failures.erase(failure);
    return code;
}

void fakecuda_complain(const char* what) {
    LOCKED;
    complaints++;
    lastComplaint = what;
    fprintf(stderr, "fakecuda: %s\n", what);
}

int fakecuda_capturing(void* stream) { LOCKED; return ((Stream*) stream)->capturing; }

// For tests.
void fakecuda_fail(const char* function, int code, int after) { LOCKED; failures[function] = {code, after}; }
void fakecuda_break_at(const char* kernel, int after) { LOCKED; brokenKernel = kernel; brokenAfter = after; }
void fakecuda_break(int code) { LOCKED; sticky = code; if (code == 0) for (Stream* s : streams) s->queue.clear(); }
void fakecuda_copies_at_once(int yes) { LOCKED; copiesAtOnce = yes; }
long fakecuda_allocations() { LOCKED; return (long) blocks.size(); }
// The most bytes that were allocated at once since the last call.
long fakecuda_most_taken() { LOCKED; long most = (long) mostTaken; mostTaken = taken; return most; }
long fakecuda_streams() { LOCKED; return (long) streams.size(); }
long fakecuda_complaints() { LOCKED; checkCanaries(); return complaints; }
long fakecuda_launches() { LOCKED; return launches; }
long fakecuda_graph_launches() { LOCKED; return graphLaunches; }
long fakecuda_calls(const char* function) { LOCKED; return calls[function]; }

int cuInit(unsigned) {
    CALLED("cuInit");
    if (long code = setting("FAKECUDA_INIT", OK)) return (int) code;
    return devices() > 0 ? OK : NO_DEVICE;
}
int cuDriverGetVersion(int* v) { *v = (int) setting("FAKECUDA_VERSION", 12060); return OK; }
int cuDeviceGetCount(int* n) { *n = (int) devices(); return OK; }
int cuDeviceGet(int* d, int i) {
    *d = i;
    return i < devices() ? OK : INVALID_DEVICE;
}
int cuDeviceGetName(char* name, int length, int device) {
    snprintf(name, (size_t) length, "Fake GPU %d", device);
    return OK;
}
int cuDeviceTotalMem_v2(size_t* bytes, int) { *bytes = total(); return OK; }
int cuDeviceGetAttribute(int* value, int attribute, int device) {
    std::string own = "FAKECUDA_CAPABILITY_" + std::to_string(device);
    long capability = setting(own.c_str(), setting("FAKECUDA_CAPABILITY", 90));
    switch (attribute) {
        case 16: *value = 2; return OK;                         // multiprocessors
        case 75: *value = (int) (capability / 10); return OK;
        case 76: *value = (int) (capability % 10); return OK;
        default: *value = 0; return INVALID_VALUE;
    }
}
int cuDevicePrimaryCtxRetain(void** context, int device) {
    CALLED("cuDevicePrimaryCtxRetain");
    if (long code = setting("FAKECUDA_OPEN", OK)) return (int) code;
    *context = (void*) (intptr_t) (0xC0 + device);
    return OK;
}
int cuDevicePrimaryCtxRelease_v2(int) { return OK; }
int cuCtxSetCurrent(void* context) { CALLED("cuCtxSetCurrent"); current_context = context; return OK; }

int cuMemGetInfo_v2(size_t* free, size_t* all) { LOCKED; *all = total(); *free = total() - taken; return OK; }
int cuMemAlloc_v2(void** address, size_t bytes) {
    CALLED("cuMemAlloc");
    if (int c = forbiddenInCapture()) return c;
    if (bytes == 0) return INVALID_VALUE;
    if (bytes > total() - taken) return OUT_OF_MEMORY;
    size_t whole = guarded(bytes);
    char* base = map(whole);
    if (!base) return OUT_OF_MEMORY;
    memset(base, 0x5C, GUARD);
    memset(base + GUARD, 0xA5, bytes);
    memset(base + GUARD + bytes, 0x5C, whole - GUARD - bytes);
    blocks[base + GUARD] = {bytes, base, current_context};
    taken += bytes;
    mostTaken = std::max(mostTaken, taken);
    *address = base + GUARD;
    return OK;
}
int cuMemFree_v2(void* address) {
    LOCKED;
    drainAll();
    auto found = blocks.find((char*) address);
    if (found == blocks.end()) { fakecuda_complain("what is freed was not allocated"); return INVALID_VALUE; }
    if (!intact(found->first, found->second)) fakecuda_complain("a canary was dead when its block was freed");
    taken -= found->second.bytes;
    munmap(found->second.base, guarded(found->second.bytes));
    blocks.erase(found);
    return OK;
}
int cuMemAllocHost_v2(void** p, size_t n) { CALLED("cuMemAllocHost"); *p = aligned_alloc(256, (n + 255) / 256 * 256); return OK; }
int cuMemFreeHost(void* p) { LOCKED; drainAll(); free(p); return OK; }

static int copy(void* to, const void* from, size_t n, void* stream) {
    Work work = [=] { memcpy(to, from, n); };
    return fakecuda_enqueue(stream, &work);
}
int cuMemcpyHtoDAsync_v2(void* d, const void* s, size_t n, void* stream) {
    CALLED("cuMemcpyHtoDAsync");
    if (!fakecuda_holds(d, n)) return INVALID_VALUE;
    int code = copy(d, s, n, stream);
    if (copiesAtOnce && !((Stream*) stream)->capturing) drain((Stream*) stream);
    return code;
}
int cuMemcpyDtoDAsync_v2(void* d, const void* s, size_t n, void* stream) {
    CALLED("cuMemcpyDtoDAsync");
    if (!fakecuda_holds(d, n) || !fakecuda_holds(s, n)) return INVALID_VALUE;
    return copy(d, s, n, stream);
}
int cuMemcpyDtoHAsync_v2(void* d, const void* s, size_t n, void* stream) {
    CALLED("cuMemcpyDtoHAsync");
    if (!fakecuda_holds(s, n)) return INVALID_VALUE;
    return copy(d, s, n, stream);
}
int cuMemsetD8Async(void* d, unsigned char value, size_t n, void* stream) {
    CALLED("cuMemsetD8Async");
    if (!fakecuda_holds(d, n)) return INVALID_VALUE;
    Work work = [=] { memset(d, value, n); };
    return fakecuda_enqueue(stream, &work);
}

int cuStreamCreate(void** s, unsigned) { CALLED("cuStreamCreate"); Stream* stream = new Stream{current_context}; streams.insert(stream); *s = stream; return OK; }
int cuStreamDestroy_v2(void* s) { LOCKED; drain((Stream*) s); streams.erase((Stream*) s); delete (Stream*) s; return OK; }
int cuStreamSynchronize(void* s) {
    CALLED("cuStreamSynchronize");
    Stream* stream = (Stream*) s;
    if (stream->capturing) { stream->invalidated = true; return CAPTURE_UNSUPPORTED; }
    drain(stream);
    return sticky;
}
int cuStreamBeginCapture_v2(void* s, int) {
    CALLED("cuStreamBeginCapture");
    Stream* stream = (Stream*) s;
    if (stream->capturing) return INVALID_VALUE;
    stream->capturing = true;
    stream->invalidated = false;
    stream->recorded.clear();
    return OK;
}
int cuStreamIsCapturing(void* s, int* status) {
    LOCKED;
    Stream* stream = (Stream*) s;
    *status = !stream->capturing ? 0 : stream->invalidated ? 2 : 1;
    return OK;
}
int cuStreamEndCapture(void* s, void** graph) {
    CALLED("cuStreamEndCapture");
    Stream* stream = (Stream*) s;
    if (!stream->capturing) return INVALID_VALUE;
    stream->capturing = false;
    *graph = nullptr;
    if (stream->invalidated) return CAPTURE_INVALIDATED;
    *graph = new Graph{std::move(stream->recorded)};
    return OK;
}
int cuGraphInstantiateWithFlags(void** exec, void* graph, unsigned long long) {
    CALLED("cuGraphInstantiate");
    *exec = new Graph(*(Graph*) graph);
    return OK;
}
int cuGraphUpload(void*, void*) { return OK; }
int cuGraphLaunch(void* exec, void* s) {
    CALLED("cuGraphLaunch");
    Graph* graph = (Graph*) exec;
    graphLaunches++;
    Work work = [graph] { for (Work& each : graph->nodes) if (!sticky) each(); };
    return fakecuda_enqueue(s, &work);
}
int cuGraphDestroy(void* graph) { LOCKED; delete (Graph*) graph; return OK; }
int cuGraphExecDestroy(void* exec) { LOCKED; drainAll(); delete (Graph*) exec; return OK; }

int cuEventCreate(void** e, unsigned) { CALLED("cuEventCreate"); *e = new Event(); return OK; }
int cuEventDestroy_v2(void* e) { LOCKED; drainAll(); delete (Event*) e; return OK; }
int cuEventRecord(void* e, void* s) {
    CALLED("cuEventRecord");
    Event* event = (Event*) e;
    event->stream = (Stream*) s;
    long recording = ++event->recorded;
    Work work = [=] { event->reached = recording; };
    return fakecuda_enqueue(s, &work);
}
int cuEventSynchronize(void* e) {
    CALLED("cuEventSynchronize");
    Event* event = (Event*) e;
    if (event->stream) reach(event, event->recorded);
    return sticky;
}
int cuStreamWaitEvent(void* s, void* e, unsigned) {
    CALLED("cuStreamWaitEvent");
    Event* event = (Event*) e;
    if (!event->stream) return OK;
    long recording = event->recorded;
    Work work = [=] { reach(event, recording); };
    return fakecuda_enqueue(s, &work);
}

int cuModuleLoadData(void** module, const void* image) {
    CALLED("cuModuleLoadData");
    if (!strstr((const char*) image, ".version")) return INVALID_IMAGE;
    *module = (void*) 0x40;
    return OK;
}
int cuModuleUnload(void*) { return OK; }
int cuModuleGetFunction(void** f, void*, const char* name) {
    CALLED("cuModuleGetFunction");
    auto found = kernels.find(name);
    if (found == kernels.end()) return NOT_FOUND;
    *f = &*found;
    return OK;
}
int cuFuncGetAttribute(int* value, int, void*) { *value = 32; return OK; }
int cuLaunchKernel(void* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned,
                   void* stream, void** arguments, void**) {
    CALLED("cuLaunchKernel");
    if (bx * by * bz > 1024 || by != 1 || bz != 1 || !bx || !gx || !gy || !gz || gy > 65535 || gz > 65535) {
        return INVALID_VALUE;
    }
    auto* entry = (std::pair<const std::string, Kernel>*) f;
    Kernel* k = &entry->second;
    Bound bound = k->bind(arguments);
    bool with = k->barriers;
    HgIndex grid = {gx, gy, gz}, block = {bx, 1, 1};
    Work work = [=] {
        if (entry->first == brokenKernel && brokenAfter-- <= 0) sticky = ILLEGAL_ADDRESS;
        else runGrid(grid, block, with, bound);
    };
    return fakecuda_enqueue(stream, &work);
}

static const char* errorName(int code) {
    switch (code) {
        case OK: return "CUDA_SUCCESS";
        case INVALID_VALUE: return "CUDA_ERROR_INVALID_VALUE";
        case OUT_OF_MEMORY: return "CUDA_ERROR_OUT_OF_MEMORY";
        case NO_DEVICE: return "CUDA_ERROR_NO_DEVICE";
        case INVALID_DEVICE: return "CUDA_ERROR_INVALID_DEVICE";
        case 46: return "CUDA_ERROR_DEVICE_UNAVAILABLE";
        case 803: return "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH";
        case NOT_FOUND: return "CUDA_ERROR_NOT_FOUND";
        case ILLEGAL_ADDRESS: return "CUDA_ERROR_ILLEGAL_ADDRESS";
        case CAPTURE_UNSUPPORTED: return "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED";
        case CAPTURE_INVALIDATED: return "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED";
        default: return "CUDA_ERROR_UNKNOWN";
    }
}
int cuGetErrorName(int code, const char** text) { *text = errorName(code); return OK; }
int cuGetErrorString(int code, const char** text) { *text = "as the fake driver was told"; (void) code; return OK; }

}  // extern "C"
