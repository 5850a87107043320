package dev.grok.bench;

import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * One measurement.
 *
 * @param work what was done, in the same words for everybody who did it
 * @param by backend or peer
 * @param threads it used
 * @param seconds per operation, median of the iterations
 * @param fastest per operation, the best iteration
 * @param flops per operation
 * @param bytes per operation
 * @param divisions per operation
 * @param footprint bytes of all operands
 * @param units per operation: replica steps, cells
 * @param allocated bytes per operation on the Java heap; NaN if not measured
 */
record Row(
    String work,
    String by,
    int threads,
    double seconds,
    double fastest,
    double flops,
    double bytes,
    double divisions,
    double footprint,
    double units,
    double allocated) {
  private static final double PERCENT_MEDIAN = 50;

  /** What JMH measured. */
  static Row of(RunResult result) {
    BenchmarkParams params = result.getParams();
    Result<?> primary = result.getPrimaryResult();
    double perSecond = primary.getStatistics().getPercentile(PERCENT_MEDIAN);
    var others = result.getSecondaryResults(); // of a raw type
    double operations = rate(others, "units") == 0 ? 1 : steps(params, others, primary);
    return new Row(
        work(params),
        parameter(params, "backend", parameter(params, "peer", "machine")),
        Integer.parseInt(parameter(params, "threads", "1")),
        1 / perSecond / operations,
        1 / primary.getStatistics().getMax() / operations,
        rate(others, "flops") / primary.getScore() / operations,
        rate(others, "bytes") / primary.getScore() / operations,
        rate(others, "divisions") / primary.getScore() / operations,
        rate(others, "footprint") / primary.getScore(),
        rate(others, "units") / primary.getScore() / operations,
        others.containsKey("gc.alloc.rate.norm") ? rate(others, "gc.alloc.rate.norm") : Double.NaN);
  }

  /** Training steps of one call; a row is about a single step. */
  @SuppressWarnings("rawtypes")
  private static double steps(
      BenchmarkParams params, Map<String, Result> others, Result<?> primary) {
    String replicas = params.getBenchmark().endsWith(".step") ? params.getParam("replicas") : null;
    return replicas == null
        ? 1
        : Math.round(rate(others, "units") / primary.getScore() / Integer.parseInt(replicas));
  }

  @SuppressWarnings("rawtypes")
  private static double rate(Map<String, Result> results, String name) {
    Result<?> result = results.get(name);
    return result == null ? 0 : result.getScore();
  }

  private static String parameter(BenchmarkParams params, String key, String otherwise) {
    String value = params.getParam(key);
    return value == null ? otherwise : value;
  }

  /** For example {@code matmul 45x200x200}, {@code toy step of 16}, {@code copy of 32768}. */
  private static String work(BenchmarkParams params) {
    String benchmark = params.getBenchmark();
    String method = benchmark.substring(benchmark.lastIndexOf('.') + 1);
    if (benchmark.contains("Kernel") || benchmark.contains("Peer")) {
      String mode = parameter(params, "mode", "recorded");
      return parameter(params, "call", "") + (mode.equals("recorded") ? "" : " " + mode);
    }
    return switch (method) {
      case "step" ->
          "%s step of %s".formatted(params.getParam("model"), params.getParam("replicas"));
      case "flow" ->
          "1,000 steps of the flow, p = %s, of %s"
              .formatted(params.getParam("p"), params.getParam("replicas"));
      case "diagram" -> "diagram of 32 cells, 1,000 steps";
      case "copy" -> "copy of %s bytes".formatted(params.getParam("footprint"));
      default -> method;
    };
  }
}
