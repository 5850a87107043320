package dev.grok.models.train;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.models.architecture.Model;
import dev.grok.models.architecture.Objective;
import dev.grok.models.architecture.Pass;
import dev.grok.models.graph.Value;
import dev.grok.models.task.Task;

/** Forward pass, loss and accuracy of all replicas over one part of the samples. */
final class Evaluation {
  private final Pass pass;
  private final Objective objective;
  private final DeviceSamples samples;
  private final Value predictions;
  private final Value loss;
  private final Tensor accuracy;

  Evaluation(MemoryScope scope, Pass pass, Model model, Task task, DeviceSamples samples) {
    this.pass = pass;
    this.samples = samples;
    objective = model.objective();
    predictions = model.forward(pass, task, samples.inputs());
    loss =
        objective == Objective.CLASSIFICATION
            ? pass.graph().softmaxCrossEntropy(predictions, samples.labels())
            : pass.graph().meanSquaredError(predictions, samples.targets());
    accuracy = scope.floats("accuracy", predictions.data().replicas());
  }

  DeviceSamples samples() {
    return samples;
  }

  /** [R]. */
  Tensor loss() {
    return loss.data();
  }

  /** [R], of the last {@link #measureAccuracy}. */
  Tensor accuracy() {
    return accuracy;
  }

  void forward() {
    pass.graph().forward();
  }

  /** Gradients of the loss of the last forward pass. */
  void backward() {
    pass.graph().backward(loss);
  }

  /** Accuracy of the predictions of the last forward pass. */
  void measureAccuracy(Kernels kernels) {
    if (objective == Objective.REGRESSION) {
      kernels.nearestTargetAccuracy(
          accuracy, predictions.data(), samples.targetTable(), samples.labels());
    } else {
      kernels.argMaxAccuracy(accuracy, predictions.data(), samples.labels());
    }
  }
}
