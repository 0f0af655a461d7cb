package dev.kurir;

import dev.kurir.network.Alarms;
import dev.kurir.network.Bookmarks;
import dev.kurir.network.Network;
import dev.kurir.network.line.LineNetwork;
import dev.kurir.network.line.LineSettings;
import dev.kurir.network.telegram.TelegramNetwork;
import dev.kurir.network.telegram.TelegramSettings;
import dev.kurir.network.udp.UdpNetwork;
import dev.kurir.network.xmpp.XmppNetwork;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** The networks that come with Kurir, made from the settings. */
final class ShippedNetworks {
  private ShippedNetworks() {}

  static List<Network> of(Settings settings, Bookmarks bookmarks, Alarms alarms, Clock clock) {
    URI publicUrl = settings.optionalUrl("kurir.http.public-url");
    return List.of(
        new LineNetwork(
            new LineSettings(
                settings.url("kurir.line.api-url"),
                settings.url("kurir.line.data-api-url"),
                publicUrl,
                LineSettings.Spent.of(settings.text("kurir.line.over-quota"))),
            alarms,
            clock),
        new TelegramNetwork(
            new TelegramSettings(settings.url("kurir.telegram.api-url"), publicUrl),
            bookmarks,
            alarms,
            clock),
        new XmppNetwork(bookmarks, clock),
        new UdpNetwork());
  }
}
