package dev.grok.backend.reference;

import dev.grok.api.Tensor;

/** Where queries, keys, values and outputs of each head lie in packed projections. */
final class Heads {
  /** What is done for each head. */
  @FunctionalInterface
  interface Body {
    void run(int replica, int sample, int head);
  }

  final int batch;
  final int heads;
  final int tokens;
  final int channels;

  /** Channels of a head. */
  final int width;

  /** 1 / √width. */
  final double scale;

  private Heads(int batch, int heads, int tokens, int channels) {
    this.batch = batch;
    this.heads = heads;
    this.tokens = tokens;
    this.channels = channels;
    width = channels / heads;
    scale = 1 / Math.sqrt(width);
  }

  static Heads of(Tensor logSumExp, Tensor qkv) {
    return new Heads(
        logSumExp.shape().axis(1),
        logSumExp.shape().axis(2),
        logSumExp.shape().axis(3),
        qkv.shape().axis(3) / 3);
  }

  void forEach(int replicas, Body body) {
    for (int r = 0; r < replicas; r++) {
      for (int b = 0; b < batch; b++) {
        for (int h = 0; h < heads; h++) {
          body.run(r, b, h);
        }
      }
    }
  }

  /** Index of a row of [B, H, T]. */
  int row(int b, int h, int token) {
    return (b * heads + h) * tokens + token;
  }

  /** Index of a head's first channel in [B, T, C]. */
  int out(int b, int h, int token) {
    return (b * tokens + token) * channels + h * width;
  }

  /** Index of a head's first channel of the query in [B, T, 3C]. */
  int query(int b, int h, int token) {
    return (b * tokens + token) * 3 * channels + h * width;
  }

  int key(int b, int h, int token) {
    return query(b, h, token) + channels;
  }

  int value(int b, int h, int token) {
    return query(b, h, token) + 2 * channels;
  }

  /** query[i] · key[j] / √width; 0 if a head has no channels. */
  double score(Floats qkv, int r, int b, int h, int i, int j) {
    double dot = 0;
    for (int c = 0; c < width; c++) {
      dot += qkv.get(r, query(b, h, i) + c) * qkv.get(r, key(b, h, j) + c);
    }
    return width == 0 ? 0 : dot * scale;
  }
}
