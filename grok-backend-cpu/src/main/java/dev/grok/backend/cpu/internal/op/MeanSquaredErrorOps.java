package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.backend.cpu.internal.loop.DistanceLoops;
import dev.grok.backend.cpu.internal.loop.Lanes;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;

/** Mean squared error and its gradient. */
final class MeanSquaredErrorOps {
  private MeanSquaredErrorOps() {}

  /** Sums in sixteen lanes over B and D; the total is divided in double and rounded once. */
  static final class Forward extends Op {
    private final DistanceLoops loops;
    private final Floats loss; // [R]
    private final Floats predictions; // [R?, B, D]
    private final Floats targets; // [R?, B, D]

    Forward(DistanceLoops loops, Tensor loss, Tensor predictions, Tensor targets) {
      super("meanSquaredErrorForward", loss);
      this.loops = loops;
      this.loss = floats(loss);
      this.predictions = floats(predictions);
      this.targets = floats(targets);
    }

    @Override
    public long cost() {
      return 2L * predictions.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int n = predictions.length;
      Lanes.clear(scratch.lanes);
      loops.squaredDifferences(
          scratch.lanes,
          predictions.data,
          predictions.at(replica),
          targets.data,
          targets.at(replica),
          n);
      double total = Lanes.total(scratch.lanes);
      loss.data[loss.at(replica)] = n == 0 ? 0 : (float) (total / n);
    }
  }

  /** The factor 2 dLoss / (B D) is computed in double and rounded once. */
  static final class Backward extends ElementwiseOp {
    private final DistanceLoops loops;
    private final Floats dPredictions; // [R, B, D]
    private final Floats dLoss; // [R?]
    private final Floats predictions; // [R?, B, D]
    private final Floats targets; // [R?, B, D]

    Backward(
        DistanceLoops loops,
        Tensor dPredictions,
        Tensor dLoss,
        Tensor predictions,
        Tensor targets) {
      super("meanSquaredErrorBackward", dPredictions, 2);
      this.loops = loops;
      this.dPredictions = floats(dPredictions);
      this.dLoss = floats(dLoss);
      this.predictions = floats(predictions);
      this.targets = floats(targets);
    }

    @Override
    protected void range(int replica, int first, int n, Scratch scratch) {
      double factor = 2.0 * dLoss.data[dLoss.at(replica)] / dPredictions.length;
      loops.scaledDifference(
          dPredictions.data,
          dPredictions.at(replica) + first,
          predictions.data,
          predictions.at(replica) + first,
          targets.data,
          targets.at(replica) + first,
          (float) factor,
          n);
    }
  }
}
