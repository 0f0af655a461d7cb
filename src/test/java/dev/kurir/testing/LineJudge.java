package dev.kurir.testing;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kurir.sandbox.LineSandbox;
import dev.kurir.sandbox.RecordedRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Judges requests to LINE by its OpenAPI document. */
public final class LineJudge extends Judge {
  private static final class Document {
    static final OpenApiInteractionValidator VALIDATOR =
        OpenApiInteractionValidator.createFor(
                Specifications.file("line/messaging-poly.yml").toUri().toString())
            .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
            .build();
  }

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String A_UUID = "123e4567-e89b-12d3-a456-426614174000";
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final List<String> FREE_STRINGS =
      List.of("to", "replyToken", "text", "quoteToken");

  private final Map<String, List<String>> verdicts = new ConcurrentHashMap<>();

  /** A judge that is attached to the sandbox. */
  public static LineJudge of(LineSandbox line) {
    LineJudge judge = new LineJudge();
    line.onRequest(judge);
    return judge;
  }

  /**
   * Texts, ids and tokens are only strings to the document, so requests that differ in nothing else
   * share one verdict: the validator takes up to half a second each.
   */
  @Override
  List<String> judge(RecordedRequest request) {
    if (request.header("authorization") == null) {
      return List.of("header Authorization: missing (required)");
    }
    RecordedRequest shape = shape(request);
    String key = shape.method() + shape.path() + shape.query() + shape.headers() + shape.text();
    return verdicts.computeIfAbsent(key, unseen -> validate(shape));
  }

  private static List<String> validate(RecordedRequest request) {
    SimpleRequest.Builder given =
        new SimpleRequest.Builder(Request.Method.valueOf(request.method()), request.path());
    request.headers().forEach(given::withHeader);
    new QueryStringDecoder(request.query(), false).parameters().forEach(given::withQueryParam);
    if (request.body().length > 0) {
      given.withBody(request.body());
    }
    return errors(Document.VALIDATOR.validateRequest(given.build()));
  }

  private static RecordedRequest shape(RecordedRequest request) {
    Map<String, String> headers = new TreeMap<>();
    for (String name : List.of("authorization", "content-type", "x-line-retry-key")) {
      String value = request.header(name);
      if (value != null) {
        headers.put(name, UUID_FORM.matcher(value).matches() ? A_UUID : value);
      }
    }
    headers.put("authorization", "Bearer x");
    byte[] body = request.body();
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode json) {
        blank(json);
        body = MAPPER.writeValueAsBytes(json);
      }
    } catch (IOException e) {
      // no JSON: judged as it is
    }
    String path = request.path().replaceFirst("/profile/[^/]+$", "/profile/x");
    return new RecordedRequest(request.method(), path, request.query(), headers, body);
  }

  private static void blank(JsonNode json) {
    if (json instanceof ObjectNode object) {
      FREE_STRINGS.stream()
          .filter(name -> object.path(name).isTextual())
          .forEach(name -> object.put(name, "x"));
    }
    json.forEach(LineJudge::blank);
  }

  /** What is wrong with an answer of LINE; empty where nothing is. */
  static List<String> judgeAnswer(String method, String path, int status, byte[] body) {
    SimpleResponse given =
        SimpleResponse.Builder.status(status)
            .withContentType("application/json")
            .withBody(body)
            .build();
    return errors(Document.VALIDATOR.validateResponse(path, Request.Method.valueOf(method), given));
  }

  private static List<String> errors(ValidationReport report) {
    return report.getMessages().stream()
        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
        .map(message -> message.getKey() + ": " + message.getMessage())
        .toList();
  }
}
