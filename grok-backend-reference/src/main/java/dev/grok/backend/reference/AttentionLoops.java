package dev.grok.backend.reference;

import dev.grok.api.Tensor;
import dev.grok.api.kernel.AttentionKernels;
import dev.grok.api.kernel.Mask;

/** Self-attention by its formulas, one query at a time. */
interface AttentionLoops extends AttentionKernels {
  @Override
  default void attentionForward(Tensor out, Tensor logSumExp, Tensor qkv, Mask mask) {
    Heads heads = Heads.of(logSumExp, qkv);
    Floats outs = Floats.of(out); // [R, B, T, C]
    Floats logs = Floats.of(logSumExp); // [R, B, H, T]
    Floats packed = Floats.of(qkv); // [R?, B, T, 3C]
    heads.forEach(
        out.replicas(),
        (r, b, h) -> {
          for (int i = 0; i < heads.tokens; i++) {
            int keys = mask.keys(i, heads.tokens);
            double[] weights = new double[keys];
            double max = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < keys; j++) {
              weights[j] = heads.score(packed, r, b, h, i, j);
              max = Math.max(max, weights[j]);
            }
            double total = 0;
            for (int j = 0; j < keys; j++) {
              weights[j] = Math.exp(weights[j] - max);
              total += weights[j];
            }
            logs.set(r, heads.row(b, h, i), max + Math.log(total));
            for (int c = 0; c < heads.width; c++) {
              double sum = 0;
              for (int j = 0; j < keys; j++) {
                sum += weights[j] / total * packed.get(r, heads.value(b, h, j) + c);
              }
              outs.set(r, heads.out(b, h, i) + c, sum);
            }
          }
        });
  }

  @Override
  default void attentionBackward(
      Tensor dQkv,
      Tensor workspace,
      Tensor dOut,
      Tensor out,
      Tensor logSumExp,
      Tensor qkv,
      Mask mask) {
    Heads heads = Heads.of(logSumExp, qkv);
    Floats gradient = Floats.of(dQkv); // [R, B, T, 3C]
    Floats dots = Floats.of(workspace); // [R, B, H, T]
    Floats dOuts = Floats.of(dOut); // [R?, B, T, C]
    Floats outs = Floats.of(out); // [R?, B, T, C]
    Floats logs = Floats.of(logSumExp); // [R?, B, H, T]
    Floats packed = Floats.of(qkv); // [R?, B, T, 3C]
    int elements = (int) dQkv.shape().product(1);
    for (int r = 0; r < dQkv.replicas(); r++) {
      for (int i = 0; i < elements; i++) {
        gradient.set(r, i, 0);
      }
    }
    heads.forEach(
        dQkv.replicas(),
        (r, b, h) -> {
          for (int i = 0; i < heads.tokens; i++) {
            int o = heads.out(b, h, i);
            double dot = 0;
            for (int c = 0; c < heads.width; c++) {
              dot += dOuts.get(r, o + c) * outs.get(r, o + c);
            }
            dots.set(r, heads.row(b, h, i), dot);
            for (int j = 0; j < mask.keys(i, heads.tokens); j++) {
              double score = heads.score(packed, r, b, h, i, j);
              double p = Math.exp(score - logs.get(r, heads.row(b, h, i)));
              double dP = 0;
              for (int c = 0; c < heads.width; c++) {
                dP += dOuts.get(r, o + c) * packed.get(r, heads.value(b, h, j) + c);
              }
              double dS = p * (dP - dot) * heads.scale;
              for (int c = 0; c < heads.width; c++) {
                int q = heads.query(b, h, i) + c;
                int k = heads.key(b, h, j) + c;
                gradient.add(r, q, dS * packed.get(r, k));
                gradient.add(r, k, dS * packed.get(r, q));
                gradient.add(r, heads.value(b, h, j) + c, p * dOuts.get(r, o + c));
              }
            }
          }
        });
  }
}
