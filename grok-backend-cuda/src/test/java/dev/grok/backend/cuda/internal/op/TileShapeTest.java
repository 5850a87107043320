package dev.grok.backend.cuda.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileShapeTest {
  private static final int H100 = 132;

  @ParameterizedTest
  @CsvSource({
    // The products of the paper's decoder: rows, columns, edge, threads down and across.
    "45, 200, 8, 6, 25",
    "200, 200, 8, 5, 25"
  })
  void manyReplicasHaveLargeTiles(int m, int n, int edge, int down, int across) {
    assertThat(TileShape.best(m, n, 1024, H100)).isEqualTo(new TileShape(edge, down, across));
  }

  @Test
  void fewReplicasHaveMoreTilesAndThreads() {
    TileShape alone = TileShape.best(45, 200, 1, H100);
    TileShape several = TileShape.best(45, 200, 64, H100);
    TileShape many = TileShape.best(45, 200, 1024, H100);
    assertThat(alone.edge()).isEqualTo(4);
    assertThat(alone.tiles(45, 200)).isGreaterThan(several.tiles(45, 200));
    assertThat(several.tiles(45, 200)).isGreaterThan(many.tiles(45, 200));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5, 1",
    "5, 100000, 3",
    "100000, 5, 1",
    "4494, 256, 1",
    "17, 97, 500000",
    "9, 800, 1"
  })
  void everyShapeFitsABlock(int m, int n, int replicas) {
    for (int multiprocessors : new int[] {1, 20, H100}) {
      TileShape shape = TileShape.best(m, n, replicas, multiprocessors);
      // With at most two pieces along a side no block reaches 64 threads.
      assertThat(shape.threads()).isBetween(Math.min(m, n) > 8 ? 64 : 4, 256);
      assertThat(shape.down()).isBetween(2, 16);
      assertThat(shape.across()).isBetween(2, 32);
      assertThat(shape.edge()).isIn(4, 8);
      assertThat(shape.tiles(m, n) * shape.threads() * shape.edge() * shape.edge())
          .isGreaterThanOrEqualTo((long) m * n);
    }
  }
}
