package dev.kurir;

import dev.kurir.sandbox.Ngircd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody on a real IRC server. */
final class IrcPeer implements ContractPeer {
  private final Ngircd server;
  private final IrcPartner alice;

  IrcPeer(Path directory) throws Exception {
    server = Ngircd.start(directory, Ngircd.Options.DEFAULT);
    alice = new IrcPartner(server.port(), "alice");
  }

  @Override
  public String network() {
    return "irc";
  }

  @Override
  public String displayName() {
    return "IRC";
  }

  @Override
  public String partner() {
    return "alice";
  }

  @Override
  public Map<String, String> credentials() {
    return Map.of(
        "host", "127.0.0.1", "port", Integer.toString(server.port()), "nickname", "kurir");
  }

  @Override
  public void webhook(String url) {}

  @Override
  public void says(String id, String text) throws Exception {
    TestWait.until(() -> alice.sees("kurir"), "Kurir on the server");
    alice.says("kurir", text);
  }

  @Override
  public List<String> heard() {
    return new ArrayList<>(alice.heard("kurir", "alice"));
  }

  @Override
  public boolean makes(Trouble trouble) {
    return false;
  }

  @Override
  public boolean redelivers() {
    return false;
  }

  @Override
  public List<String> violations() {
    return List.of();
  }

  @Override
  public void close() throws Exception {
    alice.close();
    server.close();
  }
}
