package dev.grok.theory;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Split;
import dev.grok.theory.GradientFlow.Equation;
import java.util.List;

/** The example of module-docs/theory.md, which holds the same lines. */
final class TheoryExample {
  private TheoryExample() {}

  static void main(double[][] embeddings) {
    // example
    AdditionTask task = new AdditionTask(10, false);
    DataSet d = DataSet.of(task, Split.random(task, 45, 58).train());
    Parallelograms p0 = Parallelograms.of(d);
    Spectrum spectrum = Spectrum.of(p0, Normalization.figure4(10));
    System.out.println("n0 " + spectrum.n0() + ", lambda3 " + spectrum.lambda3());
    System.out.println("nh " + spectrum.nh(1e-3) + " steps");
    System.out.println("ideal accuracy " + new IdealModel(d).accuracy());
    try (Backend backend = Backends.open()) {
      double[][][] start = {Representations.normalize(embeddings, Variance.UNBIASED)};
      GradientFlow flow = new GradientFlow(List.of(p0), Averaging.SUM, Equation.EXACT, 1e-3);
      Trajectory trajectory = flow.run(backend, start, 0, 1000, 4000);
      System.out.println("RQI " + new Rqi(10).rqi(trajectory.state(2, 0)));
      System.out.println("drift of Z0 " + trajectory.z0Drift(0));
    }
    System.out.println(CriticalFraction.estimate(10, 10_000, 0, 2).criticalFraction());
    // end
  }
}
