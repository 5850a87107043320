import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The tests of grok-models that compare a float32 backend with PyTorch's float64 traces. */
final class Traces {
  private Traces() {}

  static boolean run(Results results, Scale scale) throws IOException {
    if (scale == Scale.FULL) {
      System.setProperty("grok.test.traces", "full");
    }
    LauncherDiscoveryRequestBuilder tests =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass("dev.grok.models.train.PyTorchTraceTest"));
    if (scale != Scale.TINY) {
      tests.selectors(selectClass("dev.grok.models.train.TraceTest"));
    }
    LauncherDiscoveryRequest request =
        tests
            .filters(
                (org.junit.platform.launcher.PostDiscoveryFilter)
                    test ->
                        org.junit.platform.engine.FilterResult.includedIf(
                            !test.getUniqueId().toString().contains("theReferenceFollows")))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true), 3);
    System.out.printf(
        "PyTorch traces: %d passed, %d failed%n",
        summary.getTestsSucceededCount(), summary.getTestsFailedCount());
    results.add(
        Map.of(
            "check",
            "PyTorch traces",
            "passed",
            summary.getTestsSucceededCount(),
            "failed",
            summary.getTestsFailedCount()));
    return summary.getTestsFailedCount() == 0 && summary.getTestsSucceededCount() > 0;
  }
}
