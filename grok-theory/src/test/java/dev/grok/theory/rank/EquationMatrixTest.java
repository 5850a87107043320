package dev.grok.theory.rank;

import static dev.grok.theory.PaperExamples.dataSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grok.theory.PaperExamples;
import dev.grok.theory.parallelogram.DataSet;
import dev.grok.theory.parallelogram.Parallelograms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EquationMatrixTest {
  @Test
  void equation20() {
    assertThat(new EquationMatrix(Parallelograms.full(4)).toArray())
        .isEqualTo(new int[][] {{1, -2, 1, 0}, {1, -1, -1, 1}, {0, 1, -2, 1}});
  }

  @Test
  void equation7GramIsTheProduct() {
    EquationMatrix equations =
        new EquationMatrix(Parallelograms.of(PaperExamples.random(10, 45, 3)));
    int[][] a = equations.toArray();
    int[][] gram = equations.gram();
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        int sum = 0;
        for (int[] row : a) {
          sum += row[i] * row[j];
        }
        assertThat(gram[i][j]).isEqualTo(sum);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 10, 23, 59})
  void nullityOfAllEquationsIsTwo(int p) {
    assertThat(new EquationMatrix(Parallelograms.full(p)).nullity()).isEqualTo(2);
  }

  /** Each pair of samples of appendix C takes one degree of freedom away, down to linear. */
  @Test
  void appendixCDeterminesTheStructureStepByStep() {
    assertThat(nullity(dataSet(6, 0, 4))).isEqualTo(6);
    assertThat(nullity(dataSet(6, 0, 4, 1, 3))).isEqualTo(5);
    assertThat(nullity(dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4))).isEqualTo(4);
    assertThat(nullity(dataSet(6, 0, 4, 1, 3, 1, 5, 2, 4, 0, 2, 1, 1))).isEqualTo(3);
    assertThat(nullity(PaperExamples.APPENDIX_C)).isEqualTo(2);
  }

  private static int nullity(DataSet d) {
    return new EquationMatrix(Parallelograms.of(d)).nullity();
  }
}
