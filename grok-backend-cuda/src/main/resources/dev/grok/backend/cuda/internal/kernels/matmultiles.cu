// Matrix products whose bits do not depend on the number of replicas: c [R, M, N] = op(a) op(b), or
// c += op(a) op(b), in tiles of sums that stay in registers.
//
// Each element is one chain of fused multiply-adds over k ascending, as on the CPU and in matmul.cu.
//
// A thread has EDGE x EDGE elements of c, a block `down` x `across` threads, the host's choice: 45 x 200
// is one tile of 6 x 25 threads with an edge of 8. x covers the tiles of a replica, then the replicas; a
// loop over replicas would need registers that the sums need. Each step brings TILE_STEP of k of both
// factors to shared memory, from which a thread reads 2 EDGE numbers for EDGE x EDGE multiply-adds. Its
// rows and columns come in fours, those of all threads side by side, so that neighbors read neighbors. A
// thread brings BATCH fours of each factor at once and stores them before it multiplies; other blocks
// hide the wait. May end in an epilogue.
#include "grok.cuh"

#define BATCH 4

// The tile that a block computes and the threads that share it.
struct Tile {
  int across;
  int wideA;  // whether rows of a begin at multiples of 16 bytes; likewise of b, of c and the epilogue
  int wideB;
  int wideC;
};

// Brings TILE_STEP of k from k0 on, and `width` rows or columns of a factor from `first` on, to a tile
// [k, STRIDE]. The factor lies along, [K, extent], or across, [extent, K]. A thread brings fours of
// neighbors, of every `atOnce`th row. It leaves places outside the factor as they are, since they only
// meet elements of c that nobody writes.
template <int STRIDE>
struct Stage {
  const float* from;
  float* to;
  float4 values[BATCH];
  int row;
  int rows;
  int atOnce;
  int left;
  int length;
  bool along;
  bool wide;

  __device__ Stage(float* tile, const float* factor, bool along, bool wide, int first, int width, int extent,
                   int k0, int k)
      : along(along), wide(wide) {
    rows = along ? min(TILE_STEP, k - k0) : min(width, extent - first);
    length = along ? extent : k;
    int fours = (along ? width : TILE_STEP) / 4;
    atOnce = blockDim.x / fours;
    row = threadIdx.x / fours;
    int column = threadIdx.x % fours * 4;
    left = (along ? extent - first : k - k0) - column;
    from = factor + (size_t)((along ? k0 : first) + row) * length + (along ? first : k0) + column;
    to = tile + (along ? row * STRIDE + column : column * STRIDE + row);
    if (left <= 0 || row >= atOnce) {
      rows = 0;
    }
  }

  __device__ void load() {
#pragma unroll
    for (int b = 0; b < BATCH; b++) {
      if (row + b * atOnce < rows) {
        const float* place = from + (size_t)b * atOnce * length;
        if (wide) {
          values[b] = *reinterpret_cast<const float4*>(place);
        } else {
          values[b].x = place[0];
          values[b].y = left > 1 ? place[1] : 0.0f;
          values[b].z = left > 2 ? place[2] : 0.0f;
          values[b].w = left > 3 ? place[3] : 0.0f;
        }
      }
    }
  }

  __device__ void store() {
#pragma unroll
    for (int b = 0; b < BATCH; b++) {
      if (row + b * atOnce < rows) {
        float* place = to + b * atOnce * (along ? STRIDE : 1);
        if (along) {
          *reinterpret_cast<float4*>(place) = values[b];
        } else {
          place[0] = values[b].x;
          place[STRIDE] = values[b].y;
          place[2 * STRIDE] = values[b].z;
          place[3 * STRIDE] = values[b].w;
        }
      }
    }
    row += BATCH * atOnce;
    from += (size_t)BATCH * atOnce * length;
    to += BATCH * atOnce * (along ? STRIDE : 1);
  }
};

// A thread's rows or columns of one k: fours, `distance` apart.
template <int EDGE>
__device__ inline void readFours(float* values, const float* first, int distance) {
#pragma unroll
  for (int i = 0; i < EDGE; i += 4) {
    float4 four = *reinterpret_cast<const float4*>(first + i / 4 * distance);
    values[i] = four.x;
    values[i + 1] = four.y;
    values[i + 2] = four.z;
    values[i + 3] = four.w;
  }
}

// Up to four neighbors of a row.
__device__ inline void writeFour(float* place, const float* values, int left, bool wide) {
  if (wide) {
    *reinterpret_cast<float4*>(place) = float4{values[0], values[1], values[2], values[3]};
    return;
  }
#pragma unroll
  for (int i = 0; i < 4; i++) {
    if (i < left) {
      place[i] = values[i];
    }
  }
}

// The length of a row of a tile in shared memory. It is four more than a multiple of the 32 banks, so
// that at most two threads write to one bank when the factor lies across.
#define STRIDE_A(edge) ((edge) * TILE_DOWN + 4)
#define STRIDE_B(edge) ((edge) * TILE_ACROSS + 4)

// tileA is [k, row], tileB [k, column].
template <int EDGE>
__device__ inline void multiplyTile(float* tileA, float* tileB, Out c, In a, In b, int transposeA,
                                    int transposeB, int accumulate, int m, int n, int k, Tile tile,
                                    Epilogue epilogue) {
  int across = tile.across;
  int down = blockDim.x / across;
  int x = threadIdx.x % across;
  int y = threadIdx.x / across;
  int tilesAcross = (n - 1) / (EDGE * across) + 1;
  int tiles = tilesAcross * ((m - 1) / (EDGE * down) + 1);
  int r = blockIdx.x / tiles;
  int row0 = blockIdx.x % tiles / tilesAcross * EDGE * down;
  int column0 = blockIdx.x % tiles % tilesAcross * EDGE * across;
  float sums[EDGE][EDGE] = {};
  for (int k0 = 0; k0 < k; k0 += TILE_STEP) {
    __syncthreads();
    Stage<STRIDE_A(EDGE)> left(tileA, a.at(r), transposeA, tile.wideA, row0, EDGE * down, m, k0, k);
    Stage<STRIDE_B(EDGE)> right(tileB, b.at(r), !transposeB, tile.wideB, column0, EDGE * across, n, k0, k);
    while (left.row < left.rows || right.row < right.rows) {
      // All reads come before the first write, which waits for them.
      left.load();
      right.load();
      left.store();
      right.store();
    }
    __syncthreads();
    auto multiplyAdd = [&](int j) {
      float as[EDGE];
      float bs[EDGE];
      readFours<EDGE>(as, tileA + j * STRIDE_A(EDGE) + 4 * y, 4 * down);
      readFours<EDGE>(bs, tileB + j * STRIDE_B(EDGE) + 4 * x, 4 * across);
#pragma unroll
      for (int p = 0; p < EDGE; p++) {
#pragma unroll
        for (int q = 0; q < EDGE; q++) {
          sums[p][q] = fmaf(as[p], bs[q], sums[p][q]);
        }
      }
    };
    if (k - k0 >= TILE_STEP) {
#pragma unroll
      for (int j = 0; j < TILE_STEP; j++) {
        multiplyAdd(j);
      }
    } else {
#pragma unroll 1
      for (int j = 0; j < k - k0; j++) {
        multiplyAdd(j);
      }
    }
  }
  float biases[EDGE];
#pragma unroll
  for (int q = 0; q < EDGE; q++) {
    int column = column0 + q / 4 * 4 * across + 4 * x + q % 4;
    biases[q] = epilogue.exists() && column < n ? epilogue.bias.at(r)[column] : 0.0f;
  }
  // One row at a time moves to the place of the first: registers have no index that varies, and an
  // activation written out for every row would be a hundred kilobytes of code.
#pragma unroll 1
  for (int p = 0; p < EDGE; p++) {
    int row = row0 + p / 4 * 4 * down + 4 * y + p % 4;
#pragma unroll
    for (int q = 0; q < EDGE; q += 4) {
      int column = column0 + q * across + 4 * x;
      int left = n - column;
      if (row < m && left > 0) {
        size_t i = (size_t)row * n + column;
        float* four = &sums[0][q];
#pragma unroll
        for (int v = 0; v < 4; v++) {
          four[v] = accumulate && v < left ? c.at(r)[i + v] + four[v] : four[v];
        }
        if (!epilogue.replaces(c)) {
          writeFour(c.at(r) + i, four, left, tile.wideC);
        }
        if (epilogue.exists()) {
#pragma unroll
          for (int v = 0; v < 4; v++) {
            four[v] = activate(four[v] + biases[q + v], epilogue.activation);
          }
          writeFour(epilogue.out.at(r) + i, four, left, tile.wideC);
        }
      }
    }
#pragma unroll
    for (int i = 1; i < EDGE; i++) {
#pragma unroll
      for (int q = 0; q < EDGE; q++) {
        sums[i - 1][q] = sums[i][q];
      }
    }
  }
}

// At least two blocks a multiprocessor: 128 registers, which sums and factors fill but for a few.
extern "C" __global__ void __launch_bounds__(THREADS, 2)
    matmulTiles8(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                 Out activated, In bias, int activation, Tile tile) {
  alignas(16) __shared__ float tileA[TILE_STEP * STRIDE_A(8)];
  alignas(16) __shared__ float tileB[TILE_STEP * STRIDE_B(8)];
  multiplyTile<8>(tileA, tileB, c, a, b, transposeA, transposeB, accumulate, m, n, k, tile,
                  Epilogue{activated, bias, activation});
}

extern "C" __global__ void __launch_bounds__(THREADS)
    matmulTiles4(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                 Out activated, In bias, int activation, Tile tile) {
  alignas(16) __shared__ float tileA[TILE_STEP * STRIDE_A(4)];
  alignas(16) __shared__ float tileB[TILE_STEP * STRIDE_B(4)];
  multiplyTile<4>(tileA, tileB, c, a, b, transposeA, transposeB, accumulate, m, n, k, tile,
                  Epilogue{activated, bias, activation});
}
