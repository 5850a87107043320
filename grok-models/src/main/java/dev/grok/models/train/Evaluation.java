package dev.grok.models.train;

import dev.grok.api.Tensor;
import dev.grok.api.backend.MemoryScope;
import dev.grok.api.kernel.Kernels;
import dev.grok.models.architecture.Model;
import dev.grok.models.architecture.Objective;
import dev.grok.models.architecture.Pass;
import dev.grok.models.graph.Value;
import dev.grok.models.task.Task;

/**
 * Forward pass, loss and accuracy of all replicas over one part of the samples.
 *
 * @param pass the graph and its parameters
 * @param objective what decides whether a prediction is right
 * @param predictions [R, B, D]
 * @param loss [R]
 * @param accuracy [R], of the last {@link #measureAccuracy}
 */
record Evaluation(
    Pass pass,
    Objective objective,
    DeviceSamples samples,
    Value predictions,
    Value loss,
    Tensor accuracy) {
  static Evaluation of(
      MemoryScope scope, Pass pass, Model model, Task task, DeviceSamples samples) {
    Value predictions = model.forward(pass, task, samples.inputs());
    Value loss =
        model.objective() == Objective.CLASSIFICATION
            ? pass.graph().softmaxCrossEntropy(predictions, samples.labels())
            : pass.graph().meanSquaredError(predictions, samples.targets());
    Tensor accuracy = scope.floats("accuracy", predictions.data().replicas());
    return new Evaluation(pass, model.objective(), samples, predictions, loss, accuracy);
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
