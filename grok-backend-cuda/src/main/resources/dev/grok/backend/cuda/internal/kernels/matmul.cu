// Matrix products whose bits do not depend on the number of replicas, where K, M or N is small:
// c [R, M, N] = op(a) op(b), or c += op(a) op(b). matmultiles.cu has the others.
//
// Each element is one chain of fused multiply-adds over k ascending, as on the CPU, so all kernels and
// the CPU give the same bits. The shape of one replica decides which kernel is launched:
//
// matmulElements, K up to 16: a thread for PRODUCT_ELEMENTS elements of c, a block's width apart, in an
// order that reads b and writes c along memory; x covers the elements, y the replicas. A tile would be
// mostly empty, and so short a chain would not use again what a tile stages. May end in an epilogue.
//
// matmulThin..., M or N up to THIN: one factor is a few vectors, the other a matrix whose other axis
// (not k) is called long. One thread has one long index and keeps the sums of all vectors. If the matrix
// lies along its long axis (Along), threads read it straight from memory: 256 a block, STEPS steps of k
// at once. If it lies along k (Across), blocks of THIN_ROWS threads bring THIN_ROWS x DEPTH of it to
// shared memory, reading along k. x covers the long axis, y the replicas.
#include "grok.cuh"

#define STEPS 8
#define DEPTH THIN_ROWS

extern "C" __global__ void __launch_bounds__(THREADS)
    matmulElements(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                   Out activated, In bias, int activation, int replicas) {
  Epilogue epilogue{activated, bias, activation};
  unsigned size = (unsigned)m * n;
  unsigned first = blockIdx.x * PRODUCT_ELEMENTS * blockDim.x + threadIdx.x;
  unsigned stepA = transposeA ? m : 1;
  unsigned stepB = transposeB ? 1 : n;
  FOR_EACH_REPLICA(r, replicas) {
    const float* as = a.at(r);
    const float* bs = b.at(r);
    unsigned placesA[PRODUCT_ELEMENTS];
    unsigned placesB[PRODUCT_ELEMENTS];
    float sums[PRODUCT_ELEMENTS];
    unsigned row = first / n;
    unsigned column = first % n;
#pragma unroll
    for (int e = 0; e < PRODUCT_ELEMENTS; e++) {
      placesA[e] = transposeA ? row : row * k;
      placesB[e] = transposeB ? column * k : column;
      sums[e] = 0;
      row += blockDim.x / n;
      column += blockDim.x % n;
      if (column >= (unsigned)n) {
        column -= n;
        row++;
      }
    }
#pragma unroll 2
    for (int j = 0; j < k; j++) {
#pragma unroll
      for (int e = 0; e < PRODUCT_ELEMENTS; e++) {
        if (first + e * blockDim.x < size) {
          sums[e] = fmaf(as[placesA[e] + j * stepA], bs[placesB[e] + j * stepB], sums[e]);
        }
      }
    }
    float* out = c.at(r);
#pragma unroll
    for (int e = 0; e < PRODUCT_ELEMENTS; e++) {
      unsigned i = first + e * blockDim.x;
      if (i < size) {
        float sum = accumulate ? out[i] + sums[e] : sums[e];
        if (!epilogue.replaces(c)) {
          out[i] = sum;
        }
        if (epilogue.exists()) {
          epilogue.out.at(r)[i] = activate(sum + epilogue.bias.at(r)[i % n], epilogue.activation);
        }
      }
    }
  }
}

// Where the vectors of the thin factor lie, and the elements of c.
struct Thin {
  int vectors;
  int vectorStride;
  int kStride;
  int outVectorStride;
  int outLongStride;
};

__device__ inline void writeThin(float* out, const float* sums, Thin thin, int accumulate) {
#pragma unroll
  for (int v = 0; v < THIN; v++) {
    if (v < thin.vectors) {
      float* place = out + (size_t)v * thin.outVectorStride;
      *place = accumulate ? *place + sums[v] : sums[v];
    }
  }
}

// matrix is [K, longSize].
extern "C" __global__ void __launch_bounds__(THREADS)
    matmulThinAlong(Out c, In matrix, In vectors, Thin thin, int accumulate, int longSize, int k,
                    int replicas) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i >= longSize) {
    return;
  }
  FOR_EACH_REPLICA(r, replicas) {
    const float* column = matrix.at(r) + i;
    const float* vector = vectors.at(r);
    float sums[THIN] = {};
    for (int k0 = 0; k0 < k; k0 += STEPS) {
      float values[STEPS];
#pragma unroll
      for (int j = 0; j < STEPS; j++) {
        values[j] = k0 + j < k ? column[(size_t)(k0 + j) * longSize] : 0.0f;
      }
#pragma unroll
      for (int j = 0; j < STEPS; j++) {
#pragma unroll
        for (int v = 0; v < THIN; v++) {
          if (v < thin.vectors && k0 + j < k) {
            float factor = vector[(size_t)v * thin.vectorStride + (size_t)(k0 + j) * thin.kStride];
            sums[v] = fmaf(values[j], factor, sums[v]);
          }
        }
      }
    }
    writeThin(c.at(r) + (size_t)i * thin.outLongStride, sums, thin, accumulate);
  }
}

// matrix is [longSize, K].
extern "C" __global__ void __launch_bounds__(THIN_ROWS)
    matmulThinAcross(Out c, In matrix, In vectors, Thin thin, int accumulate, int longSize, int k,
                     int replicas) {
  __shared__ float tile[THIN_ROWS][DEPTH + 1];
  alignas(16) __shared__ float thinTile[DEPTH][THIN];  // aligned, so that one read fetches all vectors
  int first = blockIdx.x * THIN_ROWS;
  int rows = min(THIN_ROWS, longSize - first);
  int mine = threadIdx.x;
  FOR_EACH_REPLICA(r, replicas) {
    const float* matrixRows = matrix.at(r) + (size_t)first * k;
    const float* vector = vectors.at(r);
    float sums[THIN] = {};
    for (int k0 = 0; k0 < k; k0 += DEPTH) {
      bool inside = k0 + mine < k;
#pragma unroll 8
      for (int row = 0; row < rows; row++) {
        tile[row][mine] = inside ? matrixRows[(size_t)row * k + k0 + mine] : 0.0f;
      }
#pragma unroll
      for (int v = 0; v < THIN; v++) {
        size_t at = (size_t)v * thin.vectorStride + (size_t)(k0 + mine) * thin.kStride;
        thinTile[mine][v] = inside && v < thin.vectors ? vector[at] : 0.0f;
      }
      __syncthreads();
      int depth = min(DEPTH, k - k0);
      for (int j = 0; mine < rows && j < depth; j++) {
        float value = tile[mine][j];
#pragma unroll
        for (int v = 0; v < THIN; v++) {
          sums[v] = fmaf(value, thinTile[j][v], sums[v]);
        }
      }
      __syncthreads();
    }
    if (mine < rows) {
      writeThin(c.at(r) + (size_t)(first + mine) * thin.outLongStride, sums, thin, accumulate);
    }
  }
}
