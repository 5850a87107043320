package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import dev.grok.backend.cpu.internal.run.Scratch;
import java.util.Arrays;

/** Sums of rows that ids choose, and their gradient. */
final class EmbeddingOps {
  private EmbeddingOps() {}

  /** Sums of rows; a unit is a sample. */
  static final class Forward extends Op {
    private final ElementwiseLoops loops;
    private final Floats out; // [R, B, C]
    private final Floats table; // [R?, V, C]
    private final Ints ids; // [R?, B, T]
    private final int batch;
    private final int tokens;
    private final int channels;
    private final int vocabulary;

    Forward(ElementwiseLoops loops, Tensor out, Tensor table, Tensor ids) {
      super("embeddingForward", out);
      this.loops = loops;
      this.out = floats(out);
      this.table = floats(table);
      this.ids = ints(ids);
      batch = ids.shape().axis(1);
      tokens = ids.shape().axis(2);
      channels = out.shape().axis(2);
      vocabulary = table.shape().axis(1);
    }

    @Override
    public int units() {
      return batch;
    }

    @Override
    public long cost() {
      return (long) batch * tokens * (channels + 4);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int sample = from; sample < to; sample++) {
        int o = out.at(replica) + sample * channels;
        int id = ids.at(replica) + sample * tokens;
        if (tokens == 0) {
          Arrays.fill(out.data, o, o + channels, 0f);
        }
        for (int t = 0; t < tokens; t++) {
          int row = index("ids", ids.data[id + t], vocabulary);
          int i = table.at(replica) + row * channels;
          if (t == 0) {
            System.arraycopy(table.data, i, out.data, o, channels);
          } else {
            loops.add(out.data, o, out.data, o, table.data, i, channels);
          }
        }
      }
    }
  }

  /** Adds to rows in the order of the samples; samples may share a row, so it is not split. */
  static final class Backward extends Op {
    private final ElementwiseLoops loops;
    private final Floats dTable; // [R, V, C]
    private final Floats dOut; // [R?, B, C]
    private final Ints ids; // [R?, B, T]
    private final boolean accumulate;
    private final int batch;
    private final int tokens;
    private final int channels;
    private final int vocabulary;

    Backward(ElementwiseLoops loops, Tensor dTable, Tensor dOut, Tensor ids, Write write) {
      super("embeddingBackward", dTable);
      this.loops = loops;
      this.dTable = floats(dTable);
      this.dOut = floats(dOut);
      this.ids = ints(ids);
      accumulate = write == Write.ACCUMULATE;
      batch = ids.shape().axis(1);
      tokens = ids.shape().axis(2);
      channels = dTable.shape().axis(2);
      vocabulary = dTable.shape().axis(1);
    }

    @Override
    public long cost() {
      return (long) batch * tokens * (channels + 4) + dTable.length;
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      int at = dTable.at(replica);
      if (!accumulate) {
        Arrays.fill(dTable.data, at, at + dTable.length, 0f);
      }
      for (int sample = 0; sample < batch; sample++) {
        int i = dOut.at(replica) + sample * channels;
        int id = ids.at(replica) + sample * tokens;
        for (int t = 0; t < tokens; t++) {
          int o = at + index("ids", ids.data[id + t], vocabulary) * channels;
          loops.add(dTable.data, o, dTable.data, o, dOut.data, i, channels);
        }
      }
    }
  }

  /** Gathers rows of ints; a unit is a row. */
  static final class GatherInts extends Op {
    private final Ints out; // [R, B, T]
    private final Ints table; // [R?, V, T]
    private final Ints index; // [R?, B]
    private final int tokens;
    private final int vocabulary;

    GatherInts(Tensor out, Tensor table, Tensor index) {
      super("gatherInts", out);
      this.out = ints(out);
      this.table = ints(table);
      this.index = ints(index);
      tokens = out.shape().axis(2);
      vocabulary = table.shape().axis(1);
    }

    @Override
    public int units() {
      return index.length;
    }

    @Override
    public long cost() {
      return (long) index.length * (tokens + 4);
    }

    @Override
    public void run(int replica, int from, int to, Scratch scratch) {
      for (int b = from; b < to; b++) {
        int row = index("index", index.data[index.at(replica) + b], vocabulary);
        int i = table.at(replica) + row * tokens;
        System.arraycopy(table.data, i, out.data, out.at(replica) + b * tokens, tokens);
      }
    }
  }
}
