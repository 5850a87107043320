// Counters that live on the device, one a replica, so that a recorded step needs no host.
//
// Launch: one thread a replica, 256 a block.
#include "grok.cuh"

#define FOR_MY_REPLICA(r, replicas) \
  for (int r = blockIdx.x * blockDim.x + threadIdx.x; r < (replicas); r += gridDim.x * blockDim.x)

extern "C" __global__ void increment(IntOut counter, int by, int replicas) {
  FOR_MY_REPLICA(r, replicas) {
    // Unsigned numbers may wrap around.
    int* c = counter.at(r);
    *c = (int)((unsigned)*c + (unsigned)by);
  }
}

extern "C" __global__ void firstCrossing(IntOut first, In metric, float threshold, IntIn steps,
                                         int replicas) {
  FOR_MY_REPLICA(r, replicas) {
    int* f = first.at(r);
    if (*f == 0 && *metric.at(r) >= threshold) {
      *f = *steps.at(r);
    }
  }
}

extern "C" __global__ void firstNonFinite(IntOut first, In metric, IntIn steps, int replicas) {
  FOR_MY_REPLICA(r, replicas) {
    int* f = first.at(r);
    if (*f == 0 && !isFinite(*metric.at(r))) {
      *f = *steps.at(r);
    }
  }
}
