// Self-attention as in attention.cu for up to 8 tokens and heads of up to 128 channels, or up to 2 tokens
// and 256 channels, as in the paper's transformer.
//
// Launch: a warp a (sample, head), which keeps its rows in registers, a lane every 32nd channel; four
// warps a block, x = pairs / 4, y = replicas. Each score is a sum over a warp, the same in all lanes.
// There is a kernel for up to 2, 4 and 8 tokens, so that loops over tokens unroll; rows and channels
// beyond the actual ones are zero. One kernel gives all gradients, since a warp has all that their sums
// need.
//
// The order of every sum depends on T and D alone. mask: 0 every key, 1 up to the query's own.
#include "grok.cuh"


// A row of a head in the registers of a warp: a lane has the channels lane + 32 i. With fewer tokens a
// row may have more registers.
template <int MOST>
struct Row {
  static constexpr int PER_LANE = (MOST == 2 ? SHORT_CHANNELS_OF_TWO : SHORT_CHANNELS) / 32;
  float of[PER_LANE];
};

template <int MOST>
__device__ inline Row<MOST> load(const float* row, int width) {
  Row<MOST> result;
#pragma unroll
  for (int i = 0; i < Row<MOST>::PER_LANE; i++) {
    int c = threadIdx.x % 32 + 32 * i;
    result.of[i] = c < width ? row[c] : 0.0f;
  }
  return result;
}

template <int MOST>
__device__ inline void store(float* row, const Row<MOST>& values, int width) {
#pragma unroll
  for (int i = 0; i < Row<MOST>::PER_LANE; i++) {
    int c = threadIdx.x % 32 + 32 * i;
    if (c < width) {
      row[c] = values.of[i];
    }
  }
}

template <int MOST>
__device__ inline float dot(const Row<MOST>& x, const Row<MOST>& y) {
  float sum = 0;
#pragma unroll
  for (int i = 0; i < Row<MOST>::PER_LANE; i++) {
    sum = fmaf(x.of[i], y.of[i], sum);
  }
  return warpSum(sum);
}

template <int MOST>
__device__ inline void addScaled(Row<MOST>& sum, float factor, const Row<MOST>& row) {
#pragma unroll
  for (int i = 0; i < Row<MOST>::PER_LANE; i++) {
    sum.of[i] = fmaf(factor, row.of[i], sum.of[i]);
  }
}

template <int MOST>
struct Rows {
  Row<MOST> of[MOST];
};

template <int MOST>
__device__ inline Rows<MOST> loadRows(const float* first, size_t stride, Heads heads) {
  Rows<MOST> rows;
#pragma unroll
  for (int t = 0; t < MOST; t++) {
    rows.of[t] = t < heads.tokens ? load<MOST>(first + t * stride, heads.width) : Row<MOST>{};
  }
  return rows;
}

template <int MOST>
__device__ inline void storeRows(float* first, const Rows<MOST>& rows, size_t stride, Heads heads) {
#pragma unroll
  for (int t = 0; t < MOST; t++) {
    if (t < heads.tokens) {
      store(first + t * stride, rows.of[t], heads.width);
    }
  }
}

// Where the rows of a (sample, head) begin.
struct Pair {
  size_t packed;  // in qkv, whose rows are 3 C long
  size_t plain;   // in tensors with rows of C
  size_t scores;  // in tensors with one number a row
};

__device__ inline Pair pairOf(int pair, Heads heads) {
  size_t token = (size_t)(pair / heads.heads) * heads.tokens;
  int channels = heads.heads * heads.width;
  int before = pair % heads.heads * heads.width;
  return Pair{token * 3 * channels + before, token * channels + before, (size_t)pair * heads.tokens};
}

template <int MOST>
__device__ inline void forwardOf(Out out, Out logSumExp, In qkv, Heads heads, int mask, int replicas) {
  int number = blockIdx.x * SHORT_PAIRS + threadIdx.x / 32;
  if (number >= heads.batch * heads.heads) {
    return;
  }
  Pair pair = pairOf(number, heads);
  size_t channels = (size_t)heads.heads * heads.width;
  float scale = scaleOf(heads.width);
  FOR_EACH_REPLICA(r, replicas) {
    const float* packed = qkv.at(r) + pair.packed;
    Rows<MOST> queries = loadRows<MOST>(packed, 3 * channels, heads);
    Rows<MOST> keys = loadRows<MOST>(packed + channels, 3 * channels, heads);
    Rows<MOST> values = loadRows<MOST>(packed + 2 * channels, 3 * channels, heads);
    Rows<MOST> sums;
#pragma unroll
    for (int i = 0; i < MOST; i++) {
      int seen = mask ? min(i + 1, heads.tokens) : heads.tokens;
      float scores[MOST];
      float largest = negativeInfinity();
#pragma unroll
      for (int j = 0; j < MOST; j++) {
        scores[j] = scale * dot(queries.of[i], keys.of[j]);
        largest = j < seen ? fmaxf(largest, scores[j]) : largest;
      }
      float total = 0;
      sums.of[i] = {};
#pragma unroll
      for (int j = 0; j < MOST; j++) {
        // What the mask hides is left out rather than multiplied by zero, for it may be NaN.
        if (j < seen) {
          float weight = expf(scores[j] - largest);
          total += weight;
          addScaled(sums.of[i], weight, values.of[j]);
        }
      }
#pragma unroll
      for (int c = 0; c < Row<MOST>::PER_LANE; c++) {
        sums.of[i].of[c] /= total;
      }
      if (i < heads.tokens && threadIdx.x % 32 == 0) {
        logSumExp.at(r)[pair.scores + i] = largest + logf(total);
      }
    }
    storeRows<MOST>(out.at(r) + pair.plain, sums, channels, heads);
  }
}

// `dots` takes the dot product of dOut and out in every row.
template <int MOST>
__device__ inline void backwardOf(Out dQkv, Out dots, In dOut, In out, In logSumExp, In qkv, Heads heads,
                                  int mask, int replicas) {
  int number = blockIdx.x * SHORT_PAIRS + threadIdx.x / 32;
  if (number >= heads.batch * heads.heads) {
    return;
  }
  Pair pair = pairOf(number, heads);
  size_t channels = (size_t)heads.heads * heads.width;
  float scale = scaleOf(heads.width);
  FOR_EACH_REPLICA(r, replicas) {
    const float* packed = qkv.at(r) + pair.packed;
    float* gradients = dQkv.at(r) + pair.packed;
    Rows<MOST> keys = loadRows<MOST>(packed + channels, 3 * channels, heads);
    Rows<MOST> values = loadRows<MOST>(packed + 2 * channels, 3 * channels, heads);
    Rows<MOST> dKeys = {};
    Rows<MOST> dValues = {};
    for (int i = 0; i < heads.tokens; i++) {
      int seen = mask ? i + 1 : heads.tokens;
      size_t at = pair.plain + i * channels;
      Row<MOST> query = load<MOST>(packed + i * 3 * channels, heads.width);
      Row<MOST> gradient = load<MOST>(dOut.at(r) + at, heads.width);
      float own = dot(gradient, load<MOST>(out.at(r) + at, heads.width));
      float logTotal = logSumExp.at(r)[pair.scores + i];
      Row<MOST> dQuery = {};
#pragma unroll
      for (int j = 0; j < MOST; j++) {
        float score = scale * dot(query, keys.of[j]);
        float dP = dot(gradient, values.of[j]);
        if (j < seen) {
          float p = expf(score - logTotal);
          float dS = p * (dP - own) * scale;
          addScaled(dQuery, dS, keys.of[j]);
          addScaled(dKeys.of[j], dS, query);
          addScaled(dValues.of[j], p, gradient);
        }
      }
      store(gradients + i * 3 * channels, dQuery, heads.width);
      if (threadIdx.x % 32 == 0) {
        dots.at(r)[pair.scores + i] = own;
      }
    }
    storeRows<MOST>(gradients + channels, dKeys, 3 * channels, heads);
    storeRows<MOST>(gradients + 2 * channels, dValues, 3 * channels, heads);
  }
}

extern "C" __global__ void __launch_bounds__(SHORT_THREADS)
    forward2(Out out, Out logSumExp, In qkv, Heads heads, int mask, int replicas) {
  forwardOf<2>(out, logSumExp, qkv, heads, mask, replicas);
}

extern "C" __global__ void __launch_bounds__(SHORT_THREADS)
    forward4(Out out, Out logSumExp, In qkv, Heads heads, int mask, int replicas) {
  forwardOf<4>(out, logSumExp, qkv, heads, mask, replicas);
}

extern "C" __global__ void __launch_bounds__(SHORT_THREADS)
    forward8(Out out, Out logSumExp, In qkv, Heads heads, int mask, int replicas) {
  forwardOf<8>(out, logSumExp, qkv, heads, mask, replicas);
}

extern "C" __global__ void __launch_bounds__(SHORT_THREADS)
    backward2(Out dQkv, Out dots, In dOut, In out, In logSumExp, In qkv, Heads heads, int mask,
              int replicas) {
  backwardOf<2>(dQkv, dots, dOut, out, logSumExp, qkv, heads, mask, replicas);
}

extern "C" __global__ void __launch_bounds__(SHORT_THREADS)
    backward4(Out dQkv, Out dots, In dOut, In out, In logSumExp, In qkv, Heads heads, int mask,
              int replicas) {
  backwardOf<4>(dQkv, dots, dOut, out, logSumExp, qkv, heads, mask, replicas);
}

extern "C" __global__ void __launch_bounds__(SHORT_THREADS)
    backward8(Out dQkv, Out dots, In dOut, In out, In logSumExp, In qkv, Heads heads, int mask,
              int replicas) {
  backwardOf<8>(dQkv, dots, dOut, out, logSumExp, qkv, heads, mask, replicas);
}
