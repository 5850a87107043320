package dev.grok.bench.gpu;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The tests of grok-models that compare a float32 backend with PyTorch's float64 traces. They are
 * found by name: only the bundle has test classes on its class path.
 */
final class TraceCheck {
  private TraceCheck() {}

  static boolean run(SessionContext context) throws IOException {
    if (context.size() == SessionSize.FULL) {
      System.setProperty("grok.test.traces", "full");
    }
    PostDiscoveryFilter withoutTheReference =
        test ->
            FilterResult.includedIf(!test.getUniqueId().toString().contains("theReferenceFollows"));
    LauncherDiscoveryRequestBuilder tests =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass("dev.grok.models.train.PyTorchTraceTest"))
            .filters(withoutTheReference);
    if (context.size() != SessionSize.TINY) {
      tests.selectors(selectClass("dev.grok.models.train.TraceTest"));
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(tests.build(), listener);
    TestExecutionSummary summary = listener.getSummary();
    long passed = summary.getTestsSucceededCount();
    long failed = summary.getTestsFailedCount();
    summary.printFailuresTo(new PrintWriter(System.out, true, Charset.defaultCharset()), 3);
    System.out.printf("PyTorch traces: %d passed, %d failed%n", passed, failed);
    context.results().add(Map.of("check", "PyTorch traces", "passed", passed, "failed", failed));
    return failed == 0 && passed > 0;
  }
}
