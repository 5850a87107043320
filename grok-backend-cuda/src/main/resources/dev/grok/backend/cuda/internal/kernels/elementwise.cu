// Element by element over [R, n], where n is everything but the replica axis.
//
// Launch: 256 threads a block; x covers the n elements of a replica (with a stride of the grid if there
// are more), y the replicas. Each input is read once and the output written once: the kernels are bound
// by memory, so nothing is staged. An output may be an input: a thread reads its element before it
// writes it.
#include "grok.cuh"

extern "C" __global__ void fill(Out out, float value, int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    FOR_EACH_ELEMENT(i, n) {
      o[i] = value;
    }
  }
}

extern "C" __global__ void copy(Out out, In in, int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* x = in.at(r);
    FOR_EACH_ELEMENT(i, n) {
      o[i] = x[i];
    }
  }
}

template <typename Operation>
__device__ inline void combine(Out out, In a, In b, int n, int replicas, Operation operation) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* x = a.at(r);
    const float* y = b.at(r);
    FOR_EACH_ELEMENT(i, n) {
      o[i] = operation(x[i], y[i]);
    }
  }
}

extern "C" __global__ void add(Out out, In a, In b, int n, int replicas) {
  combine(out, a, b, n, replicas, [](float x, float y) { return x + y; });
}

extern "C" __global__ void multiply(Out out, In a, In b, int n, int replicas) {
  combine(out, a, b, n, replicas, [](float x, float y) { return x * y; });
}

extern "C" __global__ void divide(Out out, In a, In b, int n, int replicas) {
  combine(out, a, b, n, replicas, [](float x, float y) { return x / y; });
}

extern "C" __global__ void scale(Out out, In in, In factor, int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* x = in.at(r);
    float f = *factor.at(r);
    FOR_EACH_ELEMENT(i, n) {
      o[i] = f * x[i];
    }
  }
}

extern "C" __global__ void addScaled(Out out, In a, In factor, In b, int n, int replicas) {
  FOR_EACH_REPLICA(r, replicas) {
    float* o = out.at(r);
    const float* x = a.at(r);
    const float* y = b.at(r);
    float f = *factor.at(r);
    FOR_EACH_ELEMENT(i, n) {
      o[i] = fmaf(f, y[i], x[i]);
    }
  }
}
