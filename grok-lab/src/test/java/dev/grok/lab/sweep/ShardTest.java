package dev.grok.lab.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShardTest {
  @Test
  void jobsSayWhichShardItIs() {
    assertThat(Shard.of("2/8", 0, Map.of())).isEqualTo(new Shard(2, 8));
    assertThat(Shard.of(null, 0, Map.of())).isEqualTo(Shard.WHOLE);
    Map<String, String> slurm =
        Map.of(
            "SLURM_ARRAY_TASK_ID", "5",
            "SLURM_ARRAY_TASK_MIN", "1",
            "SLURM_ARRAY_TASK_STEP", "2",
            "SLURM_ARRAY_TASK_COUNT", "4");
    assertThat(Shard.of(null, 0, slurm)).isEqualTo(new Shard(2, 4));
    assertThat(Shard.of("0/2", 0, slurm)).isEqualTo(new Shard(0, 2));
    Map<String, String> kubernetes = Map.of("JOB_COMPLETION_INDEX", "3");
    assertThat(Shard.of(null, 4, kubernetes)).isEqualTo(new Shard(3, 4));
    assertThatThrownBy(() -> Shard.of(null, 0, kubernetes)).hasMessageContaining("--shards");
    assertThatThrownBy(() -> Shard.of(null, 3, kubernetes)).hasMessageContaining("3/3");
    assertThatThrownBy(() -> Shard.parse("8/8")).hasMessageContaining("from 0 to n-1");
    assertThatThrownBy(() -> Shard.parse("one")).hasMessageContaining("i/n");
  }
}
