// What the fake driver offers to the fake cuBLAS and cuDNN.
#pragma once
#include <cstddef>
#include <functional>

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
