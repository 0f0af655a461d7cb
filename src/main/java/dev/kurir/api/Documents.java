package dev.kurir.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a browser asks of the main HTTP server beside the operations: the contracts with Swagger UI,
 * and whether a page of another origin may ask. Thread-safe.
 */
public final class Documents {
  private static final int FIRST = -2000;
  private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui/5.28.1";
  private static final String START =
      """
      window.onload = () => {
        window.ui = SwaggerUIBundle({
          urls: [
            {name: "Messaging platform", url: "/api/docs/community-openapi.yaml"},
            {name: "Administration", url: "/api/docs/kurir-openapi.yaml"}
          ],
          dom_id: "#swagger-ui",
          presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
          layout: "StandaloneLayout"
        });
      };
      """;

  private Documents() {}

  /**
   * Serves them.
   *
   * @param contracts the folder with the contracts
   * @param origins pages of which origins may ask; {@code *}: of any; empty: of none
   */
  public static void install(Router router, Path contracts, List<String> origins) {
    if (!origins.isEmpty()) {
      router.route("/api/*").order(FIRST).handler(cors(origins));
    }
    for (String contract : List.of("community-openapi.yaml", "kurir-openapi.yaml")) {
      router
          .get("/api/docs/" + contract)
          .order(FIRST)
          .handler(
              http ->
                  http.response()
                      .putHeader("Content-Type", "application/yaml")
                      .sendFile(contracts.resolve(contract).toAbsolutePath().toString()));
    }
    router
        .get("/api/docs/swagger-initializer.js")
        .order(FIRST)
        .handler(http -> http.response().putHeader("Content-Type", "text/javascript").end(START));
    router.get("/api/docs").order(FIRST).handler(http -> http.redirect("/api/docs/index.html"));
    router.get("/api/docs/*").order(FIRST).handler(StaticHandler.create(SWAGGER));
  }

  private static CorsHandler cors(List<String> origins) {
    CorsHandler cors =
        CorsHandler.create()
            .allowedMethods(
                Set.of(
                    HttpMethod.GET,
                    HttpMethod.POST,
                    HttpMethod.PUT,
                    HttpMethod.PATCH,
                    HttpMethod.DELETE))
            .allowedHeaders(
                Set.of("Authorization", "Content-Type", "If-None-Match", "Last-Event-ID"))
            .exposedHeaders(Set.of("ETag", "Retry-After"))
            .maxAgeSeconds(600);
    return origins.contains("*") ? cors.addOriginWithRegex(".*") : cors.addOrigins(origins);
  }
}
