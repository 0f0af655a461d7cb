package dev.kurir.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an engineer can do to a route file, in the words of the report. */
enum EditKind {
  /** The words of any route, policy or contract. */
  DESCRIPTION(Edit.Fate.TAKEN, (files, random, n) -> described(files, random, "", n)),
  /** How many threads deliver. */
  CONCURRENCY(
      Edit.Fate.TAKEN,
      (files, random, n) ->
          replaced(
              files,
              "bridge/outbox-deliver.camel.yaml",
              "concurrentConsumers: \\d+",
              "concurrentConsumers: " + (2 + random.nextInt(7)))),
  /** How long a template's routes wait for more. */
  TIMEOUT(
      Edit.Fate.TAKEN,
      (files, random, n) ->
          replaced(
              files,
              "bridge/" + any(random, Files.QUEUED) + Files.SUFFIX,
              "pollTimeout: \\d+",
              "pollTimeout: " + (100 + n % 200))),
  /** A template, and with it all its routes. */
  TEMPLATE(
      Edit.Fate.TAKEN,
      (files, random, n) ->
          described(files, "bridge/" + any(random, Files.TEMPLATES) + Files.SUFFIX, n)),
  /** A failure policy, and with it all routes under it. */
  POLICY(Edit.Fate.TAKEN, (files, random, n) -> described(files, random, "policies/", n)),
  /** A network's file. */
  NETWORK(Edit.Fate.TAKEN, (files, random, n) -> described(files, random, "networks/", n)),
  /** A file of the API. */
  API(Edit.Fate.TAKEN, (files, random, n) -> described(files, random, "api/", n)),
  /** A rule more, which runs. */
  NEW_RULE(
      Edit.Fate.RETURNED,
      (files, random, n) -> Edit.of(Map.of("rules/edit-" + n + Files.SUFFIX, Files.rule(n)))),
  /** Another declared network. */
  NEW_NETWORK(Edit.Fate.RETURNED, (files, random, n) -> Files.network(files, n)),
  /** A file that nothing needs is deleted. */
  DELETED(
      Edit.Fate.RETURNED,
      (files, random, n) -> Edit.deleted(any(random, Files.DISPENSABLE) + Files.SUFFIX)),
  /** A route gets another name, and its file with it. */
  RENAMED(Edit.Fate.RETURNED, (files, random, n) -> Files.renamed(files, random, n)),
  /** An editor writes in two steps. */
  HALF_WRITTEN(Edit.Fate.HALVED, (files, random, n) -> described(files, random, "bridge/", n)),

  BROKEN_YAML(
      Edit.Fate.REFUSED,
      (files, random, n) -> broken(files, random, "(?m)^( *)(group: .*)$", "$1$2: broken")),
  UNKNOWN_KEY(
      Edit.Fate.REFUSED,
      (files, random, n) -> broken(files, random, "(?m)^( *)(group: .*)$", "$1colour: red\n$1$2")),
  UNKNOWN_STEP(
      Edit.Fate.REFUSED,
      (files, random, n) -> broken(files, random, "(?m)^( *)- bean:$", "$1- beam:")),
  UNKNOWN_OPTION(
      Edit.Fate.REFUSED,
      (files, random, n) ->
          broken(files, random, "(?m)^( *)pollTimeout: .*$", "$1pollTimeLimit: 200")),
  UNKNOWN_BEAN(
      Edit.Fate.REFUSED,
      (files, random, n) -> broken(files, random, "(?m)^( *)ref: .*$", "$1ref: nobody-there")),
  OTHER_ID(
      Edit.Fate.REFUSED,
      (files, random, n) ->
          broken(
              files,
              random,
              "(?m)^    id: (line-inbound|inbox-store|block-list|safety-tick)$",
              "    id: $1-other")),
  DUPLICATE_ID(
      Edit.Fate.REFUSED,
      (files, random, n) ->
          new Edit(
              Map.of(
                  "rules/second" + Files.SUFFIX, files.text("rules/office-hours" + Files.SUFFIX)),
              "rules/second" + Files.SUFFIX,
              2)),
  EMPTY_FILE(
      Edit.Fate.REFUSED,
      (files, random, n) -> {
        String name = files.any(random, "");
        return new Edit(Map.of(name, ""), name, 1);
      }),
  DELETED_NEEDED(
      Edit.Fate.REFUSED,
      (files, random, n) -> Edit.deleted(any(random, Files.NEEDED) + Files.SUFFIX));

  private static final Pattern DESCRIPTION_LINE =
      Pattern.compile("(?m)^    description: \\S.{4,}$");

  private final Edit.Fate fate;
  private final Author author;

  /** Makes an edit of what is there. */
  @FunctionalInterface
  private interface Author {
    Edit write(RouteFolder files, Random random, int number);
  }

  EditKind(Edit.Fate fate, Author author) {
    this.fate = fate;
    this.author = author;
  }

  /** What has to become of it. */
  Edit.Fate fate() {
    return fate;
  }

  /** As it is written in reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * An edit of this kind.
   *
   * @param number other for each edit
   */
  Edit write(RouteFolder files, Random random, int number) {
    return author.write(files, random, number);
  }

  private static String any(Random random, List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private static Edit described(RouteFolder files, Random random, String room, int number) {
    List<String> names =
        files.names(room).stream()
            .filter(name -> DESCRIPTION_LINE.matcher(files.text(name)).find())
            .toList();
    return described(files, any(random, names), number);
  }

  private static Edit described(RouteFolder files, String name, int number) {
    return replaced(
        files, name, DESCRIPTION_LINE.pattern(), "    description: As edit " + number + " has it.");
  }

  private static Edit replaced(RouteFolder files, String name, String place, String by) {
    String text = Pattern.compile(place).matcher(files.text(name)).replaceFirst(by);
    return new Edit(Map.of(name, text), name, 0);
  }

  /** In a file that has such a place. */
  private static Edit broken(RouteFolder files, Random random, String place, String by) {
    Pattern pattern = Pattern.compile(place);
    List<String> names =
        files.names("").stream().filter(name -> pattern.matcher(files.text(name)).find()).toList();
    String name = any(random, names);
    Matcher found = pattern.matcher(files.text(name));
    int line = 1;
    if (found.find()) {
      line +=
          (int) files.text(name).substring(0, found.start()).chars().filter(c -> c == '\n').count();
    }
    return new Edit(Map.of(name, found.reset().replaceFirst(by)), name, line);
  }

  /** The shipped files that have a part in edits. */
  private static final class Files {
    static final String SUFFIX = ".camel.yaml";
    static final List<String> TEMPLATES =
        List.of("outbox-deliver", "outbox-flush", "mapping-engine", "declared-outbound");
    static final List<String> QUEUED =
        List.of("outbox-deliver", "outbox-flush", "mapping-engine", "inbox-store");
    static final List<String> DISPENSABLE =
        List.of(
            "rules/block-list",
            "rules/office-hours",
            "bridge/partition-upkeep",
            "bridge/journal-upkeep");
    static final List<String> RENAMEABLE =
        List.of("bridge/safety-tick", "networks/line-inbound", "networks/telegram-inbound");
    static final List<String> NEEDED =
        List.of(
            "policies/bridge-failure",
            "policies/inbound-failure",
            "policies/mapping-failure",
            "bridge/outbox-deliver",
            "bridge/outbox-flush",
            "bridge/mapping-engine",
            "bridge/declared-outbound",
            "bridge/inbox-accept",
            "bridge/inbox-store",
            "bridge/outbox-flush-line",
            "bridge/outbox-deliver-telegram",
            "bridge/telegram-to-master",
            "networks/line-outbound",
            "networks/webhook-inbound",
            "networks/webhook-outbound",
            "api/api-list-bots");

    private Files() {}

    static String rule(int number) {
      return """
          - route:
              id: edit-NUMBER
              description: Drops what nobody writes.
              group: rules
              routeConfigurationId: rule-failure
              from:
                uri: rule:before-mapping
                parameters:
                  writer: partner
                steps:
                  - filter:
                      id: unless-written-NUMBER
                      expression:
                        simple:
                          expression: "${header.KurirWho} == 'nobody at all'"
                      steps:
                        - setHeader:
                            id: drop-message-NUMBER
                            name: KurirDrop
                            expression:
                              constant:
                                expression: "true"
          """
          .replace("NUMBER", Integer.toString(number));
    }

    /** The shipped one under another name. */
    static Edit network(RouteFolder files, int number) {
      Map<String, @Nullable String> changes = new HashMap<>();
      for (String direction : List.of("inbound", "outbound")) {
        String text =
            files
                .text("networks/webhook-" + direction + SUFFIX)
                .replaceAll("(?m)^(.* id: [a-z]+(-[a-z]+)+)$", "$1-" + number)
                .replaceAll(
                    "id: (\"?)webhook-(inbound|outbound)[-0-9]*(-\\{|$)",
                    "id: $1hook" + number + "-$2$3")
                .replaceAll(
                    "(?m)^    id: webhook-(inbound|outbound).*$", "    id: hook" + number + "-$1")
                .replace("defaultValue: Webhook", "defaultValue: Hook" + number);
        changes.put("networks/hook" + number + "-" + direction + SUFFIX, text);
      }
      return Edit.of(changes);
    }

    static Edit renamed(RouteFolder files, Random random, int number) {
      String name = any(random, RENAMEABLE);
      String route = name.substring(name.indexOf('/') + 1);
      Map<String, @Nullable String> changes = new HashMap<>();
      changes.put(name + SUFFIX, null);
      changes.put(
          name + "-" + number + SUFFIX,
          files
              .text(name + SUFFIX)
              .replaceFirst("    id: " + route + "\n", "    id: " + route + "-" + number + "\n"));
      return Edit.of(changes);
    }
  }
}
