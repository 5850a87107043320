package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.EmbeddingKernels;
import dev.grok.api.kernel.Write;

/** Look-up of rows by their definition. */
interface EmbeddingLoops extends EmbeddingKernels {
  @Override
  default void embeddingForward(Tensor out, Tensor table, Tensor ids) {
    int batch = out.shape().axis(1);
    int channels = out.shape().axis(2);
    int vocabulary = table.shape().axis(1);
    int tokens = ids.shape().axis(2);
    Floats outs = Floats.of(out); // [R, B, C]
    Floats rows = Floats.of(table); // [R?, V, C]
    Ints symbols = Ints.of(ids); // [R?, B, T]
    for (int r = 0; r < out.replicas(); r++) {
      for (int b = 0; b < batch; b++) {
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int t = 0; t < tokens; t++) {
            int id = symbols.get(r, b * tokens + t, "embeddingForward", "ids", vocabulary);
            sum += rows.get(r, id * channels + c);
          }
          outs.set(r, b * channels + c, sum);
        }
      }
    }
  }

  @Override
  default void embeddingBackward(Tensor dTable, Tensor dOut, Tensor ids, Write write) {
    int batch = dOut.shape().axis(1);
    int channels = dTable.shape().axis(2);
    int vocabulary = dTable.shape().axis(1);
    int tokens = ids.shape().axis(2);
    Floats dRows = Floats.of(dTable); // [R, V, C]
    Floats dOuts = Floats.of(dOut); // [R?, B, C]
    Ints symbols = Ints.of(ids); // [R?, B, T]
    for (int r = 0; r < dTable.replicas(); r++) {
      if (write == Write.OVERWRITE) {
        for (int i = 0; i < vocabulary * channels; i++) {
          dRows.set(r, i, 0);
        }
      }
      for (int b = 0; b < batch; b++) {
        for (int t = 0; t < tokens; t++) {
          int id = symbols.get(r, b * tokens + t, "embeddingBackward", "ids", vocabulary);
          for (int c = 0; c < channels; c++) {
            dRows.add(r, id * channels + c, dOuts.get(r, b * channels + c));
          }
        }
      }
    }
  }

  @Override
  default void gatherInts(Tensor out, Tensor table, Tensor index) {
    int batch = out.shape().axis(1);
    int tokens = out.shape().axis(2);
    int vocabulary = table.shape().axis(1);
    Ints outs = Ints.of(out); // [R, B, T]
    Ints rows = Ints.of(table); // [R?, V, T]
    Ints indices = Ints.of(index); // [R?, B]
    for (int r = 0; r < out.replicas(); r++) {
      for (int b = 0; b < batch; b++) {
        int row = indices.get(r, b, "gatherInts", "index", vocabulary);
        for (int t = 0; t < tokens; t++) {
          outs.set(r, b * tokens + t, rows.get(r, row * tokens + t));
        }
      }
    }
  }

  @Override
  default void embeddingProductForward(Tensor out, Tensor table, Tensor ids) {
    int batch = out.shape().axis(1);
    int d = out.shape().axis(2);
    int vocabulary = table.shape().axis(1);
    Floats outs = Floats.of(out); // [R, B, D, D]
    Floats matrices = Floats.of(table); // [R?, V, D, D]
    Ints symbols = Ints.of(ids); // [R?, B, 2]
    for (int r = 0; r < out.replicas(); r++) {
      for (int b = 0; b < batch; b++) {
        int left = symbols.get(r, 2 * b, "embeddingProductForward", "ids", vocabulary) * d * d;
        int right = symbols.get(r, 2 * b + 1, "embeddingProductForward", "ids", vocabulary) * d * d;
        for (int i = 0; i < d; i++) {
          for (int j = 0; j < d; j++) {
            double sum = 0;
            for (int k = 0; k < d; k++) {
              sum += matrices.get(r, left + i * d + k) * matrices.get(r, right + k * d + j);
            }
            outs.set(r, (b * d + i) * d + j, sum);
          }
        }
      }
    }
  }

  @Override
  default void embeddingProductBackward(
      Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write) {
    int batch = dOut.shape().axis(1);
    int d = dOut.shape().axis(2);
    int vocabulary = table.shape().axis(1);
    Floats gradients = Floats.of(dTable); // [R, V, D, D]
    Floats dOuts = Floats.of(dOut); // [R?, B, D, D]
    Floats matrices = Floats.of(table); // [R?, V, D, D]
    Ints symbols = Ints.of(ids); // [R?, B, 2]
    for (int r = 0; r < dTable.replicas(); r++) {
      if (write == Write.OVERWRITE) {
        for (int i = 0; i < vocabulary * d * d; i++) {
          gradients.set(r, i, 0);
        }
      }
      for (int b = 0; b < batch; b++) {
        int left = symbols.get(r, 2 * b, "embeddingProductBackward", "ids", vocabulary) * d * d;
        int right =
            symbols.get(r, 2 * b + 1, "embeddingProductBackward", "ids", vocabulary) * d * d;
        for (int i = 0; i < d; i++) {
          for (int j = 0; j < d; j++) {
            double gradient = dOuts.get(r, (b * d + i) * d + j);
            for (int k = 0; k < d; k++) {
              gradients.add(r, left + i * d + k, gradient * matrices.get(r, right + k * d + j));
              gradients.add(r, right + k * d + j, gradient * matrices.get(r, left + i * d + k));
            }
          }
        }
      }
    }
  }
}
