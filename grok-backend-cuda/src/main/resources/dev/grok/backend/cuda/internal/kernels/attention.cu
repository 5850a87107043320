// Self-attention on packed projections qkv [R, B, T, 3C], H heads of D = C / H channels, after
// FlashAttention (Dao et al., 2022): scores stay in registers and the backward pass computes them again,
// so no kernel needs room for T x T.
//
// Launch: 256 threads a block for a tile of eight rows, a warp a row; x = tiles of all (sample, head)
// pairs, y = replicas. Forward and dQuery: a row is a query and the columns are keys; dKey and dValue:
// a row is a key and the columns are queries. Columns come in tiles of 32, a lane a column: rows and
// columns go through shared memory in steps of DEPTH channels, and each lane adds its dot product in
// ascending order. Then each lane takes channels instead, SLICE of them a warp at a time in registers,
// and goes through the columns one by one, so that a warp reads along memory. Heads wider than SLICE go
// through the columns once a slice.
//
// shortattention.cu takes few tokens: they would leave most lanes of a tile idle.
//
// There are no atomics: dQuery and dKey/dValue are separate kernels that both compute the scores. The
// order of every sum depends on T and D alone. mask: 0 every key, 1 up to the query's own.
#include "grok.cuh"

#define ROWS WARPS
#define COLUMNS 32
#define DEPTH 64
#define PER_LANE 8
#define SLICE (32 * PER_LANE)

// The registers of a lane. The loop is unrolled: an array indexed at run time would lie in memory.
#define FOR_REGISTERS(i) _Pragma("unroll") for (int i = 0; i < PER_LANE; i++)

// The registers that hold channels of this slice. A warp leaves the unrolled loop as one.
#define FOR_CHANNELS(i, slice, width) \
  _Pragma("unroll") for (int i = 0; i < PER_LANE && (slice) + 32 * i < (width); i++)

// Which (sample, head) and which eight rows a block has.
struct Tile {
  int b;
  int h;
  int first;
};

__device__ inline Tile tileOf(Heads heads) {
  int tilesOfRows = (heads.tokens + ROWS - 1) / ROWS;
  int pair = blockIdx.x / tilesOfRows;
  return Tile{pair / heads.heads, pair % heads.heads, (int)(blockIdx.x % tilesOfRows) * ROWS};
}

// Row `warp` times column `lane`, D channels each. All threads of the block take part; rows and columns
// beyond the counts are zero.
__device__ inline float tileDot(const float* rows, int rowCount, size_t rowStride, const float* columns,
                                int columnCount, size_t columnStride, int width, float* rowTile,
                                float* columnTile) {
  int warp = threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  float sum = 0;
  for (int c0 = 0; c0 < width; c0 += DEPTH) {
    int depth = min(DEPTH, width - c0);
    __syncthreads();
    for (int i = threadIdx.x; i < ROWS * DEPTH; i += blockDim.x) {
      int row = i / DEPTH;
      int c = i % DEPTH;
      rowTile[i] = row < rowCount && c < depth ? rows[row * rowStride + c0 + c] : 0.0f;
    }
    for (int i = threadIdx.x; i < COLUMNS * DEPTH; i += blockDim.x) {
      int column = i / DEPTH;
      int c = i % DEPTH;
      columnTile[column * (DEPTH + 1) + c] =
          column < columnCount && c < depth ? columns[column * columnStride + c0 + c] : 0.0f;
    }
    __syncthreads();
    for (int c = 0; c < depth; c++) {
      sum = fmaf(rowTile[warp * DEPTH + c], columnTile[lane * (DEPTH + 1) + c], sum);
    }
  }
  return sum;
}

extern "C" __global__ void __launch_bounds__(THREADS)
    attentionForward(Out out, Out logSumExp, In qkv, Heads heads, int mask, int replicas) {
  __shared__ float rowTile[ROWS * DEPTH];
  __shared__ float columnTile[COLUMNS * (DEPTH + 1)];
  __shared__ float weights[ROWS][COLUMNS];
  int warp = threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  int tokens = heads.tokens;
  int width = heads.width;
  int channels = heads.heads * width;
  size_t stride = 3 * (size_t)channels;
  Tile tile = tileOf(heads);
  int query = tile.first + warp;
  int keys = query >= tokens ? 0 : mask ? query + 1 : tokens;
  int keysOfBlock = mask ? min(tokens, tile.first + ROWS) : tokens;
  int rowCount = min(ROWS, tokens - tile.first);
  float scale = scaleOf(width);
  FOR_EACH_REPLICA(r, replicas) {
    const float* packed = qkv.at(r) + (size_t)tile.b * tokens * stride + tile.h * width;
    const float* queries = packed + tile.first * stride;
    for (int slice = 0; slice == 0 || slice < width; slice += SLICE) {
      float sums[PER_LANE];
      FOR_REGISTERS(i) {
        sums[i] = 0;
      }
      float largest = negativeInfinity();
      float total = 0;
      for (int j0 = 0; j0 < keysOfBlock; j0 += COLUMNS) {
        int count = min(COLUMNS, keysOfBlock - j0);
        float score = scale * tileDot(queries, rowCount, stride, packed + channels + j0 * stride, count,
                                      stride, width, rowTile, columnTile);
        bool seen = j0 + lane < keys;
        float top = warpMax(seen ? score : negativeInfinity());
        float former = largest;
        largest = fmaxf(largest, top);
        float shrink = former == largest ? 1.0f : expf(former - largest);
        float weight = seen ? expf(score - largest) : 0.0f;
        total = fmaf(total, shrink, warpSum(weight));
        weights[warp][lane] = weight;
        __syncwarp();
        FOR_REGISTERS(i) {
          sums[i] *= shrink;
        }
        int mine = min(COLUMNS, keys - j0);
        const float* values = packed + 2 * channels + j0 * stride + slice;
        for (int j = 0; j < mine; j++) {
          float p = weights[warp][j];
          FOR_CHANNELS(i, slice, width) {
            int c = lane + 32 * i;
            if (slice + c < width) {
              sums[i] = fmaf(p, values[j * stride + c], sums[i]);
            }
          }
        }
        __syncwarp();
      }
      if (query < tokens) {
        float* o = out.at(r) + ((size_t)tile.b * tokens + query) * channels + tile.h * width + slice;
        FOR_REGISTERS(i) {
          int c = lane + 32 * i;
          if (slice + c < width) {
            o[c] = sums[i] / total;
          }
        }
        if (slice == 0 && lane == 0) {
          logSumExp.at(r)[((size_t)tile.b * heads.heads + tile.h) * tokens + query] =
              largest + logf(total);
        }
      }
    }
  }
}

// The dot product of dOut and out in every row: a warp a row.
extern "C" __global__ void __launch_bounds__(THREADS)
    attentionDots(Out dots, In dOut, In out, Heads heads, int replicas) {
  int row = blockIdx.x * ROWS + threadIdx.x / 32;  // of [B, H, T]
  int lane = threadIdx.x % 32;
  int width = heads.width;
  if (row >= heads.batch * heads.heads * heads.tokens) {
    return;
  }
  int token = row % heads.tokens;
  int head = row / heads.tokens % heads.heads;
  int b = row / heads.tokens / heads.heads;
  size_t at = ((size_t)b * heads.tokens + token) * heads.heads * width + head * width;
  FOR_EACH_REPLICA(r, replicas) {
    float sum = 0;
    for (int c = lane; c < width; c += 32) {
      sum = fmaf(dOut.at(r)[at + c], out.at(r)[at + c], sum);
    }
    sum = warpSum(sum);
    if (lane == 0) {
      dots.at(r)[row] = sum;
    }
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    attentionQueries(Out dQkv, In dots, In dOut, In logSumExp, In qkv, Heads heads, int mask,
                     int replicas) {
  __shared__ float rowTile[ROWS * DEPTH];
  __shared__ float columnTile[COLUMNS * (DEPTH + 1)];
  __shared__ float weights[ROWS][COLUMNS];
  int warp = threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  int tokens = heads.tokens;
  int width = heads.width;
  int channels = heads.heads * width;
  size_t stride = 3 * (size_t)channels;
  Tile tile = tileOf(heads);
  int query = tile.first + warp;
  int keys = query >= tokens ? 0 : mask ? query + 1 : tokens;
  int keysOfBlock = mask ? min(tokens, tile.first + ROWS) : tokens;
  int rowCount = min(ROWS, tokens - tile.first);
  float scale = scaleOf(width);
  FOR_EACH_REPLICA(r, replicas) {
    size_t sample = (size_t)tile.b * tokens;
    const float* packed = qkv.at(r) + sample * stride + tile.h * width;
    const float* queries = packed + tile.first * stride;
    const float* gradients = dOut.at(r) + (sample + tile.first) * channels + tile.h * width;
    size_t row = ((size_t)tile.b * heads.heads + tile.h) * tokens + min(query, tokens - 1);
    float logTotal = logSumExp.at(r)[row];
    float dot = dots.at(r)[row];
    for (int slice = 0; slice < width; slice += SLICE) {
      float sums[PER_LANE];
      FOR_REGISTERS(i) {
        sums[i] = 0;
      }
      for (int j0 = 0; j0 < keysOfBlock; j0 += COLUMNS) {
        int count = min(COLUMNS, keysOfBlock - j0);
        const float* keyTile = packed + channels + j0 * stride;
        float score =
            scale * tileDot(queries, rowCount, stride, keyTile, count, stride, width, rowTile, columnTile);
        float dP = tileDot(gradients, rowCount, channels, keyTile + channels, count, stride, width,
                           rowTile, columnTile);
        float p = j0 + lane < keys ? expf(score - logTotal) : 0.0f;
        weights[warp][lane] = p * (dP - dot) * scale;
        __syncwarp();
        int mine = min(COLUMNS, keys - j0);
        for (int j = 0; j < mine; j++) {
          float dS = weights[warp][j];
          FOR_CHANNELS(i, slice, width) {
            int c = lane + 32 * i;
            if (slice + c < width) {
              sums[i] = fmaf(dS, keyTile[j * stride + slice + c], sums[i]);
            }
          }
        }
        __syncwarp();
      }
      if (query < tokens) {
        float* dQ = dQkv.at(r) + (sample + query) * stride + tile.h * width + slice;
        FOR_REGISTERS(i) {
          int c = lane + 32 * i;
          if (slice + c < width) {
            dQ[c] = sums[i];
          }
        }
      }
    }
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    attentionKeys(Out dQkv, In dots, In dOut, In logSumExp, In qkv, Heads heads, int mask, int replicas) {
  __shared__ float rowTile[ROWS * DEPTH];
  __shared__ float columnTile[COLUMNS * (DEPTH + 1)];
  __shared__ float keyWeights[ROWS][COLUMNS];
  __shared__ float valueWeights[ROWS][COLUMNS];
  int warp = threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  int tokens = heads.tokens;
  int width = heads.width;
  int channels = heads.heads * width;
  size_t stride = 3 * (size_t)channels;
  Tile tile = tileOf(heads);
  int key = tile.first + warp;
  int rowCount = min(ROWS, tokens - tile.first);
  float scale = scaleOf(width);
  FOR_EACH_REPLICA(r, replicas) {
    size_t sample = (size_t)tile.b * tokens;
    const float* packed = qkv.at(r) + sample * stride + tile.h * width;
    const float* keyRows = packed + channels + tile.first * stride;
    const float* gradients = dOut.at(r) + sample * channels + tile.h * width;
    size_t firstRow = ((size_t)tile.b * heads.heads + tile.h) * tokens;
    for (int slice = 0; slice < width; slice += SLICE) {
      float keySums[PER_LANE];
      float valueSums[PER_LANE];
      FOR_REGISTERS(i) {
        keySums[i] = 0;
        valueSums[i] = 0;
      }
      // Under the mask no query before the block's first key sees any of its keys.
      for (int i0 = mask ? tile.first / COLUMNS * COLUMNS : 0; i0 < tokens; i0 += COLUMNS) {
        int count = min(COLUMNS, tokens - i0);
        const float* queryTile = packed + i0 * stride;
        const float* gradientTile = gradients + (size_t)i0 * channels;
        float score =
            scale * tileDot(keyRows, rowCount, stride, queryTile, count, stride, width, rowTile, columnTile);
        float dP = tileDot(keyRows + channels, rowCount, stride, gradientTile, count, channels, width,
                           rowTile, columnTile);
        int query = i0 + lane;
        bool seen = query < tokens && key < tokens && (!mask || query >= key);
        float p = seen ? expf(score - logSumExp.at(r)[firstRow + query]) : 0.0f;
        valueWeights[warp][lane] = p;
        keyWeights[warp][lane] = seen ? p * (dP - dots.at(r)[firstRow + query]) * scale : 0.0f;
        __syncwarp();
        // What the mask hides is left out rather than multiplied by zero, for it may be NaN.
        int from = mask ? max(0, key - i0) : 0;
        for (int j = from; key < tokens && j < count; j++) {
          float weight = valueWeights[warp][j];
          float dS = keyWeights[warp][j];
          FOR_CHANNELS(i, slice, width) {
            int c = lane + 32 * i;
            if (slice + c < width) {
              valueSums[i] = fmaf(weight, gradientTile[(size_t)j * channels + slice + c], valueSums[i]);
              keySums[i] = fmaf(dS, queryTile[j * stride + slice + c], keySums[i]);
            }
          }
        }
        __syncwarp();
      }
      if (key < tokens) {
        float* dK = dQkv.at(r) + (sample + key) * stride + channels + tile.h * width + slice;
        FOR_REGISTERS(i) {
          int c = lane + 32 * i;
          if (slice + c < width) {
            dK[c] = keySums[i];
            dK[channels + c] = valueSums[i];
          }
        }
      }
    }
  }
}
