package dev.grok.theory.linearnetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grok.api.GrokException;
import dev.grok.theory.linearnetwork.LinearFlow.Equation;
import org.junit.jupiter.api.Test;

class LinearFlowTest {
  private static final double[] Y = {0.5, -1, 2};

  /** The loss falls along the full flow, and the flow ends where the gradient vanishes. */
  @Test
  void theFullFlowDescends() {
    LinearNetwork start = LinearNetwork.pair(3, 2, 1);
    LinearFlow flow = new LinearFlow(Equation.FULL, 0.5, 1, 0.01);
    double former = start.loss(Y, 0.01);
    for (double t : new double[] {0.1, 1, 5, 30}) {
      double loss = flow.run(start, Y, t).loss(Y, 0.01);
      assertThat(loss).isLessThan(former);
      former = loss;
    }
    // One way or two, the same state.
    LinearNetwork half = flow.run(start, Y, 0.7);
    assertThat(flow.run(half, Y, 0.6).distance())
        .isCloseTo(flow.run(start, Y, 1.3).distance(), within(1e-9));
  }

  /** η_A → 0: the error of the adiabatic limit falls in proportion. */
  @Test
  void theErrorOfTheAdiabaticLimitIsOfFirstOrder() {
    LinearNetwork start = LinearNetwork.pair(3, 2, 2);
    double former = 0;
    for (double ratio : new double[] {1e-3, 1e-4, 1e-5}) {
      double error =
          new LinearFlow(Equation.FULL, ratio, 1, 0.1).errorOf(Equation.ADIABATIC, start, Y, 3, 5);
      if (former > 0) {
        assertThat(former / error).isBetween(9.0, 11.0);
      }
      former = error;
    }
    assertThat(former).isBetween(1e-9, 1e-3);
    assertThat(new LinearFlow(Equation.FULL, 0, 1, 0.1).errorOf(Equation.ADIABATIC, start, Y, 3, 5))
        .isLessThan(1e-9);
  }

  /** A = 1: r(t) = r e^(-η_x t), in closed form. */
  @Test
  void theAdiabaticLimitInClosedForm() {
    LinearNetwork start =
        new LinearNetwork(
            new double[][] {{1, 0}, {0, 1}}, new double[2], new double[][] {{1, 2}, {-3, 0}});
    LinearNetwork later =
        new LinearFlow(Equation.ADIABATIC, 0.3, 0.5, 0.1).run(start, new double[2], 2);
    assertThat(later.r()[0])
        .containsExactly(new double[] {Math.exp(-1), 2 * Math.exp(-1)}, within(1e-9));
    assertThat(later.a()).isDeepEqualTo(start.a());
  }

  /** Xavier: AᵀA ≈ 1 for many outputs. */
  @Test
  void initialization() {
    double[][] a = LinearNetwork.pair(20_000, 2, 3).a();
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double sum = 0;
        for (double[] row : a) {
          sum += row[i] * row[j];
        }
        // Deviation √(2/m) = 0.01; four of them.
        assertThat(sum).isCloseTo(i == j ? 1 : 0, within(0.04));
      }
    }
  }

  /** dx/dt = cos t depends on time alone; dx/dt = -50 x is stiff for the first step tried. */
  @Test
  void theIntegratorFollowsTime() {
    HostIntegrator integrator = new HostIntegrator(1e-10);
    double[] sine = integrator.run((t, x, out) -> out[0] = Math.cos(t), new double[1], 0, 10);
    assertThat(sine[0]).isCloseTo(Math.sin(10), within(1e-8));
    double[] decay = integrator.run((t, x, out) -> out[0] = -50 * x[0], new double[] {1}, 0, 0.5);
    assertThat(decay[0]).isCloseTo(Math.exp(-25), within(1e-9));
    assertThatThrownBy(
            () -> integrator.run((t, x, out) -> out[0] = x[0] * x[0], new double[] {1}, 0, 2))
        .isInstanceOf(GrokException.class)
        .hasMessageStartingWith("the flow cannot be followed beyond t = ");
  }

  @Test
  void badInput() {
    LinearNetwork start = LinearNetwork.pair(3, 2, 1);
    LinearFlow flow = new LinearFlow(Equation.FULL, 1, 1, 0);
    assertThatThrownBy(() -> flow.run(start, new double[2], 1))
        .isInstanceOf(GrokException.class)
        .hasMessage("a label of 2 numbers does not fit 3 outputs");
    assertThatThrownBy(() -> flow.run(start, Y, -1))
        .hasMessage("time must be finite and not negative: -1.0");
    assertThatThrownBy(() -> new LinearFlow(Equation.FULL, 1, 0, 0))
        .hasMessage(
            "rates of a linear network must be finite, eta_A and gamma not negative, eta_x"
                + " positive: 1.0, 0.0, 0.0");
    assertThatThrownBy(
            () -> new LinearNetwork(new double[][] {{1}}, new double[2], new double[][] {{1}}))
        .isInstanceOf(GrokException.class);
    assertThatThrownBy(
            () -> new LinearNetwork(new double[][] {{1}}, new double[1], new double[][] {{1, 2}}))
        .hasMessage("rows of A and inputs must have the same length, at least one");
    assertThatThrownBy(() -> LinearNetwork.pair(0, 2, 1)).isInstanceOf(GrokException.class);
  }
}
