package dev.safemigrate.report.page;

import java.util.List;

/**
 * The whole page: ready words, in the order in which they are shown.
 *
 * @param project whose migrations they are
 * @param tool who wrote it
 * @param policy what the page allows itself to load and run: its own script and nothing else
 * @param styles its style sheet
 * @param script its script
 * @param head what stands at the top
 * @param migrations those to run
 * @param applied the files of those that ran
 * @param checklist what to know before a release
 * @param plan the release in words
 * @param rules the pages of all rules that found something
 */
public record Page(
    String project,
    String tool,
    String policy,
    String styles,
    String script,
    Head head,
    List<MigrationView> migrations,
    List<String> applied,
    List<Check> checklist,
    List<PlanPart> plan,
    List<RuleView> rules) {

  public Page {
    migrations = List.copyOf(migrations);
    applied = List.copyOf(applied);
    checklist = List.copyOf(checklist);
    plan = List.copyOf(plan);
    rules = List.copyOf(rules);
  }

  /** The top: verdict, counts, facts. */
  public record Head(
      boolean passes,
      String verdict,
      String reason,
      List<Count> counts,
      List<Fact> facts,
      List<String> notes) {

    public Head {
      counts = List.copyOf(counts);
      facts = List.copyOf(facts);
      notes = List.copyOf(notes);
    }
  }

  /** How many statements are of a class; {@code share} is in hundredths of all. */
  public record Count(Tone tone, String name, int number, String share) {}

  /** A name and what it is. */
  public record Fact(String name, String value) {}

  /** A question of the checklist; {@code state} names a style. */
  public record Check(String state, String answer, String title, String evidence) {}

  /** A part of the release plan. */
  public record PlanPart(String title, List<String> sentences) {
    public PlanPart {
      sentences = List.copyOf(sentences);
    }
  }

  /**
   * A rule's page.
   *
   * @param html rendered from its Markdown, with HTML in it escaped
   * @param places where it found something
   */
  public record RuleView(String id, String title, String html, List<Link> places, int morePlaces) {
    public RuleView {
      places = List.copyOf(places);
    }
  }

  /** A place on this page. */
  public record Link(String anchor, String text) {}
}
