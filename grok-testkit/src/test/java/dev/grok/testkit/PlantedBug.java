package dev.grok.testkit;

import dev.grok.api.DType;
import dev.grok.api.Tensor;
import dev.grok.api.kernel.Activation;
import dev.grok.api.kernel.AdamRates;
import dev.grok.api.kernel.Mask;
import dev.grok.api.kernel.Transpose;
import dev.grok.api.kernel.WeightDecay;
import dev.grok.api.kernel.Write;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.DeviceBuffer;
import dev.grok.api.spi.DeviceProgram;
import dev.grok.api.spi.DeviceTensor;
import dev.grok.backend.reference.ReferenceDriver;
import dev.grok.backend.reference.ReferenceKernels;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * Bugs that backends really have, each planted in the reference, and the group that must see it.
 */
enum PlantedBug {
  MATMUL_DROPS_THE_LAST_K(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          int k = a.shape().axis(transpose.a() ? 1 : 2);
          if (transpose == Transpose.A && k > 1 && a.replicas() == 1 && b.replicas() == 1) {
            super.matmul(
                c,
                a.reshape(k, 1, a.shape().axis(2))
                    .slice(0, k - 1)
                    .reshape(1, k - 1, a.shape().axis(2)),
                b.reshape(k, 1, b.shape().axis(2))
                    .slice(0, k - 1)
                    .reshape(1, k - 1, b.shape().axis(2)),
                transpose,
                write);
          } else {
            super.matmul(c, a, b, transpose, write);
          }
        }
      }),
  MATMUL_FORGETS_THE_TAIL_COLUMN(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          double[] before = c.doubles();
          super.matmul(c, a, b, transpose, write);
          int n = c.shape().axis(2);
          double[] after = c.doubles();
          for (int i = n - 1; n % 8 != 0 && i < after.length && n > 8; i += n) {
            after[i] = before[i];
          }
          c.write(after);
        }
      }),
  MATMUL_IGNORES_ACCUMULATE(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          super.matmul(c, a, b, transpose, Write.OVERWRITE);
        }
      }),
  MATMUL_ACCUMULATES_ALWAYS(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          super.matmul(c, a, b, transpose, Write.ACCUMULATE);
        }
      }),
  MATMUL_IGNORES_TRANSPOSE_OF_A(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          if (transpose == Transpose.A) {
            Tensor untransposed = a.reshape(a.replicas(), a.shape().axis(2), a.shape().axis(1));
            super.matmul(c, untransposed, b, Transpose.NONE, write);
          } else {
            super.matmul(c, a, b, transpose, write);
          }
        }
      }),
  MATMUL_MIXES_REPLICAS(
      "ReplicaContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          super.matmul(c, a, b.replicas() > 2 ? b.slice(1, 2) : b, transpose, write);
        }
      }),
  MATMUL_WRITES_PAST_THE_END(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          super.matmul(c, a, b, transpose, write);
          try {
            if (c.shape().elements() > 0) {
              DeviceTensor.of(c)
                  .buffer()
                  .write(DeviceTensor.of(c).offset() + c.shape().elements(), new double[] {0});
            }
          } catch (IndexOutOfBoundsException atTheEndOfTheBuffer) {
            // Only what a neighbor in memory can notice is the bug that is meant.
          }
        }
      }),
  MATMUL_CHANGES_ITS_INPUT(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          super.matmul(c, a, b, transpose, write);
          scaleBy(b, 1 + 1e-12);
        }
      }),
  MATMUL_IN_HALF_PRECISION(
      "MatmulContract",
      new ReferenceKernels() {
        @Override
        public void matmul(Tensor c, Tensor a, Tensor b, Transpose transpose, Write write) {
          super.matmul(c, a, b, transpose, write);
          map(c, x -> Math.rint(x * 2048) / 2048);
        }
      }),
  BIAS_IS_MISSING(
      "ActivationContract",
      new ReferenceKernels() {
        @Override
        public void biasActivationForward(
            Tensor out, Tensor in, Tensor bias, Activation activation) {
          if (activation == Activation.IDENTITY) {
            copy(out, in);
          } else {
            super.biasActivationForward(out, in, bias, activation);
          }
        }
      }),
  RELU_SWALLOWS_NOT_A_NUMBER(
      "ActivationContract",
      new ReferenceKernels() {
        @Override
        public void biasActivationForward(
            Tensor out, Tensor in, Tensor bias, Activation activation) {
          super.biasActivationForward(out, in, bias, activation);
          if (activation == Activation.RELU) {
            map(out, x -> Double.isNaN(x) ? 0 : x);
          }
        }
      }),
  TANH_IS_COARSE(
      "ActivationContract",
      new ReferenceKernels() {
        @Override
        public void biasActivationForward(
            Tensor out, Tensor in, Tensor bias, Activation activation) {
          super.biasActivationForward(out, in, bias, activation);
          if (activation == Activation.TANH) {
            map(out, x -> Math.abs(x) < 0.01 ? x * (1 + 1e-6) : x);
          }
        }
      }),
  RELU_SLOPE_IS_ONE_AT_ZERO(
      "ActivationContract",
      new ReferenceKernels() {
        @Override
        public void biasActivationBackward(
            Tensor dIn,
            Tensor dBias,
            Tensor dOut,
            Tensor in,
            Tensor bias,
            Tensor out,
            Activation activation,
            Write write) {
          double[] dOuts = dOut.doubles();
          double[] outs = out.doubles();
          super.biasActivationBackward(dIn, dBias, dOut, in, bias, out, activation, write);
          if (activation == Activation.RELU && dOuts.length == outs.length) {
            double[] dIns = dIn.doubles();
            for (int i = 0; i < dIns.length; i++) {
              dIns[i] = outs[i] == 0 ? dOuts[i] : dIns[i];
            }
            dIn.write(dIns);
          }
        }
      }),
  BIAS_GRADIENT_IGNORES_ACCUMULATE(
      "ActivationContract",
      new ReferenceKernels() {
        @Override
        public void biasActivationBackward(
            Tensor dIn,
            Tensor dBias,
            Tensor dOut,
            Tensor in,
            Tensor bias,
            Tensor out,
            Activation activation,
            Write write) {
          super.biasActivationBackward(
              dIn, dBias, dOut, in, bias, out, activation, Write.OVERWRITE);
        }
      }),
  EMBEDDING_CLAMPS_ITS_IDS(
      "EmbeddingContract",
      new ReferenceKernels() {
        @Override
        public void embeddingForward(Tensor out, Tensor table, Tensor ids) {
          int[] given = ids.ints();
          int last = table.shape().axis(1) - 1;
          ids.write(Arrays.stream(given).map(id -> Math.max(0, Math.min(id, last))).toArray());
          super.embeddingForward(out, table, ids);
          ids.write(given);
        }
      }),
  EMBEDDING_GRADIENT_OF_THE_LAST_SAMPLE_WINS(
      "EmbeddingContract",
      new ReferenceKernels() {
        @Override
        public void embeddingBackward(Tensor dTable, Tensor dOut, Tensor ids, Write write) {
          super.embeddingBackward(dTable, dOut, ids, write);
          int channels = dTable.shape().axis(2);
          if (dTable.shape().axis(1) == 1 && ids.shape().axis(1) > 0) {
            double[] rows = dTable.doubles();
            double[] gradients = dOut.doubles();
            System.arraycopy(gradients, 0, rows, 0, channels);
            dTable.write(rows);
          }
        }
      }),
  LOSS_IS_NOT_DIVIDED_BY_THE_BATCH(
      "LossContract",
      new ReferenceKernels() {
        @Override
        public void meanSquaredErrorForward(Tensor loss, Tensor predictions, Tensor targets) {
          super.meanSquaredErrorForward(loss, predictions, targets);
          scaleBy(loss, predictions.shape().axis(1));
        }
      }),
  SQUARED_ERROR_GRADIENT_LACKS_ITS_TWO(
      "LossContract",
      new ReferenceKernels() {
        @Override
        public void meanSquaredErrorBackward(
            Tensor dPredictions, Tensor dLoss, Tensor predictions, Tensor targets) {
          super.meanSquaredErrorBackward(dPredictions, dLoss, predictions, targets);
          scaleBy(dPredictions, 0.5);
        }
      }),
  LOSS_OF_AN_EMPTY_BATCH_IS_NOT_A_NUMBER(
      "LossContract",
      new ReferenceKernels() {
        @Override
        public void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels) {
          super.softmaxCrossEntropyForward(loss, logits, labels);
          scaleBy(loss, logits.shape().axis(1) == 0 ? Double.NaN : 1);
        }
      }),
  SOFTMAX_OVERFLOWS(
      "LossContract",
      new ReferenceKernels() {
        @Override
        public void softmaxCrossEntropyForward(Tensor loss, Tensor logits, Tensor labels) {
          super.softmaxCrossEntropyForward(loss, logits, labels);
          if (Arrays.stream(logits.doubles()).anyMatch(z -> z > 709)) {
            scaleBy(loss, Double.POSITIVE_INFINITY);
          }
        }
      }),
  SOFTMAX_GRADIENT_IGNORES_THE_LOSS_GRADIENT(
      "LossContract",
      new ReferenceKernels() {
        @Override
        public void softmaxCrossEntropyBackward(
            Tensor dLogits, Tensor dLoss, Tensor logits, Tensor labels) {
          double[] given = dLoss.doubles();
          map(dLoss, x -> 1);
          super.softmaxCrossEntropyBackward(dLogits, dLoss, logits, labels);
          dLoss.write(given);
        }
      }),
  ARG_MAX_TAKES_THE_LAST_OF_EQUALS(
      "AccuracyContract",
      new ReferenceKernels() {
        @Override
        public void argMaxAccuracy(Tensor accuracy, Tensor logits, Tensor labels) {
          double[] given = logits.doubles();
          int classes = Math.max(1, logits.shape().axis(2));
          double[] tilted = given.clone();
          for (int i = 0; i < tilted.length; i++) {
            tilted[i] += 1e-12 * (i % classes);
          }
          logits.write(tilted);
          super.argMaxAccuracy(accuracy, logits, labels);
          logits.write(given);
        }
      }),
  ADAM_PUTS_EPSILON_INSIDE_THE_ROOT(
      "OptimizerContract",
      new ReferenceKernels() {
        @Override
        public void adam(
            Tensor p, Tensor m, Tensor v, Tensor g, Tensor steps, Tensor rates, WeightDecay decay) {
          double[] given = rates.doubles();
          double[] rooted = given.clone();
          for (int i = AdamRates.EPSILON; i < rooted.length; i += AdamRates.COLUMNS) {
            rooted[i] = Math.sqrt(rooted[i]);
          }
          rates.write(rooted);
          super.adam(p, m, v, g, steps, rates, decay);
          rates.write(given);
        }
      }),
  ADAM_DOES_NOT_CORRECT_THE_BIAS(
      "OptimizerContract",
      new ReferenceKernels() {
        @Override
        public void adam(
            Tensor p, Tensor m, Tensor v, Tensor g, Tensor steps, Tensor rates, WeightDecay decay) {
          int[] given = steps.ints();
          steps.write(Arrays.stream(given).map(s -> Integer.MAX_VALUE).toArray());
          super.adam(p, m, v, g, steps, rates, decay);
          steps.write(given);
        }
      }),
  ADAM_COUNTS_ONE_STEP_LESS(
      "OptimizerContract",
      new ReferenceKernels() {
        @Override
        public void adam(
            Tensor p, Tensor m, Tensor v, Tensor g, Tensor steps, Tensor rates, WeightDecay decay) {
          int[] given = steps.ints();
          steps.write(Arrays.stream(given).map(s -> Math.max(0, s - 1)).toArray());
          super.adam(p, m, v, g, steps, rates, decay);
          steps.write(given);
        }
      }),
  ADAM_LOSES_THE_DIGITS_OF_BETA(
      "OptimizerContract",
      new ReferenceKernels() {
        @Override
        public void adam(
            Tensor p, Tensor m, Tensor v, Tensor g, Tensor steps, Tensor rates, WeightDecay decay) {
          double[] given = rates.doubles();
          double[] rounded = given.clone();
          for (int i = AdamRates.ONE_MINUS_BETA2; i < rounded.length; i += AdamRates.COLUMNS) {
            rounded[i] = 1 - (float) (1 - rounded[i]);
          }
          rates.write(rounded);
          super.adam(p, m, v, g, steps, rates, decay);
          rates.write(given);
        }
      }),
  ADAM_DECAYS_THROUGH_THE_GRADIENT(
      "OptimizerContract",
      new ReferenceKernels() {
        @Override
        public void adam(
            Tensor p, Tensor m, Tensor v, Tensor g, Tensor steps, Tensor rates, WeightDecay decay) {
          WeightDecay wrong = decay == WeightDecay.DECOUPLED ? WeightDecay.L2 : decay;
          super.adam(p, m, v, g, steps, rates, wrong);
        }
      }),
  ADAM_TAKES_THE_FIRST_RATES_FOR_ALL(
      "OptimizerContract",
      new ReferenceKernels() {
        @Override
        public void adam(
            Tensor p, Tensor m, Tensor v, Tensor g, Tensor steps, Tensor rates, WeightDecay decay) {
          super.adam(p, m, v, g, steps, rates.slice(0, Math.min(1, rates.replicas())), decay);
        }
      }),
  SGD_IGNORES_DECOUPLED_DECAY(
      "OptimizerContract",
      new ReferenceKernels() {
        @Override
        public void sgd(Tensor p, Tensor buffer, Tensor g, Tensor rates, WeightDecay decay) {
          super.sgd(p, buffer, g, rates, decay == WeightDecay.L2 ? decay : WeightDecay.NONE);
        }
      }),
  ADD_SCALED_FAILS_IN_PLACE_OF_B(
      "ElementwiseContract",
      new ReferenceKernels() {
        @Override
        public void addScaled(Tensor out, Tensor a, Tensor factor, Tensor b) {
          if (DeviceTensor.of(out).offset() == DeviceTensor.of(b).offset()
              && out.sharesMemoryWith(b)) {
            copy(out, a);
          }
          super.addScaled(out, a, factor, b);
        }
      }),
  SUM_FORGETS_THE_TAIL(
      "ReductionContract",
      new ReferenceKernels() {
        @Override
        public void sum(Tensor out, Tensor in) {
          double[] given = in.doubles();
          double[] cut = given.clone();
          int n = (int) in.shape().product(1);
          for (int i = 0; i < cut.length; i++) {
            cut[i] = i % n < n / 16 * 16 ? cut[i] : 0;
          }
          in.write(cut);
          super.sum(out, in);
          in.write(given);
        }
      }),
  SUM_DIFFERS_FROM_CALL_TO_CALL(
      "ReplicaContract",
      new ReferenceKernels() {
        private int calls;

        @Override
        public void sum(Tensor out, Tensor in) {
          super.sum(out, in);
          scaleBy(out, 1 + 0x1.0p-50 * calls++);
        }
      }),
  CROSSING_MUST_EXCEED_THE_THRESHOLD(
      "CounterContract",
      new ReferenceKernels() {
        @Override
        public void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
          super.firstCrossing(first, metric, Math.nextUp(threshold), steps);
        }
      }),
  CROSSING_IS_FORGOTTEN(
      "CounterContract",
      new ReferenceKernels() {
        @Override
        public void firstCrossing(Tensor first, Tensor metric, double threshold, Tensor steps) {
          first.write(new int[first.replicas()]);
          super.firstCrossing(first, metric, threshold, steps);
        }
      }),
  EVERY_DRAW_IS_THE_FIRST(
      "SamplingContract",
      new ReferenceKernels() {
        @Override
        public void chooseWithoutReplacement(
            Tensor out, Tensor workspace, Tensor seed, Tensor counter) {
          int[] given = counter.ints();
          counter.write(new int[given.length]);
          super.chooseWithoutReplacement(out, workspace, seed, counter);
          counter.write(given);
        }
      }),
  EVERY_BATCH_IS_OF_THE_FIRST_EPOCH(
      "SamplingContract",
      new ReferenceKernels() {
        @Override
        public void shuffledBatch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
          int[] given = steps.ints();
          int batches = (workspace.shape().axis(1) - 1) / Math.max(1, out.shape().axis(1));
          steps.write(Arrays.stream(given).map(s -> s % Math.max(1, batches)).toArray());
          super.shuffledBatch(out, workspace, seed, steps);
          steps.write(given);
        }
      }),
  SHUFFLING_FORGETS_ITS_EPOCH(
      "SamplingContract",
      new ReferenceKernels() {
        @Override
        public void shuffledBatch(Tensor out, Tensor workspace, Tensor seed, Tensor steps) {
          workspace.write(new int[workspace.ints().length]);
          super.shuffledBatch(out, workspace, seed, steps);
        }
      }),
  DROPOUT_DOES_NOT_SCALE_WHAT_IT_KEEPS(
      "SamplingContract",
      new ReferenceKernels() {
        @Override
        public void dropout(
            Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
          double[] given = in.doubles();
          super.dropout(out, in, rate, seed, counter, site);
          double[] outs = out.doubles();
          for (int i = 0; i < outs.length && given.length == outs.length; i++) {
            outs[i] = outs[i] == 0 ? 0 : given[i];
          }
          out.write(outs);
        }
      }),
  DROPOUT_IS_THE_SAME_AT_EVERY_SITE(
      "SamplingContract",
      new ReferenceKernels() {
        @Override
        public void dropout(
            Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
          super.dropout(out, in, rate, seed, counter, 0);
        }
      }),
  DROPOUT_MULTIPLIES_BY_ZERO(
      "SamplingContract",
      new ReferenceKernels() {
        @Override
        public void dropout(
            Tensor out, Tensor in, Tensor rate, Tensor seed, Tensor counter, int site) {
          double[] given = in.doubles();
          super.dropout(out, in, rate, seed, counter, site);
          double[] outs = out.doubles();
          for (int i = 0; i < outs.length && given.length == outs.length; i++) {
            outs[i] += 0 * given[i];
          }
          out.write(outs);
        }
      }),
  GELU_IS_THE_TANH_APPROXIMATION(
      "ActivationContract",
      new ReferenceKernels() {
        @Override
        public void biasActivationForward(
            Tensor out, Tensor in, Tensor bias, Activation activation) {
          if (activation == Activation.GELU) {
            super.biasActivationForward(out, in, bias, Activation.IDENTITY);
            map(out, x -> x / 2 * (1 + Math.tanh(0.7978845608 * (x + 0.044715 * x * x * x))));
          } else {
            super.biasActivationForward(out, in, bias, activation);
          }
        }
      }),
  GELU_GRADIENT_FORGETS_THE_BIAS(
      "ActivationContract",
      new ReferenceKernels() {
        @Override
        public void biasActivationBackward(
            Tensor dIn,
            Tensor dBias,
            Tensor dOut,
            Tensor in,
            Tensor bias,
            Tensor out,
            Activation activation,
            Write write) {
          double[] given = bias.doubles();
          map(bias, x -> 0);
          super.biasActivationBackward(dIn, dBias, dOut, in, bias, out, activation, write);
          bias.write(given);
        }
      }),
  LAYER_NORM_DIVIDES_BY_ONE_LESS(
      "NormalizationContract",
      new ReferenceKernels() {
        @Override
        public void layerNormForward(
            Tensor out, Tensor mean, Tensor s, Tensor in, Tensor w, Tensor b, double epsilon) {
          double n = Math.max(2, out.shape().axis(2));
          super.layerNormForward(out, mean, s, in, w, b, epsilon * (n - 1) / n);
          scaleBy(s, Math.sqrt((n - 1) / n));
        }
      }),
  LAYER_NORM_CANCELS(
      "NormalizationContract",
      new ReferenceKernels() {
        @Override
        public void layerNormForward(
            Tensor out, Tensor mean, Tensor s, Tensor in, Tensor w, Tensor b, double epsilon) {
          super.layerNormForward(out, mean, s, in, w, b, epsilon);
          double[] means = mean.doubles();
          double[] deviations = s.doubles();
          for (int i = 0; i < means.length; i++) {
            double variance = 1 / (deviations[i] * deviations[i]) - epsilon;
            double square = (float) (variance + means[i] * means[i]);
            deviations[i] = 1 / Math.sqrt(square - means[i] * means[i] + epsilon);
          }
          s.write(deviations);
        }
      }),
  LAYER_NORM_GRADIENT_IGNORES_THE_WEIGHT(
      "NormalizationContract",
      new ReferenceKernels() {
        @Override
        public void layerNormBackward(
            Tensor dIn,
            Tensor dWeight,
            Tensor dBias,
            Tensor dOut,
            Tensor in,
            Tensor mean,
            Tensor s,
            Tensor weight,
            Write dInWrite,
            Write parametersWrite) {
          double[] given = weight.doubles();
          map(weight, x -> 1);
          super.layerNormBackward(
              dIn, dWeight, dBias, dOut, in, mean, s, weight, dInWrite, parametersWrite);
          weight.write(given);
        }
      }),
  LAYER_NORM_GRADIENT_IS_NEVER_ADDED(
      "NormalizationContract",
      new ReferenceKernels() {
        @Override
        public void layerNormBackward(
            Tensor dIn,
            Tensor dWeight,
            Tensor dBias,
            Tensor dOut,
            Tensor in,
            Tensor mean,
            Tensor s,
            Tensor weight,
            Write dInWrite,
            Write parametersWrite) {
          super.layerNormBackward(
              dIn, dWeight, dBias, dOut, in, mean, s, weight, Write.OVERWRITE, parametersWrite);
        }
      }),
  ATTENTION_IS_NOT_CAUSAL(
      "AttentionContract",
      new ReferenceKernels() {
        @Override
        public void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
          super.attentionForward(out, logSumExp, qkv, Mask.NONE);
        }
      }),
  ATTENTION_OVERFLOWS(
      "AttentionContract",
      new ReferenceKernels() {
        @Override
        public void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
          super.attentionForward(out, logSumExp, qkv, mask);
          map(logSumExp, x -> x > 88 ? Double.POSITIVE_INFINITY : x);
        }
      }),
  ATTENTION_SCALES_BY_ALL_CHANNELS(
      "AttentionContract",
      new ReferenceKernels() {
        @Override
        public void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
          double[] given = qkv.doubles();
          int row = qkv.shape().axis(3);
          double factor = 1 / Math.sqrt(logSumExp.shape().axis(2));
          double[] scaled = given.clone();
          for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= i % row < row / 3 ? factor : 1;
          }
          qkv.write(scaled);
          super.attentionForward(out, logSumExp, qkv, mask);
          qkv.write(given);
        }
      }),
  ATTENTION_GRADIENT_FORGETS_THE_OUTPUT(
      "AttentionContract",
      new ReferenceKernels() {
        @Override
        public void attentionBackward(
            Tensor dQkv,
            Tensor workspace,
            Tensor dOut,
            Tensor out,
            Tensor logSumExp,
            Tensor qkv,
            Mask mask) {
          double[] given = out.doubles();
          map(out, x -> 0);
          super.attentionBackward(dQkv, workspace, dOut, out, logSumExp, qkv, mask);
          out.write(given);
        }
      }),
  PRODUCT_IS_TAKEN_BACKWARDS(
      "EmbeddingContract",
      new ReferenceKernels() {
        @Override
        public void embeddingProductForward(Tensor out, Tensor table, Tensor ids) {
          int[] given = ids.ints();
          int[] swapped = given.clone();
          for (int i = 0; i < swapped.length; i++) {
            swapped[i] = given[i ^ 1];
          }
          ids.write(swapped);
          super.embeddingProductForward(out, table, ids);
          ids.write(given);
        }
      }),
  PRODUCT_GRADIENT_IGNORES_ACCUMULATE(
      "EmbeddingContract",
      new ReferenceKernels() {
        @Override
        public void embeddingProductBackward(
            Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write) {
          super.embeddingProductBackward(dTable, dOut, table, ids, Write.OVERWRITE);
        }
      }),
  MEMORY_IS_NOT_CLEARED(
      "MemoryContract",
      () ->
          new ReferenceDriver(new ReferenceKernels()) {
            @Override
            public DeviceBuffer allocate(String tensorName, DType dtype, long elements) {
              DeviceBuffer buffer = super.allocate(tensorName, dtype, elements);
              if (dtype == DType.FLOAT32 && elements > 0) {
                buffer.write(elements - 1, new double[] {1});
              }
              return buffer;
            }
          }),
  A_REPLAY_RUNS_ONCE_TOO_OFTEN(
      "RecordingContract",
      () ->
          new ReferenceDriver(new ReferenceKernels()) {
            @Override
            public DeviceProgram endRecording() {
              DeviceProgram program = super.endRecording();
              return new DeviceProgram() {
                @Override
                public void run(long times) {
                  program.run(times == 0 ? 0 : times + 1);
                }

                @Override
                public void close() {
                  program.close();
                }
              };
            }
          }),
  RECORDED_CALLS_ARE_EXECUTED(
      "RecordingContract",
      () ->
          new ReferenceDriver(new ReferenceKernels()) {
            @Override
            public DeviceProgram endRecording() {
              DeviceProgram program = super.endRecording();
              program.run(1);
              return program;
            }
          });

  final String group;
  final Supplier<BackendDriver> driver;

  PlantedBug(String group, ReferenceKernels kernels) {
    this(group, () -> new ReferenceDriver(kernels));
  }

  PlantedBug(String group, Supplier<BackendDriver> driver) {
    this.group = group;
    this.driver = driver;
  }

  private static void scaleBy(Tensor tensor, double factor) {
    map(tensor, x -> x * factor);
  }

  private static void map(Tensor tensor, DoubleUnaryOperator change) {
    tensor.write(Arrays.stream(tensor.doubles()).map(change).toArray());
  }
}
