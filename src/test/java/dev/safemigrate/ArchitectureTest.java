package dev.safemigrate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The packages and the one direction of dependence between them.
 *
 * <p>Rules are checked from plain test methods: a field annotated for ArchUnit's own engine can run
 * nothing and stay green.
 */
class ArchitectureTest {

  private static final String BASE = "dev.safemigrate.";

  /** Every package with the packages its arrow names; it may also use whatever those stand on. */
  private static final Map<String, List<String>> ARROWS = arrows();

  /** Packages that may see the world outside: databases, clock, environment, randomness. */
  private static final List<String> BELOW_THE_LINE =
      List.of(
          "catalog",
          "history",
          "usage",
          "git",
          "embedded",
          "runner",
          "rehearsal",
          "backup",
          "report",
          "mojo");

  private static final List<String> TALKS_TO_A_DATABASE =
      List.of("catalog", "history", "runner", "rehearsal", "backup", "embedded", "mojo");

  private static final Set<String> RANDOM_TYPES =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.security.SecureRandom");

  private static final Map<String, Set<String>> IMPURE_METHODS =
      Map.of(
          "java.lang.System",
          Set.of(
              "getenv",
              "getProperty",
              "getProperties",
              "currentTimeMillis",
              "nanoTime",
              "identityHashCode",
              "lineSeparator"),
          "java.lang.Math",
          Set.of("random"),
          "java.util.UUID",
          Set.of("randomUUID"),
          "java.util.Locale",
          Set.of("getDefault"),
          "java.util.TimeZone",
          Set.of("getDefault"),
          "java.time.ZoneId",
          Set.of("systemDefault"),
          "java.nio.charset.Charset",
          Set.of("defaultCharset"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.safemigrate");

  private static Map<String, List<String>> arrows() {
    Map<String, List<String>> arrows = new LinkedHashMap<>();
    arrows.put("text", List.of());
    arrows.put("source", List.of("text"));
    arrows.put("ast", List.of("text"));
    arrows.put("parser", List.of("ast", "text"));
    arrows.put("schema", List.of("ast"));
    arrows.put("effect", List.of("schema", "ast"));
    arrows.put("finding", List.of("effect", "source"));
    arrows.put("plan", List.of("finding", "effect", "schema", "parser"));
    arrows.put("rule", List.of("plan", "finding", "effect", "schema"));
    arrows.put("analysis", List.of("rule", "parser", "source"));
    arrows.put("catalog", List.of("schema", "effect"));
    // Also ast: the one place that quotes names.
    arrows.put("history", List.of("source", "ast"));
    arrows.put("usage", List.of("finding", "parser", "schema"));
    arrows.put("git", List.of("source"));
    // Resolves, unpacks, starts and stops a server; knows nothing of migrations.
    arrows.put("embedded", List.of());
    arrows.put("runner", List.of("analysis", "history", "catalog"));
    arrows.put("rehearsal", List.of("runner", "embedded"));
    arrows.put("backup", List.of("runner"));
    arrows.put("report", List.of("analysis"));
    arrows.put("mojo", List.copyOf(arrows.keySet()));
    return arrows;
  }

  @Test
  void importSeesTheProductionClasses() {
    assertThat(CLASSES).isNotEmpty();
  }

  @Test
  void everyPackageUsesOnlyWhatItsArrowNamesAndEveryClassIsInAListedPackage() {
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String layer : ARROWS.keySet()) {
      layers = layers.optionalLayer(layer).definedBy(packagesOf(layer));
    }
    for (String layer : ARROWS.keySet()) {
      Set<String> allowed = standsOn(layer);
      layers =
          allowed.isEmpty()
              ? layers.whereLayer(layer).mayNotAccessAnyLayer()
              : layers.whereLayer(layer).mayOnlyAccessLayers(allowed.toArray(String[]::new));
    }
    layers.ensureAllClassesAreContainedInArchitecture().check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices()
        .matching("dev.safemigrate.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyTheParserKnowsJSqlParser() {
    noClasses()
        .that(not(resideInAPackage(BASE + "parser")))
        .should()
        .dependOnClassesThat(resideInAPackage("net.sf.jsqlparser.."))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyDatabasePackagesUseJdbc() {
    noClasses()
        .that(not(inAnyOf(TALKS_TO_A_DATABASE)))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql.."))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void onlyMojosKnowMaven() {
    noClasses()
        .that(not(resideInAPackage(BASE + "mojo")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.maven..", "org.eclipse.aether.."))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void clockEnvironmentAndRandomnessStayBelowTheLine() {
    noClasses()
        .that(not(inAnyOf(BELOW_THE_LINE)))
        .should()
        .accessTargetWhere(
            describe("it reads clock, environment or randomness", ArchitectureTest::isImpure))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  /** The layers that a layer may use: everything that can be reached along the arrows. */
  private static Set<String> standsOn(String layer) {
    Set<String> reached = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(ARROWS.get(layer));
    while (!open.isEmpty()) {
      String next = open.remove(open.size() - 1);
      if (reached.add(next)) {
        open.addAll(ARROWS.get(next));
      }
    }
    return reached;
  }

  /** A layer is one flat package; the pages that jte generates are part of the report. */
  private static String[] packagesOf(String layer) {
    if (layer.equals("report")) {
      return new String[] {BASE + "report", BASE + "report.page.."};
    }
    return new String[] {BASE + layer};
  }

  private static boolean isImpure(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String member = access.getTarget().getName();
    boolean readsClock =
        (owner.startsWith("java.time.") && member.equals("now"))
            || (owner.equals("java.time.Clock") && member.startsWith("system"))
            || (owner.equals("java.util.Date") && member.equals("<init>") && !hasParameters(access))
            || (owner.equals("java.util.Calendar") && member.equals("getInstance"));
    return readsClock
        || RANDOM_TYPES.contains(owner)
        || IMPURE_METHODS.getOrDefault(owner, Set.of()).contains(member);
  }

  private static boolean hasParameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        && !target.getRawParameterTypes().isEmpty();
  }

  private static DescribedPredicate<JavaClass> inAnyOf(List<String> layers) {
    return resideInAnyPackage(
        layers.stream().map(layer -> BASE + layer + "..").toArray(String[]::new));
  }
}
