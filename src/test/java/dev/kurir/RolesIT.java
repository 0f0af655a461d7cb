package dev.kurir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurir.sandbox.TelegramBot;
import dev.kurir.sandbox.TelegramUser;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layers in four processes behind one database. */
class RolesIT {
  private static final List<String> ROLES =
      List.of("access", "mapping", "flush,archive", "messenger,community");

  @Test
  void aLayerThatIsKilledHoldsUpNothingButItself(@TempDir Path directory) throws Exception {
    try (ServerLab servers = new ServerLab(directory, ROLES.size())) {
      for (int i = 0; i < ROLES.size(); i++) {
        servers.lab(i).with("kurir.roles", ROLES.get(i));
      }
      servers.start();
      Lab networks = servers.lab(0);
      Lab.PairedOwner sari = networks.pairedOwner("sari");
      TelegramBot bot = networks.telegram.addBot("toko_bot");
      networks.addTelegramBot("sari", bot);
      TelegramUser darma = networks.telegram.addUser("darma", "Darma", "Astawan");
      Member hana = Member.join(servers.lab(3), "hana");
      Member indra = Member.join(servers.lab(3), "indra");
      darma.says(bot, "satu");
      TestWait.until(() -> said(networks, sari).equals(List.of("satu")), "through all four");
      hana.says("indra", "1", "satu");
      TestWait.until(() -> texts(indra).equals(List.of("satu")), "on the platform as well");

      servers.kill(1);
      darma.says(bot, "dua");
      hana.says("indra", "2", "dua");
      TestWait.until(
          () -> count(servers, "SELECT count(*) FROM inbox WHERE text = 'dua'") == 2,
          "both are stored while nobody maps");
      servers.start(1);
      TestWait.until(() -> said(networks, sari).equals(List.of("satu", "dua")), "then mapped");
      TestWait.until(() -> texts(indra).equals(List.of("satu", "dua")), "both of them");

      servers.kill(2);
      darma.says(bot, "tiga");
      hana.says("indra", "3", "tiga");
      TestWait.until(
          () -> texts(indra).equals(List.of("satu", "dua", "tiga")), "read without a flush");
      servers.start(2);
      TestWait.until(
          () -> said(networks, sari).equals(List.of("satu", "dua", "tiga")), "then flushed");
      assertThat(count(servers, "SELECT count(*) FROM receipt WHERE state <> 'delivered'"))
          .isZero();
    }
  }

  private static long count(ServerLab servers, String sql) throws Exception {
    try (Connection connection = servers.active();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<String> said(Lab lab, Lab.PairedOwner owner) {
    return lab.shown(owner).stream()
        .filter(text -> text.startsWith("Telegram\n"))
        .map(text -> text.substring(text.lastIndexOf('\n') + 1))
        .toList();
  }

  private static List<String> texts(Member member) {
    List<String> texts = new ArrayList<>();
    member.get("/mailbox").path("items").forEach(item -> texts.add(item.path("text").textValue()));
    return texts;
  }
}
