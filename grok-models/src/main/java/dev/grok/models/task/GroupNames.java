package dev.grok.models.task;

import dev.grok.api.GrokException;
import java.lang.ref.SoftReference;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Groups by the names that configs give them. */
final class GroupNames {
  private static final Pattern FACTOR = Pattern.compile("([csadq])([1-9][0-9]{0,5})");

  /** Tasks ask for their group at every label; softly held, because tables take megabytes. */
  private static final Map<String, SoftReference<FiniteGroup>> KNOWN = new ConcurrentHashMap<>();

  private GroupNames() {}

  static FiniteGroup parse(String name) {
    SoftReference<FiniteGroup> reference = KNOWN.get(name);
    FiniteGroup known = reference == null ? null : reference.get();
    if (known != null) {
      return known;
    }
    FiniteGroup group = null;
    for (String factor : name.toLowerCase(Locale.ROOT).split("x", -1)) {
      FiniteGroup next = factor(name, factor);
      group = group == null ? next : FiniteGroup.product(group, next);
    }
    if (group == null) {
      throw unknown(name, name);
    }
    KNOWN.put(name, new SoftReference<>(group));
    return group;
  }

  private static FiniteGroup factor(String name, String factor) {
    Matcher matcher = FACTOR.matcher(factor);
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

  private static GrokException unknown(String name, String factor) {
    return new GrokException(
        "group '%s' is not known: '%s' is none of c<n> (cyclic), s<n> (symmetric, n ≤ 6), a<n> (alternating, n ≤ 6), d<n> (dihedral, order 2n), q8 (quaternion), joined by x for direct products, as in c2xs3"
            .formatted(name, factor));
  }
}
