package dev.grok.backend.cuda.internal.op;

import dev.grok.backend.cuda.internal.device.Step;

/** Takes the steps that kernel calls become, and ignores those that are empty. */
interface StepSink {
  void accept(Step step);
}
