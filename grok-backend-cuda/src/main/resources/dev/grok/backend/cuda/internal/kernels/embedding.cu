// Look-up of rows by symbol: table [R?, V, C], ids [R?, B, T], out [R, B, C].
//
// Forward and gather: one thread an element of the output, neighbors along the channels.
//
// Backward: each element (v, c) of dTable is one sum, in the order of the ids, over the samples that
// chose row v. A scatter would need atomics and lose that order. embeddingBackward has a block of 256
// threads for a row v and 256 channels, x = C / 256, z = V, y = replicas. It goes through the ids IDS at
// a time: the threads look at them together and list the samples that chose v, in order, in shared
// memory; then each thread adds the listed samples in its channel, SAMPLES at once.
// embeddingBackwardNarrow, for a few channels, has one thread an element, which looks at every id
// itself. Both give the same bits.
//
// The kernels never follow an id outside 0..V-1: forward gives NaN (which shows in every loss), the
// gather gives -1, backward leaves the id out.
#include "grok.cuh"

#define IDS_OF_WARP 128
#define IDS (WARPS * IDS_OF_WARP)
#define SAMPLES 8

extern "C" __global__ void embeddingForward(Out out, In table, IntIn ids, int tokens, int channels,
                                            int vocabulary, int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* rows = table.at(r);
    const int* symbols = ids.at(r);
    FOR_EACH_ELEMENT(i, n) {
      int b = i / channels;
      int c = i % channels;
      float sum = 0;
      for (int t = 0; t < tokens; t++) {
        int id = symbols[(size_t)b * tokens + t];
        float value = id >= 0 && id < vocabulary ? rows[(size_t)id * channels + c] : quietNaN();
        sum = t == 0 ? value : sum + value;
      }
      o[i] = sum;
    }
  }
}

// Lists the samples of ids first to first + IDS - 1 that chose row v, in order, and returns their number.
// All threads of the block take part; `listed` is complete after the next __syncthreads.
__device__ inline int listSamples(int* listed, int* countOfWarp, const int* ids, int first, int total,
                                  int v, int tokens) {
  int warp = threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  unsigned chose[IDS_OF_WARP / 32];
  int count = 0;
#pragma unroll
  for (int j = 0; j < IDS_OF_WARP / 32; j++) {
    int i = first + warp * IDS_OF_WARP + 32 * j + lane;
    chose[j] = __ballot_sync(FULL_WARP, i < total && ids[i] == v);
    count += __popc(chose[j]);
  }
  if (lane == 0) {
    countOfWarp[warp] = count;
  }
  __syncthreads();
  int all = 0;
  int place = 0;
  for (int w = 0; w < WARPS; w++) {
    place = w == warp ? all : place;
    all += countOfWarp[w];
  }
#pragma unroll
  for (int j = 0; j < IDS_OF_WARP / 32; j++) {
    if ((chose[j] >> lane & 1) != 0) {
      int i = first + warp * IDS_OF_WARP + 32 * j + lane;
      listed[place + __popc(chose[j] & ((1u << lane) - 1))] = i / tokens;
    }
    place += __popc(chose[j]);
  }
  return all;
}

extern "C" __global__ void __launch_bounds__(THREADS)
    embeddingBackward(Out dTable, In dOut, IntIn ids, int accumulate, int batch, int tokens, int channels,
                      int replicas) {
  __shared__ int listed[IDS];
  __shared__ int countOfWarp[WARPS];
  int v = blockIdx.z;
  int c = blockIdx.x * blockDim.x + threadIdx.x;
  int total = batch * tokens;
  FOR_EACH_REPLICA(r, replicas) {
    const float* gradients = dOut.at(r) + c;
    float* place = dTable.at(r) + (size_t)v * channels + c;
    float sum = accumulate && c < channels ? *place : 0.0f;
    for (int first = 0; first < total; first += IDS) {
      int count = listSamples(listed, countOfWarp, ids.at(r), first, total, v, tokens);
      __syncthreads();
      for (int i0 = 0; c < channels && i0 < count; i0 += SAMPLES) {
        float values[SAMPLES];
#pragma unroll
        for (int j = 0; j < SAMPLES; j++) {
          values[j] = i0 + j < count ? gradients[(size_t)listed[i0 + j] * channels] : 0.0f;
        }
#pragma unroll
        for (int j = 0; j < SAMPLES; j++) {
          sum = i0 + j < count ? sum + values[j] : sum;
        }
      }
      __syncthreads();
    }
    if (c < channels) {
      *place = sum;
    }
  }
}

extern "C" __global__ void embeddingBackwardNarrow(Out dTable, In dOut, IntIn ids, int accumulate,
                                                   int batch, int tokens, int channels, int n,
                                                   int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* rows = dTable.at(r);
    const float* gradients = dOut.at(r);
    const int* symbols = ids.at(r);
    FOR_EACH_ELEMENT(i, n) {
      int v = i / channels;
      int c = i % channels;
      float sum = accumulate ? rows[i] : 0.0f;
      for (int b = 0; b < batch; b++) {
        for (int t = 0; t < tokens; t++) {
          if (symbols[(size_t)b * tokens + t] == v) {
            sum += gradients[(size_t)b * channels + c];
          }
        }
      }
      rows[i] = sum;
    }
  }
}

extern "C" __global__ void gatherInts(IntOut out, IntIn table, IntIn index, int tokens, int vocabulary,
                                      int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    int* o = out.at(r);
    const int* rows = table.at(r);
    const int* indices = index.at(r);
    FOR_EACH_ELEMENT(i, n) {
      int row = indices[i / tokens];
      o[i] = row >= 0 && row < vocabulary ? rows[(size_t)row * tokens + i % tokens] : -1;
    }
  }
}

// out[b] = table[ids[b, 0]] table[ids[b, 1]]: matrices of D x D, one thread an element.
extern "C" __global__ void embeddingProductForward(Out out, In table, IntIn ids, int dimensions,
                                                   int vocabulary, int n, int replicas) {
  int square = dimensions * dimensions;
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* matrices = table.at(r);
    const int* symbols = ids.at(r);
    FOR_EACH_ELEMENT(element, n) {
      int b = element / square;
      int i = element % square / dimensions;
      int j = element % dimensions;
      int left = symbols[2 * (size_t)b];
      int right = symbols[2 * (size_t)b + 1];
      float sum = 0;
      if (left >= 0 && left < vocabulary && right >= 0 && right < vocabulary) {
        const float* x = matrices + (size_t)left * square + i * dimensions;
        const float* y = matrices + (size_t)right * square + j;
        for (int k = 0; k < dimensions; k++) {
          sum = fmaf(x[k], y[k * dimensions], sum);
        }
      } else {
        sum = quietNaN();
      }
      o[element] = sum;
    }
  }
}

// One thread an element (v, i, j) of dTable. It goes through all samples in order, the left factor
// first, and sums each product by itself before it adds it.
extern "C" __global__ void embeddingProductBackward(Out dTable, In dOut, In table, IntIn ids,
                                                    int accumulate, int batch, int dimensions,
                                                    int vocabulary, int n, int replicas) {
  int square = dimensions * dimensions;
  FOR_EACH_REPLICA(r, replicas) {
    float* gradient = dTable.at(r);
    const float* matrices = table.at(r);
    const int* symbols = ids.at(r);
    FOR_EACH_ELEMENT(element, n) {
      int v = element / square;
      int i = element % square / dimensions;
      int j = element % dimensions;
      float sum = accumulate ? gradient[element] : 0.0f;
      for (int b = 0; b < batch; b++) {
        int left = symbols[2 * (size_t)b];
        int right = symbols[2 * (size_t)b + 1];
        if (left < 0 || left >= vocabulary || right < 0 || right >= vocabulary) {
          continue;
        }
        const float* g = dOut.at(r) + (size_t)b * square;
        if (left == v) {
          const float* y = matrices + (size_t)right * square + j * dimensions;
          float product = 0;
          for (int k = 0; k < dimensions; k++) {
            product = fmaf(g[i * dimensions + k], y[k], product);
          }
          sum += product;
        }
        if (right == v) {
          const float* x = matrices + (size_t)left * square + i;
          float product = 0;
          for (int k = 0; k < dimensions; k++) {
            product = fmaf(x[k * dimensions], g[k * dimensions + j], product);
          }
          sum += product;
        }
      }
      gradient[element] = sum;
    }
  }
}
