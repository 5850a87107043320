package dev.grok.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.api.GrokException;
import dev.grok.api.backend.Backends;
import dev.grok.api.spi.BackendProvider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  /** Class path users need the one, module path users the other. */
  @Test
  void moduleInfoAndServicesFileNameTheSameProviders() throws IOException {
    URL home = ReferenceProvider.class.getProtectionDomain().getCodeSource().getLocation();
    String root = home.toString();
    List<String> declared = new ArrayList<>();
    try (InputStream in = new URL(root + "module-info.class").openStream()) {
      ModuleDescriptor.read(in).provides().stream()
          .filter(p -> p.service().equals(BackendProvider.class.getName()))
          .forEach(p -> declared.addAll(p.providers()));
    }
    URL services = new URL(root + "META-INF/services/" + BackendProvider.class.getName());
    try (InputStream in = services.openStream()) {
      List<String> listed = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(declared).isNotEmpty().isEqualTo(listed);
    }
  }

  @Test
  void theReferenceIsOnlyChosenByName() {
    assertThat(Backends.report())
        .filteredOn(candidate -> candidate.name().equals("reference"))
        .singleElement()
        .satisfies(candidate -> assertThat(candidate.priority()).isNegative());
    assertThatThrownBy(Backends::open)
        .isInstanceOf(GrokException.class)
        .hasMessageStartingWith("no backend can be chosen automatically: ");
  }

  @Test
  void theReferenceHasNoDevices() {
    assertThatThrownBy(() -> Backends.open("reference:1"))
        .isInstanceOf(GrokException.class)
        .hasMessage("backend reference has no devices to choose from: '1'");
  }

  @Test
  void memoryThatCannotBeHadIsRefusedWithNameAndBytes() {
    try (var backend = Backends.open("reference");
        var scope = backend.scope("large")) {
      assertThatThrownBy(() -> scope.floats("giant", 1 << 20, 1 << 20))
          .isInstanceOf(GrokException.class)
          .hasMessageMatching(
              "no memory for giant: 8796093022208 bytes asked for, \\d+ in use, \\d+ free");
    }
  }
}
