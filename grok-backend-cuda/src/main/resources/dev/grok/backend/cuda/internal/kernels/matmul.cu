// Matrix products that are too small for cuBLAS to be worth its launch, and those for which the bits
// must not depend on the number of replicas: c [R, M, N] = op(a) op(b), or c += op(a) op(b).
//
// Each element is one chain of fused multiply-adds over k ascending, as on the CPU, so all kernels here
// and the CPU give the same bits. Which is launched depends on the shape of one replica:
//
// matmulTiles, any shape: 256 threads a block for a tile of 16 x 16 elements of c; x covers the tiles
// of a replica, y the replicas. Both operands go through shared memory in steps of 16 along k, read
// along their contiguous axis.
//
// matmulElements, K up to 16: a thread for ELEMENTS elements of c, a block's width apart, in an order
// that reads b and writes c along memory; x covers the elements, y the replicas. A tile would be mostly
// empty, and a chain is too short for what is staged to be used again.
//
// matmulThin..., M or N up to THIN: one factor is a few vectors, the other a matrix whose other axis
// (not k) is called long. One thread a long index, which keeps the sums of all vectors. If the matrix
// lies along its long axis (Along), threads read it straight from memory: 256 a block, STEPS steps of k
// at once. If it lies along k (Across), blocks of ROWS threads bring ROWS x DEPTH of it to shared memory,
// reading along k. x covers the long axis, y the replicas.
#include "grok.cuh"

#define TILE 16
#define ELEMENTS 4
#define THIN 4
#define STEPS 8
#define ROWS 64
#define DEPTH 64

extern "C" __global__ void __launch_bounds__(256)
    matmulTiles(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                int replicas) {
  __shared__ float tileA[TILE][TILE + 1];  // [row, k]
  __shared__ float tileB[TILE][TILE + 1];  // [k, column]
  int columns = (n + TILE - 1) / TILE;
  int row0 = blockIdx.x / columns * TILE;
  int column0 = blockIdx.x % columns * TILE;
  int x = threadIdx.x % TILE;
  int y = threadIdx.x / TILE;
  FOR_EACH_REPLICA(r, replicas) {
    const float* as = a.at(r);
    const float* bs = b.at(r);
    float sum = 0;
    for (int k0 = 0; k0 < k; k0 += TILE) {
      // x runs along the contiguous axis of what is read.
      int aRow = row0 + (transposeA ? x : y);
      int aK = k0 + (transposeA ? y : x);
      float aValue = 0;
      if (aRow < m && aK < k) {
        aValue = transposeA ? as[(size_t)aK * m + aRow] : as[(size_t)aRow * k + aK];
      }
      tileA[aRow - row0][aK - k0] = aValue;
      int bColumn = column0 + (transposeB ? y : x);
      int bK = k0 + (transposeB ? x : y);
      float bValue = 0;
      if (bColumn < n && bK < k) {
        bValue = transposeB ? bs[(size_t)bColumn * k + bK] : bs[(size_t)bK * n + bColumn];
      }
      tileB[bK - k0][bColumn - column0] = bValue;
      __syncthreads();
      int steps = min(TILE, k - k0);
      for (int j = 0; j < steps; j++) {
        sum = fmaf(tileA[y][j], tileB[j][x], sum);
      }
      __syncthreads();
    }
    if (row0 + y < m && column0 + x < n) {
      float* out = c.at(r) + (size_t)(row0 + y) * n + column0 + x;
      *out = accumulate ? *out + sum : sum;
    }
  }
}

extern "C" __global__ void __launch_bounds__(256)
    matmulElements(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                   int replicas) {
  unsigned size = (unsigned)m * n;
  unsigned first = blockIdx.x * ELEMENTS * blockDim.x + threadIdx.x;
  unsigned stepA = transposeA ? m : 1;
  unsigned stepB = transposeB ? 1 : n;
  FOR_EACH_REPLICA(r, replicas) {
    const float* as = a.at(r);
    const float* bs = b.at(r);
    unsigned placesA[ELEMENTS];
    unsigned placesB[ELEMENTS];
    float sums[ELEMENTS];
    unsigned row = first / n;
    unsigned column = first % n;
#pragma unroll
    for (int e = 0; e < ELEMENTS; e++) {
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
      for (int e = 0; e < ELEMENTS; e++) {
        if (first + e * blockDim.x < size) {
          sums[e] = fmaf(as[placesA[e] + j * stepA], bs[placesB[e] + j * stepB], sums[e]);
        }
      }
    }
    float* out = c.at(r);
#pragma unroll
    for (int e = 0; e < ELEMENTS; e++) {
      unsigned i = first + e * blockDim.x;
      if (i < size) {
        out[i] = accumulate ? out[i] + sums[e] : sums[e];
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
extern "C" __global__ void __launch_bounds__(256)
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
extern "C" __global__ void __launch_bounds__(ROWS)
    matmulThinAcross(Out c, In matrix, In vectors, Thin thin, int accumulate, int longSize, int k,
                     int replicas) {
  __shared__ float tile[ROWS][DEPTH + 1];
  alignas(16) __shared__ float thinTile[DEPTH][THIN];  // aligned: one read for all vectors
  int first = blockIdx.x * ROWS;
  int rows = min(ROWS, longSize - first);
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
