package dev.kurir;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The directions between the rooms, the words and the sizes that the design fixes. */
class ArchitectureTest {
  private static final String[] FEATURES = {
    "dev.kurir.owner..",
    "dev.kurir.journal..",
    "dev.kurir.inbox..",
    "dev.kurir.mapping..",
    "dev.kurir.outbox..",
    "dev.kurir.messenger..",
    "dev.kurir.community..",
    "dev.kurir.gateway..",
    "dev.kurir.cluster..",
    "dev.kurir.archive..",
    "dev.kurir.sequence..",
    "dev.kurir.database..",
    "dev.kurir.routes.."
  };
  private static final Set<String> VAGUE =
      Set.of(
          "Manager",
          "Managers",
          "Helper",
          "Helpers",
          "Util",
          "Utils",
          "Common",
          "Base",
          "Data",
          "Info",
          "Infos",
          "Impl");

  /** The words of the design that hold a vague one. */
  private static final Set<String> TERMS = Set.of("DataDirectory");

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");

  private static JavaClasses kurir;

  @BeforeAll
  static void importClasses() {
    kurir =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.kurir");
  }

  @Test
  void messageDependsOnJavaOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.kurir.message..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.kurir.message.."));
  }

  @Test
  void stanzasKnowMessagesOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.kurir.stanza..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..",
                "javax.xml.stream..",
                "org.jspecify..",
                "com.fasterxml.jackson..",
                "dev.kurir.message..",
                "dev.kurir.stanza.."));
  }

  @Test
  void componentKnowsStanzasAndMessagesOnly() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.kurir.component..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "java..",
                "org.jspecify..",
                "org.slf4j..",
                "io.netty..",
                "dev.kurir.message..",
                "dev.kurir.stanza..",
                "dev.kurir.component.."));
  }

  @Test
  void contractOfANetworkKnowsMessagesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.kurir.network")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.kurir..")
                    .and(
                        DescribedPredicate.not(
                            resideInAnyPackage("dev.kurir.network", "dev.kurir.message..")))));
  }

  @Test
  void networkKnowsItsContractAndMessagesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.kurir.network.*..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.kurir..")
                    .and(
                        DescribedPredicate.not(
                            resideInAnyPackage("dev.kurir.network..", "dev.kurir.message..")))));
  }

  @Test
  void noNetworkKnowsAnother() {
    check(
        slices()
            .matching("dev.kurir.network.(*)..")
            .should()
            .notDependOnEachOther()
            .allowEmptyShould(true));
  }

  @Test
  void featuresKnowNeitherNetworksNorCamel() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.kurir.network..",
                "org.apache.camel..",
                "dev.kurir",
                "dev.kurir.api..",
                "dev.kurir.bench..",
                "dev.kurir.cli..",
                "dev.kurir.sandbox.."));
  }

  @Test
  void onlyNetworksApiAndWiringKnowCamel() {
    check(
        noClasses()
            .that(resideOutsideOfPackage("dev.kurir.network.."))
            .and()
            .resideOutsideOfPackages(
                "dev.kurir.api..",
                "dev.kurir.bench..",
                "dev.kurir.reload..",
                "dev.kurir.rule..",
                "dev.kurir")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel.."));
  }

  @Test
  void commandLineBenchAndSandboxAreLeaves() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.kurir",
                "dev.kurir.bench..",
                "dev.kurir.chaos..",
                "dev.kurir.chat..",
                "dev.kurir.cli..",
                "dev.kurir.sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.kurir.bench..",
                "dev.kurir.chaos..",
                "dev.kurir.chat..",
                "dev.kurir.cli..",
                "dev.kurir.sandbox.."));
  }

  @Test
  void chatKnowsMessagesOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.kurir.chat..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.kurir..")
                    .and(
                        DescribedPredicate.not(
                            resideInAnyPackage("dev.kurir.chat..", "dev.kurir.message..")))));
  }

  @Test
  void roomsAreFreeOfCycles() {
    check(slices().matching("dev.kurir.(**)").should().beFreeOfCycles().allowEmptyShould(true));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(
        classes()
            .that()
            .resideInAPackage("dev.kurir..")
            .should(
                satisfy(
                    "have a name without vague words",
                    type ->
                        !type.getSimpleName().endsWith("Processor")
                            && (TERMS.contains(type.getSimpleName())
                                || words(type.getSimpleName()).noneMatch(VAGUE::contains)))));
  }

  @Test
  void nothingPrintsOutsideTheCommandLine() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.kurir.cli..", "dev.kurir.sandbox..")
            .and()
            .haveNameNotMatching("dev\\.kurir\\.\\w+Command(\\$.*)?")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace"));
  }

  @Test
  void nothingSleepsOrUsesTheOldDates() {
    check(
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callConstructor(Date.class) // what a library's interface asks for may be converted
            .orShould()
            .callConstructor(Date.class, long.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Calendar")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.text.SimpleDateFormat"));
  }

  @Test
  void everyPackageIsNullMarkedAndSaysWhatItIs() throws IOException {
    Set<JavaPackage> rooms = new LinkedHashSet<>(Set.of(kurir.getPackage("dev.kurir")));
    rooms.addAll(kurir.getPackage("dev.kurir").getSubpackagesInTree());
    for (JavaPackage room : rooms) {
      if (!room.getClasses().isEmpty()) {
        assertThat(room.isAnnotatedWith(NullMarked.class))
            .as("%s: @NullMarked in package-info.java", room.getName())
            .isTrue();
        Path page = MAIN.resolve(room.getName().replace('.', '/')).resolve("package-info.java");
        assertThat(Files.readString(page)).as(page.toString()).startsWith("/**");
      }
    }
  }

  @Test
  void classesAreReadAtOneSitting() throws IOException {
    for (Path file : sources(MAIN)) {
      assertThat(Files.readAllLines(file).size())
          .as("%s: lines (expected: about 100, never over 400)", file)
          .isLessThanOrEqualTo(400);
    }
  }

  @Test
  void statementsStandInSqlFiles() throws IOException {
    Pattern sql =
        Pattern.compile(
            "\"\\s*(SELECT\\s|INSERT INTO\\s|UPDATE \\w+ SET\\s|DELETE FROM\\s|COPY \\w+ (FROM|TO)\\s"
                + "|(CREATE|ALTER|DROP|TRUNCATE) (TABLE|INDEX|SEQUENCE|DATABASE|ROLE|USER)\\s"
                + "|WITH \\w+ AS\\s|LISTEN \\w|NOTIFY \\w)",
            Pattern.CASE_INSENSITIVE);
    for (Path file : sources(MAIN)) {
      if (!file.startsWith(MAIN.resolve("dev/kurir/routes"))) { // its patterns look for SQL
        assertThat(sql.matcher(Files.readString(file)).results().map(r -> r.group()).toList())
            .as("%s: SQL in Java (expected: a file in sql/queries)", file)
            .isEmpty();
      }
    }
  }

  @Test
  void testsWaitForConditionsNotForTime() throws IOException {
    for (Path file : sources(TESTS)) {
      if (!file.endsWith("ArchitectureTest.java")) {
        assertThat(Files.readString(file))
            .as("%s: (expected: Awaitility on a condition)", file)
            .doesNotContain(
                "Thread.sleep", "TimeUnit.SECONDS.sleep", "TimeUnit.MILLISECONDS.sleep");
      }
    }
  }

  @Test
  void vagueWordsAreFoundWithinNamesAndNotWithinWords() {
    assertThat(words("BotDataStore")).contains("Data");
    assertThat(words("DatabaseAddress").filter(VAGUE::contains)).isEmpty();
    assertThat(words("HttpUtils")).contains("Utils");
  }

  private static Stream<String> words(String name) {
    return Arrays.stream(name.split("(?=\\p{Lu})"));
  }

  private static List<Path> sources(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(kurir);
  }

  private static ArchCondition<JavaClass> satisfy(
      String rule, java.util.function.Predicate<JavaClass> predicate) {
    return new ArchCondition<>(rule) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!predicate.test(type)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " does not " + rule));
        }
      }
    };
  }
}
