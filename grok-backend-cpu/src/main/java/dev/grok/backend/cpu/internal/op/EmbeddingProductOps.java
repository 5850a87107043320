package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.loop.Loops;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/** Products of the matrices of two symbols, and their gradient, row by row. */
final class EmbeddingProductOps {
  private EmbeddingProductOps() {}

  /** A unit is a sample. */
  static final class Forward extends Op {
    private final ElementwiseLoops loops;
    private final Floats out; // [R, B, D, D]
    private final Floats table; // [R?, V, D, D]
    private final Ints ids; // [R?, B, 2]
    private final int batch;
    private final int d;
    private final int vocabulary;

    Forward(ElementwiseLoops loops, Tensor out, Tensor table, Tensor ids) {
      super("embeddingProductForward", out);
      this.loops = loops;
      this.out = floats(out);
      this.table = floats(table);
      this.ids = ints(ids);
      batch = out.shape().axis(1);
      d = out.shape().axis(2);
      vocabulary = table.shape().axis(1);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public long cost() {
      return (long) out.length * (d + 4);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int sample = from; sample < to; sample++) {
        int id = ids.at(replica) + 2 * sample;
        int left = index("ids", ids.data[id], vocabulary) * d * d + table.at(replica);
        int right = index("ids", ids.data[id + 1], vocabulary) * d * d + table.at(replica);
        int o = out.at(replica) + sample * d * d;
        float[] t = table.data;
        for (int i = 0; i < d; i++) {
          int row = o + i * d;
          loops.scale(out.data, row, t, right, t[left + i * d], d);
          for (int k = 1; k < d; k++) {
            float factor = t[left + i * d + k];
            loops.addScaled(out.data, row, out.data, row, factor, t, right + k * d, d);
          }
        }
      }
    }
  }

  /** Adds in the order of the samples; samples may share a matrix, so it is not split. */
  static final class Backward extends Op {
    private final MatmulLoops matmul;
    private final ElementwiseLoops elementwise;
    private final Floats dTable; // [R, V, D, D]
    private final Floats dOut; // [R?, B, D, D]
    private final Floats table; // [R?, V, D, D]
    private final Ints ids; // [R?, B, 2]
    private final boolean accumulate;
    private final int batch;
    private final int d;
    private final int vocabulary;

    Backward(Loops loops, Tensor dTable, Tensor dOut, Tensor table, Tensor ids, Write write) {
      super("embeddingProductBackward", dTable);
      matmul = loops.matmul();
      elementwise = loops.elementwise();
      this.dTable = floats(dTable);
      this.dOut = floats(dOut);
      this.table = floats(table);
      this.ids = ints(ids);
      accumulate = write == Write.ACCUMULATE;
      batch = dOut.shape().axis(1);
      d = dOut.shape().axis(2);
      vocabulary = table.shape().axis(1);
    }

    @Override
    public int workLength() {
      return d * d;
    }

    @Override
    public long cost() {
      return 2L * dOut.length * (d + 4) + dTable.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int at = dTable.at(replica);
      if (!accumulate) {
        Arrays.fill(dTable.data, at, at + dTable.length, 0f);
      }
      for (int sample = 0; sample < batch; sample++) {
        int id = ids.at(replica) + 2 * sample;
        int left = index("ids", ids.data[id], vocabulary) * d * d;
        int right = index("ids", ids.data[id + 1], vocabulary) * d * d;
        int gradient = dOut.at(replica) + sample * d * d;
        addLeft(at + left, gradient, table.at(replica) + right, scratch.work);
        addRight(at + right, gradient, table.at(replica) + left);
      }
    }

    /** {@code dLeft += dOut rightᵀ}. */
    private void addLeft(int to, int gradient, int right, float[] transposed) {
      matmul.transposeBlock(d, d, transposed, 0, d, table.data, right, d);
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          float factor = dOut.data[gradient + i * d + j];
          int row = to + i * d;
          elementwise.addScaled(dTable.data, row, dTable.data, row, factor, transposed, j * d, d);
        }
      }
    }

    /** {@code dRight += leftᵀ dOut}. */
    private void addRight(int to, int gradient, int left) {
      for (int k = 0; k < d; k++) {
        for (int i = 0; i < d; i++) {
          float factor = table.data[left + i * d + k];
          int row = to + k * d;
          elementwise.addScaled(
              dTable.data, row, dTable.data, row, factor, dOut.data, gradient + i * d, d);
        }
      }
    }
  }
}
