// Look-up of rows by symbol: table [R?, V, C], ids [R?, B, T], out [R, B, C].
//
// Forward and gather: one thread an element of the output, neighbours along the channels.
//
// Backward: one thread an element (v, c) of dTable, which goes through all ids in order and adds the
// samples that chose row v; a warp reads the same id at once and dOut along the channels. That reads
// the ids V C times, from the cache, where a scatter would need atomics and lose the order of the sum.
//
// An id outside 0..V-1 is never followed: forward gives NaN (which shows in every loss), the gather
// -1, backward leaves it out.
#include "grok.cuh"

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

extern "C" __global__ void embeddingBackward(Out dTable, In dOut, IntIn ids, int accumulate, int batch,
                                             int tokens, int channels, int n, int replicas) {
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

// One thread an element (v, i, j) of dTable, which goes through all samples in order, the left factor
// first. Each product is summed by itself and then added.
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
