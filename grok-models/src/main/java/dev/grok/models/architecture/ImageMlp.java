package dev.grok.models.architecture;

import dev.grok.api.GrokException;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.models.graph.Value;
import dev.grok.models.task.ImageTask;
import dev.grok.models.task.Task;
import java.util.List;

/**
 * A perceptron on images (paper, section 4.3 and appendix J): the last layer is the decoder, all
 * before it the representation.
 *
 * @param objective what it is trained for
 * @param hiddenWidths widths of the hidden layers
 * @param activation of the hidden layers; the output is linear
 * @param targetDimension D of the random targets [classes, D]; used by regression alone
 * @param scale factor on all initial weights and biases
 */
public record ImageMlp(
    Objective objective,
    List<Integer> hiddenWidths,
    Activation activation,
    int targetDimension,
    double scale)
    implements Model {
  /** The paper's 784-200-200-10 with ReLU, all parameters times 9. */
  public static final ImageMlp PAPER =
      new ImageMlp(Objective.ONE_HOT, List.of(200, 200), Activation.RELU, 10, 9);

  public ImageMlp {
    hiddenWidths = List.copyOf(hiddenWidths);
    hiddenWidths.forEach(width -> Mlp.requireWidth("hidden width", width));
    Mlp.requireWidth("target dimension", targetDimension);
    Mlp.requireScale("scale", scale);
  }

  private Mlp layers(Task task) {
    int pixels = ((ImageTask) task).pixels();
    List<Integer> widths = Mlp.widths(pixels, hiddenWidths, outputs(task));
    return new Mlp("layers", widths, activation, scale);
  }

  @Override
  public void requireTask(Task task) {
    if (!(task instanceof ImageTask)) {
      throw new GrokException("the image model learns images, not " + task);
    }
  }

  @Override
  public List<ParameterSpec> parameters(Task task) {
    return layers(task).parameters(ParameterGroup.EMBEDDING);
  }

  @Override
  public Value forward(Pass pass, Task task, Tensor inputs) {
    return layers(task).forward(pass, pass.graph().constant(inputs));
  }

  /** The scale only decides how a replica starts. */
  @Override
  public Object ensembleKey() {
    return new ImageMlp(objective, hiddenWidths, activation, targetDimension, 1);
  }
}
