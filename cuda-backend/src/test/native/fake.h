// What the fake driver offers to the fake cuBLAS and cuDNN, and numbers as those two find them in memory.
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <vector>

// Floats, or bfloat16: the upper half of a float. Written apart from the kernels' own, which it checks.
struct Numbers {
    char* data;
    bool narrow;

    Numbers(const void* data, bool narrow) : data((char*) data), narrow(narrow) {}
    size_t size() const { return narrow ? 2 : 4; }
    Numbers operator+(size_t elements) const { return Numbers(data + elements * size(), narrow); }

    float operator[](size_t i) const {
        uint32_t bits = 0;
        memcpy(narrow ? (char*) &bits + 2 : (char*) &bits, data + i * size(), size());
        float value;
        memcpy(&value, &bits, 4);
        return value;
    }

    void put(size_t i, float value) const {
        if (narrow && std::isfinite(value)) {
            // Scaled so that what is kept stands before the point; rint takes the even one of two as near.
            int exponent;
            std::frexp(value, &exponent);
            int unit = exponent < -125 ? -133 : exponent - 8;
            value = (float) std::ldexp(std::rint(std::ldexp((double) value, -unit)), unit);
        }
        uint32_t bits;
        memcpy(&bits, &value, 4);
        memcpy(data + i * size(), narrow ? (char*) &bits + 2 : (char*) &bits, size());
    }

    void blend(size_t i, double value, float alpha, float beta) const {
        put(i, beta == 0 ? (float) (alpha * value) : (float) (alpha * value + (double) beta * (*this)[i]));
    }
};

// The numbers as floats. Loops over these are many times as fast as loops over Numbers.
inline std::vector<float> widened(Numbers from, size_t count) {
    std::vector<float> floats(count);
    if (!from.narrow) memcpy(floats.data(), from.data, count * 4);
    else for (size_t i = 0; i < count; i++) floats[i] = from[i];
    return floats;
}

// Appends work to a stream: it runs when somebody waits for the stream, or, while the stream is being captured, each
// time the graph is launched. Returns a CUresult.
extern "C" int fakecuda_enqueue(void* stream, std::function<void()>* work);

// Whether bytes from an address on lie within one allocation of the device.
extern "C" int fakecuda_holds(const void* address, size_t bytes);

// Counts a call of a function; a code that a test asked for instead of the call, or 0.
extern "C" int fakecuda_called(const char* function);

// Notes something that must not happen; tests ask how often it did.
extern "C" void fakecuda_complain(const char* what);

// Whether the stream is being captured.
extern "C" int fakecuda_capturing(void* stream);
