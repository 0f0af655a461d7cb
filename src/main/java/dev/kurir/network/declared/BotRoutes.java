package dev.kurir.network.declared;

import java.util.Map;

/** Makes routes of templates, and keeps them up to date when the templates change. Thread-safe. */
public interface BotRoutes {
  /**
   * Makes a route; it runs when this returns.
   *
   * @throws Exception when it can't be made or doesn't start
   */
  void make(String route, String template, Map<String, Object> parameters) throws Exception;

  /** Lets a route finish what it carries and takes it away; also one that isn't there. */
  void unmake(String route) throws Exception;
}
