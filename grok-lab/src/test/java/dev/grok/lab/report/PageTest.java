package dev.grok.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grok.lab.report.Series.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String HOSTILE = "</script><img src=x onerror='alert(1)'>\"&";

  private static Page report() {
    Series series =
        new Series(HOSTILE, Kind.LINE, Color.TRAIN, List.of(new double[] {1, Double.NaN}));
    Chart chart =
        new Chart(
            HOSTILE,
            ChartAxis.log(HOSTILE),
            ChartAxis.linear("y"),
            List.of(series),
            List.of(Mark.x(1, HOSTILE, Color.NEUTRAL)));
    return new Page(
        HOSTILE,
        HOSTILE,
        Map.of(HOSTILE, HOSTILE),
        List.of(new Table(HOSTILE, List.of(HOSTILE), List.of(List.of(HOSTILE)))),
        List.of(new Figure(HOSTILE, HOSTILE, HOSTILE, List.of(chart))),
        Map.of(HOSTILE, HOSTILE));
  }

  /** The page without the chart library, whose text holds the strings that are looked for. */
  private static String ownHtml() {
    return report().html().replace(Page.resource("echarts.min.js"), "");
  }

  @Test
  void hostileTextsAreShownAsTexts() {
    String html = ownHtml();
    assertThat(html).contains("&lt;/script&gt;&lt;img src=x onerror=&#39;").doesNotContain("<img");
    // Charts, their data, and the page's own two scripts.
    assertThat(html.split("<script", -1)).hasSize(1 + 3);
    assertThat(html.split("</script>", -1)).hasSize(1 + 3);
  }

  @Test
  void nothingIsFetched() {
    assertThat(ownHtml()).doesNotContain("src=\"", "<link", "@import", "url(", "http");
  }

  @Test
  void tablesAlign() {
    Table table =
        new Table("", List.of("N", "steps"), List.of(List.of("5", "never"), List.of("45", "12")));
    assertThat(table.text()).isEqualTo("N   steps\n5   never\n45     12\n");
    assertThatThrownBy(() -> new Table("", List.of("N"), List.of(List.of("5", "6"))))
        .hasMessageContaining("does not fit");
  }

  @Test
  void statisticsIgnoreWhatIsNotFinite() {
    List<Double> values = List.of(3.0, Double.NaN, 1.0, Double.POSITIVE_INFINITY, 8.0, 2.0);
    assertThat(Statistics.median(values)).isEqualTo(2.5);
    assertThat(Statistics.mean(values)).isEqualTo(3.5);
    assertThat(Statistics.min(values)).isEqualTo(1);
    assertThat(Statistics.max(values)).isEqualTo(8);
    assertThat(Statistics.median(List.of())).isNaN();
  }
}
