// Losses and their gradients.
//
// Mean squared error, forward: one block a replica (x = replicas), since a loss is one number a replica
// and ensembles have hundreds of replicas. Each thread adds every blockDim-th term, then the block adds.
// Backward: one thread an element; y = replicas.
//
// Softmax cross-entropy, forward: a warp a sample, its lanes every 32nd class. A block has eight warps
// and takes up to CHUNK samples; x = chunks, y = replicas. If there are several chunks, their sums go to
// scratch memory [R, chunks] and finishMean adds them in order. Backward: a warp a sample, eight samples
// a block, x = B / 8, y = replicas. The softmax is computed again rather than stored: that is cheaper
// than writing and reading it.
//
// The order of the sums depends on B, D and V alone. A label outside 0..V-1 makes the loss NaN and adds
// nothing to the gradient.
#include "grok.cuh"

extern "C" __global__ void __launch_bounds__(THREADS)
    meanSquaredErrorForward(Out loss, In predictions, In targets, int n, int replicas) {
  __shared__ float warps[32];
  for (int r = blockIdx.x; r < replicas; r += gridDim.x) {
    const float* y = predictions.at(r);
    const float* t = targets.at(r);
    float sum = 0;
    for (unsigned i = threadIdx.x; i < (unsigned)n; i += blockDim.x) {
      float difference = y[i] - t[i];
      sum = fmaf(difference, difference, sum);
    }
    sum = blockSum(sum, warps);
    if (threadIdx.x == 0) {
      *loss.at(r) = n == 0 ? 0.0f : sum / n;
    }
  }
}

extern "C" __global__ void meanSquaredErrorBackward(Out dPredictions, In dLoss, In predictions, In targets,
                                                    int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* dy = dPredictions.at(r);
    const float* y = predictions.at(r);
    const float* t = targets.at(r);
    float factor = 2.0f * *dLoss.at(r);
    FOR_EACH_ELEMENT(i, n) {
      dy[i] = factor * (y[i] - t[i]) / n;
    }
  }
}

// The largest logit of a sample and the sum of exp(z - largest), in every lane of a warp.
__device__ inline void softmaxOf(const float* z, int vocabulary, float* largest, float* total) {
  int lane = threadIdx.x % 32;
  float top = negativeInfinity();
  for (int v = lane; v < vocabulary; v += 32) {
    top = fmaxf(top, z[v]);
  }
  top = warpMax(top);
  float sum = 0;
  for (int v = lane; v < vocabulary; v += 32) {
    sum += expf(z[v] - top);
  }
  *largest = top;
  *total = warpSum(sum);
}

// `sums` is the loss, or scratch memory [R, chunks]. The kernel writes each sum divided by `divisor`.
extern "C" __global__ void __launch_bounds__(THREADS)
    softmaxCrossEntropyForward(Out sums, In logits, IntIn labels, int divisor, int batch, int vocabulary,
                               int replicas) {
  __shared__ float warps[32];
  int first = blockIdx.x * CHUNK;
  int end = min(batch, first + CHUNK);
  FOR_EACH_REPLICA(r, replicas) {
    const int* classes = labels.at(r);
    float sum = 0;
    for (int b = first + threadIdx.x / 32; b < end; b += blockDim.x / 32) {
      const float* z = logits.at(r) + (size_t)b * vocabulary;
      float largest;
      float total;
      softmaxOf(z, vocabulary, &largest, &total);
      int label = classes[b];
      bool known = label >= 0 && label < vocabulary;
      sum += known ? logf(total) - (z[label] - largest) : quietNaN();
    }
    sum = sumOfWarps(sum, warps);
    if (threadIdx.x == 0) {
      sums.at(r)[blockIdx.x] = sum / divisor;
    }
  }
}

// Adds the sums of a replica's chunks and divides by `divisor`: one thread a replica.
extern "C" __global__ void finishMean(Out mean, In partial, int chunks, int divisor, int replicas) {
  for (int r = blockIdx.x * blockDim.x + threadIdx.x; r < replicas; r += gridDim.x * blockDim.x) {
    float sum = 0;
    for (int i = 0; i < chunks; i++) {
      sum += partial.at(r)[i];
    }
    *mean.at(r) = sum / divisor;
  }
}

extern "C" __global__ void __launch_bounds__(THREADS)
    softmaxCrossEntropyBackward(Out dLogits, In dLoss, In logits, IntIn labels, int batch, int vocabulary,
                                int replicas) {
  int b = blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32;
  if (b >= batch) {
    return;
  }
  FOR_EACH_REPLICA(r, replicas) {
    const float* z = logits.at(r) + (size_t)b * vocabulary;
    float* dz = dLogits.at(r) + (size_t)b * vocabulary;
    float largest;
    float total;
    softmaxOf(z, vocabulary, &largest, &total);
    int label = labels.at(r)[b];
    float factor = *dLoss.at(r);
    for (int v = threadIdx.x % 32; v < vocabulary; v += 32) {
      float softmax = expf(z[v] - largest) / total;
      dz[v] = factor * (softmax - (v == label ? 1.0f : 0.0f)) / batch;
    }
  }
}
