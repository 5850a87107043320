package dev.grok.lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void nothingInATextCanEndAScriptElement() {
    String hostile = "</script><!--\u2028&\u2029]]>";
    String json = Json.writeForHtml(Map.of("name", hostile));
    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    assertThat(Json.MAPPER.readTree(json).get("name").stringValue()).isEqualTo(hostile);
  }
}
