// What the simulated driver and the kernels of every module share.
#pragma once

#include <cstdint>

struct SimIndex {
  unsigned x, y, z;
};

// The simulated driver owns it. The indices are those of the running thread.
struct SimState {
  SimIndex thread, block, blockSize, gridSize;
  void (*syncThreads)(int line);
  // Deposits a value, waits for all lanes of the mask, and returns the values of all 32 lanes.
  const uint64_t* (*meetWarp)(unsigned mask, uint64_t value, int line);
  void (*fail)(const char* what, int line);
};
