package dev.kurir.routes;

/** One family of rules. Stateless; tells every breach of a file to the findings. */
interface Rule {
  /**
   * @param all every file that Camel would load, the checked one included
   */
  void check(RouteFile file, RouteSet all, Findings findings);
}
