package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryIT {
  private static final Set<String> OPEN =
      Set.of("POST /api/v1/users", "POST /api/v1/logins", "POST /api/v1/logins/refresh");

  /** Whatever is asked; and an event stream ends with the token that opened it. */
  @Test
  void anAccessTokenThatHasEndedIsGoodForNothing(@TempDir Path directory) throws Exception {
    try (Lab lab =
        new Lab(directory.resolve("data")).with("kurir.community.access-token", "3s").start()) {
      Member wayan = Member.join(lab, "wayan");
      try (EventReader events = EventReader.of(wayan, 0)) {
        TestWait.until(events::hasEnded, "the stream ends");
      }
      TestWait.until(() -> wayan.raw("GET", "/me", null).statusCode() == 401, "the token ends");
      for (String request : Member.contract().requests()) {
        if (!OPEN.contains(request)) {
          String[] words = request.split(" ");
          String path = words[1].substring("/api/v1".length());
          assertThat(wayan.raw(words[0], path, null).statusCode()).as(request).isEqualTo(401);
        }
      }
      wayan.refresh().get("/me");
    }
  }
}
