package dev.grok.models.train;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Kernels;
import dev.grok.api.kernel.SgdRates;
import dev.grok.api.kernel.WeightDecay;
import java.util.List;
import java.util.Locale;

/**
 * An optimizer and its hyper-parameters for one group of parameters, named as in PyTorch. Another
 * optimizer is another record here.
 */
public sealed interface OptimizerSettings {
  /** η, finite, not negative. */
  double learningRate();

  /** w, finite, not negative. */
  double weightDecay();

  /** Number of tensors that it remembers of a parameter between updates. */
  int moments();

  /** One replica's row of the tensor of rates that its kernel reads. */
  double[] row();

  /**
   * Calls the kernel that updates one parameter of all replicas.
   *
   * @param rates [R, columns], the rows of the replicas
   * @param steps [R], int: updates made before
   */
  void update(Kernels kernels, Trained parameter, Tensor rates, Tensor steps);

  /** Its name, in capitals; the replicas of an ensemble have the same optimizer. */
  default String kind() {
    return getClass().getSimpleName().toUpperCase(Locale.ROOT);
  }

  /**
   * A parameter in training; all tensors are [R, ...] of the same shape.
   *
   * @param moments as many as the optimizer asks for, zero before the first update
   */
  record Trained(Tensor value, Tensor gradient, List<Tensor> moments) {}

  /** What Adam and AdamW have in common: all but how weight decay acts. */
  sealed interface AdamFamily extends OptimizerSettings {
    /** Decay of the first moment, in [0, 1). */
    double beta1();

    /** Decay of the second moment, in [0, 1). */
    double beta2();

    /** Addend in the denominator. */
    double epsilon();

    /** How weight decay acts. */
    WeightDecay decay();

    @Override
    default int moments() {
      return 2;
    }

    @Override
    default double[] row() {
      return new AdamRates(learningRate(), beta1(), beta2(), epsilon(), weightDecay()).row();
    }

    @Override
    default void update(Kernels kernels, Trained p, Tensor rates, Tensor steps) {
      Tensor first = p.moments.get(0);
      kernels.adam(p.value, first, p.moments.get(1), p.gradient, steps, rates, decay());
    }
  }

  /** Adam with L2 regularization (Kingma and Ba 2015). */
  record Adam(double learningRate, double weightDecay, double beta1, double beta2, double epsilon)
      implements AdamFamily {
    public Adam {
      new AdamRates(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public WeightDecay decay() {
      return WeightDecay.L2;
    }
  }

  /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
  record AdamW(double learningRate, double weightDecay, double beta1, double beta2, double epsilon)
      implements AdamFamily {
    public AdamW {
      new AdamRates(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public WeightDecay decay() {
      return WeightDecay.DECOUPLED;
    }
  }

  /**
   * Stochastic gradient descent with L2 regularization.
   *
   * @param momentum in [0, 1)
   */
  record Sgd(double learningRate, double weightDecay, double momentum)
      implements OptimizerSettings {
    public Sgd {
      new SgdRates(learningRate, momentum, weightDecay);
    }

    @Override
    public int moments() {
      return 1;
    }

    @Override
    public double[] row() {
      return new SgdRates(learningRate, momentum, weightDecay).row();
    }

    @Override
    public void update(Kernels kernels, Trained p, Tensor rates, Tensor steps) {
      kernels.sgd(p.value, p.moments.get(0), p.gradient, rates, WeightDecay.L2);
    }
  }

  /** Adam with PyTorch's betas and epsilon. */
  static OptimizerSettings adam(double learningRate, double weightDecay) {
    return new Adam(learningRate, weightDecay, 0.9, 0.999, 1e-8);
  }

  /** AdamW with PyTorch's betas and epsilon. */
  static OptimizerSettings adamw(double learningRate, double weightDecay) {
    return new AdamW(learningRate, weightDecay, 0.9, 0.999, 1e-8);
  }

  /** Stochastic gradient descent. */
  static OptimizerSettings sgd(double learningRate, double momentum, double weightDecay) {
    return new Sgd(learningRate, weightDecay, momentum);
  }
}
