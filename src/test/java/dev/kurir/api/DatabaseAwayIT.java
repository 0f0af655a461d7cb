package dev.kurir.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.owner.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While PostgreSQL is away the administration says so, and Kurir stays ready to accept. */
class DatabaseAwayIT {
  @TempDir static Path data;

  @Test
  void theAdministrationSaysThatTheDatabaseIsAway() throws Exception {
    try (TestDatabase database = TestDatabase.start();
        RunningApi api = RunningApi.start(database, data)) {
      ApiClient client = new ApiClient(api.url(), Files.readString(api.tokenFile).strip());
      ApiClient management = new ApiClient(api.management(), "");
      assertThat(client.send("GET", "/api/v1/owners", "").statusCode()).isEqualTo(200);

      database.goAway();

      for (String path : new String[] {"/api/v1/owners", "/api/v1/messages/1"}) {
        HttpResponse<String> answer = client.send("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("database: does not answer");
      }
      HttpResponse<String> whole = management.send("GET", "/observe/health", "", new String[0]);
      assertThat(whole.statusCode()).isEqualTo(503);
      assertThat(whole.body()).contains("can't be reached");
      for (String part : new String[] {"/live", "/ready"}) {
        assertThat(management.send("GET", "/observe/health" + part, "", new String[0]).statusCode())
            .isEqualTo(200);
      }
    }
  }
}
