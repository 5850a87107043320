package dev.grok.lab.sweep;

import dev.grok.lab.config.UsageException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which cells one of several processes trains: those whose number leaves the remainder {@code
 * index} when divided by {@code count}.
 *
 * @param index from 0
 * @param count at least 1
 */
public record Shard(int index, int count) {
  public static final Shard WHOLE = new Shard(0, 1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  public Shard {
    if (count < 1 || index < 0 || index >= count) {
      throw new UsageException(
          "a shard is i/n with i from 0 to n-1: %d/%d".formatted(index, count));
    }
  }

  /** Reads {@code i/n}. */
  public static Shard parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new UsageException("a shard is i/n with i from 0 to n-1: " + text);
    }
    return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /**
   * As asked for, or else as the job says that the process is part of: a Slurm array
   * (SLURM_ARRAY_TASK_ID, _MIN, _STEP, _COUNT) or an indexed Kubernetes job (JOB_COMPLETION_INDEX).
   *
   * @param asked {@code i/n}, or null
   * @param count number of shards where the job does not tell; 0: not given
   */
  public static Shard of(@Nullable String asked, int count, Map<String, String> environment) {
    if (asked != null) {
      return parse(asked);
    }
    if (environment.containsKey("SLURM_ARRAY_TASK_ID")) {
      int id = number(environment, "SLURM_ARRAY_TASK_ID", "0");
      int least = number(environment, "SLURM_ARRAY_TASK_MIN", "0");
      int step = number(environment, "SLURM_ARRAY_TASK_STEP", "1");
      int tasks = count > 0 ? count : number(environment, "SLURM_ARRAY_TASK_COUNT", "0");
      return new Shard((id - least) / Math.max(step, 1), tasks);
    }
    if (environment.containsKey("JOB_COMPLETION_INDEX")) {
      if (count == 0) {
        throw new UsageException(
            "JOB_COMPLETION_INDEX is set, but no job tells its number of completions: give --shards");
      }
      return new Shard(number(environment, "JOB_COMPLETION_INDEX", "0"), count);
    }
    if (count > 1) {
      throw new UsageException(
          "--shards %d: nothing says which of them this is; give --shard i/n".formatted(count));
    }
    return WHOLE;
  }

  private static int number(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, otherwise);
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException("%s is not a number: %s".formatted(name, value), e);
    }
  }

  public boolean has(int cell) {
    return cell % count == index;
  }

  public String journal() {
    return count == 1 ? "journal.jsonl" : "journal-%d-of-%d.jsonl".formatted(index, count);
  }
}
