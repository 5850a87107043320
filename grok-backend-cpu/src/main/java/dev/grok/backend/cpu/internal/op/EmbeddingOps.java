package dev.grok.backend.cpu.internal.op;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.EmbeddingKernels;
import dev.grok.api.kernel.Write;
import dev.grok.backend.cpu.internal.loop.ElementwiseLoops;
import dev.grok.backend.cpu.internal.loop.MatmulLoops;
import dev.grok.backend.cpu.internal.memory.Floats;
import dev.grok.backend.cpu.internal.memory.Ints;
import dev.grok.backend.cpu.internal.run.Op;
import java.util.Arrays;

/**
 * Sums of rows that ids choose, and products of matrices, with their gradients. Gradients are added
 * in the order of the samples; samples may share a row of the table, so that they are not split.
 */
interface EmbeddingOps extends KernelFamily, EmbeddingKernels {
  /** The cost of finding a row. */
  int ROW_COST = 4;

  @Override
  default void embeddingForward(Tensor outTensor, Tensor tableTensor, Tensor idsTensor) {
    ElementwiseLoops loops = loops().elementwise();
    Op call = call("embeddingForward", outTensor);
    Floats out = call.floats(outTensor); // [R, B, C]
    Floats table = call.floats(tableTensor); // [R?, V, C]
    Ints ids = call.ints(idsTensor); // [R?, B, T]
    int batch = idsTensor.shape().axis(1);
    int tokens = idsTensor.shape().axis(2);
    int channels = outTensor.shape().axis(2);
    int vocabulary = tableTensor.shape().axis(1);
    call.byParts(batch);
    call.cost((long) batch * tokens * (channels + ROW_COST));
    call.submit(
        (replica, from, to, scratch) -> {
          for (int sample = from; sample < to; sample++) {
            int o = out.at(replica) + sample * channels;
            int id = ids.at(replica) + sample * tokens;
            if (tokens == 0) {
              Arrays.fill(out.data, o, o + channels, 0f);
            }
            for (int t = 0; t < tokens; t++) {
              int row = call.index("ids", ids.data[id + t], vocabulary);
              int i = table.at(replica) + row * channels;
              if (t == 0) {
                System.arraycopy(table.data, i, out.data, o, channels);
              } else {
                loops.add(out.data, o, out.data, o, table.data, i, channels);
              }
            }
          }
        });
  }

  @Override
  default void embeddingBackward(
      Tensor dTableTensor, Tensor dOutTensor, Tensor idsTensor, Write write) {
    ElementwiseLoops loops = loops().elementwise();
    Op call = call("embeddingBackward", dTableTensor);
    Floats dTable = call.floats(dTableTensor); // [R, V, C]
    Floats dOut = call.floats(dOutTensor); // [R?, B, C]
    Ints ids = call.ints(idsTensor); // [R?, B, T]
    int batch = idsTensor.shape().axis(1);
    int tokens = idsTensor.shape().axis(2);
    int channels = dTableTensor.shape().axis(2);
    int vocabulary = dTableTensor.shape().axis(1);
    call.cost((long) batch * tokens * (channels + ROW_COST) + dTable.length);
    call.submit(
        (replica, from, to, scratch) -> {
          int at = dTable.at(replica);
          Op.begin(write, dTable, at, dTable.length);
          for (int sample = 0; sample < batch; sample++) {
            int i = dOut.at(replica) + sample * channels;
            int id = ids.at(replica) + sample * tokens;
            for (int t = 0; t < tokens; t++) {
              int o = at + call.index("ids", ids.data[id + t], vocabulary) * channels;
              loops.add(dTable.data, o, dTable.data, o, dOut.data, i, channels);
            }
          }
        });
  }

  @Override
  default void gatherInts(Tensor outTensor, Tensor tableTensor, Tensor indexTensor) {
    Op call = call("gatherInts", outTensor);
    Ints out = call.ints(outTensor); // [R, B, T]
    Ints table = call.ints(tableTensor); // [R?, V, T]
    Ints index = call.ints(indexTensor); // [R?, B]
    int tokens = outTensor.shape().axis(2);
    int vocabulary = tableTensor.shape().axis(1);
    call.byParts(index.length);
    call.cost((long) index.length * (tokens + ROW_COST));
    call.submit(
        (replica, from, to, scratch) -> {
          for (int b = from; b < to; b++) {
            int row = call.index("index", index.data[index.at(replica) + b], vocabulary);
            int i = table.at(replica) + row * tokens;
            System.arraycopy(table.data, i, out.data, out.at(replica) + b * tokens, tokens);
          }
        });
  }

  @Override
  default void embeddingProductForward(Tensor outTensor, Tensor tableTensor, Tensor idsTensor) {
    ElementwiseLoops loops = loops().elementwise();
    Op call = call("embeddingProductForward", outTensor);
    Floats out = call.floats(outTensor); // [R, B, D, D]
    Floats table = call.floats(tableTensor); // [R?, V, D, D]
    Ints ids = call.ints(idsTensor); // [R?, B, 2]
    int d = outTensor.shape().axis(2);
    int vocabulary = tableTensor.shape().axis(1);
    call.byParts(outTensor.shape().axis(1));
    call.cost((long) out.length * (d + ROW_COST));
    call.submit(
        (replica, from, to, scratch) -> {
          for (int sample = from; sample < to; sample++) {
            int id = ids.at(replica) + 2 * sample;
            int left = call.index("ids", ids.data[id], vocabulary) * d * d + table.at(replica);
            int right = call.index("ids", ids.data[id + 1], vocabulary) * d * d + table.at(replica);
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
        });
  }

  @Override
  default void embeddingProductBackward(
      Tensor dTableTensor, Tensor dOutTensor, Tensor tableTensor, Tensor idsTensor, Write write) {
    MatmulLoops matmul = loops().matmul();
    ElementwiseLoops elementwise = loops().elementwise();
    Op call = call("embeddingProductBackward", dTableTensor);
    Floats dTable = call.floats(dTableTensor); // [R, V, D, D]
    Floats dOut = call.floats(dOutTensor); // [R?, B, D, D]
    Floats table = call.floats(tableTensor); // [R?, V, D, D]
    Ints ids = call.ints(idsTensor); // [R?, B, 2]
    int batch = dOutTensor.shape().axis(1);
    int d = dOutTensor.shape().axis(2);
    int vocabulary = tableTensor.shape().axis(1);
    call.work(d * d);
    call.cost(2L * dOut.length * (d + ROW_COST) + dTable.length);
    call.submit(
        (replica, from, to, scratch) -> {
          int at = dTable.at(replica);
          Op.begin(write, dTable, at, dTable.length);
          float[] transposed = scratch.work;
          for (int sample = 0; sample < batch; sample++) {
            int id = ids.at(replica) + 2 * sample;
            int left = call.index("ids", ids.data[id], vocabulary) * d * d;
            int right = call.index("ids", ids.data[id + 1], vocabulary) * d * d;
            int o = dOut.at(replica) + sample * d * d;
            int t = table.at(replica);
            // dLeft += dOut rightᵀ
            matmul.transposeBlock(d, d, transposed, 0, d, table.data, t + right, d);
            addProduct(elementwise, dTable.data, at + left, dOut.data, o, d, 1, transposed, 0, d);
            // dRight += leftᵀ dOut
            addProduct(
                elementwise, dTable.data, at + right, table.data, t + left, 1, d, dOut.data, o, d);
          }
        });
  }

  /** {@code c += a b}, row by row; {@code aRow} and {@code aStep} are the strides of a. */
  private static void addProduct(
      ElementwiseLoops loops,
      float[] c,
      int ic,
      float[] a,
      int ia,
      int aRow,
      int aStep,
      float[] b,
      int ib,
      int d) {
    for (int i = 0; i < d; i++) {
      int row = ic + i * d;
      for (int k = 0; k < d; k++) {
        float factor = a[ia + i * aRow + k * aStep];
        loops.addScaled(c, row, c, row, factor, b, ib + k * d, d);
      }
    }
  }
}
