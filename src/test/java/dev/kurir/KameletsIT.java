package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.testing.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another Camel application speaks to Kurir by the two Kamelets, in two lines each way. */
class KameletsIT {
  private static final String SECRET = "a-secret-of-both";
  @TempDir Path directory;

  @Test
  void anotherApplicationTalksWithAnOwner() throws Exception {
    int port = Ports.free();
    List<String> heard = new CopyOnWriteArrayList<>();
    try (Lab lab = new Lab(directory.resolve("data")).start();
        DefaultCamelContext shop = new DefaultCamelContext()) {
      Lab.PairedOwner sari = lab.pairedOwner("sari");
      String path =
          lab.post(
                  "/owners/sari/bots",
                  Map.of(
                      "network",
                      "webhook",
                      "credentials",
                      Map.of(
                          "name",
                          "shop",
                          "secret",
                          SECRET,
                          "url",
                          "http://127.0.0.1:" + port + "/kurir")),
                  201)
              .path("webhookPath")
              .asText();
      start(shop, port, "http://127.0.0.1:" + lab.port() + path, heard);

      Exchange sent =
          shop.createProducerTemplate()
              .send(
                  "direct:say",
                  exchange -> {
                    exchange.getMessage().setBody("Ada mawar? \"merah\" ☕");
                    exchange.getMessage().setHeader("KurirSender", "budi");
                    exchange.getMessage().setHeader("KurirDisplayName", "Budi");
                  });
      assertThat(sent.getException()).isNull();
      TestWait.until(() -> lab.shown(sari).size() == 2, "the shop's text on LINE");
      assertThat(lab.shown(sari).get(1)).isEqualTo("Webhook\nBudi\n(budi)\nAda mawar? \"merah\" ☕");

      sari.user().says(sari.bot(), "Webhook budi Ada, masih segar.");
      TestWait.until(() -> !heard.isEmpty(), "the answer in the shop");
      assertThat(heard).containsExactly("budi: Ada, masih segar.");
    }
  }

  private void start(DefaultCamelContext shop, int port, String url, List<String> heard)
      throws Exception {
    VertxPlatformHttpServerConfiguration http = new VertxPlatformHttpServerConfiguration();
    http.setBindHost("127.0.0.1");
    http.setBindPort(port);
    shop.addService(new VertxPlatformHttpServer(http));
    KameletComponent kamelets = new KameletComponent();
    kamelets.setLocation("file:kamelets");
    shop.addComponent("kamelet", kamelets);
    shop.getRegistry()
        .bind(
            "hearing",
            (org.apache.camel.Processor)
                exchange ->
                    heard.add(
                        exchange.getMessage().getHeader("KurirRecipient")
                            + ": "
                            + exchange.getMessage().getBody(String.class)));
    Path routes = directory.resolve("shop.camel.yaml");
    Files.writeString(
        routes,
        """
        - route:
            from:
              uri: direct:say
              steps:
                - to: kamelet:kurir-inbound-sink?secret=%s&url=RAW(%s)
        - route:
            from:
              uri: kamelet:kurir-outbound-source?path=/kurir
              steps:
                - to: bean:hearing
        """
            .formatted(SECRET, url));
    shop.start();
    PluginHelper.getRoutesLoader(shop)
        .loadRoutes(ResourceHelper.resolveMandatoryResource(shop, "file:" + routes));
  }
}
