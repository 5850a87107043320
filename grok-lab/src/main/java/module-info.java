/** The {@code grok} command: presets, runs, figures, reports. */
@org.jspecify.annotations.NullMarked
module dev.grok.lab {
  requires transitive dev.grok.models;
  requires transitive dev.grok.theory;
  requires com.fasterxml.jackson.annotation;
  requires info.picocli;
  requires jdk.management;
  requires me.tongfei.progressbar;
  requires tools.jackson.databind;
  requires static dev.grok.testkit;
  requires static org.jspecify;

  exports dev.grok.lab;
  exports dev.grok.lab.config;
  exports dev.grok.lab.console;
  exports dev.grok.lab.report;
  exports dev.grok.lab.run;
  exports dev.grok.lab.sweep;
  exports dev.grok.lab.sweep.report;
  exports dev.grok.lab.sweep.train;
  exports dev.grok.lab.train;

  uses dev.grok.lab.sweep.train.SweepEngine;

  provides dev.grok.lab.sweep.train.SweepEngine with
      dev.grok.lab.sweep.train.LocalEngine;

  opens dev.grok.lab.command.shared to
      info.picocli;
  opens dev.grok.lab.command to
      info.picocli,
      tools.jackson.databind;
  opens dev.grok.lab.command.sweep to
      info.picocli,
      tools.jackson.databind;
  opens dev.grok.lab.command.theory to
      info.picocli,
      tools.jackson.databind;
}
