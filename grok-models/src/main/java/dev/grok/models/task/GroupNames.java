package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Groups by the names that configs give them. */
public final class GroupNames {
  private static final Pattern READY = Pattern.compile("([csadq])([1-9][0-9]{0,5})");
  private static final Pattern CYCLE = Pattern.compile("\\(([0-9]{1,4}(?: [0-9]{1,4})*)\\)");
  private static final Pattern PERMUTATION = Pattern.compile("(?:" + CYCLE.pattern() + ")+");

  /** Tasks ask for their group at every label; softly held, because tables take megabytes. */
  private static final Map<String, SoftReference<FiniteGroup>> KNOWN = new ConcurrentHashMap<>();

  private GroupNames() {}

  /**
   * A group by its name: {@code c12}, {@code s3}, {@code a4}, {@code d4} (of order 8), {@code q8};
   * permutations that generate it, in cycles, as in {@code <(0 1 2)(3 4), (0 1)>}; and direct
   * products such as {@code c2xc2xs3}.
   *
   * @throws GrokException that lists what is known
   */
  public static FiniteGroup parse(String name) {
    SoftReference<FiniteGroup> reference = KNOWN.get(name);
    FiniteGroup known = reference == null ? null : reference.get();
    if (known != null) {
      return known;
    }
    String[] factors = name.toLowerCase(Locale.ROOT).split("x", -1);
    FiniteGroup group = factor(name, factors[0]);
    for (int i = 1; i < factors.length; i++) {
      group = FiniteGroup.product(group, factor(name, factors[i]));
    }
    KNOWN.put(name, new SoftReference<>(group));
    return group;
  }

  private static FiniteGroup factor(String name, String factor) {
    if (factor.startsWith("<") && factor.endsWith(">")) {
      return generated(name, factor);
    }
    Matcher matcher = READY.matcher(factor);
    if (!matcher.matches()) {
      throw unknown(name, factor);
    }
    int n = Integer.parseInt(matcher.group(2));
    return switch (matcher.group(1)) {
      case "c" -> FiniteGroup.cyclic(n);
      case "s" -> FiniteGroup.symmetric(n);
      case "a" -> FiniteGroup.alternating(n);
      case "d" -> FiniteGroup.dihedral(n);
      default -> {
        if (n != 8) {
          throw unknown(name, factor);
        }
        yield FiniteGroup.quaternion();
      }
    };
  }

  private static FiniteGroup generated(String name, String factor) {
    List<List<int[]>> generators = new ArrayList<>();
    for (String permutation : factor.substring(1, factor.length() - 1).split(", *", -1)) {
      if (!PERMUTATION.matcher(permutation).matches()) {
        throw unknown(name, permutation);
      }
      generators.add(CYCLE.matcher(permutation).results().map(GroupNames::points).toList());
    }
    int degree =
        1 + generators.stream().flatMap(List::stream).flatMapToInt(IntStream::of).max().orElse(0);
    int[][] images =
        generators.stream().map(cycles -> images(name, cycles, degree)).toArray(int[][]::new);
    return FiniteGroup.generatedBy(factor, degree, images);
  }

  private static int[] points(MatchResult cycle) {
    return Stream.of(cycle.group(1).split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static int[] images(String name, List<int[]> cycles, int degree) {
    if (cycles.stream().flatMapToInt(IntStream::of).distinct().count()
        < cycles.stream().mapToInt(cycle -> cycle.length).sum()) {
      throw new GrokException("a generator of group '%s' moves a point twice".formatted(name));
    }
    int[] images = IntStream.range(0, degree).toArray();
    for (int[] cycle : cycles) {
      for (int i = 0; i < cycle.length; i++) {
        images[cycle[i]] = cycle[(i + 1) % cycle.length];
      }
    }
    return images;
  }

  private static GrokException unknown(String name, String factor) {
    return new GrokException(
        ("group '%s' is not known: '%s' is none of c<n> (cyclic), s<n> (symmetric, n ≤ 6), a<n>"
                + " (alternating, n ≤ 6), d<n> (dihedral, order 2n), q8 (quaternion), nor cycles"
                + " that generate a group as in <(0 1 2)(3 4), (0 1)>; x joins direct products, as"
                + " in c2xs3")
            .formatted(name, factor));
  }
}
