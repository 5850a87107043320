package dev.grok.lab.train;

import dev.grok.lab.config.RqiConfig;
import dev.grok.models.architecture.ToyModel;
import dev.grok.models.architecture.ToyModel.Combination;
import dev.grok.models.task.AdditionTask;
import dev.grok.models.task.GroupTask;
import dev.grok.models.train.Experiment;
import dev.grok.models.train.InitialState;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.PredictedAccuracy;
import dev.grok.theory.representation.GroupRqi;
import dev.grok.theory.representation.Rqi;
import java.util.Arrays;
import java.util.List;

/** What the theory measures of embeddings during training; the task decides what that is. */
interface EmbeddingMeasures {
  /** Measures nothing: the theory does not speak of such representations. */
  EmbeddingMeasures NONE = embedding -> Double.NaN;

  /** The representation quality index. */
  double rqi(double[][] embedding);

  /** Âcc on all samples; NaN where the theory predicts none. */
  default double predictedAccuracy(int replica, double[][] embedding) {
    return Double.NaN;
  }

  /** For an ensemble. */
  static EmbeddingMeasures of(
      List<Experiment> experiments, List<InitialState> states, RqiConfig config) {
    Experiment first = experiments.get(0);
    if (hasTheory(first)) {
      AdditionTask task = (AdditionTask) first.task();
      return new Linear(
          new Rqi(task.p(), config.definition()),
          states.stream().map(s -> DataSet.of(task, s.split().train())).toList());
    }
    boolean matrices =
        first.model() instanceof ToyModel toy && toy.combination() == Combination.PRODUCT;
    return matrices && first.task() instanceof GroupTask group ? matrices(group) : NONE;
  }

  /** Matrices that are multiplied (appendix H). */
  private static EmbeddingMeasures matrices(GroupTask task) {
    GroupRqi rqi = new GroupRqi(task.finiteGroup());
    return embedding -> {
      double[] entries = Arrays.stream(embedding).flatMapToDouble(Arrays::stream).toArray();
      return rqi.perReplica(entries, (int) Math.round(Math.sqrt(embedding[0].length)))[0];
    };
  }

  /** Whether the theory of linear representations speaks of such an experiment. */
  static boolean hasTheory(Experiment experiment) {
    return experiment.task() instanceof AdditionTask
        && experiment.model() instanceof ToyModel toy
        && toy.combination() != Combination.PRODUCT;
  }

  /** Vectors that are added (section 3.1). */
  record Linear(Rqi rqi, List<DataSet> dataSets) implements EmbeddingMeasures {
    @Override
    public double rqi(double[][] embedding) {
      return rqi.rqi(embedding);
    }

    @Override
    public double predictedAccuracy(int replica, double[][] embedding) {
      return PredictedAccuracy.of(dataSets.get(replica), rqi.parallelograms(embedding));
    }
  }
}
