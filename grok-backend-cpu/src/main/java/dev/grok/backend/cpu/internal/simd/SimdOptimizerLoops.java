package dev.grok.backend.cpu.internal.simd;

import static dev.grok.backend.cpu.internal.simd.SimdMath.L;
import static dev.grok.backend.cpu.internal.simd.SimdMath.S;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import dev.grok.backend.cpu.internal.loop.AdamCoefficients;
import dev.grok.backend.cpu.internal.loop.OptimizerLoops;
import dev.grok.backend.cpu.internal.loop.SgdCoefficients;
import jdk.incubator.vector.FloatVector;

/** {@link OptimizerLoops} on the Vector API. */
final class SimdOptimizerLoops extends OptimizerLoops {
  @Override
  public void adam(
      AdamCoefficients step,
      float[] parameter,
      int ip,
      float[] m,
      int im,
      float[] v,
      int iv,
      float[] gradient,
      int ig,
      int n) {
    FloatVector l2 = broadcast(S, step.l2);
    FloatVector keep = broadcast(S, step.keep);
    FloatVector oneMinusBeta1 = broadcast(S, step.oneMinusBeta1);
    FloatVector oneMinusBeta2 = broadcast(S, step.oneMinusBeta2);
    FloatVector minusOneMinusBeta2 = broadcast(S, -step.oneMinusBeta2);
    FloatVector rootCorrection = broadcast(S, step.rootCorrection);
    FloatVector epsilon = broadcast(S, step.epsilon);
    FloatVector minusStepSize = broadcast(S, -step.stepSize);
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      // All loads come before the first store: for all the compiler knows, a store changes them.
      FloatVector p = fromArray(S, parameter, ip + i);
      FloatVector m0 = fromArray(S, m, im + i);
      FloatVector v0 = fromArray(S, v, iv + i);
      FloatVector g = l2.fma(p, fromArray(S, gradient, ig + i));
      FloatVector m1 = g.sub(m0).fma(oneMinusBeta1, m0);
      FloatVector v1 = oneMinusBeta2.mul(g).fma(g, minusOneMinusBeta2.fma(v0, v0));
      FloatVector denominator = v1.sqrt().fma(rootCorrection, epsilon);
      FloatVector updated = minusStepSize.fma(m1.div(denominator), p.mul(keep));
      m1.intoArray(m, im + i);
      v1.intoArray(v, iv + i);
      updated.intoArray(parameter, ip + i);
    }
    super.adam(
        step, parameter, ip + whole, m, im + whole, v, iv + whole, gradient, ig + whole, n - whole);
  }

  @Override
  public void sgd(
      SgdCoefficients step,
      float[] parameter,
      int ip,
      float[] buffer,
      int ib,
      float[] gradient,
      int ig,
      int n) {
    FloatVector l2 = broadcast(S, step.l2);
    FloatVector keep = broadcast(S, step.keep);
    FloatVector momentum = broadcast(S, step.momentum);
    FloatVector minusLearningRate = broadcast(S, -step.learningRate);
    int whole = n & -L;
    for (int i = 0; i < whole; i += L) {
      FloatVector p = fromArray(S, parameter, ip + i);
      FloatVector g = l2.fma(p, fromArray(S, gradient, ig + i));
      FloatVector b = momentum.fma(fromArray(S, buffer, ib + i), g);
      b.intoArray(buffer, ib + i);
      minusLearningRate.fma(b, p.mul(keep)).intoArray(parameter, ip + i);
    }
    super.sgd(step, parameter, ip + whole, buffer, ib + whole, gradient, ig + whole, n - whole);
  }
}
