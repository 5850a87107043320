package dev.grok.api.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.BackendOptions;
import dev.grok.api.GrokException;
import dev.grok.api.Probe;
import dev.grok.api.Shape;
import dev.grok.api.spi.BackendDriver;
import dev.grok.api.spi.BackendProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a backend is chosen; the providers are listed in this module's test resources. */
class BackendsTest {
  /** Better than the others, but not to be had. */
  @BackendProvider.Name("missing")
  public static final class Missing implements BackendProvider {
    static int loaded;

    public Missing() {
      loaded++;
    }

    @Override
    public int priority() {
      return 100;
    }

    @Override
    public Probe probe() {
      return Probe.unavailable("NO_DRIVER", "there is no driver", "install one");
    }

    @Override
    public BackendDriver open(BackendOptions options) {
      throw new AssertionError("opened although unavailable");
    }
  }

  /** What is left. */
  @BackendProvider.Name("plain")
  public static final class Plain implements BackendProvider {
    static int loaded;
    static int probed;

    public Plain() {
      loaded++;
    }

    @Override
    public int priority() {
      return 1;
    }

    @Override
    public Probe probe() {
      probed++;
      return Probe.available("a plain one");
    }

    @Override
    public BackendDriver open(BackendOptions options) {
      throw new GrokException("plain opened with device '" + options.device() + "'");
    }
  }

  /** Throws as soon as it is touched. */
  @BackendProvider.Name("broken")
  public static final class Broken implements BackendProvider {
    public Broken() {
      throw new IllegalStateException("no such luck");
    }

    @Override
    public int priority() {
      return 1000;
    }

    @Override
    public Probe probe() {
      return Probe.available("never");
    }

    @Override
    public BackendDriver open(BackendOptions options) {
      throw new AssertionError();
    }
  }

  @AfterEach
  void forget() {
    System.clearProperty(Backends.PROPERTY);
  }

  @Test
  void anAutomaticChoicePassesOverWhatIsUnavailableAndSaysSo() {
    Backends.Choice choice = Backends.explain(Backends.AUTO);
    assertThat(choice.name()).isEqualTo("plain");
    assertThat(choice.reason()).contains("best available", "NO_DRIVER", "install one");
  }

  @Test
  void anExplicitChoiceNeverFallsBack() {
    assertThatThrownBy(() -> Backends.open("missing"))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("backend 'missing' (asked for by name) is unavailable")
        .hasMessageContaining("missing: unavailable (NO_DRIVER): there is no driver; install one");
  }

  @Test
  void anUnknownNameListsTheCandidates() {
    assertThatThrownBy(() -> Backends.open("nix"))
        .isInstanceOfSatisfying(
            BackendUnavailableException.class,
            e -> assertThat(e.candidates()).extracting(Candidate::name).contains("plain"))
        .hasMessageContaining("there is no backend 'nix'")
        .hasMessageContaining("plain: available: a plain one");
  }

  @Test
  void theArgumentWinsOverThePropertyAndThePropertyOverPriority() {
    System.setProperty(Backends.PROPERTY, "missing");
    assertThatThrownBy(() -> Backends.open())
        .hasMessageContaining("(asked for by -Dgrok.backend) is unavailable");
    assertThatThrownBy(() -> Backends.open("plain:7")).hasMessage("plain opened with device '7'");
  }

  @Test
  void namingABackendLoadsAndProbesNoOther() {
    Missing.loaded = 0;
    Plain.loaded = 0;
    Plain.probed = 0;
    assertThat(Backends.explain("plain").name()).isEqualTo("plain");
    assertThat(Missing.loaded).isZero();
    assertThat(Plain.loaded).isEqualTo(1);
    assertThat(Plain.probed).isEqualTo(1);
  }

  @Test
  void aBrokenProviderIsReportedAndHidesNoOther() {
    assertThat(Backends.report())
        .extracting(Candidate::line)
        .anyMatch(line -> line.contains("PROVIDER_BROKEN") && line.contains("no such luck"))
        .anyMatch(line -> line.startsWith("plain: available"));
  }

  @Test
  void shapes() {
    assertThat(Shape.of(4, 0, 3).elements()).isZero();
    assertThat(Shape.of(4, 32, 64)).hasToString("[4, 32, 64]").isEqualTo(Shape.of(4, 32, 64));
    assertThat(Shape.of(4, 32, 64).product(1)).isEqualTo(2048);
    assertThatThrownBy(() -> Shape.of()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shape.of(2, -1)).hasMessageContaining("negative axis");
  }
}
