package dev.safemigrate.analysis;

import dev.safemigrate.finding.Acknowledgement;
import dev.safemigrate.finding.Finding;
import dev.safemigrate.finding.Remedy;
import dev.safemigrate.finding.RuleInfo;
import dev.safemigrate.rule.Rules;
import dev.safemigrate.source.Directive;
import dev.safemigrate.source.MigrationScript;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The acknowledgements of one file, and which of them were of use. */
final class Acknowledgements {

  private final AnalysisRequest request;
  private final MigrationScript script;
  private final Set<Directive> used = new HashSet<>();

  Acknowledgements(AnalysisRequest request, MigrationScript script) {
    this.request = request;
    this.script = script;
  }

  /**
   * The word of a person that counts for a finding today, if there is one.
   *
   * @param nearby the directives that belong to the finding's statement
   */
  Optional<Acknowledgement> find(RuleInfo rule, String fingerprint, List<Directive> nearby) {
    for (Directive directive : nearby) {
      if (directive instanceof Directive.Allow allow && rule.answersTo(allow.rule())) {
        used.add(allow);
        Acknowledgement given =
            new Acknowledgement(allow.reason(), allow.until(), Acknowledgement.Origin.COMMENT);
        if (given.countsOn(request.today())) {
          return Optional.of(given);
        }
      }
    }
    for (Directive directive : script.directives()) {
      if (directive instanceof Directive.AllowFile allow && rule.answersTo(allow.rule())) {
        used.add(allow);
        Acknowledgement given =
            new Acknowledgement(allow.reason(), allow.until(), Acknowledgement.Origin.FILE_COMMENT);
        if (given.countsOn(request.today())) {
          return Optional.of(given);
        }
      }
    }
    Optional<Acknowledgement> configured =
        request.allowances().stream()
            .filter(allowance -> allowance.covers(rule.id(), script.path()))
            .map(Allowance::acknowledgement)
            .filter(given -> given.countsOn(request.today()))
            .findFirst();
    if (configured.isPresent()) {
      return configured;
    }
    return Optional.ofNullable(request.baseline().get(fingerprint))
        .map(
            until -> new Acknowledgement("in the baseline", until, Acknowledgement.Origin.BASELINE))
        .filter(given -> given.countsOn(request.today()));
  }

  /** What is to say about the comments themselves: those of no use, and those that have ended. */
  List<Finding> complaints() {
    List<Finding> complaints = new ArrayList<>();
    for (Directive directive : script.directives()) {
      if (directive instanceof Directive.Allow allow) {
        complain(allow, allow.rule(), allow.until(), complaints);
      }
      if (directive instanceof Directive.AllowFile allow) {
        complain(allow, allow.rule(), allow.until(), complaints);
      }
    }
    return complaints;
  }

  private void complain(
      Directive directive, String rule, Optional<LocalDate> until, List<Finding> complaints) {
    if (!used.contains(directive)) {
      if (Rules.MEASURED.stream().anyMatch(info -> info.answersTo(rule))) {
        return; // Whether it is of use, only a rehearsal knows.
      }
      String known = Rules.named(rule).isPresent() ? "" : " There is no rule of that name.";
      complaints.add(
          new Finding(
              Rules.UNUSED_ALLOW,
              directive.span(),
              "This allows %s, which finds nothing here.%s".formatted(rule, known),
              Remedy.of("Take the comment out.")));
      return;
    }
    until
        .filter(last -> request.today().isAfter(last))
        .map(
            last ->
                new Finding(
                    Rules.EXPIRED_ALLOW,
                    directive.span(),
                    "The acknowledgement of %s ended on %s.".formatted(rule, last),
                    Remedy.of("Decide again, and set another date.")))
        .ifPresent(complaints::add);
  }
}
