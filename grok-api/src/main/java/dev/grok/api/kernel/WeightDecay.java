package dev.grok.api.kernel;

/** How an optimizer applies weight decay w at learning rate η to a parameter p with gradient g. */
public enum WeightDecay {
  /** Not at all. */
  NONE,
  /** g ← g + w p before anything else (Adam, SGD). */
  L2,
  /** p ← p - η w p before the update (AdamW; Loshchilov and Hutter, 2019). */
  DECOUPLED
}
