// Parameter updates, each replica at its own rates.
//
// Adam: one launch for all parameters of a training step. The table of tensors comes by value in the
// launch's arguments (at most 4 KiB), so a recorded step needs no memory for it. A block takes ADAM_CHUNK
// elements of one tensor of one replica: x = chunks of all tensors, y = replicas. Its first thread
// computes the bias corrections in double; a chunk is large enough to hide that. The kernel is bound by
// memory: four reads and three writes an element. A thread reads AT_ONCE elements before it writes any:
// the compiler cannot know that the tensors are distinct, and would otherwise wait for each element
// before it reads the next.
//
// Stochastic gradient descent: one thread an element.
#include "grok.cuh"

#define AT_ONCE 4

struct AdamTensor {
  float* parameter;
  float* m;
  float* v;
  const float* gradient;
  const int* steps;
  const float* rates;
  int n;
  int chunksUpToHere;
  int stepsStride;
  int ratesStride;
  int decay;
  int padding;
};
static_assert(sizeof(AdamTensor) == ADAM_ENTRY_BYTES, "the host writes entries of this size");

struct AdamTable {
  AdamTensor tensors[ADAM_TENSORS];
};

struct AdamRates {
  float oneMinusBeta1;
  float oneMinusBeta2;
  float beta2;
  float epsilon;
  float l2;           // w, or 0
  float keep;         // 1 - eta w, or 1
  float stepSize;     // eta / (1 - beta1^t)
  float rootFactor;   // 1 / sqrt(1 - beta2^t)
};

// 1 - beta^t from 1 - beta, without cancellation.
__device__ inline double oneMinusPower(double oneMinusBeta, double t) {
  return -expm1(t * log1p(-oneMinusBeta));
}

__device__ inline AdamRates ratesOf(const float* row, int steps, int decay) {
  double eta = row[ADAM_LEARNING_RATE];
  double t = steps + 1.0;
  AdamRates rates;
  rates.oneMinusBeta1 = row[ADAM_ONE_MINUS_BETA1];
  rates.oneMinusBeta2 = row[ADAM_ONE_MINUS_BETA2];
  rates.beta2 = (float)(1.0 - row[ADAM_ONE_MINUS_BETA2]);
  rates.epsilon = row[ADAM_EPSILON];
  rates.l2 = decay == WEIGHT_DECAY_L2 ? row[ADAM_WEIGHT_DECAY] : 0.0f;
  rates.keep = decay == WEIGHT_DECAY_DECOUPLED ? (float)(1.0 - eta * row[ADAM_WEIGHT_DECAY]) : 1.0f;
  rates.stepSize = (float)(eta / oneMinusPower(row[ADAM_ONE_MINUS_BETA1], t));
  rates.rootFactor = (float)(1.0 / sqrt(oneMinusPower(row[ADAM_ONE_MINUS_BETA2], t)));
  return rates;
}

struct AdamElement {
  float parameter;
  float gradient;
  float m;
  float v;
};

__device__ inline AdamElement updated(AdamElement e, const AdamRates& rates, int decay) {
  float g = decay == WEIGHT_DECAY_L2 ? fmaf(rates.l2, e.parameter, e.gradient) : e.gradient;
  float m = fmaf(g - e.m, rates.oneMinusBeta1, e.m);
  float v = fmaf(g * g, rates.oneMinusBeta2, e.v * rates.beta2);
  float denominator = fmaf(sqrtf(v), rates.rootFactor, rates.epsilon);
  float p = e.parameter * rates.keep - rates.stepSize * (m / denominator);
  return AdamElement{p, g, m, v};
}

extern "C" __global__ void __launch_bounds__(THREADS)
    adam(const __grid_constant__ AdamTable table, int replicas) {
  __shared__ AdamRates rates;
  int chunk = blockIdx.x;
  int which = 0;
  while (chunk >= table.tensors[which].chunksUpToHere) {
    which++;
  }
  AdamTensor tensor = table.tensors[which];
  int chunksBefore = which == 0 ? 0 : table.tensors[which - 1].chunksUpToHere;
  unsigned first = (chunk - chunksBefore) * (unsigned)ADAM_CHUNK;
  unsigned end = min(first + ADAM_CHUNK, (unsigned)tensor.n);
  FOR_EACH_REPLICA(r, replicas) {
    __syncthreads();
    if (threadIdx.x == 0) {
      rates = ratesOf(tensor.rates + (size_t)r * tensor.ratesStride,
                      tensor.steps[(size_t)r * tensor.stepsStride], tensor.decay);
    }
    __syncthreads();
    size_t start = (size_t)r * tensor.n;
    for (unsigned i = first + threadIdx.x; i < end; i += AT_ONCE * blockDim.x) {
      AdamElement elements[AT_ONCE];
#pragma unroll
      for (int j = 0; j < AT_ONCE; j++) {
        if (i + j * blockDim.x < end) {
          size_t at = start + i + j * blockDim.x;
          elements[j] = {tensor.parameter[at], tensor.gradient[at], tensor.m[at], tensor.v[at]};
        }
      }
#pragma unroll
      for (int j = 0; j < AT_ONCE; j++) {
        if (i + j * blockDim.x < end) {
          size_t at = start + i + j * blockDim.x;
          AdamElement next = updated(elements[j], rates, tensor.decay);
          tensor.parameter[at] = next.parameter;
          tensor.m[at] = next.m;
          tensor.v[at] = next.v;
        }
      }
    }
  }
}

extern "C" __global__ void sgd(Out parameter, Out buffer, In gradient, In rates, int decay, int n,
                               int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* p = parameter.at(r);
    float* b = buffer.at(r);
    const float* g = gradient.at(r);
    const float* row = rates.at(r);
    float eta = row[SGD_LEARNING_RATE];
    float mu = row[SGD_MOMENTUM];
    float w = row[SGD_WEIGHT_DECAY];
    float keep = decay == WEIGHT_DECAY_DECOUPLED ? (float)(1.0 - (double)eta * w) : 1.0f;
    FOR_EACH_ELEMENT(i, n) {
      float slope = decay == WEIGHT_DECAY_L2 ? fmaf(w, p[i], g[i]) : g[i];
      float momentum = fmaf(mu, b[i], slope);
      b[i] = momentum;
      p[i] = p[i] * keep - eta * momentum;
    }
  }
}
