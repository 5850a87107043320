// Layer normalization and RMS normalization of rows of C channels.
//
// Forward and the gradient of the input: a warp a row, eight rows a block, x = B / 8, y = replicas.
// The lanes take every 32nd channel and add by shuffles. Mean and variance are two passes over the row,
// which is in the cache after the first.
//
// Gradients of weight and bias: sums over the batch, as in activation.cu: 32 channels x 8 rows a
// block, x = C / 32, y = replicas, z = chunks of CHUNK samples.
#include "grok.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    layerNormForward(Out out, Out mean, Out inverseDeviation, In in, In weight, In bias, float epsilon,
                     int batch, int channels, int replicas) {
  int b = blockIdx.x * WARPS + threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  if (b >= batch) {
    return;
  }
  FOR_EACH_REPLICA(r, replicas) {
    const float* x = in.at(r) + (size_t)b * channels;
    float sum = 0;
    for (int c = lane; c < channels; c += 32) {
      sum += x[c];
    }
    float m = channels == 0 ? 0.0f : warpSum(sum) / channels;
    float squares = 0;
    for (int c = lane; c < channels; c += 32) {
      float difference = x[c] - m;
      squares = fmaf(difference, difference, squares);
    }
    float variance = channels == 0 ? 0.0f : warpSum(squares) / channels;
    float s = 1.0f / sqrtf(variance + epsilon);
    const float* w = weight.at(r);
    const float* shift = bias.at(r);
    float* y = out.at(r) + (size_t)b * channels;
    for (int c = lane; c < channels; c += 32) {
      y[c] = fmaf((x[c] - m) * s, w[c], shift[c]);
    }
    if (lane == 0) {
      mean.at(r)[b] = m;
      inverseDeviation.at(r)[b] = s;
    }
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    layerNormInput(Out dIn, In dOut, In in, In mean, In inverseDeviation, In weight, int accumulate,
                   int batch, int channels, int replicas) {
  int b = blockIdx.x * WARPS + threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  if (b >= batch) {
    return;
  }
  FOR_EACH_REPLICA(r, replicas) {
    const float* x = in.at(r) + (size_t)b * channels;
    const float* dy = dOut.at(r) + (size_t)b * channels;
    const float* w = weight.at(r);
    float m = mean.at(r)[b];
    float s = inverseDeviation.at(r)[b];
    float sumG = 0;
    float sumGx = 0;
    for (int c = lane; c < channels; c += 32) {
      float g = dy[c] * w[c];
      sumG += g;
      sumGx = fmaf(g, (x[c] - m) * s, sumGx);
    }
    float meanG = warpSum(sumG) / channels;
    float meanGx = warpSum(sumGx) / channels;
    float* dx = dIn.at(r) + (size_t)b * channels;
    for (int c = lane; c < channels; c += 32) {
      float normal = (x[c] - m) * s;
      float gradient = s * (fmaf(-normal, meanGx, dy[c] * w[c] - meanG));
      dx[c] = accumulate ? dx[c] + gradient : gradient;
    }
  }
}

// `weightSums` and `biasSums` are the gradients, or scratch memory [R, chunks, C] that is overwritten.
extern "C" __global__ void __launch_bounds__(THREADS)
    layerNormParameters(Out weightSums, Out biasSums, In dOut, In in, In mean, In inverseDeviation,
                        int accumulate, int batch, int channels, int replicas) {
  __shared__ float partialWeight[WARPS][32];
  __shared__ float partialBias[WARPS][32];
  int lane = threadIdx.x % 32;
  int row = threadIdx.x / 32;
  int c = blockIdx.x * 32 + lane;
  int end = min(batch, (int)(blockIdx.z + 1) * CHUNK);
  FOR_EACH_REPLICA(r, replicas) {
    const float* x = in.at(r);
    const float* dy = dOut.at(r);
    const float* m = mean.at(r);
    const float* s = inverseDeviation.at(r);
    float sumWeight = 0;
    float sumBias = 0;
    if (c < channels) {
      for (int b = blockIdx.z * CHUNK + row; b < end; b += WARPS) {
        size_t i = (size_t)b * channels + c;
        sumWeight = fmaf(dy[i], (x[i] - m[b]) * s[b], sumWeight);
        sumBias += dy[i];
      }
    }
    partialWeight[row][lane] = sumWeight;
    partialBias[row][lane] = sumBias;
    __syncthreads();
    if (row == 0 && c < channels) {
      for (int w = 1; w < WARPS; w++) {
        sumWeight += partialWeight[w][lane];
        sumBias += partialBias[w][lane];
      }
      size_t place = (size_t)blockIdx.z * channels + c;
      float* dw = weightSums.at(r) + place;
      float* db = biasSums.at(r) + place;
      *dw = accumulate ? *dw + sumWeight : sumWeight;
      *db = accumulate ? *db + sumBias : sumBias;
    }
    __syncthreads();
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    rmsNormForward(Out out, Out inverseRoot, In in, In weight, float epsilon, int batch, int channels,
                   int replicas) {
  int b = blockIdx.x * WARPS + threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  if (b >= batch) {
    return;
  }
  FOR_EACH_REPLICA(r, replicas) {
    const float* x = in.at(r) + (size_t)b * channels;
    float squares = 0;
    for (int c = lane; c < channels; c += 32) {
      squares = fmaf(x[c], x[c], squares);
    }
    float meanSquare = channels == 0 ? 0.0f : warpSum(squares) / channels;
    float s = 1.0f / sqrtf(meanSquare + epsilon);
    const float* w = weight.at(r);
    float* y = out.at(r) + (size_t)b * channels;
    for (int c = lane; c < channels; c += 32) {
      y[c] = x[c] * s * w[c];
    }
    if (lane == 0) {
      inverseRoot.at(r)[b] = s;
    }
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    rmsNormInput(Out dIn, In dOut, In in, In inverseRoot, In weight, int accumulate, int batch,
                 int channels, int replicas) {
  int b = blockIdx.x * WARPS + threadIdx.x / 32;
  int lane = threadIdx.x % 32;
  if (b >= batch) {
    return;
  }
  FOR_EACH_REPLICA(r, replicas) {
    const float* x = in.at(r) + (size_t)b * channels;
    const float* dy = dOut.at(r) + (size_t)b * channels;
    const float* w = weight.at(r);
    float s = inverseRoot.at(r)[b];
    float sumGx = 0;
    for (int c = lane; c < channels; c += 32) {
      sumGx = fmaf(dy[c] * w[c], x[c] * s, sumGx);
    }
    float meanGx = warpSum(sumGx) / channels;
    float* dx = dIn.at(r) + (size_t)b * channels;
    for (int c = lane; c < channels; c += 32) {
      float gradient = s * fmaf(-(x[c] * s), meanGx, dy[c] * w[c]);
      dx[c] = accumulate ? dx[c] + gradient : gradient;
    }
  }
}

// `weightSums` is the gradient, or scratch memory [R, chunks, C] that is overwritten.
extern "C" __global__ void __launch_bounds__(THREADS)
    rmsNormWeight(Out weightSums, In dOut, In in, In inverseRoot, int accumulate, int batch,
                  int channels, int replicas) {
  __shared__ float partial[WARPS][32];
  int lane = threadIdx.x % 32;
  int row = threadIdx.x / 32;
  int c = blockIdx.x * 32 + lane;
  int end = min(batch, (int)(blockIdx.z + 1) * CHUNK);
  FOR_EACH_REPLICA(r, replicas) {
    const float* x = in.at(r);
    const float* dy = dOut.at(r);
    const float* s = inverseRoot.at(r);
    float sum = 0;
    if (c < channels) {
      for (int b = blockIdx.z * CHUNK + row; b < end; b += WARPS) {
        size_t i = (size_t)b * channels + c;
        sum = fmaf(dy[i], x[i] * s[b], sum);
      }
    }
    partial[row][lane] = sum;
    __syncthreads();
    if (row == 0 && c < channels) {
      for (int w = 1; w < WARPS; w++) {
        sum += partial[w][lane];
      }
      float* dw = weightSums.at(r) + (size_t)blockIdx.z * channels + c;
      *dw = accumulate ? *dw + sum : sum;
    }
    __syncthreads();
  }
}
