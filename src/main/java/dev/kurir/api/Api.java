package dev.kurir.api;

import dev.kurir.archive.Archive;
import dev.kurir.archive.Erasure;
import dev.kurir.archive.History;
import dev.kurir.archive.Restoration;
import dev.kurir.archive.Search;
import dev.kurir.cluster.Servers;
import dev.kurir.inbox.Rebuilding;
import dev.kurir.owner.Bots;
import dev.kurir.owner.Contacts;
import dev.kurir.owner.Owners;
import dev.kurir.owner.Registration;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The administration as the routes in {@code routes/api} use it. The statements of these routes
 * need the active database as the bean {@code active}.
 */
public final class Api {
  private final ApiAccess access;
  private final Owners owners;
  private final Administration administration;
  private final RouteListing routes;
  private final ServerListing servers;

  /**
   * @param redrive sends a dead letter again
   * @param routes where the route files are that run
   */
  public Api(
      AdminToken token,
      Owners owners,
      Bots bots,
      Contacts contacts,
      Registration registration,
      Redrive redrive,
      Supplier<Path> routes,
      Servers servers) {
    this.owners = owners;
    this.access = new ApiAccess(token);
    this.administration = new Administration(owners, bots, contacts, registration, redrive);
    this.routes = new RouteListing(routes);
    this.servers = new ServerListing(servers);
  }

  /**
   * The beans by the names that the routes use; to be bound before these are loaded.
   *
   * @param search in the archive
   */
  public Map<String, Object> beans(
      History history,
      Archive archive,
      Search search,
      Restoration restoration,
      Erasure erasure,
      Rebuilding rebuilding) {
    return Map.of(
        "apiAccess",
        access,
        "administration",
        administration,
        "messageListing",
        new MessageListing(history),
        "archiveDesk",
        new ArchiveDesk(archive, search, restoration, erasure, owners),
        "journalDesk",
        new JournalDesk(rebuilding),
        "routeListing",
        routes,
        "serverListing",
        servers,
        "apiAnswer",
        new ApiAnswer());
  }

  /**
   * Makes what no route answers a problem document; once the HTTP server runs.
   *
   * @param port the main port, {@code kurir.http.port}
   */
  public static void explainRefusals(CamelContext context, int port) {
    HttpRefusals.install(router(context, port));
  }

  /** What leads requests of the main HTTP server to routes. */
  public static Router router(CamelContext context, int port) {
    return VertxPlatformHttpRouter.lookup(
        context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
  }
}
