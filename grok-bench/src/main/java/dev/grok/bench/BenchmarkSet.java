package dev.grok.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Which benchmarks are run, and for how long. */
enum BenchmarkSet {
  /** A few benchmarks, hardly measured, in this process: only whether they work. */
  SMOKE(0, 1, 1, 20),
  /** About five minutes. */
  SHORT(1, 5, 7, 200),
  /** Everything, in a quarter of an hour. */
  FULL(1, 5, 10, 300);

  private static final List<String> KEY_CALLS =
      List.of(
          "matmul 45x200x200",
          "matmul 200x200x45 A",
          "matmul 45x200x200 B",
          "matmul 512x512x512",
          "matmul 1024x1024x1024",
          "adam 1048576",
          "biasActivationForward tanh 4096x256",
          "biasActivationForward gelu 4096x256",
          "softmaxCrossEntropyBackward 4096x256",
          "layerNormForward 4096x256",
          "attention 1x1024x512 of 8 causal");

  /** Small ones, of which the checks in front are a part that counts. */
  private static final List<String> EAGER_CALLS =
      List.of(
          "increment",
          "matmul 10x200x200",
          "embeddingForward 45x2 of 10x1",
          "biasActivationForward tanh 45x200");

  private static final List<String> TOY = List.of("toy");

  private final int forks;
  private final int warmups;
  private final int iterations;
  private final int milliseconds;

  BenchmarkSet(int forks, int warmups, int iterations, int milliseconds) {
    this.forks = forks;
    this.warmups = warmups;
    this.iterations = iterations;
    this.milliseconds = milliseconds;
  }

  /** The parts in their order; the limits of the machine come first. */
  List<Options> parts(List<String> backends, int cores) {
    String[] found = array(backends);
    List<Options> parts = new ArrayList<>();
    if (this == SMOKE) {
      parts.add(part("Roofline.*(fma|division|root)", Map.of()));
      parts.add(part("Roofline.*copy", Map.of("footprint", new String[] {"32768"})));
      parts.add(
          part(
              "KernelBenchmark",
              Map.of("backend", found, "call", new String[] {"matmul 10x200x200", "adam 40000"})));
      parts.add(part("StepBenchmark", Map.of("backend", found)));
      return parts;
    }
    boolean full = this == FULL;
    String[] one = {"1"};
    String[] all = {String.valueOf(cores)};
    String[] calls = full ? array(Calls.names()) : array(KEY_CALLS);
    String[] onCores = array(backends.stream().filter(OpenBackend::isOnCores).toList());
    String[] devices = array(backends.stream().filter(b -> !OpenBackend.isOnCores(b)).toList());
    List<String[]> groups = new ArrayList<>(List.of(onCores, devices));
    groups.removeIf(group -> group.length == 0);
    String[] products = array(KEY_CALLS.subList(3, KEY_CALLS.size()));
    parts.add(part("Roofline", Map.of()));
    parts.add(part("KernelBenchmark", Map.of("backend", found, "threads", one, "call", calls)));
    parts.add(
        part(
            "KernelBenchmark",
            Map.of("backend", found, "mode", new String[] {"eager"}, "call", array(EAGER_CALLS))));
    parts.add(part("PeerBenchmark", Map.of("call", peerCalls(calls))));
    parts.add(
        part(
            "KernelBenchmark",
            Map.of(
                "backend",
                onCores,
                "threads",
                all,
                "call",
                full ? products : new String[] {"matmul 1024x1024x1024"})));
    parts.add(
        part("StepBenchmark", Map.of("backend", with(found, "cpu+scalar"), "model", array(TOY))));
    String[] replicas = full ? new String[] {"4", "16", "64", "256", "1024"} : new String[] {"256"};
    for (String[] group : groups) {
      // A device has no threads to choose.
      boolean device = !OpenBackend.isOnCores(group[0]);
      String[] threads = device ? one : new String[] {"1", all[0]};
      parts.add(
          part(
              "StepBenchmark",
              Map.of(
                  "backend",
                  group,
                  "model",
                  array(TOY),
                  "replicas",
                  replicas,
                  "threads",
                  threads)));
      parts.add(
          part(
              "StepBenchmark",
              Map.of(
                  "backend",
                  group,
                  "model",
                  new String[] {"mnist", "transformer"},
                  "threads",
                  threads)));
      parts.add(
          part(
              "SweepBenchmark",
              Map.of("backend", group, "threads", full || device ? threads : all)));
    }
    parts.add(
        part(
            "GradientFlowBenchmark",
            full
                ? Map.of("backend", found)
                : Map.of("backend", found, "p", new String[] {"10"}, "replicas", one)));
    return parts;
  }

  /** The calls that all peers have. */
  private static String[] peerCalls(String[] calls) {
    List<String> known = new ArrayList<>();
    for (String call : calls) {
      if (call.startsWith("matmul ")) {
        known.add(call);
      }
    }
    return array(known);
  }

  private static String[] with(String[] list, String last) {
    String[] longer = Arrays.copyOf(list, list.length + 1);
    longer[list.length] = last;
    return longer;
  }

  private static String[] array(List<String> list) {
    return list.toArray(new String[0]);
  }

  /** Java's options as the grok command has them, except for the size of the heap. */
  private static List<String> jvmArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("--add-modules=jdk.incubator.vector");
    arguments.add("--enable-native-access=ALL-UNNAMED");
    arguments.addAll(List.of("-Xms1g", "-Xmx4g"));
    if (System.getProperty("os.name").equals("Linux")) {
      arguments.add("-XX:+UseTransparentHugePages");
    }
    return arguments;
  }

  private Options part(String include, Map<String, String[]> params) {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .include(include)
            .shouldFailOnError(true)
            .forks(forks)
            .warmupIterations(warmups)
            .warmupTime(TimeValue.milliseconds(milliseconds))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(milliseconds))
            .addProfiler(GCProfiler.class)
            .jvmArgs(array(jvmArguments()));
    params.forEach(builder::param);
    return builder.build();
  }
}
