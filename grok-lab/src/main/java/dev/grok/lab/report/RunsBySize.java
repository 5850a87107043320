package dev.grok.lab.report;

import dev.grok.lab.train.ReplicaRun;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs by the number of their training samples.
 *
 * @param all the runs in their order
 * @param sizes the same by size, ascending
 */
record RunsBySize(List<ReplicaRun> all, SortedMap<Integer, List<ReplicaRun>> sizes) {
  static RunsBySize of(List<ReplicaRun> runs) {
    return new RunsBySize(
        runs,
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> run.experiment().trainingSamples(), TreeMap::new, Collectors.toList())));
  }

  /** The color of a size: its place among all. */
  String color(int size) {
    double place = sizes.headMap(size).size();
    return sizes.size() == 1 ? Color.NETWORK : Color.scale(place / (sizes.size() - 1));
  }
}
