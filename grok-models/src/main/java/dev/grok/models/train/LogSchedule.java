package dev.grok.models.train;

import dev.grok.api.GrokException;
import java.util.stream.LongStream;

/**
 * At which steps something is looked at: always the first (0) and the last.
 *
 * @param kind regular or logarithmic
 * @param spacing REGULAR: steps between looks; LOGARITHMIC: looks per decade
 */
public record LogSchedule(Kind kind, int spacing) {
  /** How looks are spaced. */
  public enum Kind {
    REGULAR,
    LOGARITHMIC
  }

  public LogSchedule {
    if (spacing < 1) {
      throw new GrokException("log spacing must be at least 1: " + spacing);
    }
  }

  /** Ascending steps from 0 to {@code last}, without repetition. */
  public long[] steps(long last) {
    LongStream inner =
        switch (kind) {
          case REGULAR -> LongStream.rangeClosed(0, last / spacing).map(i -> i * spacing);
          case LOGARITHMIC ->
              LongStream.rangeClosed(0, (long) Math.ceil(Math.log10(Math.max(last, 1)) * spacing))
                  .map(i -> Math.round(StrictMath.pow(10, (double) i / spacing)));
        };
    return LongStream.concat(LongStream.of(0, last), inner.filter(s -> s <= last))
        .sorted()
        .distinct()
        .toArray();
  }
}
