// Matrix products that are too small for cuBLAS to be worth its launch, and those for which the bits
// must not depend on the number of replicas: c [R, M, N] = op(a) op(b), or c += op(a) op(b).
//
// Launch: 256 threads a block for a tile of 16 x 16 elements of c; x covers the tiles of a replica, y
// the replicas. Both operands go through shared memory in steps of 16 along k, read along their
// contiguous axis. Each element is one chain of fused multiply-adds over k ascending, as on the CPU,
// so both give the same bits.
#include "grok.cuh"

#define TILE 16

extern "C" __global__ void __launch_bounds__(256)
    matmulSmall(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
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
