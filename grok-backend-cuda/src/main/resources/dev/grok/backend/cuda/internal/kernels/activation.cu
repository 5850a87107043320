// A bias and an activation over [R, B, C], and their gradients.
//
// Forward: one thread for ACTIVATION_ELEMENTS elements, a block's width apart; x covers the elements of a replica,
// y the replicas. The channel of an element follows from that of the one before, without a division.
//
// In both directions a thread reads several elements before it writes any: an output may be an input,
// and the compiler would wait for each element before it reads the next.
//
// Backward: a block of 32 x 8 threads takes 32 channels and up to CHUNK samples of one replica; a warp
// lies along the channels, so what it reads is one line of memory. Row w of the block goes through
// samples w, w + 8, ...; the eight partial sums of dBias are added in order by the first row.
// grid: x = C / 32, y = replicas, z = B / CHUNK. With more than one chunk the sums of the chunks go to
// scratch memory and addChunks adds them in order: a single large batch would otherwise keep a few
// multiprocessors busy and leave the others idle. The order of the sum depends on B alone.
#include "grok.cuh"

#define BACKWARD 4

// The derivative: of GELU from its argument x, of the others from their value x.
__device__ inline float slope(float x, int activation) {
  switch (activation) {
    case ACTIVATION_RELU:
      return x > 0 ? 1.0f : 0.0f;
    case ACTIVATION_LEAKY_RELU:
      return x > 0 ? 1.0f : LEAKY_SLOPE;
    case ACTIVATION_TANH:
      return fmaf(-x, x, 1.0f);
    case ACTIVATION_GELU:
      return fmaf(x, 0.3989422804014327f * expf(-0.5f * (x * x)), normalDistribution(x));
    default:
      return 1.0f;
  }
}

extern "C" __global__ void biasActivationForward(Out out, In in, In bias, int activation, int channels,
                                                 int n, int replicas) {
  unsigned step = blockDim.x % channels;
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* x = in.at(r);
    const float* b = bias.at(r);
    for (unsigned first = blockIdx.x * ACTIVATION_ELEMENTS * blockDim.x + threadIdx.x; first < (unsigned)n;
         first += gridDim.x * ACTIVATION_ELEMENTS * blockDim.x) {
      unsigned c = first % channels;
      float sums[ACTIVATION_ELEMENTS];
#pragma unroll
      for (int j = 0; j < ACTIVATION_ELEMENTS; j++) {
        unsigned i = first + j * blockDim.x;
        sums[j] = i < (unsigned)n ? x[i] + b[c] : 0.0f;
        c += step;
        c -= c < (unsigned)channels ? 0 : channels;
      }
#pragma unroll
      for (int j = 0; j < ACTIVATION_ELEMENTS; j++) {
        unsigned i = first + j * blockDim.x;
        if (i < (unsigned)n) {
          o[i] = activate(sums[j], activation);
        }
      }
    }
  }
}

// sums is dBias, or scratch memory [R, chunks, C] that is overwritten.
extern "C" __global__ void __launch_bounds__(THREADS)
    biasActivationBackward(Out dIn, Out sums, In dOut, In in, In bias, In out, int activation,
                           int accumulate, int batch, int channels, int replicas) {
  __shared__ float partial[WARPS][32];
  int lane = threadIdx.x % 32;
  int row = threadIdx.x / 32;
  int c = blockIdx.x * 32 + lane;
  int end = min(batch, (int)(blockIdx.z + 1) * CHUNK);
  FOR_EACH_REPLICA(r, replicas) {
    float* dx = dIn.at(r);
    const float* dy = dOut.at(r);
    const float* saved = activation == ACTIVATION_GELU ? in.at(r) : out.at(r);
    bool unchanged = activation == ACTIVATION_IDENTITY && dx == dy;
    float sum = 0;
    if (c < channels) {
      float shift = activation == ACTIVATION_GELU ? bias.at(r)[c] : 0.0f;
      for (int first = blockIdx.z * CHUNK + row; first < end; first += BACKWARD * WARPS) {
        float gradients[BACKWARD];
        float arguments[BACKWARD];
#pragma unroll
        for (int j = 0; j < BACKWARD; j++) {
          int b = first + j * WARPS;
          size_t i = (size_t)b * channels + c;
          gradients[j] = b < end ? dy[i] : 0.0f;
          arguments[j] = b < end && activation != ACTIVATION_IDENTITY ? saved[i] + shift : 0.0f;
        }
#pragma unroll
        for (int j = 0; j < BACKWARD; j++) {
          int b = first + j * WARPS;
          if (b < end) {
            float gradient = gradients[j] * slope(arguments[j], activation);
            sum += gradient;
            if (!unchanged) {
              dx[(size_t)b * channels + c] = gradient;
            }
          }
        }
      }
    }
    partial[row][lane] = sum;
    __syncthreads();
    if (row == 0 && c < channels) {
      for (int w = 1; w < WARPS; w++) {
        sum += partial[w][lane];
      }
      float* place = sums.at(r) + (size_t)blockIdx.z * channels + c;
      *place = accumulate ? *place + sum : sum;
    }
    __syncthreads();
  }
}

extern "C" __global__ void addChunks(Out out, In partial, int chunks, int accumulate, int n,
                                     int replicas) {
  addChunksTo(out, partial, chunks, accumulate, n, replicas);
}
