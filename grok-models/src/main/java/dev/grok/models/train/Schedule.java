package dev.grok.models.train;

import dev.grok.api.GrokException;
import java.util.List;
import java.util.stream.LongStream;

/** At which steps something is done: always at the first (0) and the last, and in between. */
public sealed interface Schedule {
  /** The steps between 0 and {@code last}; they may repeat. */
  LongStream inner(long last);

  /** Ascending steps from 0 to {@code last}, without repetition. */
  default long[] steps(long last) {
    return LongStream.concat(LongStream.of(0, last), inner(last).filter(s -> s <= last))
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * At equal distances.
   *
   * @param spacing steps between two
   */
  record Regular(int spacing) implements Schedule {
    public Regular {
      requireSpacing(spacing);
    }

    @Override
    public LongStream inner(long last) {
      return LongStream.rangeClosed(0, last / spacing).map(i -> i * spacing);
    }
  }

  /**
   * At equal ratios.
   *
   * @param spacing number per decade
   */
  record Logarithmic(int spacing) implements Schedule {
    public Logarithmic {
      requireSpacing(spacing);
    }

    @Override
    public LongStream inner(long last) {
      long most = (long) Math.ceil(Math.log10(Math.max(last, 1)) * spacing);
      return LongStream.rangeClosed(0, most)
          .map(i -> Math.round(StrictMath.pow(10, (double) i / spacing)));
    }
  }

  /**
   * At the given steps; those after the last are left out.
   *
   * @param at steps, not negative
   */
  record Listed(List<Long> at) implements Schedule {
    /** At the first and the last step only. */
    public static final Listed ENDS = new Listed(List.of());

    public Listed {
      at = List.copyOf(at);
      for (long step : at) {
        if (step < 0) {
          throw new GrokException("listed steps must not be negative: " + step);
        }
      }
    }

    @Override
    public LongStream inner(long last) {
      return at.stream().mapToLong(Long::longValue);
    }
  }

  private static void requireSpacing(int spacing) {
    if (spacing < 1) {
      throw new GrokException("spacing must be at least 1: " + spacing);
    }
  }
}
