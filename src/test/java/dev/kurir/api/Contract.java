package dev.kurir.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Judges answers by {@code routes/api/kurir-openapi.yaml}. */
final class Contract {
  private final OpenApiInteractionValidator validator =
      OpenApiInteractionValidator.createFor(
              Path.of("routes/api/kurir-openapi.yaml").toAbsolutePath().toUri().toString())
          .build();

  /** Fails when an answer is not what the contract says. */
  void judge(String method, String path, HttpResponse<String> answer) {
    SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.statusCode());
    answer
        .headers()
        .firstValue("Content-Type")
        .ifPresent(type -> response.withContentType(type).withBody(answer.body()));
    ValidationReport report =
        validator.validateResponse(
            path.replaceAll("\\?.*", ""), Request.Method.valueOf(method), response.build());
    assertThat(report.getMessages()).as("%s %s: %s", method, path, answer.body()).isEmpty();
  }
}
