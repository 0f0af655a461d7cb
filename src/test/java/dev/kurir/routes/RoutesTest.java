package dev.kurir.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.ReadmePage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The shipped routes keep the rules that Camel does not check. */
class RoutesTest {
  private static final Path ROUTES = Path.of("routes");

  @Test
  void shippedRoutesKeepTheRules() throws IOException {
    RouteRules rules =
        new RouteRules(ReadmePage.read().settings().keySet(), Optional.of(Path.of("sql")));

    assertThat(RouteRules.filesBeneath(ROUTES)).isNotEmpty();
    assertThat(rules.check(ROUTES)).isEmpty();
  }
}
