// A bias and an activation over [R, B, C], and their gradients.
//
// In both directions a thread reads several elements before it writes any. An output may be an input, so
// the compiler would otherwise wait for each element before it reads the next.
//
// Forward: one thread for ACTIVATION_ELEMENTS elements, a block's width apart; x covers the elements of a
// replica, y the replicas. A thread finds the channel of its next element without a division.
//
// Backward: a block of 32 x 8 threads takes 32 channels and up to CHUNK samples of one replica;
// x = C / 32, y = replicas, z = B / CHUNK. A warp lies along the channels, so it reads one line of memory
// at a time. Row w of the block goes through samples w, w + 8, ...; the first row adds the eight partial
// sums of dBias in order. If there are several chunks, their sums go to scratch memory and addChunks in
// reduction.cu adds them in order: one block would leave most multiprocessors idle in a single large
// batch. The order of the sum depends on B alone.
#include "grok.cuh"

#define BACKWARD 4

// The derivative. x is the argument of GELU, and the value of the others.
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

// `sums` is dBias, or scratch memory [R, chunks, C] that is overwritten.
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
