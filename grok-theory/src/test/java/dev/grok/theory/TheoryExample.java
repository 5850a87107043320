package dev.grok.theory;

import dev.grok.api.backend.Backend;
import dev.grok.api.backend.Backends;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.Split;
import dev.grok.theory.flow.FlowEquation;
import dev.grok.theory.flow.GradientFlow;
import dev.grok.theory.flow.Trajectory;
import dev.grok.theory.ideal.IdealModel;
import dev.grok.theory.parallelogram.Averaging;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import dev.grok.theory.representation.Representations;
import dev.grok.theory.representation.Rqi;
import dev.grok.theory.representation.Variance;
import dev.grok.theory.spectrum.Normalization;
import dev.grok.theory.spectrum.Spectrum;
import dev.grok.theory.statistics.CriticalFraction;
import dev.grok.theory.statistics.MonteCarlo;
import java.util.List;

/** The example of module-docs/theory.md, which holds the same lines. */
final class TheoryExample {
  private TheoryExample() {}

  static void main(double[][] embeddings) {
    // example
    AdditionTask task = new AdditionTask(10, false);
    DataSet d = DataSet.of(task, Split.random(task, 45, 58).train());
    Parallelograms p0 = Parallelograms.of(d);
    Spectrum spectrum = Spectrum.of(p0).scaled(Normalization.figure4(10));
    System.out.println("n0 " + spectrum.n0() + ", lambda3 " + spectrum.lambda3());
    System.out.println("nh " + spectrum.nh(1e-3) + " steps");
    System.out.println("ideal accuracy " + new IdealModel(d).accuracy());
    try (Backend backend = Backends.open()) {
      double[][][] start = {Representations.normalize(embeddings, Variance.UNBIASED)};
      GradientFlow flow = new GradientFlow(List.of(p0), Averaging.SUM, FlowEquation.EXACT, 1e-3);
      Trajectory trajectory = flow.run(backend, start, 0, 1000, 4000);
      System.out.println("RQI " + new Rqi(10).rqi(trajectory.state(2, 0)));
      System.out.println("drift of Z0 " + trajectory.z0Drift(0));
    }
    MonteCarlo draws = new MonteCarlo(10_000, 0, 2);
    System.out.println(CriticalFraction.estimate(10, draws).criticalFraction());
    // end
  }
}
