package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.Step;

/** Where the steps of a group of kernels go. */
interface Launches {
  void accept(Step step);
}
