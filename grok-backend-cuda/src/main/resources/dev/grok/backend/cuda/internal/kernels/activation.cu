// A bias and an activation over [R, B, C], and their gradients. IDENTITY 0, RELU 1, LEAKY_RELU 2,
// TANH 3, GELU 4.
//
// Forward: one thread an element, as in elementwise.cu.
//
// Backward: a block of 32 x 8 threads takes 32 channels and up to CHUNK samples of one replica; a warp
// lies along the channels, so what it reads is one line of memory. Row w of the block goes through
// samples w, w + 8, ...; the eight partial sums of dBias are added in order by the first row.
// grid: x = C / 32, y = replicas, z = B / CHUNK. With more than one chunk the sums of the chunks go to
// scratch memory and addChunks adds them in order: a single large batch would otherwise keep a few
// multiprocessors busy and leave the others idle. The order of the sum depends on B alone.
#include "grok.cuh"

#define ROWS 8
#define CHUNK 256

__device__ inline float normalDistribution(float x) {
  return fmaf(0.5f, erff(x * 0.70710678118654752f), 0.5f);
}

__device__ inline float activate(float x, int activation) {
  switch (activation) {
    case 1:
      return x <= 0 ? 0.0f : x;  // NaN stays
    case 2:
      return x > 0 ? x : 0.01f * x;
    case 3:
      return tanhf(x);
    case 4:
      return x * normalDistribution(x);
    default:
      return x;
  }
}

// The derivative: of GELU from its argument x, of the others from their value f.
__device__ inline float slope(float f, float x, int activation) {
  switch (activation) {
    case 1:
      return f > 0 ? 1.0f : 0.0f;
    case 2:
      return f > 0 ? 1.0f : 0.01f;
    case 3:
      return fmaf(-f, f, 1.0f);
    case 4:
      return fmaf(x, 0.3989422804014327f * expf(-0.5f * (x * x)), normalDistribution(x));
    default:
      return 1.0f;
  }
}

extern "C" __global__ void biasActivationForward(Out out, In in, In bias, int activation, int channels,
                                                 int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* x = in.at(r);
    const float* b = bias.at(r);
    FOR_EACH_ELEMENT(i, n) {
      o[i] = activate(x[i] + b[i % channels], activation);
    }
  }
}

// sums is dBias, or scratch memory [R, chunks, C] that is overwritten.
extern "C" __global__ void __launch_bounds__(256)
    biasActivationBackward(Out dIn, Out sums, In dOut, In in, In bias, In out, int activation,
                           int accumulate, int batch, int channels, int replicas) {
  __shared__ float partial[ROWS][32];
  int lane = threadIdx.x % 32;
  int row = threadIdx.x / 32;
  int c = blockIdx.x * 32 + lane;
  int end = min(batch, (int)(blockIdx.z + 1) * CHUNK);
  FOR_EACH_REPLICA(r, replicas) {
    float* dx = dIn.at(r);
    const float* dy = dOut.at(r);
    const float* y = out.at(r);
    const float* x = in.at(r);
    float sum = 0;
    if (c < channels) {
      float shift = activation == 4 ? bias.at(r)[c] : 0.0f;
      for (int b = blockIdx.z * CHUNK + row; b < end; b += ROWS) {
        size_t i = (size_t)b * channels + c;
        float f = activation == 4 ? 0.0f : y[i];
        float argument = activation == 4 ? x[i] + shift : 0.0f;
        float gradient = dy[i] * slope(f, argument, activation);
        dx[i] = gradient;
        sum += gradient;
      }
    }
    partial[row][lane] = sum;
    __syncthreads();
    if (row == 0 && c < channels) {
      for (int w = 1; w < ROWS; w++) {
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
