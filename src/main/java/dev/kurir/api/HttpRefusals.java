package dev.kurir.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the main HTTP server answers when no route does: a problem document for an unknown path, a
 * wrong method, a body that is too large. Stands behind every route, also behind those that are
 * loaded later. A form is refused before its files are written to the disk. Thread-safe.
 */
final class HttpRefusals {
  private static final int FIRST = -1000;

  private final Router router;

  private HttpRefusals(Router router) {
    this.router = router;
  }

  /** Puts them behind the routes of a server. */
  static void install(Router router) {
    HttpRefusals refusals = new HttpRefusals(router);
    router.route("/api/*").order(FIRST).handler(HttpRefusals::refuseForms);
    router.route().last().handler(refusals::unanswered).failureHandler(HttpRefusals::failed);
  }

  private static void refuseForms(RoutingContext http) {
    String type = http.request().getHeader("Content-Type");
    String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (lower.startsWith("application/x-www-form-urlencoded") || lower.startsWith("multipart/")) {
      HttpProblem.answer(http, 415, "Content-Type: a form (expected: application/json)");
    } else {
      http.next();
    }
  }

  private void unanswered(RoutingContext http) {
    Set<String> methods = methodsOf(http.normalizedPath());
    if (methods.isEmpty()) {
      HttpProblem.answer(http, 404, "path: nothing is here (expected: a path of Kurir's contract)");
      return;
    }
    String allowed = String.join(", ", methods);
    http.response().putHeader("Allow", allowed);
    HttpProblem.answer(
        http, 405, "method: " + http.request().method() + " (expected: " + allowed + ")");
  }

  private Set<String> methodsOf(String path) {
    Set<String> methods = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      String pattern = route.getPath();
      if (pattern != null && route.methods() != null && path.matches(regex(pattern))) {
        route.methods().stream().map(HttpMethod::name).forEach(methods::add);
      }
    }
    return methods;
  }

  /** Of {@code /owners/:username/bots}: the paths it stands for. */
  private static String regex(String pattern) {
    return "\\Q" + pattern.replaceAll(":\\w+", "\\\\E[^/]+\\\\Q") + "\\E/?";
  }

  private static void failed(RoutingContext http) {
    int status = http.statusCode() >= 400 ? http.statusCode() : 500;
    HttpProblem.answer(
        http,
        status,
        status == 413
            ? "body: too large (expected: a smaller one)"
            : "the request could not be answered");
  }
}
