// Matrix products that are too small for cuBLAS to be worth its launch, and those for which the bits
// must not depend on the number of replicas: c [R, M, N] = op(a) op(b), or c += op(a) op(b).
//
// All but the thin ones may end in a bias and an activation, which then cost no memory traffic of their own.
//
// Each element is one chain of fused multiply-adds over k ascending, as on the CPU, so all kernels here
// and the CPU give the same bits. Which is launched depends on the shape of one replica:
//
// matmulTiles8 and matmulTiles4, any shape: a thread for EDGE x EDGE elements of c in registers, a block
// for a tile of `down` x `across` threads, the host's choice: 45 x 200 is one tile of 6 x 25 threads with
// an edge of 8. Each step brings STEP of k of both factors to shared memory, from which a thread reads
// 2 EDGE numbers for EDGE x EDGE multiply-adds. A thread's rows and columns come in fours, those of all
// threads side by side, so that neighbours read neighbours. x covers the tiles of a replica, then the
// replicas: a loop over replicas would keep what the end needs in registers, which the sums need.
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

#define MAX_DOWN 16
#define MAX_ACROSS 32
#define STEP 16
#define BATCH 4
#define ELEMENTS 4
#define THIN 4
#define STEPS 8
#define ROWS 64
#define DEPTH 64

// What is done with c: out = f(c + bias), where out may be c; nothing without an activation.
struct Epilogue {
  Out out;
  In bias;
  int activation;

  __device__ bool exists() const { return activation != NO_ACTIVATION; }
  __device__ bool replaces(Out c) const { return exists() && out.data == c.data; }
};

// The tile that a block computes and the threads that share it.
struct Tile {
  int across;
  int wideA;  // rows of a begin at multiples of 16 bytes; likewise of b, and of c and what follows it
  int wideB;
  int wideC;
};

// STEP of k from k0 on, and `width` rows or columns of a factor from `first` on, on their way to a tile
// [k, STRIDE]. The factor lies along, [K, extent], or across, [extent, K]; a thread brings fours of
// neighbours, of every `atOnce`th row. What lies outside is left as it is: it only meets elements that
// are not written.
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
    rows = along ? min(STEP, k - k0) : min(width, extent - first);
    length = along ? extent : k;
    int fours = (along ? width : STEP) / 4;
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

// Up to four neighbours of a row.
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

// A row of k of a tile in shared memory; four more than a multiple of the 32 banks, so that of what lies
// across no more than two are written to a bank at once.
#define STRIDE_A(edge) ((edge) * MAX_DOWN + 4)
#define STRIDE_B(edge) ((edge) * MAX_ACROSS + 4)

// tileA is [k, row], tileB [k, column].
template <int EDGE>
__device__ inline void multiplyTile(float* tileA, float* tileB, Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m,
                                    int n, int k, Tile tile, Epilogue epilogue) {
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
  for (int k0 = 0; k0 < k; k0 += STEP) {
    __syncthreads();
    Stage<STRIDE_A(EDGE)> left(tileA, a.at(r), transposeA, tile.wideA, row0, EDGE * down, m, k0, k);
    Stage<STRIDE_B(EDGE)> right(tileB, b.at(r), !transposeB, tile.wideB, column0, EDGE * across, n, k0, k);
    while (left.row < left.rows || right.row < right.rows) {
      // All reads before the first write, which would wait for them.
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
    if (k - k0 >= STEP) {
#pragma unroll
      for (int j = 0; j < STEP; j++) {
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
  // A row at a time moves to the place of the first: sums in registers have no index that varies, and
  // written out for every row the activation would be a hundred kilobytes of code.
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

// At least two blocks a multiprocessor: 128 registers, all but a few of which are held by sums and factors.
extern "C" __global__ void __launch_bounds__(256, 2)
    matmulTiles8(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                 Tile tile, Epilogue epilogue) {
  alignas(16) __shared__ float tileA[STEP * STRIDE_A(8)];
  alignas(16) __shared__ float tileB[STEP * STRIDE_B(8)];
  multiplyTile<8>(tileA, tileB, c, a, b, transposeA, transposeB, accumulate, m, n, k, tile, epilogue);
}

extern "C" __global__ void __launch_bounds__(256)
    matmulTiles4(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                 Tile tile, Epilogue epilogue) {
  alignas(16) __shared__ float tileA[STEP * STRIDE_A(4)];
  alignas(16) __shared__ float tileB[STEP * STRIDE_B(4)];
  multiplyTile<4>(tileA, tileB, c, a, b, transposeA, transposeB, accumulate, m, n, k, tile, epilogue);
}

extern "C" __global__ void __launch_bounds__(256)
    matmulElements(Out c, In a, In b, int transposeA, int transposeB, int accumulate, int m, int n, int k,
                   Epilogue epilogue, int replicas) {
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
