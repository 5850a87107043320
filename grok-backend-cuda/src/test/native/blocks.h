// Runs the blocks of a grid on the CPU, the threads of a block as fibers.
#pragma once

#include <cstdint>
#include <string>

#ifndef GROK_SIM_DEVICE
struct SimIndex {
  unsigned x, y, z;
};
struct SimState {
  SimIndex thread, block, blockSize, gridSize;
  void (*syncThreads)(int line);
  const uint64_t* (*meetWarp)(unsigned mask, uint64_t value, int line);
  void (*fail)(const char* what, int line);
};
#endif

// What the simulated NVRTC puts in front of a shared object to make it a CUBIN.
#define SIM_MAGIC "GROKSIM1"
struct SimImage {
  char magic[8];
  uint32_t capability;
  uint32_t reserved;
  uint64_t bytes;
};

struct SimKernelCode {
  std::string name;
  void (*call)(void** arguments);
  void (*poisonShared)();
};

// The state that the kernels of every module read.
SimState* simBlockState();

// False if a thread failed, or threads wait for others that never come; the reason is on stderr.
bool simRunGrid(const SimKernelCode& kernel, void** arguments, SimIndex grid, SimIndex block,
                int order, int64_t number);
