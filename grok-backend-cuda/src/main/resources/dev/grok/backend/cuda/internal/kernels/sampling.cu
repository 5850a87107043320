// Random choices by Philox, a function of seed and counter: the same on every backend.
//
// Choosing and shuffling: one block of 256 threads a replica (x = replicas). The threads fill the order
// together. One thread shuffles, since each step needs the one before. It works in shared memory where
// the order fits: a step then takes tens rather than hundreds of nanoseconds.
//
// Dropout: one thread for the elements of a block of Philox; y = replicas.
#include "grok.cuh"

#define IN_SHARED 8192

// The first steps of a Fisher-Yates shuffle of 0..n-1, left in places. All threads take part.
__device__ inline void shuffle(int* places, int* shared, int n, int steps, const int* seed,
                               unsigned streamLow, unsigned streamHigh) {
  int* order = n <= IN_SHARED ? shared : places;
  for (int i = threadIdx.x; i < n; i += blockDim.x) {
    order[i] = i;
  }
  __syncthreads();
  if (threadIdx.x == 0) {
    Words words;
    for (int i = 0; i < steps; i++) {
      if (i % PHILOX_WORDS == 0) {
        words = philox((unsigned)seed[0], (unsigned)seed[1], streamLow, streamHigh, i / PHILOX_WORDS, 0);
      }
      int j = i + below(words.w[i % PHILOX_WORDS], n - i);
      int choice = order[j];
      order[j] = order[i];
      order[i] = choice;
    }
  }
  __syncthreads();
  if (order != places) {
    for (int i = threadIdx.x; i < n; i += blockDim.x) {
      places[i] = order[i];
    }
    __syncthreads();
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    chooseWithoutReplacement(IntOut out, IntOut workspace, IntIn seed, IntIn counter, int batch, int n,
                             int replicas) {
  __shared__ int shared[IN_SHARED];
  for (int r = blockIdx.x; r < replicas; r += gridDim.x) {
    int* places = workspace.at(r);
    shuffle(places, shared, n, batch, seed.at(r), (unsigned)*counter.at(r), 0);
    for (int i = threadIdx.x; i < batch; i += blockDim.x) {
      out.at(r)[i] = places[i];
    }
  }
}

// The workspace holds the order of n and, behind it, its epoch + 1.
extern "C" __global__ void __launch_bounds__(THREADS)
    shuffledBatch(IntOut out, IntOut workspace, IntIn seed, IntIn steps, int batch, int n, int replicas) {
  __shared__ int shared[IN_SHARED];
  unsigned batches = (unsigned)(n / batch);
  for (int r = blockIdx.x; r < replicas; r += gridDim.x) {
    int* places = workspace.at(r);
    unsigned step = (unsigned)*steps.at(r);
    unsigned epoch = step / batches;
    int first = (int)(step % batches) * batch;
    bool stale = places[n] != (int)(epoch + 1);
    __syncthreads();
    if (stale) {
      shuffle(places, shared, n, n, seed.at(r), epoch, SHUFFLE_STREAM);
      if (threadIdx.x == 0) {
        places[n] = (int)(epoch + 1);
      }
    }
    for (int i = threadIdx.x; i < batch; i += blockDim.x) {
      out.at(r)[i] = places[first + i];
    }
  }
}

extern "C" __global__ void dropout(Out out, In in, In rate, IntIn seed, IntIn counter, int site, int n,
                                   int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* x = in.at(r);
    float p = *rate.at(r);
    float scale = (float)(1.0 / (1.0 - (double)p));
    unsigned low = (unsigned)seed.at(r)[0];
    unsigned high = (unsigned)seed.at(r)[1];
    unsigned stream = (unsigned)*counter.at(r);
    FOR_EACH_ELEMENT(block, ((unsigned)n + PHILOX_WORDS - 1) / PHILOX_WORDS) {
      Words words = philox(low, high, stream, (unsigned)site + 1u, block, 0);
      for (int j = 0; j < PHILOX_WORDS; j++) {
        unsigned i = PHILOX_WORDS * block + j;
        if (i < (unsigned)n) {
          bool kept = (words.w[j] >> 8) * 0x1.0p-24f >= p;
          o[i] = kept ? x[i] * scale : 0.0f;
        }
      }
    }
  }
}
