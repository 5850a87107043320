// Runs the blocks of a grid on the CPU, the threads of a block as fibers.
#pragma once

#include <cstdint>
#include <string>

#include "state.h"

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

// False if a thread failed, or if threads wait for others that never come. stderr has the reason.
bool simRunGrid(const SimKernelCode& kernel, void** arguments, SimIndex grid, SimIndex block,
                int order, int64_t number);
