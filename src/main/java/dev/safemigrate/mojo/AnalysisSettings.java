package dev.safemigrate.mojo;

import dev.safemigrate.analysis.Allowance;
import dev.safemigrate.analysis.FailOn;
import dev.safemigrate.ast.ServerVersion;
import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.rule.Rules;
import dev.safemigrate.rule.Runner;
import dev.safemigrate.source.Directive.Phase;
import dev.safemigrate.source.NamingStyle;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/** Turns parameters of the analysis into its own terms; each wrong one is named with its value. */
final class AnalysisSettings {

  private AnalysisSettings() {}

  static FailOn failOn(String text) throws MojoExecutionException {
    Optional<FailOn> failOn = FailOn.ofSpelling(text.strip());
    if (failOn.isEmpty()) {
      throw wrong("failOn", text, FailOn.spellings());
    }
    return failOn.get();
  }

  static ServerVersion serverVersion(String text) throws MojoExecutionException {
    String major = text.strip().split("\\.", 2)[0];
    if (!major.matches("[0-9]{1,3}")) {
      throw wrong("postgresVersion", text, "a major version such as 18");
    }
    ServerVersion version = new ServerVersion(Integer.parseInt(major));
    if (version.compareTo(ServerVersion.OLDEST_ACCEPTED) < 0) {
      throw wrong("postgresVersion", text, ServerVersion.OLDEST_ACCEPTED + " or newer");
    }
    return version;
  }

  /** The tool that will run the files: as configured, else the one whose names they follow. */
  static Runner runner(@Nullable String text, NamingStyle style) throws MojoExecutionException {
    if (text == null || text.isBlank()) {
      return style == NamingStyle.FLYWAY
          ? Runner.MIGRATE
          : Runner.ofId(style.parameter()).orElse(Runner.MIGRATE);
    }
    Optional<Runner> runner = Runner.ofId(text.strip());
    if (runner.isEmpty()) {
      throw wrong("runner", text, Runner.ids());
    }
    return runner.get();
  }

  /** A tool by the name of its style. */
  static NamingStyle tool(String parameter, String text) throws MojoExecutionException {
    Optional<NamingStyle> tool = NamingStyle.ofParameter(text);
    if (tool.isEmpty()) {
      throw wrong(parameter, text, NamingStyle.parameters());
    }
    return tool.get();
  }

  /** The last phase that counts; empty for all. */
  static Optional<Phase> phase(@Nullable String text) throws MojoExecutionException {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    for (Phase phase : Phase.values()) {
      if (phase.name().equalsIgnoreCase(text.strip())) {
        return Optional.of(phase);
      }
    }
    throw wrong("phase", text, "expand, backfill, contract");
  }

  static List<Allowance> allowances(List<Allow> allows) throws MojoExecutionException {
    List<Allowance> allowances = new ArrayList<>();
    for (Allow allow : allows) {
      allowances.add(
          new Allowance(
              rule(allow),
              allow.path(),
              new Acknowledgement(
                  reason(allow), until(allow), Acknowledgement.Origin.CONFIGURATION)));
    }
    return allowances;
  }

  private static String rule(Allow allow) throws MojoExecutionException {
    if (!allow.rule().equals("*") && Rules.named(allow.rule()).isEmpty()) {
      throw new MojoExecutionException(
          "Parameter 'allows' names the rule '%s', which does not exist; docs/rules lists them all."
              .formatted(allow.rule()));
    }
    return allow.rule();
  }

  private static String reason(Allow allow) throws MojoExecutionException {
    if (allow.reason().isBlank()) {
      throw new MojoExecutionException(
          "Parameter 'allows' gives no reason for '%s'; say why it is accepted."
              .formatted(allow.rule()));
    }
    return allow.reason().strip();
  }

  private static Optional<LocalDate> until(Allow allow) throws MojoExecutionException {
    if (allow.until().isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(allow.until().strip()));
    } catch (DateTimeException e) {
      throw new MojoExecutionException(
          "Parameter 'allows' gives '%s' until '%s'; a day looks like 2027-01-31."
              .formatted(allow.rule(), allow.until()),
          e);
    }
  }

  private static MojoExecutionException wrong(String parameter, String value, String allowed) {
    return new MojoExecutionException(
        "Parameter '%s' is '%s'; it can be %s.".formatted(parameter, value, allowed));
  }
}
